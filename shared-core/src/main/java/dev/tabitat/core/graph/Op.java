package dev.tabitat.core.graph;

import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.tensor.Shape;

/** An operator: the closed set that every backend must know. */
public sealed interface Op {

    /** A value handed over at each run. An extent of {@link Graph#ANY} is only known then. */
    record Input(DType dtype, Shape shape) implements Op {}

    /** A value that belongs to the model, by the name of its tensor. */
    record Weight(DType dtype, Shape shape) implements Op {}

    /** act(x · Wᵀ + b): inputs x [rows, in], W [out, in], b [out]; output [rows, out]; all F32. */
    record Linear(Activation activation) implements Op {}

    /**
     * A linear layer over few active features of many: inputs indices I32 [k] and values F32 [k], then the weights in
     * compressed sparse rows, one row a feature (row_offsets I32 [features + 1], columns U8 [nonzero], values F32 [nonzero]),
     * then bias F32 [out]; output F32 [1, out] = bias + Σ values[i] · row(indices[i]).
     */
    record SparseLinear() implements Op {}

    /** exp(x - max) / Σ over the last axis; F32. */
    record Softmax() implements Op {}

    /** What follows a linear layer. */
    enum Activation {
        NONE,
        RELU
    }
}
