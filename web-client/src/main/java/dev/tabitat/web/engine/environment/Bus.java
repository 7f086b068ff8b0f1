package dev.tabitat.web.engine.environment;

import dev.tabitat.core.json.JsonObject;

/** Notifies this tab's page and the other tabs of changes. */
@FunctionalInterface
public interface Bus {

    /** @param topic see {@link dev.tabitat.web.protocol.Topic} */
    void changed(String topic, JsonObject body);
}
