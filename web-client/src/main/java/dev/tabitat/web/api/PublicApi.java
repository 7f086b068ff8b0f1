package dev.tabitat.web.api;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonWriter;
import dev.tabitat.web.jso.AbortSignal;
import dev.tabitat.web.jso.Attachment;
import dev.tabitat.web.protocol.EngineClient;
import dev.tabitat.web.protocol.Topic;
import java.util.Optional;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSArray;
import org.teavm.jso.core.JSString;

/** Puts {@code globalThis.tabitat} on the page. */
public final class PublicApi {

    private PublicApi() {}

    /** Offers the engine's methods to scripts. */
    public static void offer(EngineClient engine) {
        JSArray<JSString> methods = new JSArray<>();
        for (String method : ApiCalls.METHODS) {
            methods.push(JSString.valueOf(method));
        }
        Ready[] ready = new Ready[1];
        install(EngineClient.VERSION, methods,
                (method, arguments, bytes, signal, ends) -> {
                    Optional<Slices> copy = bytes == null ? Optional.empty() : Optional.of(Attachment.of(bytes));
                    new Thread(() -> call(engine, method, arguments, copy, signal, ends)).start();
                },
                resolve -> ready[0] = resolve);
        engine.watch((topic, body) -> {
            if (topic.equals(Topic.READY)) {
                ready[0].now("");
            } else if (topic.equals(Topic.BROKEN)) {
                ready[0].now(body.toString());
            }
        });
    }

    private static void call(EngineClient engine, String method, String arguments, Optional<Slices> bytes, AbortSignal signal,
                             Ends ends) {
        JsonObject params;
        try {
            params = ApiCalls.params(method, arguments);
        } catch (RuntimeException e) {
            ends.end("failed", ApiError.of(e).toJson().toString(), null);
            return;
        }
        Answering answering = new Answering(ends);
        EngineClient.Cancellation cancellation = bytes.isPresent()
                ? engine.call(method, params, bytes.get(), answering)
                : engine.call(method, params, answering);
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

    /**
     * A call's arguments become JSON text without {@code signal} and {@code onProgress}; a file's bytes go beside it. A
     * failure becomes an Error with the fields of the public API.
     */
    @JSBody(params = {"version", "methods", "call", "takeReady"}, script =
            "var plain = function(value) {"
            + " if (value === null || typeof value !== 'object' || Array.isArray(value)) { return value; }"
            + " var copy = {}; Object.keys(value).forEach(function(k) {"
            + "  if (k !== 'signal' && k !== 'onProgress') { copy[k] = value[k]; } }); return copy; };"
            + "var embedded = function(value, bytes) { var all = new Float32Array(bytes); var rows = [];"
            + " for (var i = 0; i < value.embeddings.count; i++) {"
            + "  rows.push(Array.from(all.subarray(i * value.embeddings.width, (i + 1) * value.embeddings.width))); }"
            + " value.embeddings = rows; return value; };"
            + "var isBytes = function(v) { return v instanceof ArrayBuffer || ArrayBuffer.isView(v); };"
            + "var invoke = function(method, first, second) { return new Promise(function(resolve, reject) {"
            + " var byFile = method === 'import' || method === 'documents.add' || method === 'documents.import';"
            + " var options = (typeof first === 'string' || byFile ? second : first) || {};"
            + " var ends = function(what, json, bytes) { var value = JSON.parse(json);"
            + "  if (what === 'progress') { if (typeof options.onProgress === 'function') { options.onProgress(value); } }"
            + "  else if (what === 'done') { resolve(bytes && value.embeddings ? embedded(value, bytes) : bytes instanceof Blob ? bytes : bytes ? new Blob([bytes], {type: value.type}) : value); }"
            + "  else { reject(Object.assign(new Error(value.message), value)); } };"
            + " var signal = options.signal instanceof AbortSignal ? options.signal : null;"
            + " if (byFile) { var given = plain(second) || {};"
            + "  if (method === 'documents.add' && given.name === undefined && first && typeof first.name === 'string') { given.name = first.name; }"
            + "  if (method === 'documents.add' && given.type === undefined && first && typeof first.type === 'string' && first.type !== '') { given.type = first.type; }"
            + "  call(method, JSON.stringify([given]), first instanceof Blob || isBytes(first) ? first : null, signal, ends); return; }"
            + " if (method === 'importAdapter') { var given = first || {};"
            + "  Promise.resolve(given.config instanceof Blob ? given.config.text().then(JSON.parse) : given.config).catch(function() { return null; })"
            + "  .then(function(config) { var rest = Object.assign({}, plain(given), {config: config}); var weights = rest.weights; delete rest.weights;"
            + "   call(method, JSON.stringify([rest]), weights instanceof Blob || isBytes(weights) ? weights : null, signal, ends); });"
            + "  return; }"
            + " var beside = first && typeof first === 'object' ? ['examples', 'dataset'].find(function(k) { return first[k] instanceof Blob || isBytes(first[k]); }) : undefined;"
            + " if (beside) { var without = plain(first); delete without[beside]; call(method, JSON.stringify([without]), first[beside], signal, ends); return; }"
            + " var text = ''; try { text = JSON.stringify(typeof first === 'string' ? [first, plain(second)] : [plain(first)]); } catch (e) { text = ''; }"
            + " call(method, text, null, signal, ends); }); };"
            + "var api = {version: version, ready: new Promise(function(resolve, reject) {"
            + " takeReady(function(json) { if (json) { var e = JSON.parse(json); reject(Object.assign(new Error(e.message), e)); } else { resolve(); } }); })};"
            + "api.ready['catch'](function() {});"
            + "var rooms = {};"
            + "methods.forEach(function(m) { var parts = m.split('.'); var name = parts.pop();"
            + " var room = parts.length === 0 ? api : (rooms[parts[0]] = api[parts[0]] = rooms[parts[0]] || {});"
            + " room[name] = function(first, second) { return invoke(m, first, second); }; });"
            + "Object.keys(rooms).forEach(function(r) { Object.freeze(rooms[r]); });"
            + "globalThis.tabitat = Object.freeze(api);")
    private static native void install(String version, JSArray<JSString> methods, Caller call, TakesReady takeReady);
}
