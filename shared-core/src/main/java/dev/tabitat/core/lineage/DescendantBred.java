package dev.tabitat.core.lineage;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.json.JsonObject;

/**
 * A descendant was bred: {@code {genome, manifest_digest, task, recipe, duration_ms}}.
 *
 * @param manifestDigest of its package; with the recipe and its parents anyone makes the same
 * @param recipe canonical JSON {operator, parents, seed, dataset?, ...}
 */
public record DescendantBred(Genome genome, Digest manifestDigest, String task, String recipe,
        double durationMs) implements LineageBody {

    public static final String KIND = "descendant_bred";

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public JsonObject toJson() {
        return JsonObject.of("genome", genome.toJson(), "manifest_digest", manifestDigest.toString(), "task", task,
                "recipe", recipe, "duration_ms", durationMs);
    }

    /** What {@link #toJson} wrote. */
    public static DescendantBred read(JsonObject json) {
        return fromJson(json);
    }

    static DescendantBred fromJson(JsonObject body) {
        return new DescendantBred(Genome.fromJson(body.object("genome")), Digest.parse(body.string("manifest_digest")),
                body.string("task"), body.string("recipe"),
                body.number("duration_ms"));
    }
}
