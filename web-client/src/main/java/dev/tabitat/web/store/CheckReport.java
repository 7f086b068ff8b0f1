package dev.tabitat.web.store;

import dev.tabitat.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * What re-verifying the whole store showed.
 *
 * @param blobs how many blobs verified
 * @param chunks how many pieces verified
 * @param bytes how many bytes verified
 * @param damaged what did not
 */
public record CheckReport(long blobs, long chunks, long bytes, List<Damage> damaged) {

    public CheckReport {
        damaged = List.copyOf(damaged);
    }

    /**
     * One bad piece.
     *
     * @param found the digest that was found, or {@code missing}
     */
    public record Damage(StoredPackage.Place place, String found) {

        public JsonObject toJson() {
            return JsonObject.of("package", place.packageName(), "blob", place.blob().digest().toString(),
                    "file", place.file(), "chunk", place.chunk(), "expected", place.digest().toString(), "found",
                    found);
        }
    }

    public boolean ok() {
        return damaged.isEmpty();
    }

    /** @param repaired what has been mended since */
    public JsonObject toJson(List<Damage> repaired) {
        return JsonObject.of("ok", damaged.size() == repaired.size(), "verified_blobs", blobs, "verified_chunks",
                chunks,
                "verified_bytes", bytes, "damaged", json(damaged), "repaired", json(repaired));
    }

    private static List<JsonObject> json(List<Damage> damages) {
        List<JsonObject> items = new ArrayList<>();
        for (Damage damage : damages) {
            items.add(damage.toJson());
        }
        return items;
    }
}
