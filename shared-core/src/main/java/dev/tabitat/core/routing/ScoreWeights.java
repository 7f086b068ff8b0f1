package dev.tabitat.core.routing;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.json.JsonObject;

/** How much each term counts in the score, each at least 0. */
public record ScoreWeights(double utility, double privacy, double latencyFit, double memoryCost) {

    /** All terms count alike: utility + privacy + latency_fit − memory_cost. */
    public static final ScoreWeights EQUAL = new ScoreWeights(1, 1, 1, 1);

    public ScoreWeights {
        if (!isWeight(utility) || !isWeight(privacy) || !isWeight(latencyFit) || !isWeight(memoryCost)) {
            throw new InvalidInput("Weights of the score lie in 0 to 1000.", Finding.at("weights"));
        }
    }

    private static boolean isWeight(double weight) {
        return weight >= 0 && weight <= 1000;
    }

    JsonObject toJson() {
        return JsonObject.of("utility", utility, "privacy", privacy, "latency_fit", latencyFit, "memory_cost",
                memoryCost);
    }

    static ScoreWeights fromJson(JsonObject json) {
        return new ScoreWeights(json.number("utility"), json.number("privacy"), json.number("latency_fit"),
                json.number("memory_cost"));
    }
}
