package dev.tabitat.core.routing;

import dev.tabitat.core.json.JsonObject;

/**
 * A candidate that passed every filter.
 *
 * @param candidate who
 * @param runtime the backend it would run on
 * @param terms what speaks for and against it
 * @param score the weighted sum of the terms
 */
public record Ranked(Candidate candidate, String runtime, ScoreTerms terms, double score) {

    JsonObject toJson() {
        return JsonObject.of("name", candidate.name(), "digest", candidate.digest().toString(), "runtime", runtime,
                "score", score, "terms", terms.toJson(), "known", terms.knownToJson());
    }
}
