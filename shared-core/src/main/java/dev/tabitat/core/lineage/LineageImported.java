package dev.tabitat.core.lineage;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.json.JsonObject;

/**
 * An export was opened here and verified: {@code {file_digest, head, records}}.
 *
 * @param fileDigest digest of the file
 * @param head hash of its last record
 * @param records how many records it holds
 */
public record LineageImported(Digest fileDigest, Digest head, long records) implements LineageBody {

    public static final String KIND = "lineage_imported";

    public LineageImported {
        Checks.count(records, "records");
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public JsonObject toJson() {
        return JsonObject.of("file_digest", fileDigest.toString(), "head", head.toString(), "records", records);
    }

    static LineageImported fromJson(JsonObject body) {
        return new LineageImported(Digest.parse(body.string("file_digest")), Digest.parse(body.string("head")),
                body.integer("records"));
    }
}
