package dev.tabitat.core.lineage;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A package came into the store and every byte of it verified: {@code {name, manifest_digest, bytes, task,
 * quantization, licence, source?, source_digest?, facts: [{label, value, how}]}}.
 *
 * @param name name and tag
 * @param manifestDigest its identity
 * @param bytes size of all its blobs
 * @param task id of what it does
 * @param quantization none, int8 or int4
 * @param licence SPDX expression
 * @param source coordinates of the artifact that it was made from; empty when nobody says
 * @param sourceDigest that artifact's digest as text; empty when nobody says
 * @param facts what was checked at installation and what its author claims
 */
public record PackageInstalled(String name, Digest manifestDigest, long bytes, String task, String quantization,
                               String licence, String source, String sourceDigest, List<Statement> facts)
        implements LineageBody {

    public static final String KIND = "package_installed";

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

    /** The artifact's digest, where its author gives one. */
    public Optional<Digest> sourceArtifact() {
        return sourceDigest.isEmpty() ? Optional.empty() : Optional.of(Digest.parse(sourceDigest));
    }

    @Override
    public JsonObject toJson() {
        List<JsonObject> items = new ArrayList<>();
        for (Statement fact : facts) {
            items.add(fact.toJson());
        }
        JsonObject json = JsonObject.of("name", name, "manifest_digest", manifestDigest.toString(), "bytes", bytes,
                "task", task, "quantization", quantization, "licence", licence);
        json = source.isEmpty() ? json : json.with("source", source);
        json = sourceDigest.isEmpty() ? json : json.with("source_digest", sourceDigest);
        return json.with("facts", items);
    }

    static PackageInstalled fromJson(JsonObject body) {
        List<Statement> facts = new ArrayList<>();
        for (JsonObject item : body.array("facts").objects()) {
            facts.add(Statement.fromJson(item));
        }
        return new PackageInstalled(body.string("name"), Digest.parse(body.string("manifest_digest")),
                body.integer("bytes"), body.string("task"), body.string("quantization"), body.string("licence"),
                body.stringOr("source", ""), body.stringOr("source_digest", ""), facts);
    }
}
