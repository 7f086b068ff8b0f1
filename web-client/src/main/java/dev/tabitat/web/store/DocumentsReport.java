package dev.tabitat.web.store;

import dev.tabitat.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * What re-verifying everything kept of documents showed.
 *
 * @param documents how many there are
 * @param records how many records verified
 * @param bytes of those records
 * @param tombstones of deleted documents
 * @param tracesOfDeleted records of deleted documents that should not be there
 */
public record DocumentsReport(long documents, long records, long bytes, long tombstones, long tracesOfDeleted,
        List<Damage> damaged) {

    public DocumentsReport {
        damaged = List.copyOf(damaged);
    }

    /** A record that does not verify, or is missing. */
    public record Damage(String document, String record, String expected, String found) {}

    public boolean ok() {
        return damaged.isEmpty() && tracesOfDeleted == 0;
    }

    public JsonObject toJson() {
        List<JsonObject> items = new ArrayList<>();
        damaged.forEach(one -> items.add(JsonObject.of("document", one.document(), "record", one.record(), "expected",
                one.expected(), "found", one.found())));
        return JsonObject.of("documents", documents, "records", records, "bytes", bytes, "tombstones", tombstones,
                "traces_of_deleted", tracesOfDeleted, "damaged", items);
    }
}
