package dev.tabitat.web.fetch;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.web.fetch.ByteSource.Answer;
import dev.tabitat.web.jso.AbortController;
import dev.tabitat.web.jso.Await;
import dev.tabitat.web.jso.Clock;
import dev.tabitat.web.jso.Fetch;
import dev.tabitat.web.jso.JsFailure;
import dev.tabitat.web.jso.Response;
import dev.tabitat.web.jso.StreamReader;
import java.util.Optional;

/** {@link Http} by the browser's {@code fetch}. */
public final class FetchHttp implements Http {

    /** A server that sends nothing for so long counts as gone. */
    private static final int SILENCE_MILLIS = 20_000;

    private static final String REMEDY = "Check the network and try again.";

    private final String ownOrigin;

    /** @param ownOrigin scheme, host and port of the page, without a slash at the end */
    public FetchHttp(String ownOrigin) {
        this.ownOrigin = ownOrigin;
    }

    /**
     * Fetch's credentials mode: what the page's own host may stand behind is asked with the person's session, nothing
     * else ever is.
     */
    static String credentials(String url, String ownOrigin) {
        boolean isOwn = url.equals(ownOrigin) || url.startsWith(ownOrigin + "/") || url.startsWith(ownOrigin + "?");
        return isOwn ? "same-origin" : "omit";
    }

    @Override
    public Answer get(Request request, CancellationToken stop) {
        stop.check();
        AbortController controller = AbortController.create();
        Runnable abort = controller::abort;
        stop.onRequest(abort);
        int watch = watch(controller);
        try {
            double first = request.span().isPresent() ? request.span().get().first() : -1;
            double last = request.span().isPresent() ? request.span().get().last() : -1;
            Response response = Await.result(Fetch.get(request.url(), request.accept(), first, last, request.token(),
                    request.redirects() == Redirects.FOLLOW ? "follow" : "manual",
                    credentials(request.url(), ownOrigin), controller.getSignal()));
            return new Body(response, controller, stop, abort, request.url());
        } catch (JsFailure e) {
            stop.forget(abort);
            throw failure(e, stop, request.url());
        } finally {
            Clock.cancel(watch);
        }
    }

    /** Aborts the request when nothing comes. */
    private static int watch(AbortController controller) {
        return Clock.after(() -> controller.abort(), SILENCE_MILLIS);
    }

    private static TabitatException failure(JsFailure e, CancellationToken stop, String where) {
        if (stop.isRequested()) {
            return CancellationToken.cancelled();
        }
        return new Unavailable("The server did not answer.",
                Finding.at(where).expected("an answer")
                        .found(e.isNamed("AbortError") ? "silence for " + SILENCE_MILLIS / 1000 + " s" : e)
                        .remedy(REMEDY));
    }

    private static final class Body implements Answer {

        private static final byte[] END = {};

        private final Response response;
        private final AbortController controller;
        private final CancellationToken stop;
        private final Runnable abort;
        private final String where;
        private Optional<StreamReader> reader = Optional.empty();
        private boolean ended;

        private Body(Response response, AbortController controller, CancellationToken stop, Runnable abort,
                String where) {
            this.response = response;
            this.controller = controller;
            this.stop = stop;
            this.abort = abort;
            this.where = where;
        }

        @Override
        public int status() {
            return response.getStatus();
        }

        @Override
        public String url() {
            return response.getUrl();
        }

        @Override
        public String header(String name) {
            return response.getHeaders().get(name);
        }

        @Override
        public byte[] next() {
            int watch = watch(controller);
            try {
                if (reader.isEmpty()) {
                    if (response.getBody() == null) {
                        ended = true;
                        return END;
                    }
                    reader = Optional.of(response.getBody().getReader());
                }
                byte[] piece = reader.get().next();
                ended = piece.length == 0;
                return piece;
            } catch (JsFailure e) {
                ended = true;
                throw failure(e, stop, where);
            } finally {
                Clock.cancel(watch);
            }
        }

        @Override
        public void close() {
            stop.forget(abort);
            if (!ended) {
                ended = true;
                controller.abort();
            }
        }
    }
}
