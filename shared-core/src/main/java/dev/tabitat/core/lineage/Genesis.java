package dev.tabitat.core.lineage;

import dev.tabitat.core.json.JsonObject;

/**
 * The first record of every chain: {@code {created_by, store_id}}.
 *
 * @param createdBy product and version, for example {@code tabitat/0.1.0}
 * @param storeId random, so that no two stores share a chain; a-z, 0-9, - and _
 */
public record Genesis(String createdBy, String storeId) implements LineageBody {

    public static final String KIND = "genesis";

    public Genesis {
        Checks.named(createdBy, "created_by");
        Checks.id(storeId, "store_id");
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public JsonObject toJson() {
        return JsonObject.of("created_by", createdBy, "store_id", storeId);
    }

    static Genesis fromJson(JsonObject body) {
        return new Genesis(body.string("created_by"), body.string("store_id"));
    }
}
