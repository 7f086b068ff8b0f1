package dev.tabitat.kernels.wasm;

/** A parameter or local variable of type i32; as an expression, {@code local.get}. */
public final class I32Variable extends I32 {

    private final Local local;

    I32Variable(Code code, Local local) {
        super(code, () -> code.get(local));
        this.local = local;
    }

    /** {@code local.set}. */
    public void set(I32 value) {
        set(local, value);
    }

    /** {@code local.set} of a constant. */
    public void set(int value) {
        set(constant(code, value));
    }

    /** {@code local.tee}: an expression that assigns the value and is it. */
    public I32 assign(I32 value) {
        return new I32(code, tee(local, value));
    }

    /** {@code local.get}, {@code i32.add} of the amount, {@code local.set}. */
    public void add(I32 amount) {
        set(plus(amount));
    }

    /** Adds a constant. */
    public void add(int amount) {
        set(plus(amount));
    }

    /** {@code local.get}, {@code i32.sub} of the amount, {@code local.set}. */
    public void subtract(I32 amount) {
        set(minus(amount));
    }
}
