package dev.tabitat.web.jso;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSClass;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSPromise;

/** A lock that all tabs of this origin share, held until {@link #release}, or until its tab is gone. */
@JSClass(transparent = true)
public abstract class WebLock implements JSObject {

    private WebLock() {}

    @JSBody(script = "return typeof navigator !== 'undefined' && !!navigator.locks;")
    public static native boolean isThere();

    /** A promise of the lock, alone; it waits as long as others hold it. */
    public static JSPromise<WebLock> exclusive(String name) {
        return hold(name, false);
    }

    /** A promise of the lock, alone, or of null when somebody holds it now. */
    public static JSPromise<WebLock> exclusiveIfFree(String name) {
        return hold(name, true);
    }

    /** Gives the lock back; a second call does nothing. */
    public abstract void release();

    @JSBody(params = {"name", "ifFree"}, script =
            "return new Promise(function(granted, refused) {"
            + "navigator.locks.request(name, {ifAvailable: ifFree}, function(lock) {"
            + "if (!lock) { granted(null); return undefined; }"
            + "return new Promise(function(release) { granted({release: function() { release(); }}); });"
            + "}).then(undefined, refused); });")
    private static native JSPromise<WebLock> hold(String name, boolean ifFree);
}
