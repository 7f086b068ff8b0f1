package dev.tabitat.web.jso;

import org.teavm.interop.Async;
import org.teavm.interop.AsyncCallback;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

/**
 * Waits for a JavaScript promise on the calling Java thread.
 *
 * <p>
 * TeaVM's own {@code JSPromise.await} never returns when the promise rejects, and an error given to an
 * {@link AsyncCallback} comes back at every later suspension of the thread. Here both ends complete with an outcome,
 * and the failure is thrown from plain Java. Never call it from a browser callback: start a thread there.
 */
public final class Await {

    /** The name of the failure when {@link #within} waited in vain. */
    public static final String MISSED = "TabitatDeadlineError";

    private Await() {}

    /**
     * The same, but not longer than a deadline; the work behind the promise goes on.
     *
     * @throws JsFailure when it rejects
     * @throws dev.tabitat.core.error.Unavailable when the deadline passes first
     */
    public static <T extends JSObject> T result(JSObject promise, Deadline deadline) {
        try {
            return within(deadline.millis(), promise);
        } catch (JsFailure e) {
            throw e.isNamed(MISSED) ? deadline.missed() : e;
        }
    }

    /** Waits for a promise whose value does not matter. */
    public static void done(JSObject promise, Deadline deadline) {
        Outcome settled = outcome(race(promise, deadline.millis()));
        if (settled.failure != null) {
            throw settled.failure.equals(MISSED) ? deadline.missed() : new JsFailure(settled.failure, settled.message);
        }
    }

    /**
     * The value that a promise resolves to, which something else bounds in time: a timer, a signal that aborts it, or a
     * message to oneself. Null when that is {@code undefined} or {@code null}.
     *
     * @param promise a promise, or any value, which is then the result
     * @throws JsFailure when it rejects
     */
    @SuppressWarnings("unchecked")
    public static <T extends JSObject> T result(JSObject promise) {
        Outcome outcome = outcome(promise);
        if (outcome.failure != null) {
            throw new JsFailure(outcome.failure, outcome.message);
        }
        return (T) outcome.value;
    }

    /** Waits for a promise whose value does not matter. */
    public static void done(JSObject promise) {
        Outcome outcome = outcome(promise);
        if (outcome.failure != null) {
            throw new JsFailure(outcome.failure, outcome.message);
        }
    }

    /**
     * The same, but gives up after a while; the work behind the promise goes on.
     *
     * @throws JsFailure when it rejects, or named {@code TabitatDeadlineError} when it takes longer
     */
    public static <T extends JSObject> T within(int millis, JSObject promise) {
        return result(race(promise, millis));
    }

    @JSBody(params = {"promise",
            "millis"}, script = "var timer; return Promise.race([promise, new Promise(function(done, late) {"
                    + " timer = setTimeout(function() { late({name: 'TabitatDeadlineError', message: 'no answer within ' + millis + ' ms'}); }, millis);"
                    + "})]).finally(function() { clearTimeout(timer); });")
    private static native JSObject race(JSObject promise, int millis);

    @Async
    private static native Outcome outcome(JSObject promise);

    private static void outcome(JSObject promise, AsyncCallback<Outcome> callback) {
        settle(promise,
                value -> callback.complete(new Outcome(value, null, "")),
                (name, message) -> callback.complete(new Outcome(null, name, message)));
    }

    @JSBody(params = {"promise", "fulfilled", "rejected"}, script = "Promise.resolve(promise).then("
            + "function(value) { fulfilled(value === undefined ? null : value); },"
            + "function(e) { rejected(e && e.name ? String(e.name) : 'Error',"
            + " e && e.message !== undefined ? String(e.message) : String(e)); });")
    private static native void settle(JSObject promise, Fulfilled fulfilled, Rejected rejected);

    private record Outcome(JSObject value, String failure, String message) {}

    @JSFunctor
    private interface Fulfilled extends JSObject {
        void value(JSObject value);
    }

    @JSFunctor
    private interface Rejected extends JSObject {
        void failure(String name, String message);
    }
}
