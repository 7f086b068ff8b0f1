package dev.tabitat.web.view.dom;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

/**
 * Reports that code which is not the app's (a browser's translator, an extension) has changed nodes that the patcher
 * made, or has taken its root out of the document.
 *
 * <p>
 * Changes inside nodes of such code are not reported. The app calls {@link #forget} after it has drawn, so that its own
 * changes are not reported either.
 */
public final class ForeignChanges {

    private final JSObject observer;

    /**
     * @param root the patcher's root
     * @param onChange is called in a thread of its own, once for all changes of one turn of the event loop
     */
    public ForeignChanges(JSObject root, Runnable onChange) {
        observer = observe(root, () -> new Thread(onChange).start());
    }

    /** Forgets the changes that were not reported yet. */
    public void forget() {
        takeRecords(observer);
    }

    /**
     * Reports changes of an element too that the patcher did not make; nothing happens when there is none with this id.
     */
    public void watch(String id) {
        watchElement(id);
    }

    /** Another element is the patcher's root from now on. */
    public void rootIs(JSObject root) {
        setRoot(observer, root);
    }

    /** Reports nothing any more. */
    public void stop() {
        disconnect(observer);
    }

    @JSBody(params = "observer", script = "observer.disconnect();")
    private static native void disconnect(JSObject observer);

    @JSFunctor
    private interface Task extends JSObject {
        void run();
    }

    @JSBody(params = {"root", "task"}, script = "var o = new MutationObserver(function(changes) {"
            + " var ours = !o.patcherRoot.isConnected;"
            + " for (var i = 0; i < changes.length && !ours; i++) { ours = changes[i].target.madeByPatcher === true; }"
            + " if (ours) { task(); } });"
            + " o.patcherRoot = root;"
            + " o.observe(document.documentElement, {childList: true, characterData: true, subtree: true}); return o;")
    private static native JSObject observe(JSObject root, Task task);

    @JSBody(params = {"observer", "root"}, script = "observer.patcherRoot = root;")
    private static native void setRoot(JSObject observer, JSObject root);

    @JSBody(params = "id", script = "var e = document.getElementById(id); if (e) { e.madeByPatcher = true; }")
    private static native void watchElement(String id);

    @JSBody(params = "observer", script = "observer.takeRecords();")
    private static native void takeRecords(JSObject observer);
}
