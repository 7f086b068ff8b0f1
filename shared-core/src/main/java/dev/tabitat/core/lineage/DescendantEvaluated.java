package dev.tabitat.core.lineage;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.json.JsonObject;

/**
 * A model was judged: {@code {manifest_digest, part, scorecard_digest, scorecard}}.
 *
 * @param part of the examples: select or test
 * @param scorecard as its evaluator wrote it
 */
public record DescendantEvaluated(Digest manifestDigest, String part, Digest scorecardDigest,
        JsonObject scorecard) implements LineageBody {

    public static final String KIND = "descendant_evaluated";

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public JsonObject toJson() {
        return JsonObject.of("manifest_digest", manifestDigest.toString(), "part", part, "scorecard_digest",
                scorecardDigest.toString(), "scorecard", scorecard);
    }

    static DescendantEvaluated fromJson(JsonObject body) {
        return new DescendantEvaluated(Digest.parse(body.string("manifest_digest")), body.string("part"),
                Digest.parse(body.string("scorecard_digest")), body.object("scorecard"));
    }
}
