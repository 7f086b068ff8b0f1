package dev.tabitat.kernels.wasm;

/** A vector of eight 16-bit integers. */
public final class I16x8 extends V128 {

    I16x8(Code code, Runnable instructions) {
        super(code, instructions);
    }

    /** {@code i32x4.dot_i16x8_s}: the products of lanes, neighbours added. */
    public I32x4 dot(I16x8 right) {
        return new I32x4(code, then(right, Op.I32X4_DOT_I16X8_S));
    }

    /** {@code i32x4.extadd_pairwise_i16x8_s}: neighbours added. */
    public I32x4 sumsOfPairs() {
        return new I32x4(code, then(Op.I32X4_EXTADD_PAIRWISE_I16X8_S));
    }

    /** {@code i16x8.add}. */
    public I16x8 plus(I16x8 right) {
        return new I16x8(code, then(right, Op.I16X8_ADD));
    }

    /** {@code i16x8.shl} by a constant. */
    public I16x8 shiftLeft(int bits) {
        return new I16x8(code, then(I32.constant(code, bits), Op.I16X8_SHL));
    }

    /** {@code i16x8.shr_u} by a constant. */
    public I16x8 shiftRight(int bits) {
        return new I16x8(code, then(I32.constant(code, bits), Op.I16X8_SHR_U));
    }

    /**
     * {@code i8x16.narrow_i16x8_s}: these lanes, then those of {@code high}; out of -128 to 127 the nearest of them.
     */
    public I8x16 narrowedSignedWith(I16x8 high) {
        return new I8x16(code, then(high, Op.I8X16_NARROW_I16X8_S));
    }

    /** {@code i32x4.extend_low_i16x8_s}: the first four lanes. */
    public I32x4 firstFour() {
        return new I32x4(code, then(Op.I32X4_EXTEND_LOW_I16X8_S));
    }

    /** {@code i8x16.narrow_i16x8_u}: these lanes, then those of {@code high}; out of 0 to 255 the nearest of them. */
    public I8x16 narrowedWith(I16x8 high) {
        return new I8x16(code, then(high, Op.I8X16_NARROW_I16X8_U));
    }
}
