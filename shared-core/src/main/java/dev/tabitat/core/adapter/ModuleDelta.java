package dev.tabitat.core.adapter;

import dev.tabitat.core.tensor.Tensor;

/** What an adapter adds at one place of a base, with the adapter's own scale and without its weight in a stack. */
public sealed interface ModuleDelta {

    /** Its scale. */
    double factor();

    /** W of {@code module} + factor · up · down: down F32 [rank, in], up F32 [out, rank]. */
    record LowRank(Modules.Linear module, double factor, Tensor down, Tensor up) implements ModuleDelta {

        int rank() {
            return down.shape().dim(0);
        }
    }

    /**
     * W of {@code module} + factor · a sparse matrix: row ends I32 [out + 1], columns I32 [n] ascending in each row,
     * values F32 [n].
     */
    record Sparse(Modules.Linear module, double factor, Tensor rowEnds, Tensor columns,
            Tensor values) implements ModuleDelta {}

    /** The hidden state after {@code layer} + factor · vector, F32 [hidden]. */
    record Shift(int layer, double factor, Tensor vector) implements ModuleDelta {}
}
