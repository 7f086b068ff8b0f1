package dev.tabitat.web.jso;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSClass;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;

/** Stops the fetches and waits that were given its signal. */
@JSClass(transparent = true)
public abstract class AbortController implements JSObject {

    private AbortController() {}

    @JSBody(script = "return new AbortController();")
    public static native AbortController create();

    @JSProperty
    public abstract AbortSignal getSignal();

    public abstract void abort();
}
