package dev.tabitat.web.protocol;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonObject;
import java.util.Optional;

/**
 * The engine, the lab and the documents as the page sees them: calls by {@link Method}, answers by callback. The
 * parameters of a call are one object, whatever shapes the public API takes; {@code protocol.params} has them.
 *
 * <p>
 * No callback may block.
 */
public interface EngineClient {

    /** Semantic version of the public API. */
    String VERSION = "0.1.0";

    /** Receives the outcome of one call: any number of progress reports, then one end. */
    interface Listener {

        default void progress(JsonObject report) {}

        /** @param bytes what the method made beside its result, for example an export */
        void done(Json result, Optional<Slices> bytes);

        void failed(ApiError error);
    }

    /** Receives events by {@link Topic}. */
    @FunctionalInterface
    interface Watcher {
        void event(String topic, JsonObject body);
    }

    /** Stops a call, which then fails with {@code cancelled}; does nothing when it has ended. */
    @FunctionalInterface
    interface Cancellation {
        void cancel();
    }

    /** @param bytes handed over with the call, for example a file to import */
    Cancellation call(Method method, JsonObject params, Optional<Slices> bytes, Listener listener);

    default Cancellation call(Method method, JsonObject params, Listener listener) {
        return call(method, params, Optional.empty(), listener);
    }

    /**
     * Notifies of every event from now on; a later listener is notified at once that the engine is ready, or broken.
     */
    void watch(Watcher watcher);
}
