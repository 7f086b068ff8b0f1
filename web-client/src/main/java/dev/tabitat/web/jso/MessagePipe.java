package dev.tabitat.web.jso;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSClass;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

/**
 * One end of the line between the page and its engine worker. A message is {@code {json, bytes?}}: a text, and at most
 * one buffer that changes hands, or a Blob.
 */
@JSClass(transparent = true)
public abstract class MessagePipe implements JSObject {

    private MessagePipe() {}

    /** The page's end, to the worker that the loader has started. */
    @JSBody(script = "return globalThis.tabitatEngine;")
    public static native MessagePipe toEngine();

    /** The page's end to the lab, which starts with this. */
    public static MessagePipe startLab() {
        return start("tabitat lab");
    }

    /** The page's end to the worker of documents, which starts with this. */
    public static MessagePipe startDocuments() {
        return start("tabitat documents");
    }

    @JSBody(params = "name", script = "return globalThis.tabitatWorker(name);")
    private static native MessagePipe start(String name);

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

    /** Posts with a buffer, which this side can no longer use, or with a Blob. */
    public final void post(String json, JSObject bytes) {
        post(this, json, bytes);
    }

    /** Ends the worker at once. */
    public final void terminate() {
        terminate(this);
    }

    @JSBody(params = "pipe", script = "pipe.terminate();")
    private static native void terminate(JSObject pipe);

    @JSBody(params = {"pipe",
            "heard"}, script = "var take = function(e) { var d = e.data; if (d && typeof d.json === 'string') {"
                    + " heard(d.json, d.bytes === undefined ? null : d.bytes); } };"
                    + "pipe.onmessage = take;"
                    + "var early = pipe.tabitatEarly || []; pipe.tabitatEarly = []; early.forEach(take);")
    private static native void listen(JSObject pipe, Heard heard);

    @JSBody(params = {"pipe",
            "broken"}, script = "pipe.onerror = function(e) { globalThis.tabitatFiles.workerFault(pipe.tabitatScript, e).then(function(why) { broken(why); }); };"
                    + "pipe.onmessageerror = function() { broken('a message could not be read'); };"
                    + "if (pipe.tabitatBroken) { pipe.tabitatBroken.then(function(why) { broken(why); }); }")
    private static native void onBroken(JSObject pipe, Broken broken);

    @JSBody(params = {"pipe", "json"}, script = "pipe.postMessage({json: json});")
    private static native void post(JSObject pipe, String json);

    @JSBody(params = {"pipe", "json",
            "bytes"}, script = "pipe.postMessage({json: json, bytes: bytes}, bytes instanceof Blob ? [] : [bytes]);")
    private static native void post(JSObject pipe, String json, JSObject bytes);

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
