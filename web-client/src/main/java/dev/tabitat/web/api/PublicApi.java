package dev.tabitat.web.api;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonWriter;
import dev.tabitat.web.jso.AbortSignal;
import dev.tabitat.web.jso.Attachment;
import dev.tabitat.web.protocol.EngineClient;
import dev.tabitat.web.protocol.Method;
import dev.tabitat.web.protocol.Methods;
import dev.tabitat.web.protocol.Topic;
import java.util.Optional;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

/** Answers the calls of {@code globalThis.tabitat}, which {@code api.js} puts on the page. */
public final class PublicApi {

    private PublicApi() {}

    /** Offers the methods of the API to scripts. */
    public static void offer(EngineClient engine) {
        Ready[] ready = new Ready[1];
        offer(EngineClient.VERSION,
                (method, arguments, bytes, signal, ends) -> {
                    Optional<Slices> copy = bytes == null ? Optional.empty() : Optional.of(Attachment.of(bytes));
                    new Thread(() -> call(engine, method, arguments, copy, signal, ends)).start();
                },
                settle -> ready[0] = settle);
        watch(engine, ready);
    }

    /** Offers the methods of the API to scripts; the first call has the whole app loaded, which answers it. */
    public static void announce(EngineClient engine) {
        Ready[] ready = new Ready[1];
        announce(EngineClient.VERSION,
                settle -> ready[0] = settle);
        watch(engine, ready);
    }

    private static void watch(EngineClient engine, Ready[] ready) {
        engine.watch((topic, body) -> {
            if (topic.equals(Topic.READY)) {
                ready[0].now("");
            } else if (topic.equals(Topic.BROKEN)) {
                ready[0].now(body.toString());
            }
        });
    }

    private static void call(EngineClient engine, String name, String arguments, Optional<Slices> bytes,
            AbortSignal signal, Ends ends) {
        EngineClient.Cancellation cancellation;
        try {
            Method method = Methods.named(name);
            cancellation = engine.call(method, ApiCalls.params(method, arguments), bytes, new Answering(ends));
        } catch (RuntimeException e) {
            ends.end("failed", ApiError.of(e).toJson().toString(), null);
            return;
        }
        if (signal != null) {
            AbortSignal.onAbort(signal, () -> new Thread(cancellation::cancel).start());
        }
    }

    /** Hands what the engine says to the promise. */
    private record Answering(Ends ends) implements EngineClient.Listener {

        @Override
        public void progress(JsonObject report) {
            ends.end("progress", report.toString(), null);
        }

        @Override
        public void done(Json result, Optional<Slices> bytes) {
            ends.end("done", JsonWriter.write(result), bytes.isPresent() ? Attachment.toJs(bytes.get()) : null);
        }

        @Override
        public void failed(ApiError error) {
            ends.end("failed", error.toJson().toString(), null);
        }
    }

    /** A script's call; {@code bytes} and {@code signal} are null when none came. */
    @JSFunctor
    private interface Caller extends JSObject {
        void call(String method, String arguments, JSObject bytes, AbortSignal signal, Ends ends);
    }

    /** What becomes of a call: progress, done or failed. */
    @JSFunctor
    private interface Ends extends JSObject {
        void end(String what, String json, JSObject bytes);
    }

    /** Settles the promise: rejects it when there is an error as JSON. */
    @JSFunctor
    private interface Ready extends JSObject {
        void now(String error);
    }

    @JSFunctor
    private interface TakesReady extends JSObject {
        void take(Ready resolve);
    }

    @JSBody(params = {"version",
            "takeReady"}, script = "globalThis.tabitatApi.offer({version: version, takeReady: takeReady});")
    private static native void announce(String version,
            TakesReady takeReady);

    @JSBody(params = {"version", "call",
            "takeReady"}, script = "globalThis.tabitatApi.offer({version: version, call: call, takeReady: takeReady});")
    private static native void offer(String version, Caller call,
            TakesReady takeReady);
}
