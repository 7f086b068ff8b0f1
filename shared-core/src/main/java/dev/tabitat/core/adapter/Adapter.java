package dev.tabitat.core.adapter;

import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * A small change to a base that stays as it is. Its numbers are finite; what they fit is known when a base is there.
 */
public sealed interface Adapter permits Lora, SparseDelta, LowRankDelta, Intervention {

    AdapterType type();

    /**
     * What it adds where, in the order of its modules' names.
     *
     * @throws dev.tabitat.core.error.Incompatible naming the module, when the base has none of its name or of its shape
     */
    List<ModuleDelta> changes(Modules base);

    /** Inner dimension, the largest where modules differ; 0 for kinds without one. */
    default int rank() {
        return 0;
    }

    /** The factor by which it is applied, before its weight in a stack. */
    double scale();

    /** Names of the weights that it changes, or of the layers after which it adds something; sorted. */
    List<String> targets();

    /** What {@code adapter_config.json} holds. */
    default JsonObject config() {
        return AdapterFiles.config(type(), scale());
    }

    /** What {@code adapter_model.safetensors} holds. */
    Map<String, Tensor> tensors();

    /** Modules of the architecture that it changes without any effect here; for people to know. */
    default List<String> withoutEffect() {
        return List.of();
    }

    /**
     * The share of numbers that are not 0 among those that it adds at the places that it changes, 0 to 1; 1 for low
     * ranks.
     */
    default double density(Modules base) {
        long held = 0;
        long all = 0;
        for (ModuleDelta change : changes(base)) {
            if (change instanceof ModuleDelta.Sparse sparse) {
                held += sparse.values().elements();
                all += sparse.module().weights();
            } else {
                return 1;
            }
        }
        return all == 0 ? 0 : (double) held / all;
    }
}
