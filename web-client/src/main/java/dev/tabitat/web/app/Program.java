package dev.tabitat.web.app;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

/**
 * The page's two programs as they see each other: the start program of a first visit, and the whole app, which takes
 * its place.
 */
final class Program {

    private Program() {}

    /** Leaves the page and says with what state, as JSON. */
    @JSFunctor
    interface Release extends JSObject {
        String release();
    }

    /** Is notified why the app could not be loaded. */
    @JSFunctor
    interface Failed extends JSObject {
        void because(String reason);
    }

    @JSFunctor
    interface Task extends JSObject {
        void run();
    }

    /** The start program runs, and can be released by the app. */
    @JSBody(params = "release", script = "globalThis.tabitatStartProgram = release;")
    static native void startRuns(Release release);

    /** The start program's model can answer. */
    @JSBody(script = "if (globalThis.tabitatStartProgram) { globalThis.tabitatStartProgram.canAnswer = true; }")
    static native void startAnswers();

    /** Whether a start program runs whose model can answer. */
    @JSBody(script = "return !!(globalThis.tabitatStartProgram && globalThis.tabitatStartProgram.canAnswer);")
    static native boolean canStartAnswer();

    /** Whether a start program runs on the page. */
    @JSBody(script = "return typeof globalThis.tabitatStartProgram === 'function';")
    static native boolean isStartRunning();

    /** Releases the start program. @return its state as JSON */
    @JSBody(script = "var release = globalThis.tabitatStartProgram; delete globalThis.tabitatStartProgram; return release();")
    static native String releaseStart();

    /** Loads the whole app, unless it is being loaded. */
    @JSBody(params = "failed", script = "globalThis.tabitatApp.load()['catch'](function(e) { failed(e.fault ? e.fault.text : String(e)); });")
    static native void loadApp(Failed failed);

    /** Runs a task when the browser has nothing else to do, and after this time at the latest. */
    @JSBody(params = {"task",
            "ms"}, script = "if (globalThis.requestIdleCallback) { requestIdleCallback(function() { task(); }, {timeout: ms}); } else { setTimeout(function() { task(); }, ms); }")
    static native void whenIdle(Task task, int ms);

    /** Whether the browser saves data, or the connection is metered. */
    @JSBody(script = "var c = navigator.connection; return !!(c && (c.saveData || c.metered || c.type === 'cellular'));")
    static native boolean savesData();
}
