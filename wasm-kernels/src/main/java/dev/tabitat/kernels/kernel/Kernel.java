package dev.tabitat.kernels.kernel;

/** The kernels that a program can call, in the order of their numbers. */
public enum Kernel {
    /** {@link MatVecF32}. */
    MAT_VEC,
    /** {@link SparseRowsF32} with columns of one byte. */
    SPARSE_ROWS_U8,
    /** {@link SparseRowsF32} with columns of four bytes. */
    SPARSE_ROWS_I32,
    /** {@link Softmax}. */
    SOFTMAX,
    /** Copies bytes: to, from, count. */
    COPY,
    /** Replaces each f32 by the greater of it and zero: address, count. */
    RELU,
    /** {@link Embedding} of words in f32. */
    EMBEDDING_F32,
    /** {@link Embedding} of words in int8. */
    EMBEDDING_I8,
    /** {@link LayerNorm}. */
    LAYER_NORM,
    /** {@link QuantizeRows}. */
    QUANTIZE_ROWS,
    /** {@link LinearI8}. */
    LINEAR_I8,
    /** {@link LinearF32}. */
    LINEAR_F32,
    /** {@link Attention}. */
    ATTENTION,
    /** {@link Rows}: the mean of rows. */
    MEAN_ROWS,
    /** {@link Rows}: to unit length. */
    NORMALIZE_ROWS,
    /** {@link LowRankF32}. */
    LOW_RANK,
    /** {@link SparseDeltaF32}. */
    SPARSE_DELTA,
    /** Adds a vector to each row: y, vector, width, rows. */
    SHIFT,
    /** {@link Gelu} in place: address, scratch of 32 bytes, count (a multiple of four). */
    GELU,
    /** {@link Barrier}. */
    BARRIER,
    /** {@link ProductF32}. */
    PRODUCT,
    /** {@link ScanI8}. */
    SCAN_I8,
    /** Overwrites bytes with zeros: address, count. */
    ZERO,
    /** {@link Attention} of tokens to those nearby. */
    LOCAL_ATTENTION,
    /** {@link Attention} with a bias by distance. */
    BIASED_ATTENTION,
    /** {@link Attention} of content and position apart. */
    DISENTANGLED_ATTENTION,
    /** {@link Rotary}. */
    ROTATE,
    /** {@link Lookup} in f32. */
    LOOKUP_F32,
    /** {@link Lookup} in int8. */
    LOOKUP_I8,
    /** {@link Activations}. */
    ACTIVATE,
    /** Adds values: y, x, count (a multiple of four). */
    ADD,
    /** The first columns of rows: y, x, width, stride, rows. */
    COPY_COLUMNS,
    /** Multiplies rows by columns of others: y, x, width, stride, rows. */
    MULTIPLY_COLUMNS,
    /** {@link Rows}: the greatest of each column. */
    MAX_ROWS,
    /** {@link Rows}: the mean weighted by place. */
    WEIGHTED_MEAN_ROWS;

    /** Word 0 of a call in a program. */
    public int number() {
        return ordinal();
    }
}
