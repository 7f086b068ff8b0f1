package dev.tabitat.web.jso;

import java.util.ArrayList;
import java.util.List;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSArrayReader;
import org.teavm.jso.core.JSString;

/** Plain questions to plain JavaScript values. */
public final class Js {

    private Js() {}

    /** Whether a global of this name exists here, for example {@code caches} or {@code document}. */
    @JSBody(params = "name", script = "return name in globalThis && globalThis[name] !== undefined && globalThis[name] !== null;")
    public static native boolean hasGlobal(String name);

    /** Whether the object is there and has a member of this name that is neither undefined nor null. */
    @JSBody(params = {"object",
            "name"}, script = "return object !== null && object !== undefined && object[name] !== undefined && object[name] !== null;")
    public static native boolean has(JSObject object, String name);

    /** A member, or null when it is undefined. */
    @JSBody(params = {"object", "name"}, script = "var v = object[name]; return v === undefined ? null : v;")
    public static native JSObject get(JSObject object, String name);

    /** A global, or null when there is none of this name. */
    @JSBody(params = "name", script = "var v = globalThis[name]; return v === undefined ? null : v;")
    public static native JSObject global(String name);

    /** A value by its dotted path from the global object, or null where any part of the path is missing. */
    @JSBody(params = "path", script = "var v = globalThis; var parts = path.split('.');"
            + "for (var i = 0; i < parts.length; i++) { if (v === undefined || v === null) { return null; } v = v[parts[i]]; }"
            + "return v === undefined ? null : v;")
    public static native JSObject path(String path);

    /** JavaScript's {@code typeof}, for example {@code number}, {@code string} or {@code boolean}. */
    @JSBody(params = "value", script = "return typeof value;")
    public static native String kind(JSObject value);

    /** The value as text, as JavaScript would print it. */
    @JSBody(params = "value", script = "return String(value);")
    public static native String print(JSObject value);

    /** The value as a number, as JavaScript would convert it. */
    @JSBody(params = "value", script = "return Number(value);")
    public static native double toNumber(JSObject value);

    /** The texts of a list, a set or anything else that can be iterated, each as JavaScript would print it. */
    public static List<String> texts(JSObject iterable) {
        List<String> texts = new ArrayList<>();
        JSArrayReader<JSString> items = items(iterable);
        for (int i = 0; i < items.getLength(); i++) {
            texts.add(items.get(i).stringValue());
        }
        return texts;
    }

    @JSBody(params = "iterable", script = "return Array.from(iterable).map(String);")
    private static native JSArrayReader<JSString> items(JSObject iterable);

    /** A member as text; empty when it is undefined or null. */
    @JSBody(params = {"object",
            "name"}, script = "var v = object[name]; return v === undefined || v === null ? '' : String(v);")
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

    /** Whether the value is undefined or null in JavaScript, which Java's {@code == null} does not always see. */
    @JSBody(params = "value", script = "return value === undefined || value === null;")
    public static native boolean isMissing(JSObject value);
}
