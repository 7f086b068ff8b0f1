package dev.tabitat.web.engine;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.web.engine.environment.EndpointConnection;
import dev.tabitat.web.fetch.ByteSource;
import dev.tabitat.web.fetch.CancellationToken;
import dev.tabitat.web.jso.AbortController;
import dev.tabitat.web.jso.Await;
import dev.tabitat.web.jso.Bytes;
import dev.tabitat.web.jso.Clock;
import dev.tabitat.web.jso.EndpointFetch;
import dev.tabitat.web.jso.JsFailure;
import dev.tabitat.web.jso.Response;
import dev.tabitat.web.jso.StreamReader;
import java.util.Optional;
import org.teavm.jso.JSObject;

/** Endpoints by {@code fetch}. */
final class BrowserEndpointConnection implements EndpointConnection {

    private final ByteSource host;

    BrowserEndpointConnection(ByteSource host) {
        this.host = host;
    }

    @Override
    public String self() {
        return host.origin();
    }

    @Override
    public String securityPolicy() {
        ByteSource.Answer page = host.get("/", Optional.empty(), new CancellationToken());
        String policy = page.header("Content-Security-Policy");
        page.close();
        return policy;
    }

    @Override
    public Reply ask(String url, Optional<String> key, Optional<byte[]> body, int patienceMillis,
            CancellationToken stop) {
        stop.check();
        AbortController controller = AbortController.create();
        Runnable abort = controller::abort;
        stop.onRequest(abort);
        int watch = Clock.after(() -> controller.abort(), patienceMillis);
        try {
            JSObject sent = body.isPresent() ? Bytes.toJs(body.get()) : null;
            String token = key.orElse("");
            // The timer aborts it, and so does the person.
            Response response = Await.result(EndpointFetch.request(url, token, sent, controller.getSignal()));
            if ("opaqueredirect".equals(response.getType())) {
                stop.forget(abort);
                throw new Unavailable("The endpoint sends requests on to another address.", Finding.at(url)
                        .expected("an answer of a model server")
                        .found("a redirect, which is not followed: bytes go only where you saw that they go")
                        .remedy("Add the endpoint by the address that it redirects to, such as https in place of http, or without a slash at the end. A login page redirects too."));
            }
            return new Body(response, controller, stop, abort, url, patienceMillis);
        } catch (JsFailure e) {
            stop.forget(abort);
            throw failure(e, stop, url, patienceMillis);
        } finally {
            Clock.cancel(watch);
        }
    }

    /** A browser does not say whether no server listens or the answer may not be read (Fetch, "network error"). */
    private static TabitatException failure(JsFailure e, CancellationToken stop, String url, int patienceMillis) {
        if (stop.isRequested()) {
            return CancellationToken.cancelled();
        }
        boolean isSilent = e.isNamed("AbortError");
        return new Unavailable(
                isSilent ? "The endpoint was silent for too long." : "The endpoint could not be reached.",
                Finding.at(url).expected("an answer")
                        .found(isSilent ? "nothing for " + patienceMillis / 1000.0 + " s" : e)
                        .remedy(isSilent ? "Wait until it has loaded its model and ask again."
                                : "Either nothing listens there, or it does not let pages of this origin read its answers (CORS), a redirect included. For Ollama,"
                                        + " start it with OLLAMA_ORIGINS set to this page's address; llama.cpp, vLLM and LM Studio have a setting for CORS."));
    }

    private static final class Body implements Reply {

        private final Response response;
        private final AbortController controller;
        private final CancellationToken stop;
        private final Runnable abort;
        private final String url;
        private final int patienceMillis;
        private Optional<StreamReader> reader = Optional.empty();
        private boolean ended;

        private Body(Response response, AbortController controller, CancellationToken stop, Runnable abort, String url,
                int patienceMillis) {
            this.response = response;
            this.controller = controller;
            this.stop = stop;
            this.abort = abort;
            this.url = url;
            this.patienceMillis = patienceMillis;
        }

        @Override
        public int status() {
            return response.getStatus();
        }

        @Override
        public byte[] next() {
            int watch = Clock.after(() -> controller.abort(), patienceMillis);
            try {
                if (reader.isEmpty()) {
                    reader = Optional.of(response.getBody().getReader());
                }
                byte[] piece = reader.get().next();
                ended = piece.length == 0;
                return piece;
            } catch (JsFailure e) {
                ended = true;
                throw failure(e, stop, url, patienceMillis);
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
