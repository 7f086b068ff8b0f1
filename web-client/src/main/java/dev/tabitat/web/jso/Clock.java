package dev.tabitat.web.jso;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

/** The clocks of the browser. */
public final class Clock {

    private Clock() {}

    /** Milliseconds since this page or worker started; never goes back. */
    @JSBody(script = "return performance.now();")
    public static native double millis();

    /** The same in nanoseconds, as fine as the browser allows. */
    public static long nanos() {
        return (long) (millis() * 1e6);
    }

    /** The time of day as RFC 3339 in UTC, to the millisecond. */
    @JSBody(script = "return new Date().toISOString();")
    public static native String utcNow();

    /** Calls back after at least so many milliseconds; {@code then} must not block. */
    @JSBody(params = {"then", "millis"}, script = "return setTimeout(function() { then(); }, millis);")
    public static native int after(Then then, int millis);

    /**
     * A promise for the next task, after those that wait already. A message to oneself: timers wait four milliseconds
     * once they are nested.
     */
    @JSBody(script = "return new Promise(function(done) { var line = new MessageChannel();"
            + "line.port1.onmessage = function() { line.port1.close(); done(); }; line.port2.postMessage(0); });")
    public static native JSObject nextTask();

    /** A promise that is kept after at least so many milliseconds. */
    @JSBody(params = "millis", script = "return new Promise(function(done) { setTimeout(done, millis); });")
    public static native JSObject sleep(int millis);

    @JSBody(params = "timer", script = "clearTimeout(timer);")
    public static native void cancel(int timer);

    /** What to do then. */
    @JSFunctor
    public interface Then extends JSObject {
        void run();
    }
}
