package dev.tabitat.kernels.kernel.decoder;

/**
 * The kernels that a program of a decoder can call, in the order of their numbers; after them come {@link BlockMatrix},
 * {@link BlockRows}, {@link FloatMatrix} and {@link FloatRows} of each format.
 */
public enum DecoderKernel {
    /** {@link dev.tabitat.kernels.kernel.Barrier}. */
    BARRIER,
    /** {@link QuantizeBlocks}. */
    QUANTIZE_BLOCKS,
    /** {@link RmsNorm}. */
    RMS_NORM,
    /** {@link RotaryHeads} of neighbours. */
    ROTATE_NEIGHBOURS,
    /** {@link RotaryHeads} of halves. */
    ROTATE_HALVES,
    /** {@link StoreKeysAndValues}. */
    STORE_KEYS_AND_VALUES,
    /** {@link CachedAttention}. */
    CACHED_ATTENTION,
    /** {@link GatedActivation} with SiLU. */
    GATED_SILU,
    /** {@link GatedActivation} with GELU. */
    GATED_GELU,
    /** {@link Vectors}: y += x · factor. */
    ADD_SCALED,
    /** {@link Vectors}: each row becomes a vector. */
    FILL_ROWS,
    /** {@link Vectors}: y = y · factor. */
    SCALE;

    /** Word 0 of a call in a program. */
    public int number() {
        return ordinal();
    }

    /** The number of {@link BlockMatrix} of a format. */
    public static int matrix(BlockFormat format) {
        return values().length + format.ordinal();
    }

    /** The number of {@link BlockRows} of a format. */
    public static int rows(BlockFormat format) {
        return matrix(format) + BlockFormat.values().length;
    }

    /** The number of {@link FloatMatrix} of a format. */
    public static int matrix(FloatFormat format) {
        return values().length + 2 * BlockFormat.values().length + format.ordinal();
    }

    /** The number of {@link FloatRows} of a format. */
    public static int rows(FloatFormat format) {
        return matrix(format) + FloatFormat.values().length;
    }
}
