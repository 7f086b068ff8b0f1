package dev.tabitat.core.lineage;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.json.JsonObject;

/**
 * A package left the store: {@code {name, manifest_digest, freed_bytes}}.
 *
 * @param freedBytes bytes that nothing else refers to
 */
public record PackageRemoved(String name, Digest manifestDigest, long freedBytes) implements LineageBody {

    public static final String KIND = "package_removed";

    public PackageRemoved {
        Checks.named(name, "name");
        Checks.count(freedBytes, "freed_bytes");
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public JsonObject toJson() {
        return JsonObject.of("name", name, "manifest_digest", manifestDigest.toString(), "freed_bytes", freedBytes);
    }

    static PackageRemoved fromJson(JsonObject body) {
        return new PackageRemoved(body.string("name"), Digest.parse(body.string("manifest_digest")),
                body.integer("freed_bytes"));
    }
}
