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
     * compressed sparse rows, one row a feature (row_offsets I32 [features + 1], columns U8 [nonzero], values F32
     * [nonzero]), then bias F32 [out]; output F32 [1, out] = bias + Σ values[i] · row(indices[i]).
     */
    record SparseLinear() implements Op {}

    /** exp(x - max) / Σ over the last axis; F32. */
    record Softmax() implements Op {}

    /**
     * {@link Linear} over int8 weights: inputs x F32 [rows, in], W I8 [out, in], scales F32 [out], bias F32 [out], and
     * optionally smoothing F32 [in], 1 without; output F32 [rows, out]. Each row of x is quantized to 7 bits when it
     * comes, which every int8 dot product of WebAssembly multiplies exactly. In f32, rounding to nearest with ties to
     * even:
     *
     * <pre>
     * x[i] ← x[i] · smoothing[i]
     * lo = min(0, min x), hi = max(0, max x), step = (hi - lo) / 127, or 1 when that is not a normal number
     * zero = nearest(-lo · (1 / step)),  q[i] = clamp(nearest(x[i] · (1 / step)) + zero, 0, 127)
     * y[o] = act(float(Σ q[i] · W[o, i] - zero · Σ W[o, i]) · (step · scales[o]) + bias[o])
     * </pre>
     *
     * {@code in} is at most {@link #MAX_INT8_INPUTS}, so that the sums fit 32 bits.
     */
    record LinearInt8(Activation activation) implements Op {}

    /** The widest input of {@link LinearInt8}. */
    int MAX_INT8_INPUTS = 65_536;

    /**
     * words[ids[t]] + positions[places[t]] + type: inputs ids I32 [tokens], places I32 [tokens], words [vocabulary,
     * width] in F32, or in I8 followed by its scales F32 [vocabulary]; then positions F32 [places, width] and type F32
     * [width]; output F32 [tokens, width].
     */
    record Embedding() implements Op {}

    /**
     * (x - mean) / √(variance + epsilon) · gamma + beta over the last axis (Ba, Kiros, Hinton 2016): inputs x [rows,
     * width], or x and a residual of its shape that is added first, then gamma and beta [width]; all F32.
     */
    record LayerNorm(float epsilon) implements Op {}

    /**
     * Attention over the heads of each sequence: inputs qkv F32 [tokens, 3 · width], the heads' queries, then keys,
     * then values; and the sequences' ends, I32 [sequences + 1], from 0 to tokens; what else there is comes after
     * those. Output F32 [tokens, width]. Sequences lie one after the other without padding; none sees another.
     */
    sealed interface SequenceAttention extends Op {
        int heads();
    }

    /** softmax(Q Kᵀ / √d) V for each head of each sequence (Vaswani and others 2017). */
    record Attention(int heads) implements SequenceAttention {}

    /**
     * {@link Attention} in which each token sees those that are at most {@code reach} tokens away; 0 is itself alone.
     */
    record LocalAttention(int heads, int reach) implements SequenceAttention {}

    /**
     * {@link Attention} with a bias that depends on the distance of two tokens: third input bias F32 [heads, 2 · reach
     * + 1]; the score of query i and key j is {@code q[i] · k[j] / √d + bias[head, reach + j - i]}. No sequence is
     * longer than {@code reach + 1} tokens.
     */
    record BiasedAttention(int heads) implements SequenceAttention {}

    /**
     * Disentangled attention (He and others 2021, DeBERTa): further inputs position keys F32 [rows, width], position
     * queries F32 [rows, width] and buckets I32 [2 · reach + 1], a row for each distance; all weights of the model. The
     * score of query i and key j is, with {@code b = buckets[reach + i - j]},
     *
     * <pre>
     * (q[i] · k[j] + q[i] · positionKeys[b] + k[j] · positionQueries[b]) / √(3 d)
     * </pre>
     *
     * No sequence is longer than {@code reach + 1} tokens.
     */
    record DisentangledAttention(int heads) implements SequenceAttention {}

    /**
     * Rotary position embedding (Su and others 2021) of queries and keys, in halves: inputs qkv as in
     * {@link SequenceAttention}, places I32 [tokens], cosines and sines F32 [positions, d / 2], weights of the model;
     * output of the shape of qkv, its values unchanged. For each head, with a = x[i] and b = x[i + d / 2]:
     *
     * <pre>
     * x[i] = a · cos[place, i] - b · sin[place, i],  x[i + d / 2] = b · cos[place, i] + a · sin[place, i]
     * </pre>
     */
    record Rotate(int heads) implements Op {}

    /** act(x[.., 0 .. width]) · x[.., width .. 2 · width]: input x F32 [rows, 2 · width]; output F32 [rows, width]. */
    record Gate(Activation activation) implements Op {}

    /** x + y of one shape [rows, width]; F32. */
    record Add() implements Op {}

    /**
     * table[ids[t]]: inputs ids I32 [tokens] and table [rows, width] in F32, or in I8 followed by its scales F32
     * [rows]; output F32 [tokens, width].
     */
    record Lookup() implements Op {}

    /**
     * One row for each sequence: inputs x F32 [tokens, width] and ends as in {@link SequenceAttention}; output F32
     * [sequences, width].
     */
    record Pool(Pooling pooling) implements Op {}

    /** x / max(‖x‖, 1e-12) over the last axis; F32. */
    record Normalize() implements Op {}

    /**
     * A change of low rank to some outputs of a layer, on the activation path: inputs y F32 [rows, out], what the layer
     * made; x F32 [rows, in], what it read; down F32 [rank, in] and up F32 [width, rank]; output F32 [rows, out]:
     *
     * <pre>
     * output[from .. from + width] = y[from .. from + width] + up · (down · x), and y elsewhere
     * </pre>
     *
     * {@code rank} and {@code width} are multiples of 4, which every vector of four takes whole: whoever makes one pads
     * the rank with zeros. {@code from + width} is at most {@code out}.
     */
    record LowRank(int from) implements Op {}

    /**
     * A change of few weights of a layer, on the activation path: inputs y F32 [rows, out] and x F32 [rows, in] as in
     * {@link LowRank}, then the changes in compressed sparse rows, one row an output, all weights of the model:
     * row_ends I32 [width + 1] from 0 to n, columns I32 [n], values F32 [n]; output F32 [rows, out]:
     *
     * <pre>
     * output[from + o] = y[from + o] + Σ values[k] · x[columns[k]], k from row_ends[o] to row_ends[o + 1], and y elsewhere
     * </pre>
     */
    record SparseDelta(int from) implements Op {}

    /**
     * The same vector added to every row: inputs x F32 [rows, width] and vector F32 [width]; output F32 [rows, width].
     */
    record Shift() implements Op {}

    /** An activation alone, for layers whose change comes before it; F32. */
    record Activate(Activation activation) implements Op {}

    /** What follows a linear layer. */
    enum Activation {
        NONE,
        RELU,
        /** x · Φ(x) with the exact error function (Hendrycks, Gimpel 2016). */
        GELU,
        /** {@link #GELU} by its approximation x / (1 + e^(-2z)), z = √(2/π) · (x + 0.044715 x³). */
        GELU_TANH,
        /** x / (1 + e^(-x)). */
        SILU,
        TANH
    }

    /** How the tokens of a sequence become one row. */
    enum Pooling {
        /** Their mean. */
        MEAN,
        /** The first token's row. */
        FIRST,
        /** The last token's row. */
        LAST,
        /** The greatest value in each column. */
        MAX,
        /** Σ k · x[k] / Σ k, the tokens counted from 1. */
        WEIGHTED_MEAN
    }
}
