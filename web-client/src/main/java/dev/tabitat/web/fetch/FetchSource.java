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

/** A server, through {@code fetch}: the host that served the page, or an OCI registry that lets pages of other origins read it. */
public final class FetchSource implements ByteSource {

    /** A host that sends nothing for so long is taken for gone. */
    private static final int SILENCE_MILLIS = 20_000;

    private static final String MANIFESTS = "application/vnd.oci.image.manifest.v1+json, application/vnd.oci.image.index.v1+json";

    private final String origin;
    private final String remedy;

    /** The host of the page. @param origin scheme, host and port without a slash at the end */
    public FetchSource(String origin) {
        this(origin, "Check the network and try again.");
    }

    private FetchSource(String origin, String remedy) {
        this.origin = origin;
        this.remedy = remedy;
    }

    /** Another origin. A browser does not say why such a request failed, so that all the likely reasons are told. */
    public static FetchSource elsewhere(String origin) {
        return new FetchSource(origin, "Check the address and the network. The registry must allow pages of other origins to read it (CORS),"
                + " and the host of this page must have been started with --registry " + origin + ".");
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
                    : Fetch.get(origin + path, accepted(path), controller.getSignal()));
            return new Body(response, controller, stop, abort, origin + path, remedy);
        } catch (JsFailure e) {
            stop.forget(abort);
            throw failure(e, stop, origin + path, remedy);
        } finally {
            Clock.cancel(watch);
        }
    }

    /** Registries answer with an older form of manifest unless they are asked for these (OCI distribution specification, "Pulling manifests"). */
    private static String accepted(String path) {
        return path.indexOf("/manifests/") < 0 && path.indexOf("/referrers/") < 0 ? "" : MANIFESTS;
    }

    /** Gives the request up when nothing comes. */
    private static int watch(AbortController controller) {
        return Clock.after(() -> controller.abort(), SILENCE_MILLIS);
    }

    private static TabitatException failure(JsFailure e, Stop stop, String where, String remedy) {
        if (stop.isRequested()) {
            return Stop.cancelled();
        }
        return new Unavailable("The server did not answer.",
                Finding.at(where).expected("an answer")
                        .found(e.isNamed("AbortError") ? "silence for " + SILENCE_MILLIS / 1000 + " s" : e).remedy(remedy));
    }

    private static final class Body implements Answer {

        private final Response response;
        private final AbortController controller;
        private final Stop stop;
        private final Runnable abort;
        private final String where;
        private final String remedy;
        private Optional<StreamReader> reader = Optional.empty();
        private boolean ended;

        private Body(Response response, AbortController controller, Stop stop, Runnable abort, String where, String remedy) {
            this.response = response;
            this.controller = controller;
            this.stop = stop;
            this.abort = abort;
            this.where = where;
            this.remedy = remedy;
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
                throw failure(e, stop, where, remedy);
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
