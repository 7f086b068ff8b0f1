package dev.tabitat.core.routing;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import java.util.List;

/**
 * The requirements of a task on the model that answers it.
 *
 * @param taskId for example {@code language-identification}
 * @param inputSchema name of what goes in, for example {@code text}
 * @param outputSchema name of what comes out, for example {@code label-scores}
 * @param tags what a candidate must all say of itself; often empty
 * @param dataClass what kind of data goes in
 * @param latencyBudgetMs how long an answer may take, above 0
 * @param memoryBudgetBytes how much memory the answer may take, above 0
 * @param escalation whether the task may leave the tab
 * @param minimumMargin by how much the likeliest label must lead the second, 0 to 1
 */
public record TaskContract(String taskId, String inputSchema, String outputSchema, List<String> tags,
        DataClass dataClass, double latencyBudgetMs, long memoryBudgetBytes,
        Escalation escalation, double minimumMargin) {

    /** Id of the task: text in, ISO 639-3 labels with scores that sum to 1 out. */
    public static final String LANGUAGE_IDENTIFICATION = "language-identification";

    public TaskContract {
        if (taskId.isEmpty() || inputSchema.isEmpty() || outputSchema.isEmpty()) {
            throw new InvalidInput("A task's contract names the task, its input and its output.",
                    Finding.at("task contract"));
        }
        if (!(latencyBudgetMs > 0 && latencyBudgetMs < Double.POSITIVE_INFINITY) || memoryBudgetBytes <= 0) {
            throw new InvalidInput("A task's budgets are above 0.", Finding.at("task contract")
                    .expected("above 0").found(latencyBudgetMs + " ms, " + memoryBudgetBytes + " bytes"));
        }
        if (!(minimumMargin >= 0 && minimumMargin <= 1)) {
            throw new InvalidInput("A margin of probabilities lies in 0 to 1.",
                    Finding.at("minimum_margin").expected("0 to 1").found(minimumMargin));
        }
        tags = List.copyOf(tags);
    }

    /** One that asks for no margin. */
    public TaskContract(String taskId, String inputSchema, String outputSchema, List<String> tags, DataClass dataClass,
            double latencyBudgetMs, long memoryBudgetBytes,
            Escalation escalation) {
        this(taskId, inputSchema, outputSchema, tags, dataClass, latencyBudgetMs, memoryBudgetBytes, escalation, 0);
    }

    /** Text to languages: within 200 ms and 256 MB, and only in this tab. */
    public static TaskContract languageIdentification() {
        return new TaskContract(LANGUAGE_IDENTIFICATION, "text", "label-scores", List.of(), DataClass.GENERAL,
                200, 256_000_000, Escalation.NEVER);
    }

    public TaskContract withDataClass(DataClass other) {
        return new TaskContract(taskId, inputSchema, outputSchema, tags, other, latencyBudgetMs, memoryBudgetBytes,
                escalation, minimumMargin);
    }

    public TaskContract withEscalation(Escalation other) {
        return new TaskContract(taskId, inputSchema, outputSchema, tags, dataClass, latencyBudgetMs,
                memoryBudgetBytes, other, minimumMargin);
    }

    public TaskContract withMemoryBudget(long bytes) {
        return new TaskContract(taskId, inputSchema, outputSchema, tags, dataClass, latencyBudgetMs, bytes,
                escalation, minimumMargin);
    }

    /** Whether the task may really leave the tab: its contract says so and its data is not of a private kind. */
    public boolean mayEscalate() {
        return escalation == Escalation.WITH_APPROVAL && !dataClass.isLocalOnly();
    }

    public JsonObject toJson() {
        return JsonObject.of("task", taskId, "input", inputSchema, "output", outputSchema, "tags",
                JsonArray.ofStrings(tags), "data_class", dataClass.id(),
                "latency_budget_ms", latencyBudgetMs, "memory_budget_bytes", memoryBudgetBytes, "escalation",
                escalation == Escalation.NEVER ? "never" : "with_approval",
                "minimum_margin", minimumMargin);
    }

    public static TaskContract fromJson(JsonObject json) {
        String escalation = json.string("escalation");
        if (!escalation.equals("never") && !escalation.equals("with_approval")) {
            throw new InvalidInput("A task may leave the tab never, or with approval.",
                    Finding.at("escalation").expected("never or with_approval").found(escalation));
        }
        return new TaskContract(json.string("task"), json.string("input"), json.string("output"),
                json.array("tags").strings(), DataClass.parse(json.string("data_class"), "data_class"),
                json.number("latency_budget_ms"), json.integer("memory_budget_bytes"),
                escalation.equals("never") ? Escalation.NEVER : Escalation.WITH_APPROVAL,
                json.number("minimum_margin"));
    }
}
