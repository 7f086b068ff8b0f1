package dev.tabitat.web.jso;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

/** Tells of work that held the page's thread for over 50 ms. */
public final class LongTasks {

    private LongTasks() {}

    @JSBody(script = "return typeof PerformanceObserver !== 'undefined'"
            + " && (PerformanceObserver.supportedEntryTypes || []).indexOf('longtask') >= 0;")
    public static native boolean isThere();

    /** Calls {@code seen} for each, those before this call included; it must not block. */
    @JSBody(params = "seen", script =
            "new PerformanceObserver(function(list) { list.getEntries().forEach(function(e) { seen(e.startTime, e.duration); }); })"
            + ".observe({type: 'longtask', buffered: true});")
    public static native void watch(Seen seen);

    /** Takes when it began and how long it took, in milliseconds. */
    @JSFunctor
    public interface Seen extends JSObject {
        void task(double startMillis, double durationMillis);
    }
}
