package dev.tabitat.web.view.shell;

/**
 * The one live region for results that come while a person types: what is said is read out only after a pause, so that
 * neither every letter nor a figure of time interrupts who listens.
 */
final class Announcer {

    /** The id of the element in the page's own markup. */
    private static final String REGION = "announcer";
    private static final int PAUSE_MS = 1_000;

    private static int timer;

    private Announcer() {}

    /** Reads a text out after a pause, in place of one that still waits. */
    static void say(String text) {
        Page.forget(timer);
        timer = Page.later(() -> Page.setText(REGION, text), PAUSE_MS);
    }

    /** The person types on: the pending announcement is out of date. */
    static void hush() {
        Page.forget(timer);
    }
}
