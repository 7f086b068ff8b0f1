package dev.tabitat.core.routing;

import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.time.Utc;

/**
 * The record of one decision; what does not apply is the empty string.
 *
 * @param outcome who answers
 * @param selectedRuntime backend id
 * @param selectedModelOrStack package name
 * @param localReason why it stays here, or why it cannot be answered here
 * @param redactionRequired whether something must be taken out before anything leaves
 * @param evidenceRequired whether the run must enter the lineage
 * @param fallbackTarget who answers when the selected one fails: a package name, {@code cloud_escalation} or
 * {@code no_op}
 * @param routeCreatedAtUtc when
 */
public record RouteDecision(RouteOutcome outcome, String selectedRuntime, String selectedModelOrStack,
        String localReason,
        boolean redactionRequired, boolean evidenceRequired, String fallbackTarget,
        String routeCreatedAtUtc) {

    public RouteDecision {
        Utc.require(routeCreatedAtUtc, "route_created_at_utc");
    }

    public JsonObject toJson() {
        JsonObject json = JsonObject.of("outcome", outcome.id());
        json = selectedRuntime.isEmpty() ? json : json.with("selected_runtime", selectedRuntime);
        json = selectedModelOrStack.isEmpty() ? json : json.with("selected_model_or_stack", selectedModelOrStack);
        return json.with("local_reason", localReason)
                .with("redaction_required", redactionRequired)
                .with("evidence_required", evidenceRequired)
                .with("fallback_target", fallbackTarget)
                .with("route_created_at_utc", routeCreatedAtUtc);
    }
}
