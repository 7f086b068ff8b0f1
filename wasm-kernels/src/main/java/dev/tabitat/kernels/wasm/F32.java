package dev.tabitat.kernels.wasm;

/** A 32-bit floating-point number. */
public sealed class F32 extends Expression permits F32Variable {

    F32(Code code, Runnable instructions) {
        super(code, instructions);
    }

    static F32 constant(Code code, float value) {
        return new F32(code, () -> code.f32(value));
    }

    /** {@code f32.add}. */
    public final F32 plus(F32 right) {
        return binary(right, Op.F32_ADD);
    }

    /** {@code f32.sub}. */
    public final F32 minus(F32 right) {
        return binary(right, Op.F32_SUB);
    }

    /** {@code f32.mul}. */
    public final F32 times(F32 right) {
        return binary(right, Op.F32_MUL);
    }

    /** {@code f32.mul} by a constant. */
    public final F32 times(float right) {
        return times(constant(code, right));
    }

    /** {@code f32.div}. */
    public final F32 dividedBy(F32 right) {
        return binary(right, Op.F32_DIV);
    }

    /** {@code f32.div} by a constant. */
    public final F32 dividedBy(float right) {
        return dividedBy(constant(code, right));
    }

    /** {@code f32.max}: the greater; NaN when either is. */
    public final F32 max(F32 right) {
        return binary(right, Op.F32_MAX);
    }

    /** {@code f32.max} with a constant. */
    public final F32 max(float right) {
        return max(constant(code, right));
    }

    /** {@code f32.min}: the lesser; NaN when either is. */
    public final F32 min(F32 right) {
        return binary(right, Op.F32_MIN);
    }

    /** {@code f32.sqrt}. */
    public final F32 squareRoot() {
        return new F32(code, then(Op.F32_SQRT));
    }

    /** {@code f32.neg}. */
    public final F32 negated() {
        return new F32(code, then(Op.F32_NEG));
    }

    /** {@code f32.nearest}: to the nearest whole number, halves to the even one. */
    public final F32 nearest() {
        return new F32(code, then(Op.F32_NEAREST));
    }

    /** {@code f32.lt}: false when either is NaN. */
    public final I32 isBelow(F32 right) {
        return new I32(code, then(right, Op.F32_LT));
    }

    /** {@code f32.lt} of a constant. */
    public final I32 isBelow(float right) {
        return isBelow(constant(code, right));
    }

    /** {@code i32.trunc_sat_f32_s}: towards zero; out of range the nearest i32, NaN is zero. */
    public final I32 toI32() {
        return new I32(code, then(Op.I32_TRUNC_SAT_F32_S));
    }

    /** {@code f32x4.splat}: four equal lanes. */
    public final F32x4 splat() {
        return new F32x4(code, then(Op.F32X4_SPLAT));
    }

    private F32 binary(F32 right, Op op) {
        return new F32(code, then(right, op));
    }
}
