package dev.tabitat.web.engine.sources;

import dev.tabitat.core.error.NeedsConsent;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.engine.environment.StorageEnvironment;
import dev.tabitat.web.store.TabStore;
import java.util.Optional;

/** Origins that a person has agreed to contact for models: settings {@code contact/<origin>}, with the moment. */
final class Consents {

    private static final String KEY = "contact/";

    private final TabStore store;
    private final StorageEnvironment environment;

    Consents(TabStore store, StorageEnvironment environment) {
        this.store = store;
        this.environment = environment;
    }

    boolean isGiven(String origin) {
        return origin.equals(environment.host().origin()) || store.setting(KEY + origin).isPresent();
    }

    /**
     * Notes a consent that comes with a call.
     *
     * @param given whether the person agrees, as the caller says: true is noted. A caller that does not say has named
     * the origin itself, which counts for its call alone
     * @param sees what the origin would see, as a sentence
     * @throws NeedsConsent when the caller asks for a consent that was never given
     */
    void require(String origin, Optional<Boolean> given, String sees) {
        if (given.isEmpty() || isGiven(origin)) {
            return;
        }
        if (!given.get()) {
            throw new NeedsConsent(origin, sees);
        }
        store.set(KEY + origin, environment.nowUtc());
    }

    /** @return {@code {origin, forgotten}} */
    JsonObject forget(String origin) {
        boolean wasGiven = store.setting(KEY + origin).isPresent();
        store.unset(KEY + origin);
        return JsonObject.of("origin", origin, "forgotten", wasGiven);
    }
}
