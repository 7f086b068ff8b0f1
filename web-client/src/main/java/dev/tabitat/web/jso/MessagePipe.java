package dev.tabitat.web.jso;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSClass;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;
import org.teavm.jso.typedarrays.ArrayBuffer;

/**
 * One end of the line between the page and its engine worker. A message is {@code {json, bytes?}}: a text, and at most one
 * buffer that changes hands.
 */
@JSClass(transparent = true)
public abstract class MessagePipe implements JSObject {

    private MessagePipe() {}

    /** Starts a classic worker and returns the page's end. */
    @JSBody(params = {"url", "name"}, script = "return new Worker(url, {name: name});")
    public static native MessagePipe toWorker(String url, String name);

    /** The worker's end: the worker's own scope. */
    @JSBody(script = "return globalThis;")
    public static native MessagePipe toPage();

    /**
     * Hands every message to {@code heard}, which must not block; those that the loader kept before Java was ready come
     * first, in order.
     */
    public final void listen(Heard heard) {
        listen(this, heard);
    }

    /** Hands what breaks the worker, or cannot be read, to {@code broken}, which must not block. */
    public final void onBroken(Broken broken) {
        onBroken(this, broken);
    }

    public final void post(String json) {
        post(this, json);
    }

    /** Posts with a buffer, which this side can no longer use. */
    public final void post(String json, ArrayBuffer bytes) {
        post(this, json, bytes);
    }

    /** Ends the worker; only on the page's end. */
    public final void terminate() {
        terminate(this);
    }

    @JSBody(params = {"pipe", "heard"}, script =
            "var take = function(e) { var d = e.data; if (d && typeof d.json === 'string') {"
            + " heard(d.json, d.bytes === undefined ? null : d.bytes); } };"
            + "if (pipe === globalThis && globalThis.tabitatEarly) {"
            + " globalThis.tabitatEarly.forEach(take); globalThis.tabitatEarly = []; }"
            + "pipe.onmessage = take;")
    private static native void listen(JSObject pipe, Heard heard);

    @JSBody(params = {"pipe", "broken"}, script =
            "pipe.onerror = function(e) { broken(String(e && e.message || e)); };"
            + "pipe.onmessageerror = function() { broken('a message could not be read'); };")
    private static native void onBroken(JSObject pipe, Broken broken);

    @JSBody(params = {"pipe", "json"}, script = "pipe.postMessage({json: json});")
    private static native void post(JSObject pipe, String json);

    @JSBody(params = {"pipe", "json", "bytes"}, script = "pipe.postMessage({json: json, bytes: bytes}, [bytes]);")
    private static native void post(JSObject pipe, String json, ArrayBuffer bytes);

    @JSBody(params = "pipe", script = "pipe.terminate();")
    private static native void terminate(JSObject pipe);

    /** Takes a message; {@code bytes} is null when none came. */
    @JSFunctor
    public interface Heard extends JSObject {
        void message(String json, JSObject bytes);
    }

    /** Takes what went wrong. */
    @JSFunctor
    public interface Broken extends JSObject {
        void because(String message);
    }
}
