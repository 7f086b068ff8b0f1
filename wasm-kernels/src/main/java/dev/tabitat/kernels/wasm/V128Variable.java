package dev.tabitat.kernels.wasm;

/** A local variable of type v128 that holds lanes of more than one kind; as an expression, {@code local.get}. */
public final class V128Variable extends V128 {

    private final Local local;

    V128Variable(Code code, Local local) {
        super(code, () -> code.get(local));
        this.local = local;
    }

    /** {@code local.set}. */
    public void set(V128 value) {
        set(local, value);
    }
}
