package dev.tabitat.web.engine;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.engine.environment.Bus;
import dev.tabitat.web.fetch.HostSource;
import dev.tabitat.web.protocol.Topic;

/** Notifies the page when the host begins to require a sign-in, and when it serves again. */
final class SignIn implements HostSource.Session {

    private final Bus bus;
    private boolean isNeeded;

    SignIn(Bus bus) {
        this.bus = bus;
    }

    @Override
    public void signInNeeded(Unavailable error) {
        if (!isNeeded) {
            isNeeded = true;
            bus.changed(Topic.SIGN_IN, JsonObject.of("needed", true, "error", ApiError.of(error).toJson()));
        }
    }

    @Override
    public void served() {
        if (isNeeded) {
            isNeeded = false;
            bus.changed(Topic.SIGN_IN, JsonObject.of("needed", false));
        }
    }
}
