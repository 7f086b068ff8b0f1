package dev.tabitat.core.state.routing;

import dev.tabitat.core.fitness.AnswerThreshold;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.routing.RouterPolicy;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What routing goes by here; each map in ascending order.
 *
 * @param policy the person's own; empty for Tabitat's
 * @param thresholds found by calibration, by the task's digest in hexadecimal, a slash and the model's
 * @param consents what was agreed to for always or never, {@code {choice, task, data_class, endpoint, model,
 * since_utc}}, by the digest of what it is about
 * @param endpoints by id
 * @param members {@code {name, target, task, labels, since_utc, device?, utility?, latency_ms?, scorecard?}}, by name
 */
public record RoutingState(Optional<RouterPolicy> policy, Map<String, AnswerThreshold> thresholds,
        Map<String, JsonObject> consents, Map<String, StoredEndpoint> endpoints, Map<String, JsonObject> members) {

    static final RoutingState EMPTY = new RoutingState(Optional.empty(), Map.of(), Map.of(), Map.of(), Map.of());

    public RoutingState {
        thresholds = Collections.unmodifiableMap(new TreeMap<>(thresholds));
        consents = Collections.unmodifiableMap(new TreeMap<>(consents));
        endpoints = Collections.unmodifiableMap(new TreeMap<>(endpoints));
        members = Collections.unmodifiableMap(new TreeMap<>(members));
    }
}
