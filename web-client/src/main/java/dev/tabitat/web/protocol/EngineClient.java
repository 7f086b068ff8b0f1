package dev.tabitat.web.protocol;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonObject;
import java.util.Optional;

/**
 * The engine as the page sees it: calls by name, answers by callback. Methods are those of the public API: {@code
 * device, catalog, install, remove, installed, check, classify, choose, lineage, export, import, ledger, storage,
 * persist}; their parameters are one object, whatever shapes the public API takes: {@code install {name}},
 * {@code remove {name}}, {@code import {}} with bytes, {@code export {what, format}}, which answers with bytes.
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

    Cancellation call(String method, JsonObject params, Listener listener);

    /** A call that hands bytes over, for example a file to import. */
    Cancellation call(String method, JsonObject params, Slices bytes, Listener listener);

    /**
     * Notifies of every event from now on; a later listener is notified at once that the engine is ready, or broken.
     */
    void watch(Watcher watcher);
}
