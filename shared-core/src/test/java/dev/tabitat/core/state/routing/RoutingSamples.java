package dev.tabitat.core.state.routing;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.escalation.Dialect;
import dev.tabitat.core.escalation.Endpoint;
import dev.tabitat.core.fitness.AnswerThreshold;
import dev.tabitat.core.fitness.Bootstrap;
import dev.tabitat.core.fitness.ConfidenceMap;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.text.Utf8;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Endpoints, members, consents and thresholds of one small ecology. */
public final class RoutingSamples {

    private RoutingSamples() {}

    public static StoredEndpoint endpoint(String id) {
        return new StoredEndpoint(
                new Endpoint(id, "Server " + id, Dialect.OLLAMA, "http://127.0.0.1:11434", "m", 0, ""),
                Optional.empty());
    }

    public static JsonObject member(String name, String endpoint) {
        return JsonObject.of("name", name, "target", endpoint, "task", "t", "labels",
                JsonArray.ofStrings(List.of("yes", "no")), "since_utc", "2026-11-30T12:00:00Z");
    }

    public static JsonObject figures(double utility) {
        return JsonObject.of("utility", JsonObject.of("value", utility, "n", 10, "how", "measured"));
    }

    public static JsonObject consent(String choice) {
        return JsonObject.of("choice", choice, "task", "t", "data_class", "private", "endpoint",
                "http://127.0.0.1:11434", "model", "m", "since_utc", "2026-11-30T12:00:00Z");
    }

    public static AnswerThreshold threshold(double value) {
        return new AnswerThreshold(Digest.of(Utf8.encode("model")), "t", Digest.of(Utf8.encode("data")), "select",
                new ConfidenceMap.Scaled(1), OptionalDouble.of(value), 0.05, 10, 500, 500, 400, 8, 480, 0.05, 0.1,
                new Bootstrap.Estimated(0.01, 0.005, 0.02));
    }
}
