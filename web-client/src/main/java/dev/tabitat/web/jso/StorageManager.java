package dev.tabitat.web.jso;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSBoolean;
import org.teavm.jso.core.JSPromise;

/** {@code navigator.storage}: how much there is, and whether the browser may throw it away. */
public final class StorageManager {

    private StorageManager() {}

    @JSBody(script = "return typeof navigator !== 'undefined' && !!navigator.storage && !!navigator.storage.estimate;")
    public static native boolean isThere();

    /** A promise of {@code {usage, quota}} in bytes. */
    @JSBody(script = "return navigator.storage.estimate();")
    public static native JSPromise<JSObject> estimate();

    /** A promise of whether the browser keeps the storage until the person deletes it. */
    @JSBody(script = "return navigator.storage.persisted();")
    public static native JSPromise<JSBoolean> persisted();

    /** Requests persistence from the browser; only on the page. */
    @JSBody(script = "return navigator.storage.persist();")
    public static native JSPromise<JSBoolean> persist();
}
