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

    /** A promise of the lock, alone; it waits as long as others hold it, and rejects when the signal comes first. */
    public static JSPromise<WebLock> exclusive(String name, AbortSignal signal) {
        return hold(name, "exclusive", signal);
    }

    /** A promise of the lock together with other holders of this kind; it waits while one holds it alone. */
    public static JSPromise<WebLock> shared(String name, AbortSignal signal) {
        return hold(name, "shared", signal);
    }

    /** A promise of the lock, alone, or of null when another holder has it now. */
    public static JSPromise<WebLock> exclusiveIfFree(String name) {
        return hold(name, "exclusive", null);
    }

    /** Gives the lock back; a second call does nothing. */
    public abstract void release();

    /** @param signal ends the waiting; null to take the lock only if it is free */
    @JSBody(params = {"name", "mode", "signal"}, script = "return new Promise(function(granted, refused) {"
            + "navigator.locks.request(name, signal ? {mode: mode, signal: signal} : {mode: mode, ifAvailable: true}, function(lock) {"
            + "if (!lock) { granted(null); return undefined; }"
            + "return new Promise(function(release) { granted({release: function() { release(); }}); });"
            + "}).then(undefined, refused); });")
    private static native JSPromise<WebLock> hold(String name, String mode, AbortSignal signal);
}
