package dev.tabitat.web.jso;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

/** What the style system knows about screen, pointer and wishes; only on the page. */
public final class MediaQuery {

    private MediaQuery() {}

    @JSBody(script = "return typeof matchMedia === 'function';")
    public static native boolean isThere();

    @JSBody(params = "query", script = "return matchMedia(query).matches;")
    public static native boolean matches(String query);

    /** Calls {@code changed} whenever the answer changes; it must not block. */
    @JSBody(params = {"query",
            "changed"}, script = "matchMedia(query).addEventListener('change', function(e) { changed(e.matches); });")
    public static native void watch(String query, Changed changed);

    /** Takes the new answer. */
    @JSFunctor
    public interface Changed extends JSObject {
        void matches(boolean now);
    }
}
