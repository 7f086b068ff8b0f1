package dev.tabitat.core.routing;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.ids.Identified;
import dev.tabitat.core.ids.Ids;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.text.LanguageObstacle;
import java.util.List;
import java.util.Optional;

/**
 * A model that might answer a task.
 *
 * @param name package name, for example {@code lande:q8}
 * @param digest of the package's manifest, or of the record of a member elsewhere
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
 * @param elsewhere where it answers, when not in this tab
 */
public record Candidate(String name, Digest digest, String taskId, String inputSchema, String outputSchema,
        List<String> tags, List<String> runtimes, Estimate memoryBytes, Estimate utility,
        Estimate privacy, Estimate latencyMs, Condition condition, Optional<Membership> elsewhere) {

    /** What a candidate that answers elsewhere runs on. */
    public static final String REMOTE = "endpoint";
    /** Says of itself that it is a base with adapters. */
    public static final String STACK = "adapter_stack";

    /** Whether a candidate can be used. */
    public enum Condition implements Identified {
        READY,
        /** In the catalogue, but not in this tab's store. */
        NOT_INSTALLED,
        /** Its stored bytes did not verify. */
        DAMAGED,
        /** Set aside by a person or a failed self-test. */
        QUARANTINED,
        /** Usable, but not for this text; each is explained at the {@link LanguageObstacle} of the same name. */
        NO_LETTERS,
        NO_TEXT,
        NO_SENTENCES,
        SPACED_LETTERS,
        DECORATED_LETTERS,
        UNKNOWN_SCRIPT,
        TOO_FEW_LETTERS;

        /** What keeps a candidate from a text, where it is the text. */
        Optional<LanguageObstacle> obstacle() {
            return Ids.find(LanguageObstacle.values(), id());
        }

        /** The name in the log of decisions. */
        @Override
        public String id() {
            return name();
        }

        static Condition parse(String id) {
            return Ids.parse(values(), id, "condition",
                    finding -> new DamagedData("Unknown condition of a candidate.", finding));
        }
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

    /** One that answers in this tab. */
    public Candidate(String name, Digest digest, String taskId, String inputSchema, String outputSchema,
            List<String> tags, List<String> runtimes, Estimate memoryBytes,
            Estimate utility, Estimate privacy, Estimate latencyMs, Condition condition) {
        this(name, digest, taskId, inputSchema, outputSchema, tags, runtimes, memoryBytes, utility, privacy, latencyMs,
                condition, Optional.empty());
    }

    /** The same in another condition. */
    public Candidate in(Condition other) {
        return new Candidate(name, digest, taskId, inputSchema, outputSchema, tags, runtimes, memoryBytes, utility,
                privacy, latencyMs, other, elsewhere);
    }

    /** The same for a text that it cannot tell the language of. */
    public Candidate hinderedBy(LanguageObstacle obstacle) {
        return in(Condition.parse(obstacle.id()));
    }

    public ExecutionScope reach() {
        return elsewhere.map(Membership::reach).orElse(ExecutionScope.TAB);
    }

    public JsonObject toJson() {
        JsonObject json = JsonObject.of("name", name, "digest", digest.toString(), "task", taskId, "input", inputSchema,
                "output", outputSchema, "tags", JsonArray.ofStrings(tags),
                "runtimes", JsonArray.ofStrings(runtimes), "memory_bytes", memoryBytes.toJson(), "utility",
                utility.toJson(), "privacy", privacy.toJson(),
                "latency_ms", latencyMs.toJson(), "condition", condition.id());
        return elsewhere.isPresent() ? json.with("elsewhere", elsewhere.get().toJson()) : json;
    }

    public static Candidate fromJson(JsonObject json) {
        return new Candidate(json.string("name"), Digest.parse(json.string("digest")), json.string("task"),
                json.string("input"), json.string("output"), json.array("tags").strings(),
                json.array("runtimes").strings(), Estimate.fromJson(json.object("memory_bytes")),
                Estimate.fromJson(json.object("utility")), Estimate.fromJson(json.object("privacy")),
                Estimate.fromJson(json.object("latency_ms")), Condition.parse(json.string("condition")),
                json.findObject("elsewhere").map(Membership::fromJson));
    }
}
