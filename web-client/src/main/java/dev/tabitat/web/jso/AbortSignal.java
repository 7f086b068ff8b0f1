package dev.tabitat.web.jso;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSClass;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;

/** Signals that work is to be cancelled. */
@JSClass(transparent = true)
public abstract class AbortSignal implements JSObject {

    private AbortSignal() {}

    @JSProperty
    public abstract boolean isAborted();

    /** Runs {@code then} when the signal fires, at once if it already has; {@code then} must not block. */
    @JSBody(params = {"signal",
            "then"}, script = "if (signal.aborted) { then(); } else { signal.addEventListener('abort', function() { then(); }, {once: true}); }")
    public static native void onAbort(AbortSignal signal, Then then);

    /** What to do then. */
    @JSFunctor
    public interface Then extends JSObject {
        void run();
    }
}
