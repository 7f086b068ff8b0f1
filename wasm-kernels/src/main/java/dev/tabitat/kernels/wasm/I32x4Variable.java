package dev.tabitat.kernels.wasm;

/** A local variable of four i32; as an expression, {@code local.get}. */
public final class I32x4Variable extends I32x4 {

    private final Local local;

    I32x4Variable(Code code, Local local) {
        super(code, () -> code.get(local));
        this.local = local;
    }

    /** {@code local.set}. */
    public void set(I32x4 value) {
        set(local, value);
    }

    /** {@code local.set} of four equal constants. */
    public void set(int value) {
        set(constant(code, value));
    }
}
