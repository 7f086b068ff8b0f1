package dev.tabitat.web.jso;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSClass;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

/** A channel that carries texts to the other tabs and workers of this origin, not back to the sender. */
@JSClass(transparent = true)
public abstract class Broadcast implements JSObject {

    private Broadcast() {}

    @JSBody(script = "return typeof BroadcastChannel !== 'undefined';")
    public static native boolean isThere();

    /** Opens the channel; {@code heard} gets every text and must not block. */
    @JSBody(params = {"name", "heard"}, script = "var c = new BroadcastChannel(name);"
            + "c.onmessage = function(e) { if (typeof e.data === 'string') { heard(e.data); } }; return c;")
    public static native Broadcast open(String name, Heard heard);

    public final void send(String text) {
        post(this, text);
    }

    public abstract void close();

    @JSBody(params = {"channel", "text"}, script = "channel.postMessage(text);")
    private static native void post(JSObject channel, String text);

    /** Takes a text. */
    @JSFunctor
    public interface Heard extends JSObject {
        void text(String text);
    }
}
