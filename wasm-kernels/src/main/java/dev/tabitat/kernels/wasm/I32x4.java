package dev.tabitat.kernels.wasm;

/** A vector of four i32. */
public sealed class I32x4 extends V128 permits I32x4Variable {

    I32x4(Code code, Runnable instructions) {
        super(code, instructions);
    }

    static I32x4 constant(Code code, int value) {
        return new I32x4(code, () -> code.i32x4(value));
    }

    /** {@code i32x4.add}. */
    public final I32x4 plus(I32x4 right) {
        return binary(right, Op.I32X4_ADD);
    }

    /** {@code i32x4.add} of a constant to each lane. */
    public final I32x4 plus(int right) {
        return plus(constant(code, right));
    }

    /** {@code i32x4.sub}. */
    public final I32x4 minus(I32x4 right) {
        return binary(right, Op.I32X4_SUB);
    }

    /** {@code i32x4.mul}. */
    public final I32x4 times(I32x4 right) {
        return binary(right, Op.I32X4_MUL);
    }

    /** {@code i32x4.mul} by a constant. */
    public final I32x4 times(int right) {
        return times(constant(code, right));
    }

    /** {@code i32x4.max_s} with a constant: signed. */
    public final I32x4 max(int right) {
        return binary(constant(code, right), Op.I32X4_MAX_S);
    }

    /** {@code i32x4.min_s} with a constant: signed. */
    public final I32x4 min(int right) {
        return binary(constant(code, right), Op.I32X4_MIN_S);
    }

    /** {@code i32x4.shl} by a constant. */
    public final I32x4 shiftLeft(int bits) {
        return new I32x4(code, then(I32.constant(code, bits), Op.I32X4_SHL));
    }

    /** {@code f32x4.convert_i32x4_s}: the nearest f32 to each signed number. */
    public final F32x4 toF32x4() {
        return new F32x4(code, then(Op.F32X4_CONVERT_I32X4_S));
    }

    /**
     * {@code i16x8.narrow_i32x4_s}: these lanes, then those of {@code high}; out of range the nearest signed 16-bit
     * number.
     */
    public final I16x8 narrowedWith(I32x4 high) {
        return new I16x8(code, then(high, Op.I16X8_NARROW_I32X4_S));
    }

    /**
     * {@code i8x16.shuffle} of whole lanes.
     *
     * @param lanes four numbers: 0 to 3 this vector's lanes, 4 to 7 the other's
     */
    public final I32x4 shuffledWith(I32x4 other, int... lanes) {
        return new I32x4(code, then(() -> {
            other.pushFor(code);
            code.shuffle32(lanes);
        }));
    }

    /** {@code i32x4.extract_lane}. */
    public final I32 lane(int lane) {
        return new I32(code, then(() -> code.lane(Op.I32X4_EXTRACT_LANE, lane)));
    }

    private I32x4 binary(I32x4 right, Op op) {
        return new I32x4(code, then(right, op));
    }
}
