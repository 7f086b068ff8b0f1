package dev.tabitat.kernels.wasm;

/** A parameter or local variable of type f32; as an expression, {@code local.get}. */
public final class F32Variable extends F32 {

    private final Local local;

    F32Variable(Code code, Local local) {
        super(code, () -> code.get(local));
        this.local = local;
    }

    /** {@code local.set}. */
    public void set(F32 value) {
        set(local, value);
    }

    /** {@code local.set} of a constant. */
    public void set(float value) {
        set(constant(code, value));
    }

    /** {@code local.tee}: an expression that assigns the value and is it. */
    public F32 assign(F32 value) {
        return new F32(code, tee(local, value));
    }

    /** {@code local.get}, {@code f32.add} of the amount, {@code local.set}. */
    public void add(F32 amount) {
        set(plus(amount));
    }
}
