package dev.tabitat.web.jso;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSClass;
import org.teavm.jso.JSObject;

/** Headers of a response. */
@JSClass(transparent = true)
public abstract class Headers implements JSObject {

    private Headers() {}

    public abstract boolean has(String name);

    /** The header's value; empty when it is not there. */
    public final String get(String name) {
        return get(this, name);
    }

    @JSBody(params = {"headers", "name"}, script = "var v = headers.get(name); return v === null ? '' : v;")
    private static native String get(JSObject headers, String name);
}
