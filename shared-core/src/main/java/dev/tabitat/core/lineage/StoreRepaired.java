package dev.tabitat.core.lineage;

import dev.tabitat.core.json.JsonObject;
import java.util.ArrayList;
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
        List<JsonObject> items = new ArrayList<>();
        for (RepairedChunk chunk : repaired) {
            items.add(chunk.toJson());
        }
        return JsonObject.of("repaired", items);
    }

    static StoreRepaired fromJson(JsonObject body) {
        List<RepairedChunk> repaired = new ArrayList<>();
        for (JsonObject item : body.array("repaired").objects()) {
            repaired.add(RepairedChunk.fromJson(item));
        }
        return new StoreRepaired(repaired);
    }
}
