package dev.tabitat.web.engine;

import dev.tabitat.core.json.JsonObject;

/** Tells this tab's page and the other tabs what changed. */
@FunctionalInterface
interface Bus {

    /** @param topic see {@link dev.tabitat.web.protocol.Topic} */
    void changed(String topic, JsonObject body);
}
