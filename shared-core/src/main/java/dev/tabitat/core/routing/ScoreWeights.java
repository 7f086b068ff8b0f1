package dev.tabitat.core.routing;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;

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
}
