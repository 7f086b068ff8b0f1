package dev.tabitat.web.fetch;

import dev.tabitat.web.fetch.ByteSource.Answer;
import dev.tabitat.web.fetch.ByteSource.Span;
import java.util.Optional;

/**
 * Sends GET requests: those to the page's own origin with the person's session there (cookies, a password), those to
 * any other origin without. How a redirect is handled is part of each request.
 */
public interface Http {

    /**
     * Sends a request and waits for the head of its answer.
     *
     * @throws dev.tabitat.core.error.Unavailable when the server does not answer within the silence limit
     * @throws dev.tabitat.core.error.Cancelled when {@code stop} comes first
     */
    Answer get(Request request, CancellationToken stop);

    /** What is done when the server redirects. */
    enum Redirects {
        /**
         * Nothing is sent to the other address; the answer's status is {@link ByteSource#REDIRECTED}, or the server's
         * 3xx.
         */
        REFUSE,
        /**
         * The other address is asked, as far as the page's security policy allows it; {@link Answer#url} is the last
         * one.
         */
        FOLLOW
    }

    /**
     * @param accept media types, with commas; empty for any
     * @param span which bytes are requested; empty for all
     * @param token the bearer token; empty for none
     */
    record Request(String url, String accept, Optional<Span> span, String token, Redirects redirects) {

        Request withToken(String other) {
            return new Request(url, accept, span, other, redirects);
        }
    }
}
