package dev.tabitat.core.routing;

import dev.tabitat.core.evidence.Known;
import dev.tabitat.core.json.JsonObject;
import java.util.OptionalLong;

/**
 * The four terms of a candidate's score, each in 0 to 1, with how each is known: <pre>
 * utility     = the candidate's utility, a proportion already
 * privacy     = share of the input's bytes that never leave the tab, a proportion already
 * latency_fit = max(0, 1 − latency / latency budget)
 * memory_cost = min(1, memory / memory that the task may use)
 * </pre> A candidate's unknown utility, privacy or latency counts 0: an unknown term counts 0. Unknown memory costs 1
 * for the same reason.
 */
public record ScoreTerms(Estimate utility, Estimate privacy, Estimate latencyFit, Estimate memoryCost) {

    static ScoreTerms of(Candidate candidate, TaskContract contract, OptionalLong availableMemoryBytes) {
        return new ScoreTerms(candidate.utility(), candidate.privacy(), latencyFit(candidate.latencyMs(), contract),
                memoryCost(candidate.memoryBytes(), memoryLimit(contract, availableMemoryBytes)));
    }

    /** What the task may use: its own budget, or less where the device has less. */
    static long memoryLimit(TaskContract contract, OptionalLong availableMemoryBytes) {
        return availableMemoryBytes.isEmpty() ? contract.memoryBudgetBytes()
                : Math.min(contract.memoryBudgetBytes(), availableMemoryBytes.getAsLong());
    }

    private static Estimate latencyFit(Estimate latency, TaskContract contract) {
        if (!latency.isKnown()) {
            return Estimate.UNKNOWN;
        }
        return new Estimate(Math.max(0, 1 - latency.value() / contract.latencyBudgetMs()), latency.how(),
                latency.n());
    }

    private static Estimate memoryCost(Estimate memory, long limit) {
        if (!memory.isKnown()) {
            return Estimate.UNKNOWN;
        }
        return new Estimate(Math.min(1, memory.value() / limit), memory.how(), memory.n());
    }

    /** The memory term as a figure: unknown counts as all of it. */
    double memoryCostValue() {
        return memoryCost.isKnown() ? memoryCost.value() : 1;
    }

    /** weights · (utility + privacy + latency_fit − memory_cost). */
    public double score(ScoreWeights weights) {
        return weights.utility() * utility.value() + weights.privacy() * privacy.value()
                + weights.latencyFit() * latencyFit.value() - weights.memoryCost() * memoryCostValue();
    }

    JsonObject toJson() {
        return JsonObject.of("utility", utility.value(), "privacy", privacy.value(),
                "latency_fit", latencyFit.value(), "memory_cost", memoryCostValue());
    }

    JsonObject knownToJson() {
        return JsonObject.of("utility", known(utility), "privacy", known(privacy), "latency_fit", known(latencyFit),
                "memory_cost", known(memoryCost));
    }

    private static String known(Estimate estimate) {
        Known how = estimate.how();
        return estimate.n() > 0 ? how.id() + ", n = " + estimate.n() : how.id();
    }
}
