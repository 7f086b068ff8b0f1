package dev.tabitat.kernels.wasm;

/** A 64-bit integer. */
public final class I64 extends Expression {

    I64(Code code, Runnable instructions) {
        super(code, instructions);
    }

    /** {@code i64.mul} by a constant. */
    public I64 times(long right) {
        return new I64(code, then(new I64(code, () -> code.i64(right)), Op.I64_MUL));
    }
}
