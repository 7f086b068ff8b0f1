package dev.tabitat.core.lineage;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.ids.Identified;
import dev.tabitat.core.ids.Ids;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
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
public record AdapterSpec(String adapterId, Type adapterType, long rank, double density, double scale,
        List<String> targetLayers, Digest compatibilityDigest) {

    /** The kinds of adapters. */
    public enum Type implements Identified {
        LORA("lora"),
        SPARSE_DELTA("sparse_delta"),
        LOW_RANK_DELTA("low_rank_delta"),
        REPRESENTATION_INTERVENTION("representation_intervention");

        private final String id;

        Type(String id) {
            this.id = id;
        }

        @Override
        public String id() {
            return id;
        }

        public static Type parse(String id) {
            return Ids.parse(values(), id, "adapter_type",
                    finding -> new DamagedData("There is no such kind of adapter.", finding));
        }
    }

    public AdapterSpec {
        Checks.named(adapterId, "adapter_id");
        Checks.count(rank, "rank");
        if (!(density >= 0 && density <= 1) || scale - scale != 0) {
            throw new DamagedData("An adapter's figures are out of range.", Finding.at(adapterId)
                    .expected("density 0 to 1, scale finite").found(density + ", " + scale));
        }
        targetLayers = List.copyOf(targetLayers);
    }

    public JsonObject toJson() {
        return JsonObject.of("adapter_id", adapterId, "adapter_type", adapterType.id(), "rank", rank,
                "density", density, "scale", scale, "target_layers", JsonArray.ofStrings(targetLayers),
                "compatibility_digest", compatibilityDigest.toString());
    }

    public static AdapterSpec fromJson(JsonObject json) {
        return new AdapterSpec(json.string("adapter_id"), Type.parse(json.string("adapter_type")),
                json.integer("rank"), json.number("density"), json.number("scale"),
                json.array("target_layers").strings(), Digest.parse(json.string("compatibility_digest")));
    }
}
