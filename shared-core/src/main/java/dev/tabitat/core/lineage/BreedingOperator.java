package dev.tabitat.core.lineage;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.ids.Identified;
import dev.tabitat.core.ids.Ids;

/**
 * How a genome's parents became it. The ids are part of the lineage format; none is ever removed or given another
 * meaning.
 */
public enum BreedingOperator implements Identified {
    /** A stack of adapters folded into the weights of their base. */
    ADAPTER_MERGE("adapter_merge"),
    /** A mean of parents' weights, straight or along an arc. */
    MODEL_SOUP("model_soup"),
    DISTILLATION("distillation"),
    QUANTIZATION("quantization"),
    PRUNING("pruning"),
    /** A classifier that keeps some of its labels. */
    ROUTER_SPECIALIZATION("router_specialization"),
    /** A classification head trained on examples. */
    HEAD_TRAINING("head_training"),
    /** An adapter, and a head above it, trained on examples. */
    ADAPTER_TRAINING("adapter_training"),
    /** An ancestor and the weighted sum of its descendants' differences from it. */
    TASK_DELTA("task_delta"),
    /** As {@link #TASK_DELTA}, of differences of which a part is dropped. */
    SPARSE_TASK_DELTA("sparse_task_delta"),
    CROSSOVER("crossover"),
    MUTATION("mutation");

    private final String id;

    BreedingOperator(String id) {
        this.id = id;
    }

    @Override
    public String id() {
        return id;
    }

    static BreedingOperator parse(String id, String where) {
        return Ids.parse(values(), id, where,
                finding -> new DamagedData("There is no such breeding operator.", finding));
    }
}
