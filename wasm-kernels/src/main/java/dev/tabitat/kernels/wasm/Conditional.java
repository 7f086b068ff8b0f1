package dev.tabitat.kernels.wasm;

/**
 * An {@code if} over a condition: {@code when(condition).then(...).otherwise(...)}; nothing is written before
 * {@code then}.
 */
public final class Conditional {

    private final Code code;
    private final I32 condition;

    Conditional(Code code, I32 condition) {
        this.code = code;
        this.condition = condition;
    }

    /** {@code if}: what happens where the condition is not zero. */
    public Conditional then(Runnable body) {
        condition.pushFor(code);
        code.when(body);
        return this;
    }

    /** {@code else}: what happens where it is zero; follows {@code then} at once. */
    public void otherwise(Runnable body) {
        code.otherwise(body);
    }
}
