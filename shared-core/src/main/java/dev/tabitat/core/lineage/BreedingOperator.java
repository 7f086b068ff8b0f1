package dev.tabitat.core.lineage;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;

/** How a genome's parents became it. */
public enum BreedingOperator {
    ADAPTER_MERGE("adapter_merge"),
    MODEL_SOUP("model_soup"),
    DISTILLATION("distillation"),
    QUANTIZATION("quantization"),
    PRUNING("pruning"),
    ROUTER_SPECIALIZATION("router_specialization");

    private final String id;

    BreedingOperator(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }

    static BreedingOperator parse(String id, String where) {
        for (BreedingOperator operator : values()) {
            if (operator.id.equals(id)) {
                return operator;
            }
        }
        throw new DamagedData("There is no such breeding operator.", Finding.at(where)
                .expected("adapter_merge, model_soup, distillation, quantization, pruning or router_specialization")
                .found(id));
    }
}
