package dev.tabitat.core.routing;

import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * What the {@link Chooser} found: the ranked candidates, the first of which answers, and everyone who was left out.
 *
 * <p>
 * As JSON {@code {task, outcome, selected?, candidates: [{name, digest, runtime, score, terms, known}], exclusions:
 * [{name, code, reason}], reason, plan?}}.
 */
public final class Choice {

    private final TaskContract contract;
    private final List<Ranked> ranked;
    private final List<Exclusion> exclusions;

    Choice(TaskContract contract, List<Ranked> ranked, List<Exclusion> exclusions) {
        this.contract = contract;
        this.ranked = List.copyOf(ranked);
        this.exclusions = List.copyOf(exclusions);
    }

    public RouteOutcome outcome() {
        if (!ranked.isEmpty()) {
            return RouteOutcome.LOCAL;
        }
        return contract.mayEscalate() ? RouteOutcome.CLOUD_ESCALATION : RouteOutcome.NO_OP;
    }

    /** Who answers, if anyone in the tab can. */
    public Optional<Ranked> selected() {
        return ranked.isEmpty() ? Optional.empty() : Optional.of(ranked.get(0));
    }

    /** Everyone who could answer, the best first. */
    public List<Ranked> ranked() {
        return ranked;
    }

    /** Everyone who could not, in the order of their names. */
    public List<Exclusion> exclusions() {
        return exclusions;
    }

    /** What would have to happen outside; present exactly when the outcome is an escalation. */
    public Optional<EscalationPlan> plan() {
        return outcome() == RouteOutcome.CLOUD_ESCALATION
                ? Optional.of(EscalationPlan.of(contract, reason()))
                : Optional.empty();
    }

    /** The outcome in one sentence. */
    public String reason() {
        if (!ranked.isEmpty()) {
            return ranked.get(0).candidate().name() + " ranks first of " + ranked.size() + " that can answer here.";
        }
        String nobody = exclusions.isEmpty() ? "There is no candidate for this task."
                : "None of " + exclusions.size() + (exclusions.size() == 1 ? " candidate" : " candidates")
                        + " can answer here.";
        if (contract.mayEscalate()) {
            return nobody;
        }
        return nobody + (contract.dataClass().isLocalOnly()
                ? " This kind of data (" + contract.dataClass().id() + ") stays on this device."
                : " The task does not allow leaving the tab.");
    }

    /** The decision to record; every run is evidence, so evidence is always required where something runs. */
    public RouteDecision decide(String atUtc) {
        RouteOutcome outcome = outcome();
        String otherwise = contract.mayEscalate() ? RouteOutcome.CLOUD_ESCALATION.id() : RouteOutcome.NO_OP.id();
        if (outcome != RouteOutcome.LOCAL) {
            return new RouteDecision(outcome, "", "", reason(), outcome == RouteOutcome.CLOUD_ESCALATION, false,
                    RouteOutcome.NO_OP.id(), atUtc);
        }
        Ranked first = ranked.get(0);
        String fallback = ranked.size() > 1 ? ranked.get(1).candidate().name() : otherwise;
        return new RouteDecision(outcome, first.runtime(), first.candidate().name(), reason(), false, true, fallback,
                atUtc);
    }

    public JsonObject toJson() {
        JsonArray candidates = JsonArray.ofEach(ranked, Ranked::toJson);
        JsonArray left = JsonArray.ofEach(exclusions, Exclusion::toJson);
        JsonObject json = JsonObject.of("task", contract.taskId(), "outcome", outcome().id());
        json = ranked.isEmpty() ? json : json.with("selected", ranked.get(0).candidate().name());
        json = json.with("candidates", candidates).with("exclusions", left)
                .with("reason", reason());
        Optional<EscalationPlan> plan = plan();
        return plan.isEmpty() ? json : json.with("plan", plan.get().toJson());
    }
}
