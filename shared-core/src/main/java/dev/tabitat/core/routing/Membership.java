package dev.tabitat.core.routing;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.json.JsonObject;

/**
 * Where a member of the ecology answers that is not in this tab.
 *
 * @param reach how far its texts go; never {@link ExecutionScope#TAB}
 * @param target id of the endpoint
 * @param model what the endpoint calls it
 * @param costPerMillionTokens what its owner asks, claimed; 0 for nothing
 * @param currency of the cost; empty where it costs nothing
 */
public record Membership(ExecutionScope reach, String target, String model, double costPerMillionTokens,
        String currency) {

    public Membership {
        if (reach == ExecutionScope.TAB || target.isEmpty() || model.isEmpty()
                || !(costPerMillionTokens >= 0 && costPerMillionTokens < 1e9)) {
            throw new InvalidInput("A member elsewhere needs an endpoint, a model and a cost of at least 0.",
                    Finding.at("membership")
                            .expected("device or network, two names, 0 or more")
                            .found(reach.id() + ", '" + target + "', '" + model + "', " + costPerMillionTokens));
        }
    }

    JsonObject toJson() {
        JsonObject json = JsonObject.of("reach", reach.id(), "target", target, "model", model);
        return costPerMillionTokens == 0 ? json
                : json.with("cost_per_million_tokens", costPerMillionTokens).with("currency", currency);
    }

    static Membership fromJson(JsonObject json) {
        return new Membership(ExecutionScope.parse(json.string("reach"), "reach"), json.string("target"),
                json.string("model"), json.numberOr("cost_per_million_tokens", 0),
                json.stringOr("currency", ""));
    }
}
