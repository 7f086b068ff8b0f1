package dev.tabitat.core.routing;

import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import java.util.List;

/**
 * What would have to happen for the task to be answered outside the tab. A plan sends nothing: a person approves the
 * very bytes first.
 *
 * @param taskId the task
 * @param dataClass what kind of data it touches
 * @param reason why no model in the tab can answer
 * @param steps what comes next, in order
 */
public record EscalationPlan(String taskId, DataClass dataClass, String reason, List<String> steps) {

    public EscalationPlan {
        steps = List.copyOf(steps);
    }

    static EscalationPlan of(TaskContract contract, String reason) {
        return new EscalationPlan(contract.taskId(), contract.dataClass(), reason, List.of(
                "Take out of the input everything that the task does not need.",
                "Show the bytes that would leave the tab.",
                "Send them only after a person has approved them.",
                "Enter them in the privacy ledger."));
    }

    JsonObject toJson() {
        return JsonObject.of("task", taskId, "data_class", dataClass.id(), "reason", reason,
                "redaction_required", true, "approval_required", true, "steps", JsonArray.ofStrings(steps));
    }
}
