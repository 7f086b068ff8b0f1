package dev.tabitat.web.view.shell;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.protocol.Topic;
import dev.tabitat.web.view.parts.PageStatus;
import java.util.Optional;

/**
 * Keeps how the page stands, for the badge and the notices: what the service worker says, what events say of the engine
 * and the host, and which failures concern the whole store.
 */
final class StatusController implements OfflineView {

    private final Frame frame;
    private PageStatus status = PageStatus.FIRST;
    private CachedFiles kept = CachedFiles.NOTHING;
    private boolean isRefused;
    private boolean isInMemory;
    private Runnable renewal = () -> {};

    StatusController(Frame frame) {
        this.frame = frame;
    }

    PageStatus status() {
        return status;
    }

    /** Goes on with what another program knew. */
    void goOn(PageStatus known, boolean inMemory) {
        status = known;
        isInMemory = inMemory;
    }

    /** Reads whether there is a network. */
    void readNetwork() {
        status = status.withOnline(Page.online());
    }

    /** Shows the badge as it is now. */
    void badge() {
        frame.badge(isInMemory, status, kept, isRefused);
    }

    /** Starts the newer app that is ready. */
    void renew() {
        renewal.run();
    }

    /** Applies what an event says of the engine or the host. */
    void onEvent(String topic, JsonObject body) {
        if (topic.equals(Topic.BROKEN)) {
            status = status.withBroken(ApiError.fromJson(body));
        } else if (topic.equals(Topic.SIGN_IN)) {
            status = status.withSignIn(body.findObject("error").map(ApiError::fromJson).map(ApiError::message));
        }
    }

    /** A call failed: a failure of the whole store is shown until the store answers again. */
    void failed(ApiError error) {
        if (StoreNotice.concerns(error)) {
            status = status.withStoreError(Optional.of(error));
        }
    }

    /** The store answered. @param inMemory whether the browser refused storage */
    void stored(boolean inMemory) {
        isInMemory = inMemory;
        status = status.withStoreError(Optional.empty());
        badge();
    }

    @Override
    public void offline(CachedFiles now) {
        kept = now;
        status = status.withKept(now == CachedFiles.EVERYTHING ? Optional.empty() : status.notKept(),
                now != CachedFiles.NOTHING);
        badge();
        frame.changed();
    }

    @Override
    public void newer(Runnable use) {
        renewal = use;
        status = status.withNewerApp();
        frame.changed();
    }

    @Override
    public void notKept(String reason, boolean needsSignIn) {
        status = needsSignIn ? status.withSignIn(Optional.of(reason))
                : status.withKept(Optional.of(reason), status.isStartKept());
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
