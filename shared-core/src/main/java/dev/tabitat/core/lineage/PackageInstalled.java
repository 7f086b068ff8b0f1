package dev.tabitat.core.lineage;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.evidence.Known;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.text.Utf8;
import java.util.List;
import java.util.Optional;

/**
 * A package came into the store and every byte of it verified: {@code {name, manifest_digest, bytes, task,
 * quantization, licence, source?, source_digest?, parent?: {name, manifest_digest, recipe}, facts: [{label, value,
 * how}]}}.
 *
 * @param name name and tag
 * @param manifestDigest its identity
 * @param bytes size of all its blobs
 * @param task id of what it does
 * @param quantization none, int8 or int4
 * @param licence SPDX expression
 * @param source coordinates of the artifact that it was made from; empty when unknown
 * @param sourceDigest that artifact's digest as text; empty when unknown
 * @param parent the package that it was made from; empty when unknown
 * @param facts what was checked at installation and what its author claims
 */
public record PackageInstalled(String name, Digest manifestDigest, long bytes, String task, String quantization,
        String licence, String source, String sourceDigest, Optional<Parent> parent,
        List<Statement> facts)
        implements
            LineageBody {

    public static final String KIND = "package_installed";

    /** The label of the fact that a package of examples has: the digest of its file of examples, which recipes name. */
    public static final String EXAMPLES = "examples file";

    /**
     * The package that another was made from, as that one's author says.
     *
     * @param name name and tag
     * @param manifestDigest its identity
     * @param recipe JSON {operator, and the operator's parameters}
     */
    public record Parent(String name, Digest manifestDigest, String recipe) {

        public Parent {
            Checks.named(name, "parent, name");
            operator(recipe);
        }

        /** What was done to the parent. */
        public String operator() {
            return operator(recipe);
        }

        private static String operator(String recipe) {
            return JsonReader.readObject(Utf8.encode(recipe), JsonLimits.DEFAULT).string("operator");
        }

        private JsonObject toJson() {
            return JsonObject.of("name", name, "manifest_digest", manifestDigest.toString(), "recipe", recipe);
        }

        private static Parent fromJson(JsonObject json) {
            return new Parent(json.string("name"), Digest.parse(json.string("manifest_digest")), json.string("recipe"));
        }
    }

    public PackageInstalled {
        Checks.named(name, "name");
        Checks.count(bytes, "bytes");
        Checks.named(licence, "licence");
        if (!sourceDigest.isEmpty()) {
            Digest.parse(sourceDigest);
        }
        facts = List.copyOf(facts);
    }

    @Override
    public String kind() {
        return KIND;
    }

    /** The digest of the examples that the package holds, as text; empty for anything else. */
    public Optional<String> examples() {
        return facts.stream().filter(fact -> fact.label().equals(EXAMPLES) && fact.how() == Known.CHECKED)
                .map(Statement::value).findFirst();
    }

    @Override
    public JsonObject toJson() {
        JsonArray items = JsonArray.ofEach(facts, Statement::toJson);
        JsonObject json = JsonObject.of("name", name, "manifest_digest", manifestDigest.toString(), "bytes", bytes,
                "task", task, "quantization", quantization, "licence", licence);
        json = source.isEmpty() ? json : json.with("source", source);
        json = sourceDigest.isEmpty() ? json : json.with("source_digest", sourceDigest);
        json = parent.isEmpty() ? json : json.with("parent", parent.get().toJson());
        return json.with("facts", items);
    }

    static PackageInstalled fromJson(JsonObject body) {
        List<Statement> facts = body.array("facts").objects(Statement::fromJson);
        return new PackageInstalled(body.string("name"), Digest.parse(body.string("manifest_digest")),
                body.integer("bytes"), body.string("task"), body.string("quantization"), body.string("licence"),
                body.stringOr("source", ""), body.stringOr("source_digest", ""),
                body.findObject("parent").map(Parent::fromJson), facts);
    }
}
