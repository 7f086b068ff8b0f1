package dev.tabitat.kernels.wasm;

/**
 * A vector of 128 bits. What its lanes are is a matter of the instruction, so seeing it as other lanes writes nothing.
 */
public sealed class V128 extends Expression permits F32x4, I32x4, I16x8, I8x16, V128Variable {

    V128(Code code, Runnable instructions) {
        super(code, instructions);
    }

    /** These bits as four f32. */
    public F32x4 asF32x4() {
        return new F32x4(code, this::push);
    }

    /** These bits as four i32. */
    public I32x4 asI32x4() {
        return new I32x4(code, this::push);
    }

    /** These bits as eight 16-bit integers. */
    public I16x8 asI16x8() {
        return new I16x8(code, this::push);
    }

    /** These bits as sixteen 8-bit integers. */
    public I8x16 asI8x16() {
        return new I8x16(code, this::push);
    }

    /** {@code v128.and}. */
    public V128 and(V128 right) {
        return new V128(code, then(right, Op.V128_AND));
    }

    /** {@code v128.and} with four equal words. */
    public V128 and(int word) {
        return and(I32x4.constant(code, word));
    }

    /** {@code v128.or}. */
    public V128 or(V128 right) {
        return new V128(code, then(right, Op.V128_OR));
    }

    /** {@code v128.xor}. */
    public V128 xor(V128 right) {
        return new V128(code, then(right, Op.V128_XOR));
    }
}
