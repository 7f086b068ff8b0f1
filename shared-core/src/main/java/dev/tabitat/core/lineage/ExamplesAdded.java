package dev.tabitat.core.lineage;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.json.JsonObject;

/**
 * A person's examples came into the lab: {@code {name, manifest_digest, examples_digest, n, train, select, test,
 * labels, rule}}. No text of theirs is in it.
 *
 * @param examplesDigest of the file of examples
 * @param rule by which they are split
 */
public record ExamplesAdded(String name, Digest manifestDigest, Digest examplesDigest, long n, long train, long select,
        long test, long labels, String rule) implements LineageBody {

    public static final String KIND = "examples_added";

    public ExamplesAdded {
        Checks.named(name, "name");
        Checks.count(n, "n");
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public JsonObject toJson() {
        return JsonObject.of("name", name, "manifest_digest", manifestDigest.toString(), "examples_digest",
                examplesDigest.toString(), "n", n, "train", train, "select", select,
                "test", test, "labels", labels, "rule", rule);
    }

    static ExamplesAdded fromJson(JsonObject body) {
        return new ExamplesAdded(body.string("name"), Digest.parse(body.string("manifest_digest")),
                Digest.parse(body.string("examples_digest")), body.integer("n"),
                body.integer("train"), body.integer("select"), body.integer("test"), body.integer("labels"),
                body.string("rule"));
    }
}
