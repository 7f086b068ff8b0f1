package dev.tabitat.core.state.routing;

import dev.tabitat.core.escalation.Endpoint;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import java.util.Optional;

/**
 * An endpoint as it is stored: {@code {endpoint, sealed?}}.
 *
 * @param sealed its key, sealed by a passphrase; empty where it needs none
 */
public record StoredEndpoint(Endpoint endpoint, Optional<JsonObject> sealed) {

    private static final JsonLimits LIMITS = new JsonLimits(1 << 20, 32);

    /** @throws dev.tabitat.core.error.TabitatException when it is malformed */
    public static StoredEndpoint read(String record) {
        JsonObject json = JsonReader.readObject(record, LIMITS);
        return new StoredEndpoint(Endpoint.fromJson(json.object("endpoint")), json.findObject("sealed"));
    }

    public String record() {
        JsonObject json = JsonObject.of("endpoint", endpoint.toJson());
        return (sealed.isPresent() ? json.with("sealed", sealed.get()) : json).toString();
    }
}
