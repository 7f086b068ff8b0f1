package dev.tabitat.core.routing;

import dev.tabitat.core.fitness.AnswerThreshold;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * Where a text went and why.
 *
 * @param choice everyone who was considered
 * @param selected the model that answers; empty for none
 * @param reason one sentence
 * @param tried who was asked on the way, in this order
 * @param wouldChange what would have made it another decision; empty when a model in the tab answered
 * @param forecast of a cascade
 * @param fallback what happens when the selected one fails
 */
public record Routed(RouteOutcome outcome, RoutePath path, Choice choice, Optional<Ranked> selected, String reason,
        List<Tried> tried, List<String> wouldChange,
        Optional<CascadeForecast> forecast, String fallback, boolean redactionRequired) {

    /** A model that was called, and the judgement of its answer. */
    public record Tried(ModelAnswer answer, AnswerThreshold.Verdict verdict, boolean hasMargin, String words) {

        boolean isAccepted() {
            return verdict == AnswerThreshold.Verdict.ACCEPTED && hasMargin;
        }

        JsonObject toJson() {
            return answer.toJson().with("verdict",
                    hasMargin || verdict != AnswerThreshold.Verdict.ACCEPTED ? verdict.name() : "MARGIN_TOO_SMALL")
                    .with("words", words);
        }
    }

    public Routed {
        tried = List.copyOf(tried);
        wouldChange = List.copyOf(wouldChange);
    }

    /** The decision to record, at this moment. */
    public RouteDecision decision(String atUtc) {
        return new RouteDecision(outcome, selected.map(Ranked::runtime).orElse(""),
                selected.map(one -> one.candidate().name()).orElse(""), reason, redactionRequired,
                outcome == RouteOutcome.LOCAL, fallback, atUtc);
    }

    /** Everything but the moment. */
    public JsonObject toJson() {
        JsonArray ways = JsonArray.ofEach(tried, Tried::toJson);
        JsonObject considered = choice.toJson();
        JsonObject json = JsonObject.of("outcome", outcome.id(), "path", path.id());
        json = selected.isPresent() ? json.with("selected_runtime", selected.get().runtime())
                .with("selected_model_or_stack", selected.get().candidate().name()) : json;
        json = json.with("local_reason", reason).with("redaction_required", redactionRequired)
                .with("fallback_target", fallback).with("tried", ways)
                .with("would_change", JsonArray.ofStrings(wouldChange))
                .with("candidates", considered.array("candidates")).with("exclusions", considered.array("exclusions"));
        return forecast.isPresent() ? json.with("expected", forecast.get().toJson()) : json;
    }
}
