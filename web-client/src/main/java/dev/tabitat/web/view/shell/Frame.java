package dev.tabitat.web.view.shell;

import dev.tabitat.web.jso.Clock;
import dev.tabitat.web.view.dom.BrowserTree;
import dev.tabitat.web.view.dom.ForeignChanges;
import dev.tabitat.web.view.dom.Html;
import dev.tabitat.web.view.dom.Patcher;
import dev.tabitat.web.view.dom.RepairPause;
import dev.tabitat.web.view.parts.Format;
import dev.tabitat.web.view.parts.PageStatus;
import java.util.List;
import org.teavm.jso.JSObject;

/**
 * The page around the current screen: draws the screen at the next frame after something changed, draws it again when
 * other code has changed it, and shows the header's counter of bytes and its badge about offline use.
 */
final class Frame {

    /** What is drawn. */
    interface Content {

        /** The screen as it should look now. */
        List<Html> render();

        /** It has been drawn. */
        void drawn();
    }

    private static final String ROOT = "screen";
    private static final String SENT = "sent";
    private static final String OFFLINE = "offline";

    private final Content content;
    private final RepairPause repairPause = new RepairPause();
    private final ForeignChanges foreignChanges;
    private JSObject root = Page.byId(ROOT);
    private Patcher<JSObject> patcher = new Patcher<>(new BrowserTree(), root);
    private boolean isOpen;
    private boolean isReleased;
    private boolean drawing;
    private boolean repairing;
    private String focusNext = "";
    private String revealNext = "";
    private String revealOtherwise = "";
    private String sent = "";

    Frame(Content content) {
        this.content = content;
        this.foreignChanges = new ForeignChanges(root, this::repairSoon);
    }

    /**
     * Takes over what the page shows: nodes that fit stay, and with them what is typed, selected and focused. Nothing
     * is drawn before.
     */
    void adopt() {
        isOpen = true;
        patcher.adopt(content.render());
        Page.arrived(root);
        foreignChanges.watch(SENT);
        foreignChanges.watch(OFFLINE);
        foreignChanges.forget();
    }

    /** Leaves the page to another program: nothing is drawn and no event is handled any more. */
    void release() {
        isReleased = true;
        patcher.release();
        foreignChanges.stop();
    }

    /** Something changed: the screen is drawn at the next frame. */
    void changed() {
        if (!drawing) {
            drawing = true;
            Page.nextFrame(this::draw);
        }
    }

    /** Focuses an element after the next drawing. */
    void focus(String id) {
        focusNext = id;
        changed();
    }

    /** Scrolls an element into view after the next rendering, or the other one where it is not there. */
    void reveal(String id, String otherwise) {
        revealNext = id;
        revealOtherwise = otherwise;
        changed();
    }

    /** Draws now. */
    void draw() {
        drawing = false;
        if (!isOpen || isReleased) {
            return;
        }
        findRoot();
        patcher.render(content.render());
        foreignChanges.forget();
        showSent();
        if (!focusNext.isEmpty()) {
            Page.focus(focusNext);
            focusNext = "";
        }
        if (!revealNext.isEmpty()) {
            Page.reveal(revealNext, revealOtherwise);
            revealNext = "";
        }
        content.drawn();
    }

    /** Shows how many bytes have left the tab, not rounded. */
    void sent(long bytes) {
        sent = Format.count(bytes, "byte", "bytes");
        showSent();
    }

    private void showSent() {
        if (!sent.isEmpty() && !isReleased) {
            Page.setText(SENT, sent);
            foreignChanges.forget();
        }
    }

    /**
     * Shows what is kept for offline use.
     *
     * @param isMemory whether the browser refused storage
     * @param isRefused whether the browser keeps no apps of this page
     */
    void badge(boolean isMemory, PageStatus status, CachedFiles kept, boolean isRefused) {
        if (isReleased) {
            return;
        }
        boolean isNotKept = kept == CachedFiles.NOTHING
                && (isRefused || status.notKept().isPresent() || status.signIn().isPresent());
        String words = isMemory ? "Kept in memory only"
                : isNotKept ? "Not kept offline"
                        : kept == CachedFiles.NOTHING ? Page.online() ? "Preparing offline" : "Offline"
                                : !Page.online() ? "Offline now"
                                        : kept == CachedFiles.START ? "Start works offline" : "Offline-ready";
        Page.setText(OFFLINE, words);
        if (kept != CachedFiles.NOTHING) {
            Page.setTitle(OFFLINE,
                    kept == CachedFiles.START
                            ? "The start screen is kept in this browser; the other screens are not yet."
                            : "Every screen is kept in this browser.");
        }
        foreignChanges.forget();
        Page.grade(OFFLINE,
                kept == CachedFiles.EVERYTHING && !isMemory ? "good" : isMemory || isNotKept ? "refused" : "waiting");
    }

    /**
     * Other code has changed what the app has drawn: draws it again, not at once, for such code makes many changes in a
     * row.
     */
    private void repairSoon() {
        if (!repairing && isOpen && !isReleased) {
            repairing = true;
            Page.later(this::repair, repairPause.ms());
        }
    }

    private void repair() {
        repairing = false;
        int before = patcher.repairs();
        draw();
        repairPause.drawn(patcher.repairs() > before, Clock.millis());
    }

    /**
     * Other code can put a copy in the place of the whole screen; the copy's listeners and fields are not the app's.
     */
    private void findRoot() {
        JSObject standing = Page.standing(root);
        if (!Page.same(standing, root)) {
            root = standing;
            patcher = new Patcher<>(new BrowserTree(), root);
            foreignChanges.rootIs(root);
        }
    }
}
