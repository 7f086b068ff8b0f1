package dev.tabitat.core.adapter;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.ids.Identified;
import dev.tabitat.core.ids.Ids;

/** The kinds of adapters. The ids are part of the formats of adapters and of the lineage. */
public enum AdapterType implements Identified {
    LORA("lora"),
    SPARSE_DELTA("sparse_delta"),
    LOW_RANK_DELTA("low_rank_delta"),
    REPRESENTATION_INTERVENTION("representation_intervention");

    private final String id;

    AdapterType(String id) {
        this.id = id;
    }

    @Override
    public String id() {
        return id;
    }

    public static AdapterType parse(String id) {
        return Ids.parse(values(), id, "adapter_type",
                finding -> new DamagedData("There is no such kind of adapter.", finding));
    }
}
