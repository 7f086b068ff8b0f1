package dev.tabitat.core.state.packages;

import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;

/**
 * Where a download stands in the queue, as it outlives the tab: {@code {order, paused, metered, registry?}}.
 *
 * @param order lower comes first
 * @param isPaused whether the person stopped it
 * @param allowsMetered whether the person lets it use a line that costs money by the byte
 * @param registry origin of the registry that it comes from; empty for the host of the page
 */
public record QueuePlace(long order, boolean isPaused, boolean allowsMetered, String registry) {

    /** The settings that hold places are named by this and the package's name. */
    public static final String KEY = "download/";

    /** @throws dev.tabitat.core.error.DamagedData when it is malformed */
    public static QueuePlace read(String record) {
        JsonObject json = JsonReader.readObject(record, JsonLimits.DEFAULT);
        return new QueuePlace(json.integer("order"), json.bool("paused"), json.bool("metered"),
                json.stringOr("registry", ""));
    }

    public String record() {
        JsonObject json = JsonObject.of("order", order, "paused", isPaused, "metered", allowsMetered);
        return (registry.isEmpty() ? json : json.with("registry", registry)).toString();
    }

    public QueuePlace at(long position) {
        return new QueuePlace(position, isPaused, allowsMetered, registry);
    }

    public QueuePlace paused(boolean now) {
        return new QueuePlace(order, now, allowsMetered, registry);
    }
}
