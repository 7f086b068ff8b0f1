package dev.tabitat.kernels.wasm;

/** A vector of sixteen 8-bit integers. */
public final class I8x16 extends V128 {

    I8x16(Code code, Runnable instructions) {
        super(code, instructions);
    }

    /** {@code i16x8.extend_low_i8x16_s}: the first eight lanes. */
    public I16x8 firstEight() {
        return new I16x8(code, then(Op.I16X8_EXTEND_LOW_I8X16_S));
    }

    /** {@code i16x8.extend_low_i8x16_u}: the first eight lanes, unsigned. */
    public I16x8 firstEightUnsigned() {
        return new I16x8(code, then(Op.I16X8_EXTEND_LOW_I8X16_U));
    }

    /** {@code i16x8.extend_high_i8x16_u}: the last eight lanes, unsigned. */
    public I16x8 lastEightUnsigned() {
        return new I16x8(code, then(Op.I16X8_EXTEND_HIGH_I8X16_U));
    }

    /** {@code i16x8.relaxed_dot_i8x16_i7x16_s}: products with lanes of 0 to 127, two neighbours added. */
    public I16x8 relaxedDot(I8x16 right) {
        return new I16x8(code, then(right, Op.I16X8_RELAXED_DOT_I8X16_I7X16_S));
    }

    /**
     * {@code i32x4.relaxed_dot_i8x16_i7x16_add_s}: products with lanes of 0 to 127, four neighbours added, plus the
     * summand.
     */
    public I32x4 relaxedDotPlus(I8x16 right, I32x4 summand) {
        return new I32x4(code, then(right, summand, Op.I32X4_RELAXED_DOT_I8X16_I7X16_ADD_S));
    }
}
