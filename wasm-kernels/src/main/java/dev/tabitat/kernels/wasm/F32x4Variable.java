package dev.tabitat.kernels.wasm;

/** A parameter or local variable of four f32; as an expression, {@code local.get}. */
public final class F32x4Variable extends F32x4 {

    private final Local local;

    F32x4Variable(Code code, Local local) {
        super(code, () -> code.get(local));
        this.local = local;
    }

    /** {@code local.set}. */
    public void set(F32x4 value) {
        set(local, value);
    }

    /** {@code local.set} of four equal constants. */
    public void set(float value) {
        set(constant(code, value));
    }

    /** {@code local.tee}: an expression that assigns the value and is it. */
    public F32x4 assign(F32x4 value) {
        return new F32x4(code, tee(local, value));
    }

    /** {@code local.get}, {@code f32x4.add} of the amount, {@code local.set}. */
    public void add(F32x4 amount) {
        set(plus(amount));
    }

    /** The same variable as one of four i32. */
    @Override
    public I32x4Variable asI32x4() {
        return new I32x4Variable(code, local);
    }

    /** The sum of the lanes: (l₀ + l₁) + (l₂ + l₃). */
    public F32 sumOfLanes() {
        return lane(0).plus(lane(1)).plus(lane(2).plus(lane(3)));
    }

    /** The greatest lane; NaN when any lane is NaN. */
    public F32 greatestLane() {
        return lane(0).max(lane(1)).max(lane(2).max(lane(3)));
    }

    /** The least lane; NaN when any lane is NaN. */
    public F32 leastLane() {
        return lane(0).min(lane(1)).min(lane(2).min(lane(3)));
    }
}
