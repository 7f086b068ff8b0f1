package dev.tabitat.web.jso;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** Plain questions to plain JavaScript values. */
public final class Js {

    private Js() {}

    /** Whether a global of this name exists here, for example {@code caches} or {@code document}. */
    @JSBody(params = "name", script = "return name in globalThis && globalThis[name] !== undefined && globalThis[name] !== null;")
    public static native boolean hasGlobal(String name);

    /** Whether the object is there and has a member of this name that is neither undefined nor null. */
    @JSBody(params = {"object", "name"}, script = "return object !== null && object !== undefined && object[name] !== undefined && object[name] !== null;")
    public static native boolean has(JSObject object, String name);

    /** A member, or null when it is undefined. */
    @JSBody(params = {"object", "name"}, script = "var v = object[name]; return v === undefined ? null : v;")
    public static native JSObject get(JSObject object, String name);

    /** A global, or null when there is none of this name. */
    @JSBody(params = "name", script = "var v = globalThis[name]; return v === undefined ? null : v;")
    public static native JSObject global(String name);

    /** A member as text; empty when it is undefined or null. */
    @JSBody(params = {"object", "name"}, script = "var v = object[name]; return v === undefined || v === null ? '' : String(v);")
    public static native String text(JSObject object, String name);

    /** A member as a number; NaN when it is none. */
    @JSBody(params = {"object", "name"}, script = "var v = object[name]; return typeof v === 'number' ? v : NaN;")
    public static native double number(JSObject object, String name);

    /** Whether a member is exactly true. */
    @JSBody(params = {"object", "name"}, script = "return object[name] === true;")
    public static native boolean isTrue(JSObject object, String name);

    /** An empty object. */
    @JSBody(script = "return {};")
    public static native JSObject object();

    @JSBody(params = {"object", "name", "value"}, script = "object[name] = value;")
    public static native void set(JSObject object, String name, JSObject value);

    @JSBody(params = {"object", "name", "value"}, script = "object[name] = value;")
    public static native void setText(JSObject object, String name, String value);

    @JSBody(params = {"object", "name", "value"}, script = "object[name] = value;")
    public static native void setNumber(JSObject object, String name, double value);

    @JSBody(params = {"object", "name", "value"}, script = "object[name] = value;")
    public static native void setBool(JSObject object, String name, boolean value);

    /** Whether the value is undefined or null in JavaScript, which Java's {@code == null} does not always see. */
    @JSBody(params = "value", script = "return value === undefined || value === null;")
    public static native boolean isMissing(JSObject value);
}
