package dev.tabitat.kernels.wasm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * The body of one function, written instruction by instruction (section 5.4), with its operand stack followed.
 *
 * <p>
 * The rules are those of the validation algorithm (specification, appendix A.3) for the instructions here: every
 * instruction finds the types it pops, a block leaves exactly its result, and code after an unconditional branch may
 * pop anything. A breach is a mistake in the kernel's source and throws {@link IllegalStateException} naming the
 * function, the instruction, what was expected and what was found.
 *
 * <p>
 * Kernels are written one level up, as expressions and statements of a {@link FunctionBuilder}, which writes them here.
 *
 * <p>
 * Control flow nests as Java blocks do: {@code code.block(exit -> ...)} hands the label to the lambda that writes the
 * block's inside.
 */
public final class Code {

    private static final int EMPTY_BLOCK = 0x40;
    private static final int BLOCK = 0x02;
    private static final int LOOP = 0x03;
    private static final int IF = 0x04;
    private static final int ELSE = 0x05;
    private static final int END = 0x0B;

    private final Function function;
    private final List<Local> parameters = new ArrayList<>();
    private final List<Local> locals = new ArrayList<>();
    private final List<ValueType> stack = new ArrayList<>();
    private final List<Frame> frames = new ArrayList<>();
    private final ByteSink out = new ByteSink();

    /** Where the last {@code if} ended; -1 when there was none. */
    private int endOfIf = -1;

    Code(Function function) {
        this.function = function;
        for (ValueType type : function.type().parameters()) {
            parameters.add(new Local(parameters.size(), type));
        }
        frames.add(new Frame(0));
    }

    /** What stands inside one block: nothing below {@code height} may be popped there. */
    private static final class Frame {
        final int height;
        boolean unreachable;

        Frame(int height) {
            this.height = height;
        }
    }

    /** The function's n-th parameter. */
    public Local parameter(int n) {
        return parameters.get(n);
    }

    /** Declares a local variable; it starts as zero. */
    public Local local(ValueType type) {
        Local local = new Local(parameters.size() + locals.size(), type);
        locals.add(local);
        return local;
    }

    // ---- variables and constants ----

    /** Pushes a variable. */
    public Code get(Local local) {
        return variable(0x20, local).push(local.type());
    }

    /** Pops into a variable. */
    public Code set(Local local) {
        pop(local.type(), "local.set");
        return variable(0x21, local);
    }

    /** Copies the top of the stack into a variable. */
    public Code tee(Local local) {
        pop(local.type(), "local.tee");
        return variable(0x22, local).push(local.type());
    }

    /** Pushes an i32. */
    public Code i32(int value) {
        out.put(0x41).signed(value);
        return push(ValueType.I32);
    }

    /** Pushes an i64. */
    public Code i64(long value) {
        out.put(0x42).signed(value);
        return push(ValueType.I64);
    }

    /** Pushes an f32. */
    public Code f32(float value) {
        out.put(0x43).int32(Float.floatToRawIntBits(value));
        return push(ValueType.F32);
    }

    /** Pushes a v128 of four equal f32 lanes. */
    public Code f32x4(float value) {
        int bits = Float.floatToRawIntBits(value);
        return v128(bits, bits, bits, bits);
    }

    /** Pushes a v128 of four equal i32 lanes. */
    public Code i32x4(int value) {
        return v128(value, value, value, value);
    }

    private Code v128(int a, int b, int c, int d) {
        out.put(0xFD, 0x0C).int32(a).int32(b).int32(c).int32(d);
        return push(ValueType.V128);
    }

    // ---- instructions ----

    /** Writes an instruction that has no immediate. */
    public Code op(Op op) {
        return instruction(op, Op.Immediate.NONE);
    }

    /** Writes a memory access at {@code offset} bytes after the popped address, which it may expect to be aligned. */
    public Code memory(Op op, int offset) {
        return memory(op, offset, op.size());
    }

    /**
     * Writes a memory access whose address is a multiple of 2<sup>alignment</sup> bytes only.
     *
     * @param alignment a hint, at most the natural alignment
     */
    public Code memory(Op op, int offset, int alignment) {
        if (offset < 0 || alignment < 0 || alignment > op.size()) {
            throw mistake(op.name(), "an offset of at least 0 and an alignment of at most " + op.size(),
                    offset + " and " + alignment);
        }
        instruction(op, Op.Immediate.MEMORY);
        out.unsigned(alignment).unsigned(offset);
        return this;
    }

    /** Writes an instruction that names one lane of a vector. */
    public Code lane(Op op, int lane) {
        if (lane < 0 || lane >= op.size()) {
            throw mistake(op.name(), "a lane below " + op.size(), lane);
        }
        instruction(op, Op.Immediate.LANE);
        out.put(lane);
        return this;
    }

    /** Stores one lane of a vector at {@code offset} bytes after the popped address, which need not be aligned. */
    public Code storeLane(Op op, int offset, int lane) {
        if (offset < 0 || lane < 0 || lane << op.size() >= 16) {
            throw mistake(op.name(), "an offset of at least 0 and a lane of the vector", offset + " and " + lane);
        }
        instruction(op, Op.Immediate.MEMORY_LANE);
        out.unsigned(0).unsigned(offset).put(lane);
        return this;
    }

    /**
     * Pops two vectors and pushes one whose four 32-bit lanes are these of theirs.
     *
     * @param lanes four numbers: 0 to 3 the first vector's, 4 to 7 the second's
     */
    public Code shuffle32(int... lanes) {
        instruction(Op.I8X16_SHUFFLE, Op.Immediate.LANES);
        for (int lane = 0; lane < 4; lane++) {
            if (lanes.length != 4 || lanes[lane] < 0 || lanes[lane] > 7) {
                throw mistake(Op.I8X16_SHUFFLE.name(), "four lanes below 8", Arrays.toString(lanes));
            }
            for (int i = 0; i < 4; i++) {
                out.put(4 * lanes[lane] + i);
            }
        }
        return this;
    }

    /** Drops the top of the stack. */
    public Code drop() {
        popAny("drop");
        out.put(0x1A);
        return this;
    }

    /** Calls a function of this module. */
    public Code call(Function callee) {
        out.put(0x10).unsigned(callee.index());
        return calling("call " + callee.name(), callee.type());
    }

    /** Leaves this function with the result of another: the tail calls feature, section 3.4.10. */
    public Code returnCall(Function callee) {
        out.put(0x12).unsigned(callee.index());
        calling("return_call " + callee.name(), callee.type());
        return leaving("return_call");
    }

    /** Leaves the function with its result on the stack. */
    public Code returns() {
        out.put(0x0F);
        return leaving("return");
    }

    // ---- structured control flow ----

    /** A block that leaves nothing; a branch to its label goes to its end. */
    public Code block(Consumer<Label> inside) {
        out.put(BLOCK, EMPTY_BLOCK);
        return nested("block", inside);
    }

    /** A loop that leaves nothing; a branch to its label goes to its start. */
    public Code loop(Consumer<Label> inside) {
        out.put(LOOP, EMPTY_BLOCK);
        return nested("loop", inside);
    }

    /** Pops a condition and runs {@code inside} when it is not zero. */
    public Code when(Runnable inside) {
        pop(ValueType.I32, "if");
        out.put(IF, EMPTY_BLOCK);
        nested("if", label -> inside.run());
        endOfIf = out.size();
        return this;
    }

    /** Gives the {@link #when} that was written last a body for the case that its condition is zero. */
    public Code otherwise(Runnable inside) {
        if (out.size() != endOfIf) {
            throw mistake("else", "to follow the end of an if", "other instructions");
        }
        out.removeLast();
        out.put(ELSE);
        return nested("else", label -> inside.run());
    }

    /** Branches to a label. */
    public Code branch(Label label) {
        out.put(0x0C).unsigned(distance(label));
        return afterBranch();
    }

    /** Pops a condition and branches when it is not zero. */
    public Code branchIf(Label label) {
        pop(ValueType.I32, "br_if");
        out.put(0x0D).unsigned(distance(label));
        return this;
    }

    /** Pops a number and branches to the label at that place in the list, or to {@code otherwise} beyond its end. */
    public Code branchTable(List<Label> labels, Label otherwise) {
        pop(ValueType.I32, "br_table");
        out.put(0x0E).unsigned(labels.size());
        for (Label label : labels) {
            out.unsigned(distance(label));
        }
        out.unsigned(distance(otherwise));
        return afterBranch();
    }

    // ---- the finished body ----

    /** The code entry (section 5.5.13): its size, the local declarations, the instructions and the end. */
    ByteSink finish() {
        if (frames.size() != 1) {
            throw mistake("end", "every block closed", frames.size() - 1 + " open");
        }
        for (int i = function.type().results().size() - 1; i >= 0; i--) {
            pop(function.type().results().get(i), "end");
        }
        if (stack.size() != 0) {
            throw mistake("end", "nothing left on the stack", stack);
        }
        ByteSink body = new ByteSink();
        body.unsigned(locals.size());
        for (Local local : locals) {
            body.unsigned(1).put(local.type().encoding());
        }
        body.put(out).put(END);
        return new ByteSink().sized(body);
    }

    // ---- validation ----

    private Code instruction(Op op, Op.Immediate immediate) {
        if (op.immediate() != immediate) {
            throw mistake(op.name(), "to be written with its " + op.immediate() + " immediate", immediate);
        }
        for (int i = op.pops().size() - 1; i >= 0; i--) {
            pop(op.pops().get(i), op.name());
        }
        out.put(op.encoding());
        for (ValueType type : op.pushes()) {
            push(type);
        }
        return op == Op.UNREACHABLE ? afterBranch() : this;
    }

    private Code calling(String what, FunctionType type) {
        for (int i = type.parameters().size() - 1; i >= 0; i--) {
            pop(type.parameters().get(i), what);
        }
        for (ValueType result : type.results()) {
            push(result);
        }
        return this;
    }

    private Code leaving(String what) {
        for (int i = function.type().results().size() - 1; i >= 0; i--) {
            pop(function.type().results().get(i), what);
        }
        return afterBranch();
    }

    private Code variable(int opcode, Local local) {
        boolean known = local.index() < parameters.size()
                ? parameters.get(local.index()).equals(local)
                : local.index() - parameters.size() < locals.size()
                        && locals.get(local.index() - parameters.size()).equals(local);
        if (!known) {
            throw mistake("local " + local.index(), "a variable of this function", local);
        }
        out.put(opcode).unsigned(local.index());
        return this;
    }

    private Code nested(String what, Consumer<Label> inside) {
        Label label = enter();
        inside.accept(label);
        leave(what);
        out.put(END);
        return this;
    }

    private Label enter() {
        frames.add(new Frame(stack.size()));
        return new Label(frames.size() - 1);
    }

    private void leave(String what) {
        Frame frame = frames.remove(frames.size() - 1);
        if (stack.size() != frame.height) {
            throw mistake("end of " + what, "nothing left on the stack", stack.subList(frame.height, stack.size()));
        }
    }

    private int distance(Label label) {
        int distance = frames.size() - 1 - label.depth;
        if (distance < 0) {
            throw mistake("branch", "a label of an open block", "one that is closed");
        }
        return distance;
    }

    private Code afterBranch() {
        Frame frame = frames.get(frames.size() - 1);
        while (stack.size() > frame.height) {
            stack.remove(stack.size() - 1);
        }
        frame.unreachable = true;
        return this;
    }

    private Code push(ValueType type) {
        stack.add(type);
        return this;
    }

    private void pop(ValueType expected, String what) {
        Frame frame = frames.get(frames.size() - 1);
        if (stack.size() == frame.height) {
            if (frame.unreachable) {
                return;
            }
            throw mistake(what, expected, "an empty stack");
        }
        ValueType found = stack.remove(stack.size() - 1);
        if (found != expected) {
            throw mistake(what, expected, found);
        }
    }

    private void popAny(String what) {
        Frame frame = frames.get(frames.size() - 1);
        if (stack.size() > frame.height) {
            stack.remove(stack.size() - 1);
        } else if (!frame.unreachable) {
            throw mistake(what, "a value", "an empty stack");
        }
    }

    private IllegalStateException mistake(String instruction, Object expected, Object found) {
        return new IllegalStateException("In function " + function.name() + " at byte " + out.size() + ", "
                + instruction + ": expected " + expected + ", found " + found);
    }
}
