package dev.tabitat.core.lineage;

import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import java.util.List;

/** The store was checked and mended: {@code {repaired: [RepairedChunk]}}. */
public record StoreRepaired(List<RepairedChunk> repaired) implements LineageBody {

    public static final String KIND = "store_repaired";

    public StoreRepaired {
        repaired = List.copyOf(repaired);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public JsonObject toJson() {
        JsonArray items = JsonArray.ofEach(repaired, RepairedChunk::toJson);
        return JsonObject.of("repaired", items);
    }

    static StoreRepaired fromJson(JsonObject body) {
        List<RepairedChunk> repaired = body.array("repaired").objects(RepairedChunk::fromJson);
        return new StoreRepaired(repaired);
    }
}
