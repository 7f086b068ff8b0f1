package dev.tabitat.web.api;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.profile.PageProbe;
import dev.tabitat.web.profile.ResourceTimings;
import dev.tabitat.web.protocol.EngineClient;
import dev.tabitat.web.protocol.EngineMethod;
import dev.tabitat.web.protocol.StartMethod;
import java.util.List;
import java.util.Optional;

/** Reports to the engine what only the page can see: its device facts and what it loaded. */
public final class PageReport {

    private static final EngineClient.Listener NOBODY = new EngineClient.Listener() {
        @Override
        public void done(Json result, Optional<Slices> bytes) {}

        @Override
        public void failed(ApiError error) {}
    };

    private PageReport() {}

    /**
     * Reads the facts and reports them; waits for the browser, so call it on a Java thread when nothing else is urgent.
     */
    public static void send(EngineClient engine) {
        received(engine, ResourceTimings.received());
        engine.call(EngineMethod.PAGE, JsonObject.of("profile", PageProbe.probe().toJson()), NOBODY);
    }

    /** Reports bytes that were received without the engine: {@code {origin, purpose, requests, bytes}} each. */
    public static void received(EngineClient engine, List<JsonObject> entries) {
        for (JsonObject entry : entries) {
            engine.call(StartMethod.RECEIVED, entry, NOBODY);
        }
    }
}
