package dev.tabitat.kernels.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** One thread of the model: it executes instructions up to and including the next access to memory. */
final class ModelThread {

    /** What a thread is doing. */
    enum State {
        RUNNABLE,
        ASLEEP,
        DONE,
        TRAPPED,
        DEAD
    }

    private final ModelModule module;
    private final int[] memory;
    private final Deque<Frame> frames = new ArrayDeque<>();
    private final List<Long> stack = new ArrayList<>();
    State state = State.RUNNABLE;
    /** Where it sleeps, in words, and whether it would wake by itself. */
    int sleepsAt;
    boolean hasDeadline;

    private static final class Frame {
        private final ModelModule.Body body;
        private final long[] locals;
        private final Deque<int[]> labels = new ArrayDeque<>();
        private int at;

        Frame(ModelModule.Body body) {
            this.body = body;
            this.locals = new long[body.parameters() + body.locals()];
            this.at = body.start();
        }
    }

    ModelThread(ModelModule module, int[] memory, String export, int... arguments) {
        this.module = module;
        this.memory = memory;
        for (int argument : arguments) {
            push(argument);
        }
        enter(module.export(export));
    }

    /** What a step did to others: words at which so many sleepers are to be woken; none when {@code count} is 0. */
    record Wake(int at, int count) {
    }

    /** Wakes up, by a signal (0) or by its deadline (2). */
    void wake(int result) {
        state = State.RUNNABLE;
        push(result);
    }

    Wake step() {
        while (state == State.RUNNABLE) {
            Frame frame = frames.peek();
            int op = module.bytes()[frame.at++] & 255;
            if (op == 0xFE || op == 0x28 || op == 0x36) {
                return access(frame, op);
            }
            plain(frame, op);
        }
        return new Wake(0, 0);
    }

    private Wake access(Frame frame, int op) {
        int code = op == 0xFE ? 0xFE00 | module.bytes()[frame.at++] & 255 : op;
        immediate(frame);
        int offset = (int) immediate(frame);
        switch (code) {
            case 0x28, 0xFE10 -> push(memory[word(pop(), offset)]);
            case 0x36, 0xFE17 -> {
                long value = pop();
                memory[word(pop(), offset)] = (int) value;
            }
            case 0xFE1E -> {
                long value = pop();
                int at = word(pop(), offset);
                push(memory[at]);
                memory[at] += (int) value;
            }
            case 0xFE01 -> {
                long nanos = pop();
                long expected = pop();
                int at = word(pop(), offset);
                if (memory[at] == (int) expected) {
                    state = State.ASLEEP;
                    sleepsAt = at;
                    hasDeadline = nanos >= 0;
                } else {
                    push(1);
                }
            }
            case 0xFE00 -> {
                int count = (int) pop();
                int at = word(pop(), offset);
                push(0);
                return new Wake(at, count < 0 ? Integer.MAX_VALUE : count);
            }
            default -> throw new AssertionError("opcode " + Integer.toHexString(code));
        }
        return new Wake(0, 0);
    }

    private static int word(long address, int offset) {
        long at = address + offset;
        if (at % 4 != 0) {
            throw new AssertionError("not aligned: " + at);
        }
        return (int) at / 4;
    }

    private void plain(Frame frame, int op) {
        switch (op) {
            case 0x00 -> state = State.TRAPPED;
            case 0x02, 0x03 -> {
                int[] ends = frame.body.blockEnds().get(frame.at);
                immediate(frame);
                frame.labels.push(new int[]{op == 0x03 ? frame.at : ends[0], stack.size(), op == 0x03 ? 1 : 0});
            }
            case 0x04 -> {
                int[] ends = frame.body.blockEnds().get(frame.at);
                immediate(frame);
                boolean isTaken = pop() != 0;
                if (isTaken || ends[1] > 0) {
                    frame.labels.push(new int[]{ends[0], stack.size(), 0});
                }
                frame.at = isTaken ? frame.at : ends[1] > 0 ? ends[1] : ends[0];
            }
            case 0x05 -> branch(frame, 0);
            case 0x0B -> end(frame);
            case 0x0C -> branch(frame, (int) immediate(frame));
            case 0x0D -> {
                int depth = (int) immediate(frame);
                if (pop() != 0) {
                    branch(frame, depth);
                }
            }
            case 0x0E -> {
                int count = (int) immediate(frame);
                long chosen = pop() & 0xFFFFFFFFL;
                long depth = 0;
                for (int i = 0; i <= count; i++) {
                    long label = immediate(frame);
                    depth = i == chosen || i == count && chosen > count ? label : depth;
                }
                branch(frame, (int) depth);
            }
            case 0x10 -> enter(module.function((int) immediate(frame)));
            case 0x1A -> pop();
            case 0x20 -> push(frame.locals[(int) immediate(frame)]);
            case 0x21 -> frame.locals[(int) immediate(frame)] = pop();
            case 0x22 -> frame.locals[(int) immediate(frame)] = stack.get(stack.size() - 1);
            case 0x41 -> push((int) signedImmediate(frame));
            case 0x42 -> push(signedImmediate(frame));
            case 0xAD -> push(pop() & 0xFFFFFFFFL);
            default -> binary(op);
        }
    }

    private void binary(int op) {
        long b = pop();
        long a = pop();
        push(switch (op) {
            case 0x46 -> (int) a == (int) b ? 1 : 0;
            case 0x47 -> (int) a != (int) b ? 1 : 0;
            case 0x48 -> (int) a < (int) b ? 1 : 0;
            case 0x49 -> Integer.compareUnsigned((int) a, (int) b) < 0 ? 1 : 0;
            case 0x4F -> Integer.compareUnsigned((int) a, (int) b) >= 0 ? 1 : 0;
            case 0x6A -> (int) a + (int) b;
            case 0x6B -> (int) a - (int) b;
            case 0x6C -> (int) a * (int) b;
            case 0x74 -> (int) a << (int) b;
            case 0x7E -> a * b;
            default -> throw new AssertionError("opcode " + Integer.toHexString(op));
        });
    }

    private void enter(ModelModule.Body body) {
        Frame frame = new Frame(body);
        for (int i = body.parameters() - 1; i >= 0; i--) {
            frame.locals[i] = pop();
        }
        frames.push(frame);
    }

    private void end(Frame frame) {
        if (!frame.labels.isEmpty()) {
            frame.labels.pop();
            return;
        }
        frames.pop();
        state = frames.isEmpty() ? State.DONE : state;
    }

    private void branch(Frame frame, int depth) {
        for (int i = 0; i < depth; i++) {
            frame.labels.pop();
        }
        int[] label = frame.labels.peek();
        frame.at = label[0];
        while (stack.size() > label[1]) {
            pop();
        }
        if (label[2] == 0) {
            frame.labels.pop();
        }
    }

    private long immediate(Frame frame) {
        long[] read = ModelModule.leb(module.bytes(), frame.at);
        frame.at = (int) read[1];
        return read[0];
    }

    private long signedImmediate(Frame frame) {
        long[] read = ModelModule.leb(module.bytes(), frame.at);
        frame.at = (int) read[1];
        return read[2];
    }

    private void push(long value) {
        stack.add(value);
    }

    private long pop() {
        return stack.remove(stack.size() - 1);
    }
}
