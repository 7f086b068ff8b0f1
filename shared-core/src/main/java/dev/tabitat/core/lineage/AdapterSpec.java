package dev.tabitat.core.lineage;

import dev.tabitat.core.adapter.Adapter;
import dev.tabitat.core.adapter.AdapterType;
import dev.tabitat.core.adapter.Modules;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.math.DeterministicMath;
import java.util.List;

/**
 * An adapter as a genome lists it: {@code {adapter_id, adapter_type, rank, density, scale, target_layers,
 * compatibility_digest}}.
 *
 * @param rank inner dimension of a low-rank kind; 0 for kinds without one
 * @param density share of values that are not 0, 0 to 1
 * @param scale factor by which it is applied
 * @param targetLayers names of the weights that it changes
 * @param compatibilityDigest digest of the tensor layout that it fits
 */
public record AdapterSpec(String adapterId, AdapterType adapterType, long rank, double density, double scale,
        List<String> targetLayers, Digest compatibilityDigest) {

    public AdapterSpec {
        Checks.named(adapterId, "adapter_id");
        Checks.count(rank, "rank");
        if (!(density >= 0 && density <= 1) || !DeterministicMath.isFinite(scale)) {
            throw new DamagedData("An adapter's figures are out of range.", Finding.at(adapterId)
                    .expected("density 0 to 1, scale finite").found(density + ", " + scale));
        }
        targetLayers = List.copyOf(targetLayers);
    }

    /**
     * An adapter as a genome lists it.
     *
     * @param id its name
     * @param base that it fits
     * @param layout digest of the base's tensor layout
     */
    public static AdapterSpec of(String id, Adapter adapter, Modules base, Digest layout) {
        return new AdapterSpec(id, adapter.type(), adapter.rank(), adapter.density(base), adapter.scale(),
                adapter.targets(), layout);
    }

    public JsonObject toJson() {
        return JsonObject.of("adapter_id", adapterId, "adapter_type", adapterType.id(), "rank", rank,
                "density", density, "scale", scale, "target_layers", JsonArray.ofStrings(targetLayers),
                "compatibility_digest", compatibilityDigest.toString());
    }

    public static AdapterSpec fromJson(JsonObject json) {
        return new AdapterSpec(json.string("adapter_id"), AdapterType.parse(json.string("adapter_type")),
                json.integer("rank"), json.number("density"), json.number("scale"),
                json.array("target_layers").strings(), Digest.parse(json.string("compatibility_digest")));
    }
}
