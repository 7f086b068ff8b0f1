package dev.tabitat.web.view.shell;

import dev.tabitat.core.error.TabitatException;
import dev.tabitat.web.jso.Await;
import dev.tabitat.web.jso.Deadline;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSString;

/** What the frame needs of the page itself. */
final class Page {

    private Page() {}

    @JSFunctor
    private interface Task extends JSObject {
        void run();
    }

    /** A callback of the browser that may reach what waits: it goes on in a thread of its own. */
    private static Task hop(Runnable task) {
        return () -> new Thread(task).start();
    }

    static void nextFrame(Runnable task) {
        requestFrame(hop(task));
    }

    static int later(Runnable task, int ms) {
        return setTimer(hop(task), ms);
    }

    static void onFragment(Runnable task) {
        onHashChange(hop(task));
    }

    static void onNetwork(Runnable task) {
        onOnlineOrOffline(hop(task));
    }

    @JSBody(params = "id", script = "return document.getElementById(id);")
    static native JSObject byId(String id);

    /**
     * The element that the app draws into: this one, put back where it was taken out, or the copy that stands in its
     * place.
     */
    @JSBody(params = "root", script = "if (root.isConnected) { return root; } var copy = document.getElementById(root.id); if (copy) { return copy; }"
            + " (document.querySelector('main') || document.body).appendChild(root); return root;")
    static native JSObject standing(JSObject root);

    @JSBody(params = {"one", "other"}, script = "return one === other;")
    static native boolean same(JSObject one, JSObject other);

    /** Loads the page again. */
    @JSBody(script = "location.reload();")
    static native void reload();

    @JSBody(params = {"id",
            "text"}, script = "var e = document.getElementById(id); if (e && e.textContent !== text) { e.textContent = text; }")
    static native void setText(String id, String text);

    /** The text that is shown while the pointer rests on an element. */
    @JSBody(params = {"id", "text"}, script = "var e = document.getElementById(id); if (e) { e.title = text; }")
    static native void setTitle(String id, String text);

    @JSBody(params = {"id",
            "grade"}, script = "var e = document.getElementById(id); if (e) { e.dataset.grade = grade; }")
    static native void grade(String id, String grade);

    @JSBody(params = "task", script = "requestAnimationFrame(function() { task(); });")
    private static native void requestFrame(Task task);

    @JSBody(params = {"task", "ms"}, script = "return setTimeout(function() { task(); }, ms);")
    private static native int setTimer(Task task, int ms);

    @JSBody(params = "id", script = "clearTimeout(id);")
    static native void forget(int id);

    @JSBody(script = "return location.hash.slice(1);")
    static native String fragment();

    @JSBody(params = "task", script = "addEventListener('hashchange', function() { task(); });")
    private static native void onHashChange(Task task);

    @JSBody(params = "task", script = "addEventListener('online', function() { task(); }); addEventListener('offline', function() { task(); });")
    private static native void onOnlineOrOffline(Task task);

    /** Calls when the tab is seen again after it was hidden. */
    static void onSeen(Runnable task) {
        onVisible(hop(task));
    }

    @JSBody(params = "task", script = "document.addEventListener('visibilitychange', function() { if (!document.hidden) { task(); } });")
    private static native void onVisible(Task task);

    @JSBody(script = "return document.hidden === true;")
    static native boolean hidden();

    @JSBody(script = "return Math.random();")
    static native double random();

    @JSBody(script = "return navigator.onLine;")
    static native boolean online();

    /** The title is set where the app's own changes, so that a translated one stays. */
    @JSBody(params = {"screen",
            "title"}, script = "var root = document.documentElement; if (root.dataset.screen !== screen) { root.dataset.screen = screen; document.title = title + ' \\u00b7 Tabitat'; }"
                    + "var links = document.querySelectorAll('.rail a'); for (var i = 0; i < links.length; i++) {"
                    + " if (links[i].getAttribute('href') === '#' + screen) { links[i].setAttribute('aria-current', 'page'); } else { links[i].removeAttribute('aria-current'); } }")
    static native void mark(String screen, String title);

    @JSBody(script = "var h = document.querySelector('main h1'); if (h) { h.focus({ preventScroll: true }); } scrollTo(0, 0);")
    static native void focusHeading();

    @JSBody(params = "id", script = "var e = document.getElementById(id); return e ? e.value : '';")
    static native String valueOf(String id);

    /** The screen no longer waits for the app. */
    @JSBody(params = "root", script = "root.removeAttribute('aria-busy');")
    static native void arrived(JSObject root);

    @JSBody(params = "name", script = "performance.mark(name);")
    static native void performanceMark(String name);

    @JSBody(params = {"name", "type",
            "text"}, script = "var a = document.createElement('a'); var u = URL.createObjectURL(new Blob([text], {type: type}));"
                    + " a.href = u; a.download = name; document.body.appendChild(a); a.click(); a.remove(); setTimeout(function() { URL.revokeObjectURL(u); }, 10000);")
    static native void download(String name, String type, String text);

    /** Saves a Blob as a file. */
    @JSBody(params = {"name",
            "blob"}, script = "var a = document.createElement('a'); var u = URL.createObjectURL(blob);"
                    + " a.href = u; a.download = name; document.body.appendChild(a); a.click(); a.remove(); setTimeout(function() { URL.revokeObjectURL(u); }, 60000);")
    static native void save(String name, JSObject blob);

    @JSBody(params = "id", script = "var e = document.getElementById(id); if (e) { e.focus(); e.scrollIntoView({block: 'nearest'}); }")
    static native void focus(String id);

    /**
     * Scrolls an element to the middle of the viewport, and focuses it; the other one where it is not there, or else
     * the heading.
     */
    @JSBody(params = {"id",
            "otherwise"}, script = "var e = document.getElementById(id) || document.getElementById(otherwise) || document.querySelector('main h1');"
                    + " if (e) { e.focus({preventScroll: true}); e.scrollIntoView({block: 'center'}); }")
    static native void reveal(String id, String otherwise);

    /** Focuses a field with what is in it selected. */
    @JSBody(params = "id", script = "var e = document.getElementById(id); if (e) { e.focus(); if (e.select) { e.select(); } e.scrollIntoView({block: 'nearest'}); }")
    static native void enter(String id);

    @JSBody(params = "fragment", script = "location.hash = fragment;")
    static native void go(String fragment);

    /** The page's address without a fragment. */
    @JSBody(script = "return location.origin + location.pathname;")
    static native String address();

    /** When a day begins here, in UTC; empty for what is no day. @param day as {@code 2026-03-01} */
    @JSBody(params = "day", script = "var d = new Date(day + 'T00:00:00'); return isNaN(d.getTime()) ? '' : d.toISOString().replace('.000Z', 'Z');")
    static native String dayStart(String day);

    /** Ctrl or Command with K anywhere, and a slash where nothing is typed. */
    static void onSearchKeys(Runnable task) {
        listenForKeys(hop(task));
    }

    @JSBody(params = "task", script = "addEventListener('keydown', function(e) { if (e.defaultPrevented || e.isComposing || e.altKey || e.shiftKey && e.key !== '/') { return; }"
            + " var t = e.target; var typing = t && (t.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(t.tagName || ''));"
            + " var command = e.ctrlKey || e.metaKey;"
            + " if (command && (e.key === 'k' || e.key === 'K') || !command && !typing && e.key === '/') { e.preventDefault(); task(); } });")
    private static native void listenForKeys(Task task);

    /** Copies a text to the clipboard and waits for the browser. @return why it was not copied; empty where it was */
    static String copy(String text) {
        try {
            return Await.<JSString>result(written(text), Deadline.PERMISSION).stringValue();
        } catch (TabitatException unanswered) {
            return unanswered.getMessage() + " " + unanswered.finding().remedy();
        }
    }

    @JSBody(params = "text", script = "if (!navigator.clipboard) { return Promise.resolve('this browser gives pages no clipboard here. Select the text and copy it yourself.'); }"
            + " return navigator.clipboard.writeText(text).then(function() { return ''; }, function(e) {"
            + " return (e && e.name === 'NotAllowedError' ? 'the browser did not allow it. Allow the clipboard for this site, or select the text and copy it yourself.' : String(e && e.message || e)); });")
    private static native JSObject written(String text);

    /** A language's English name; the code itself where the browser knows none. */
    @JSBody(params = "code", script = "try { var n = new Intl.DisplayNames(['en'], {type: 'language', fallback: 'code'}).of(code); return n || code; } catch (e) { return code; }")
    static native String language(String code);
}
