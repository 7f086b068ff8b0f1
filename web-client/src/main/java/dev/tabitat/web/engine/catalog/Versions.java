package dev.tabitat.web.engine.catalog;

import dev.tabitat.core.device.ByteCount;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.packages.PackageAnnotations;
import dev.tabitat.web.store.StoredPackage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What two versions of a package differ in, by their manifests: size, licence, weights, lineage, and what their authors
 * claim.
 */
public final class Versions {

    private Versions() {}

    /**
     * {@code {digest, bytes, missing_bytes, changes: [{what, from, to}]}}.
     *
     * @param missingBytes of the newer version's pieces that are not in the store
     */
    public static JsonObject update(StoredPackage mine, StoredPackage newer, long missingBytes) {
        return JsonObject.of("digest", newer.digest().toString(), "bytes", newer.bytes(), "missing_bytes", missingBytes,
                "changes", new JsonArray(changes(mine, newer)));
    }

    /** {@code {digest, bytes, installed_at_utc}}. */
    public static JsonObject previous(StoredPackage kept) {
        return JsonObject.of("digest", kept.digest().toString(), "bytes", kept.bytes(), "installed_at_utc",
                kept.atUtc());
    }

    private static List<Json> changes(StoredPackage mine, StoredPackage newer) {
        Map<String, String> before = facts(mine);
        Map<String, String> after = facts(newer);
        List<Json> changes = new ArrayList<>();
        for (String what : before.keySet()) {
            String now = after.getOrDefault(what, "not stated");
            if (!before.get(what).equals(now)) {
                changes.add(JsonObject.of("what", what, "from", before.get(what), "to", now));
            }
        }
        for (String what : after.keySet()) {
            if (!before.containsKey(what)) {
                changes.add(JsonObject.of("what", what, "from", "not stated", "to", after.get(what)));
            }
        }
        return changes;
    }

    private static Map<String, String> facts(StoredPackage version) {
        CatalogEntry catalogEntry = new CatalogEntry(version);
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Size", ByteCount.words(version.bytes()));
        facts.put("Licence", catalogEntry.licence());
        facts.put("Weights", catalogEntry.quantization());
        version.manifest().findAnnotation(PackageAnnotations.PARENT_NAME)
                .ifPresent(parent -> facts.put("Made from", parent));
        version.manifest().findAnnotation(PackageAnnotations.SOURCE).ifPresent(source -> facts.put("Source", source));
        for (JsonObject claim : catalogEntry.claims()) {
            if (claim.has("value")) {
                String what = claim.stringOr("what", "score")
                        + (claim.has("dataset") ? " on " + claim.stringOr("dataset", "") : "");
                facts.put(what + " (claimed)", claim.get("value") + (claim.has("n") ? ", n = " + claim.get("n") : ""));
            }
        }
        return facts;
    }
}
