package dev.tabitat.kernels.wasm;

/** A vector of four f32. */
public sealed class F32x4 extends V128 permits F32x4Variable {

    F32x4(Code code, Runnable instructions) {
        super(code, instructions);
    }

    static F32x4 constant(Code code, float value) {
        return new F32x4(code, () -> code.f32x4(value));
    }

    /** {@code f32x4.add}. */
    public final F32x4 plus(F32x4 right) {
        return binary(right, Op.F32X4_ADD);
    }

    /** {@code f32x4.add} of a constant to each lane. */
    public final F32x4 plus(float right) {
        return plus(constant(code, right));
    }

    /** {@code f32x4.sub}. */
    public final F32x4 minus(F32x4 right) {
        return binary(right, Op.F32X4_SUB);
    }

    /** {@code f32x4.sub} of a constant from each lane. */
    public final F32x4 minus(float right) {
        return minus(constant(code, right));
    }

    /** {@code f32x4.mul}. */
    public final F32x4 times(F32x4 right) {
        return binary(right, Op.F32X4_MUL);
    }

    /** {@code f32x4.mul} by a constant. */
    public final F32x4 times(float right) {
        return times(constant(code, right));
    }

    /**
     * {@code f32x4.relaxed_madd}: this times {@code factor} plus {@code summand}, rounded once or twice as the machine
     * does.
     */
    public final F32x4 relaxedTimesPlus(F32x4 factor, F32x4 summand) {
        return new F32x4(code, then(factor, summand, Op.F32X4_RELAXED_MADD));
    }

    /** {@code f32x4.div}. */
    public final F32x4 dividedBy(F32x4 right) {
        return binary(right, Op.F32X4_DIV);
    }

    /** {@code f32x4.max}: the greater in each lane; NaN when either is. */
    public final F32x4 max(F32x4 right) {
        return binary(right, Op.F32X4_MAX);
    }

    /** {@code f32x4.max} with a constant. */
    public final F32x4 max(float right) {
        return max(constant(code, right));
    }

    /** {@code f32x4.min}: the lesser in each lane; NaN when either is. */
    public final F32x4 min(F32x4 right) {
        return binary(right, Op.F32X4_MIN);
    }

    /** {@code f32x4.min} with a constant. */
    public final F32x4 min(float right) {
        return min(constant(code, right));
    }

    /** {@code f32x4.gt} the other way round: all bits of a lane that is below {@code right}, none of another or NaN. */
    public final V128 isBelow(F32x4 right) {
        return new V128(code, right.then(this, Op.F32X4_GT));
    }

    /**
     * {@code v128.bitselect}: these lanes where {@code mask} has all bits, those of {@code otherwise} where it has
     * none.
     */
    public final F32x4 where(V128 mask, F32x4 otherwise) {
        return new F32x4(code, then(otherwise, mask, Op.V128_BITSELECT));
    }

    /** {@code f32x4.abs}. */
    public final F32x4 absolute() {
        return new F32x4(code, then(Op.F32X4_ABS));
    }

    /** {@code f32x4.nearest}: to the nearest whole numbers, halves to the even ones. */
    public final F32x4 nearest() {
        return new F32x4(code, then(Op.F32X4_NEAREST));
    }

    /** {@code i32x4.trunc_sat_f32x4_s}: towards zero; out of range the nearest i32, NaN is zero. */
    public final I32x4 toI32x4() {
        return new I32x4(code, then(Op.I32X4_TRUNC_SAT_F32X4_S));
    }

    /** {@code f32x4.extract_lane}. */
    public final F32 lane(int lane) {
        return new F32(code, then(() -> code.lane(Op.F32X4_EXTRACT_LANE, lane)));
    }

    private F32x4 binary(F32x4 right, Op op) {
        return new F32x4(code, then(right, op));
    }
}
