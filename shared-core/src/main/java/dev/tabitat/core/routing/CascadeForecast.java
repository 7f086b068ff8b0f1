package dev.tabitat.core.routing;

import dev.tabitat.core.fitness.AnswerThreshold;
import dev.tabitat.core.fitness.Interval;
import dev.tabitat.core.json.JsonObject;

/**
 * What asking a cheap model first is expected to save and to lose, from the evidence of both thresholds; an estimate,
 * and said to be one.
 *
 * @param first asked first
 * @param second asked where the first is unsure
 */
public record CascadeForecast(Ranked first, AnswerThreshold firstEvidence, Ranked second,
        AnswerThreshold secondEvidence) {

    /**
     * {@code {first, second, how: "estimated", answered_by_first: {value, low, high, n}, saved_ms?, wrong_of_first:
     * {value?, upper, n}, wrong_of_second: {value?, upper, n}}}; {@code saved_ms} where both have been timed.
     */
    public JsonObject toJson() {
        Interval interval = firstEvidence.coverage().interval();
        double share = firstEvidence.coverage().value().orElse(0);
        JsonObject json = JsonObject.of("first", first.candidate().name(), "second", second.candidate().name(), "how",
                "estimated",
                "answered_by_first",
                JsonObject.of("value", share, "low", interval.low(), "high", interval.high(), "n", firstEvidence.n()));
        Estimate one = first.candidate().latencyMs();
        Estimate two = second.candidate().latencyMs();
        if (one.isKnown() && two.isKnown()) {
            json = json.with("saved_ms", two.value() - (one.value() + (1 - share) * two.value())).with("saved_ms_n",
                    Math.min(one.n(), two.n()));
        }
        return json.with("wrong_of_first", wrong(firstEvidence)).with("wrong_of_second", wrong(secondEvidence));
    }

    private static JsonObject wrong(AnswerThreshold evidence) {
        JsonObject json = evidence.accepted() == 0 ? JsonObject.EMPTY
                : JsonObject.of("value", (double) evidence.wrong() / evidence.accepted());
        return json.with("upper", evidence.errorUpper()).with("n", evidence.accepted());
    }
}
