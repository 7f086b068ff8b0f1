package dev.tabitat.kernels.wasm;

/**
 * A value that a function computes, described by the instructions that push it.
 *
 * <p>
 * Nothing is written when an expression is made. Its instructions are written where it is used: assigned to a variable,
 * stored, passed to a call or tested; a second use writes them a second time. Operands are written from left to right,
 * each method names the instruction that follows them.
 */
public abstract sealed class Expression permits I32, I64, F32, V128 {

    final Code code;
    private final Runnable instructions;

    Expression(Code code, Runnable instructions) {
        this.code = code;
        this.instructions = instructions;
    }

    /** Writes the instructions that push this value. */
    final void push() {
        instructions.run();
    }

    /** Writes them where they belong to the function that {@code user} writes. */
    final void pushFor(Code user) {
        requireFunction(user);
        push();
    }

    /** The instructions of this operand, then {@code op}. */
    final Runnable then(Op op) {
        return () -> {
            push();
            code.op(op);
        };
    }

    /** The instructions of this operand and of {@code right}, then {@code op}. */
    final Runnable then(Expression right, Op op) {
        right.requireFunction(code);
        return () -> {
            push();
            right.push();
            code.op(op);
        };
    }

    /** The instructions of this operand and of two more, then {@code op}. */
    final Runnable then(Expression second, Expression third, Op op) {
        second.requireFunction(code);
        third.requireFunction(code);
        return () -> {
            push();
            second.push();
            third.push();
            code.op(op);
        };
    }

    /** Writes a value into a variable of this function. */
    final void set(Local local, Expression value) {
        value.pushFor(code);
        code.set(local);
    }

    /** The instructions that write a value into a variable of this function and leave it on the stack. */
    final Runnable tee(Local local, Expression value) {
        value.requireFunction(code);
        return () -> {
            value.push();
            code.tee(local);
        };
    }

    /** The instructions of this operand, then those of {@code access}. */
    final Runnable then(Runnable access) {
        return () -> {
            push();
            access.run();
        };
    }

    private void requireFunction(Code user) {
        if (user != code) {
            throw new IllegalStateException("Expected an operand of the same function, found one of another function");
        }
    }
}
