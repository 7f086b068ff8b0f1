package dev.tabitat.core.lineage;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.random.Seeds;
import java.util.List;

/**
 * A run of the lab ended with a recommendation: {@code {task, examples_digest, seed, candidates, front, best?, before?,
 * decision}}.
 *
 * @param seed any 64 bits; a decimal string in JSON, see {@link Seeds}
 * @param candidates manifest digests of everybody that was bred in it
 * @param front those of the Pareto front
 * @param best manifest digest of the best; empty when no model was bred
 * @param before manifest digest of the model in use before; empty for none
 * @param decision {outcome, reason, paired}
 */
public record RunDecided(String task, Digest examplesDigest, long seed, List<String> candidates, List<String> front,
        String best, String before, JsonObject decision)
        implements
            LineageBody {

    public static final String KIND = "run_decided";

    public RunDecided {
        candidates = List.copyOf(candidates);
        front = List.copyOf(front);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public JsonObject toJson() {
        JsonObject json = JsonObject.of("task", task, "examples_digest", examplesDigest.toString(), "seed",
                Seeds.text(seed), "candidates", JsonArray.ofStrings(candidates), "front",
                JsonArray.ofStrings(front), "decision", decision);
        json = best.isEmpty() ? json : json.with("best", best);
        return before.isEmpty() ? json : json.with("before", before);
    }

    static RunDecided fromJson(JsonObject body) {
        return new RunDecided(body.string("task"), Digest.parse(body.string("examples_digest")),
                Seeds.read(body, "seed"), body.array("candidates").strings(),
                body.array("front").strings(), body.stringOr("best", ""), body.stringOr("before", ""),
                body.object("decision"));
    }
}
