package dev.tabitat.web.fetch;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.web.jso.AbortController;
import dev.tabitat.web.jso.Await;
import dev.tabitat.web.jso.Clock;
import dev.tabitat.web.jso.Fetch;
import dev.tabitat.web.jso.JsFailure;
import dev.tabitat.web.jso.Response;
import dev.tabitat.web.jso.StreamReader;
import java.util.Optional;

/** The host that served the page, through {@code fetch}. */
public final class FetchSource implements ByteSource {

    /** A host that sends nothing for so long is taken for gone. */
    private static final int SILENCE_MILLIS = 20_000;

    private final String origin;

    /** @param origin scheme, host and port without a slash at the end */
    public FetchSource(String origin) {
        this.origin = origin;
    }

    @Override
    public String origin() {
        return origin;
    }

    @Override
    public Answer get(String path, Optional<Span> span, Stop stop) {
        stop.check();
        AbortController controller = AbortController.create();
        Runnable abort = controller::abort;
        stop.onRequest(abort);
        int watch = watch(controller);
        try {
            Response response = Await.result(span.isPresent()
                    ? Fetch.getRange(origin + path, span.get().first(), span.get().last(), controller.getSignal())
                    : Fetch.get(origin + path, controller.getSignal()));
            return new Body(response, controller, stop, abort, origin + path);
        } catch (JsFailure e) {
            stop.forget(abort);
            throw failure(e, stop, origin + path);
        } finally {
            Clock.cancel(watch);
        }
    }

    /** Gives the request up when nothing comes. */
    private static int watch(AbortController controller) {
        return Clock.after(() -> controller.abort(), SILENCE_MILLIS);
    }

    private static TabitatException failure(JsFailure e, Stop stop, String where) {
        if (stop.isRequested()) {
            return Stop.cancelled();
        }
        return new Unavailable("The host did not answer.",
                Finding.at(where).expected("an answer")
                        .found(e.isNamed("AbortError") ? "silence for " + SILENCE_MILLIS / 1000 + " s" : e).remedy("Check the network and try again."));
    }

    private static final class Body implements Answer {

        private final Response response;
        private final AbortController controller;
        private final Stop stop;
        private final Runnable abort;
        private final String where;
        private Optional<StreamReader> reader = Optional.empty();
        private boolean ended;

        private Body(Response response, AbortController controller, Stop stop, Runnable abort, String where) {
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
        public String header(String name) {
            return response.getHeaders().get(name);
        }

        @Override
        public byte[] next() {
            int watch = watch(controller);
            try {
                if (reader.isEmpty()) {
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
