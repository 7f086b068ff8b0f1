package dev.tabitat.core.routing;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import java.util.List;

/**
 * A model that might answer a task.
 *
 * @param name package name, for example {@code lande:q8}
 * @param digest of the package's manifest
 * @param taskId the task that it does
 * @param inputSchema what it takes
 * @param outputSchema what it gives
 * @param tags what it says of itself
 * @param runtimes ids of the backends that can run it, the preferred first
 * @param memoryBytes what it needs in memory, with how that is known
 * @param utility how good its answers are, 0 to 1
 * @param privacy share of the input's bytes that never leave the tab, 0 to 1
 * @param latencyMs how long one answer takes in milliseconds
 * @param condition whether it can be used at all
 */
public record Candidate(String name, Digest digest, String taskId, String inputSchema, String outputSchema,
                        List<String> tags, List<String> runtimes, Estimate memoryBytes, Estimate utility,
                        Estimate privacy, Estimate latencyMs, Condition condition) {

    /** Whether a candidate can be used. */
    public enum Condition {
        READY,
        /** In the catalogue, but not in this tab's store. */
        NOT_INSTALLED,
        /** Its stored bytes did not verify. */
        DAMAGED,
        /** Set aside by a person or a failed self-test. */
        QUARANTINED
    }

    public Candidate {
        if (name.isEmpty()) {
            throw new InvalidInput("A candidate needs a name.", Finding.at("candidate"));
        }
        if (utility.value() > 1 || privacy.value() > 1) {
            throw new InvalidInput("Utility and privacy lie in 0 to 1.", Finding.at(name)
                    .expected("0 to 1").found(utility.value() + ", " + privacy.value()));
        }
        tags = List.copyOf(tags);
        runtimes = List.copyOf(runtimes);
    }
}
