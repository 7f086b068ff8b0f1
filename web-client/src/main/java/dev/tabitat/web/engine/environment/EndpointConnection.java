package dev.tabitat.web.engine.environment;

import dev.tabitat.web.fetch.CancellationToken;
import java.util.Optional;

/** Requests to endpoints outside, after a person has said so; the only way by which a text can leave the tab. */
public interface EndpointConnection {

    /**
     * Asks.
     *
     * @param key sent as a bearer token
     * @param body of a {@code POST}; a {@code GET} without
     * @param patienceMillis how long nothing may come, first or later
     * @throws dev.tabitat.core.error.Unavailable when the server does not answer, or the browser does not let the
     * answer through
     * @throws dev.tabitat.core.error.Cancelled when {@code stop} comes first
     */
    Reply ask(String url, Optional<String> key, Optional<byte[]> body, int patienceMillis, CancellationToken stop);

    /** The page's Content-Security-Policy, as its host sends it; empty where it sends none. */
    String securityPolicy();

    /** Scheme, host and port of the page. */
    String self();

    /** What an endpoint answers, as a stream. */
    interface Reply {

        int status();

        /** The next bytes; none at the end. */
        byte[] next();

        /** Gives up the rest; never fails. */
        void close();
    }
}
