package dev.tabitat.web.fetch;

import java.util.Optional;

/** A server that gives bytes by path. */
public interface ByteSource {

    /**
     * The status of an answer that only redirects, where a browser does not show more of it (Fetch, "opaque-redirect
     * filtered response").
     */
    int REDIRECTED = 0;

    /** Scheme, host and port, for the privacy ledger. */
    String origin();

    /** The whole address of a path, for messages. */
    default String address(String path) {
        return origin() + path;
    }

    /**
     * Requests a resource.
     *
     * @param path from the server's root, or from the folder below which it lies, for example
     * {@code /v2/lande/manifests/q8}
     * @param span which bytes are wanted; empty for all
     * @throws dev.tabitat.core.error.Unavailable when the server does not answer
     * @throws dev.tabitat.core.error.Cancelled when {@code stop} comes first
     */
    Answer get(String path, Optional<Span> span, CancellationToken stop);

    /** Bytes {@code first} to {@code last}, both included. */
    record Span(long first, long last) {

        public long length() {
            return last - first + 1;
        }
    }

    /** What the server answers, as a stream. */
    interface Answer {

        /** The HTTP status. */
        int status();

        /** The address that answered, after redirects; empty where it is the one that was asked. */
        default String url() {
            return "";
        }

        /** A header's value; empty when it is not there. */
        String header(String name);

        /**
         * The next bytes; none at the end.
         *
         * @throws dev.tabitat.core.error.Unavailable when the connection breaks
         * @throws dev.tabitat.core.error.Cancelled when it was stopped
         */
        byte[] next();

        /** Gives up the rest; never fails. */
        void close();
    }
}
