package dev.tabitat.web.view.shell;

import dev.tabitat.web.view.parts.State;
import java.util.Optional;

/** What the service worker has said, for the badge and the notices of a page. */
final class OfflineStatus implements OfflineView {

    private final State state;
    private final Frame frame;
    private Kept kept = Kept.NOTHING;
    private boolean isRefused;
    private Runnable renewal = () -> {};

    OfflineStatus(State state, Frame frame) {
        this.state = state;
        this.frame = frame;
    }

    /** Shows the badge as it is now. */
    void badge() {
        frame.badge(state, kept, isRefused);
    }

    /** Starts the newer app that is ready. */
    void renew() {
        renewal.run();
    }

    @Override
    public void offline(Kept now) {
        kept = now;
        state.isStartKept = now != Kept.NOTHING;
        if (now == Kept.EVERYTHING) {
            state.notKept = Optional.empty();
        }
        badge();
        frame.changed();
    }

    @Override
    public void newer(Runnable use) {
        renewal = use;
        state.newerApp = true;
        frame.changed();
    }

    @Override
    public void notKept(String reason, boolean needsSignIn) {
        if (needsSignIn) {
            state.signIn = Optional.of(reason);
        } else {
            state.notKept = Optional.of(reason);
        }
        badge();
        frame.changed();
    }

    @Override
    public void offlineRefused(String reason) {
        isRefused = true;
        Page.setTitle("offline", reason);
        badge();
    }
}
