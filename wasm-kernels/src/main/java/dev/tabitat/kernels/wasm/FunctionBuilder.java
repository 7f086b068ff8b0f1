package dev.tabitat.kernels.wasm;

import java.util.List;
import java.util.function.Consumer;

/**
 * The body of one function, written as statements over typed variables and {@link Expression expressions}.
 *
 * <p>
 * Each statement writes its instructions when it is called, in the order of its arguments. Variables are numbered in
 * the order in which they are declared and start as zero.
 */
public final class FunctionBuilder {

    private final Code code;

    FunctionBuilder(Code code) {
        this.code = code;
    }

    // ---- parameters, variables and constants ----

    /** The function's n-th parameter, an i32. */
    public I32Variable parameter(int n) {
        return new I32Variable(code, typed(code.parameter(n), ValueType.I32));
    }

    /** The function's n-th parameter, four f32. */
    public F32x4Variable parameterF32x4(int n) {
        return new F32x4Variable(code, typed(code.parameter(n), ValueType.V128));
    }

    /** Declares an i32. */
    public I32Variable localI32() {
        return new I32Variable(code, code.local(ValueType.I32));
    }

    /** Declares {@code count} i32. */
    public I32Variable[] localsI32(int count) {
        I32Variable[] locals = new I32Variable[count];
        for (int i = 0; i < count; i++) {
            locals[i] = localI32();
        }
        return locals;
    }

    /** Declares an f32. */
    public F32Variable localF32() {
        return new F32Variable(code, code.local(ValueType.F32));
    }

    /** Declares {@code count} f32. */
    public F32Variable[] localsF32(int count) {
        F32Variable[] locals = new F32Variable[count];
        for (int i = 0; i < count; i++) {
            locals[i] = localF32();
        }
        return locals;
    }

    /** Declares a vector of four f32. */
    public F32x4Variable localF32x4() {
        return new F32x4Variable(code, code.local(ValueType.V128));
    }

    /** Declares {@code count} vectors of four f32. */
    public F32x4Variable[] localsF32x4(int count) {
        F32x4Variable[] locals = new F32x4Variable[count];
        for (int i = 0; i < count; i++) {
            locals[i] = localF32x4();
        }
        return locals;
    }

    /** Declares a vector of four i32. */
    public I32x4Variable localI32x4() {
        return new I32x4Variable(code, code.local(ValueType.V128));
    }

    /** Declares {@code count} vectors of four i32. */
    public I32x4Variable[] localsI32x4(int count) {
        I32x4Variable[] locals = new I32x4Variable[count];
        for (int i = 0; i < count; i++) {
            locals[i] = localI32x4();
        }
        return locals;
    }

    /** Declares a vector whose lanes are of more than one kind. */
    public V128Variable localV128() {
        return new V128Variable(code, code.local(ValueType.V128));
    }

    /** Declares {@code count} vectors whose lanes are of more than one kind. */
    public V128Variable[] localsV128(int count) {
        V128Variable[] locals = new V128Variable[count];
        for (int i = 0; i < count; i++) {
            locals[i] = localV128();
        }
        return locals;
    }

    /** Declares an i32 and sets it. */
    public I32Variable let(I32 value) {
        I32Variable local = localI32();
        local.set(value);
        return local;
    }

    /** {@code i32.const}. */
    public I32 i32(int value) {
        return I32.constant(code, value);
    }

    /** {@code i64.const}. */
    public I64 i64(long value) {
        return new I64(code, () -> code.i64(value));
    }

    /** {@code f32.const}. */
    public F32 f32(float value) {
        return F32.constant(code, value);
    }

    /** {@code v128.const} of four equal f32. */
    public F32x4 f32x4(float value) {
        return F32x4.constant(code, value);
    }

    // ---- loops ----

    /** {@code for (i = from; i < to; i += step) body}: unsigned, {@code to} is computed before each turn. */
    public void forEach(I32Variable i, int from, I32 to, int step, Runnable body) {
        forEach(i, i32(from), to, step, body);
    }

    /** {@code for (i = from; i < to; i += step) body}: unsigned, {@code to} is computed before each turn. */
    public void forEach(I32Variable i, I32 from, I32 to, int step, Runnable body) {
        i.set(from);
        whileBelow(i, to, step, body);
    }

    /** {@code for (; i < to; i += step) body}: unsigned, from what {@code i} is. */
    public void whileBelow(I32Variable i, I32 to, int step, Runnable body) {
        whileBelow(i, to, () -> {
            body.run();
            i.add(step);
        });
    }

    /** {@code while (i < to) body}: unsigned; the body moves {@code i} on. */
    public void whileBelow(I32 i, I32 to, Runnable body) {
        until(i.isAtLeast(to), body);
    }

    /** {@code while (!condition) body}. */
    public void until(I32 condition, Runnable body) {
        loopUntil(condition, again -> {
            body.run();
            branch(again);
        });
    }

    /**
     * A loop that ends when the condition holds before a turn, and after each turn that does not branch to the label.
     */
    public void loopUntil(I32 condition, Consumer<Label> body) {
        block(done -> loop(again -> {
            branchIf(condition, done);
            body.accept(again);
        }));
    }

    // ---- structured branches ----

    /** The start of {@code when(condition).then(...).otherwise(...)}. */
    public Conditional when(I32 condition) {
        return new Conditional(code, condition);
    }

    /** {@code block}: a branch to its label goes to its end. */
    public void block(Consumer<Label> body) {
        code.block(body);
    }

    /** {@code loop}: a branch to its label goes to its start; without one the loop ends with its body. */
    public void loop(Consumer<Label> body) {
        code.loop(body);
    }

    /** {@code br}. */
    public void branch(Label label) {
        code.branch(label);
    }

    /** {@code br_if}. */
    public void branchIf(I32 condition, Label label) {
        condition.pushFor(code);
        code.branchIf(label);
    }

    /** {@code br_table}: to the label at place {@code index}, or to {@code otherwise} beyond the list's end. */
    public void branchTable(I32 index, List<Label> labels, Label otherwise) {
        index.pushFor(code);
        code.branchTable(labels, otherwise);
    }

    /** {@code unreachable}: traps. */
    public void trap() {
        code.op(Op.UNREACHABLE);
    }

    // ---- calls and results ----

    /** {@code call} of a function without a result. */
    public void call(Function callee, Expression... arguments) {
        pushAll(arguments);
        code.call(callee);
    }

    /** {@code call} of a function whose result is an f32. */
    public F32 callF32(Function callee, Expression... arguments) {
        return new F32(code, () -> call(callee, arguments));
    }

    /** {@code call} of a function whose result is four f32. */
    public F32x4 callF32x4(Function callee, Expression... arguments) {
        return new F32x4(code, () -> call(callee, arguments));
    }

    /** Leaves the function's result: its last statement. */
    public void result(Expression value) {
        value.pushFor(code);
    }

    /** Computes a value for its effect: {@code drop}. */
    public void discard(Expression value) {
        value.pushFor(code);
        code.drop();
    }

    // ---- memory ----

    /** {@code memory.copy}: the ranges may overlap. */
    public void copyMemory(I32 to, I32 from, I32 bytes) {
        pushAll(to, from, bytes);
        code.op(Op.MEMORY_COPY);
    }

    /** {@code memory.fill} with zeros. */
    public void zeroMemory(I32 address, I32 bytes) {
        pushAll(address, i32(0), bytes);
        code.op(Op.MEMORY_FILL);
    }

    private void pushAll(Expression... values) {
        for (Expression value : values) {
            value.pushFor(code);
        }
    }

    private static Local typed(Local parameter, ValueType type) {
        if (parameter.type() != type) {
            throw new IllegalStateException(
                    "Expected parameter " + parameter.index() + " to be " + type + ", found " + parameter.type());
        }
        return parameter;
    }
}
