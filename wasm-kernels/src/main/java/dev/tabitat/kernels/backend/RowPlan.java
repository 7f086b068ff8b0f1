package dev.tabitat.kernels.backend;

import dev.tabitat.core.graph.Graph;
import dev.tabitat.core.graph.Node;
import dev.tabitat.core.graph.Op;
import dev.tabitat.core.tensor.Tensor;
import dev.tabitat.kernels.kernel.Activations;
import dev.tabitat.kernels.kernel.Attention;
import dev.tabitat.kernels.kernel.Int8Dot;
import dev.tabitat.kernels.kernel.Kernel;
import dev.tabitat.kernels.kernel.LinearI8;
import dev.tabitat.kernels.kernel.LowRankF32;
import dev.tabitat.kernels.kernel.Program;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The kernel calls of one run of a {@link RowGraph} on some threads, and the places of its values. Values share places
 * when they do not live at the same time.
 *
 * <p>
 * Each step is cut into slices, one a thread: rows where a step works row by row, outputs where it reads a matrix of
 * weights, heads of attention. Threads meet after a step unless the next one needs only rows that the same thread has
 * written.
 */
final class RowPlan {

    /** An argument of a call: an address in a part of the constants or in the arena, the control block, or a number. */
    private record Argument(Base base, int part, int value) {
    }

    private enum Base {
        CONSTANTS,
        ARENA,
        CONTROL,
        NUMBER
    }

    /** A part of something that is counted. */
    private record Slice(int from, int to) {

        int count() {
            return to - from;
        }
    }

    private final RowGraph rowGraph;
    private final Graph graph;
    private final Int8Dot dot;
    private final Map<String, Integer> rows;
    private final Map<String, Tensor> inputs;
    private final int threads;
    private final Arena arena = new Arena();
    private final Map<String, Slot> places = new LinkedHashMap<>();
    private final List<List<List<Argument>>> programs = new ArrayList<>();
    private final List<Slot> released = new ArrayList<>();
    private final Slot program;
    /** The rows that the step before was cut by, when nobody has met since; -1 when it was cut otherwise. */
    private int cutRows = -1;
    private boolean metSince = true;

    /**
     * @param rows the rows of each value in this run, from {@link dev.tabitat.core.runtime.TokenInputs#check}
     * @param threads at least 1
     */
    RowPlan(RowGraph rowGraph, Int8Dot dot, Map<String, Integer> rows, Map<String, Tensor> inputs, int threads) {
        this.rowGraph = rowGraph;
        this.graph = rowGraph.graph();
        this.dot = dot;
        this.rows = rows;
        this.inputs = inputs;
        this.threads = threads;
        for (int thread = 0; thread < threads; thread++) {
            programs.add(new ArrayList<>());
        }
        List<Node> nodes = graph.nodes();
        for (Node input : graph.inputs()) {
            places.put(input.name(), arena.take(inputs.get(input.name()).byteLength()));
        }
        for (int i = 0; i < nodes.size(); i++) {
            Node node = nodes.get(i);
            if (node.op() instanceof Op.Input || node.op() instanceof Op.Weight) {
                continue;
            }
            boolean takesOver = RowGraph.isInPlace(node.op()) && isFree(node, i);
            places.put(node.name(), takesOver ? places.get(node.inputs().get(0))
                    : arena.take(4L * rows.get(node.name()) * graph.shape(node.name()).dim(1)));
            plan(node);
            for (String input : node.inputs()) {
                boolean isTaken = takesOver && input.equals(node.inputs().get(0));
                if (rowGraph.lastUse(input) == i && places.containsKey(input) && !isInput(input) && !isTaken) {
                    release(places.get(input));
                }
            }
        }
        meet();
        long records = 0;
        for (List<List<Argument>> calls : programs) {
            records += calls.size();
        }
        program = arena.takeAtEnd(records * Program.RECORD_BYTES);
    }

    /**
     * Whether a step may change its first input where it lies: nobody needs it any more, nor does the step read it as
     * another input.
     */
    private boolean isFree(Node node, int step) {
        String y = node.inputs().get(0);
        return rowGraph.lastUse(y) == step && !isInput(y) && node.inputs().lastIndexOf(y) == 0;
    }

    /** Bytes of memory for the values and the programs. */
    long bytes() {
        return arena.bytes();
    }

    /** Where an input or an output lies in the arena. */
    Slot place(String name) {
        return places.get(name);
    }

    Slot programPlace() {
        return program;
    }

    /** Where each thread's program lies, with an arena at this address. */
    List<ThreadPool.Span> spans(int arenaAt) {
        List<ThreadPool.Span> spans = new ArrayList<>();
        int at = arenaAt + program.offset();
        for (List<List<Argument>> calls : programs) {
            int end = at + calls.size() * Program.RECORD_BYTES;
            spans.add(new ThreadPool.Span(at, end));
            at = end;
        }
        return spans;
    }

    /** The programs, one after the other, for parts of constants, an arena and a control block at these addresses. */
    Bytes programs(int[] constants, int arenaAt, int control) {
        int perRecord = Program.RECORD_BYTES / 4;
        int[] words = new int[program.bytes() / 4];
        int record = 0;
        for (List<List<Argument>> calls : programs) {
            for (List<Argument> call : calls) {
                int at = record++ * perRecord;
                for (Argument argument : call) {
                    words[at++] = argument.value() + switch (argument.base()) {
                        case CONSTANTS -> constants[argument.part()];
                        case ARENA -> arenaAt;
                        case CONTROL -> control;
                        case NUMBER -> 0;
                    };
                }
            }
        }
        return Bytes.ofWords(words);
    }

    private void plan(Node node) {
        Op op = node.op();
        int count = rows.get(node.name());
        int width = graph.shape(node.name()).dim(1);
        if (op instanceof Op.LinearInt8 linear) {
            linearInt8(node, linear.activation(), count, width);
        } else if (op instanceof Op.Linear linear) {
            linear(node, linear.activation(), count, width);
        } else if (op instanceof Op.SequenceAttention attention) {
            attention(node, attention, width);
        } else if (op instanceof Op.Pool pool) {
            pool(node, pool.pooling(), width);
        } else {
            byRows(count);
            for (int thread = 0; thread < threads; thread++) {
                Slice slice = slice(count, 1, thread);
                if (slice.count() > 0) {
                    rowwise(node, thread, slice, width);
                }
            }
        }
    }

    /** A step that makes each row of the same row of what it reads. */
    private void rowwise(Node node, int thread, Slice slice, int width) {
        int at = 4 * slice.from() * width;
        Argument y = at(places.get(node.name()), at);
        Op op = node.op();
        if (op instanceof Op.Embedding) {
            boolean quantized = node.inputs().size() == 6;
            call(thread, quantized ? Kernel.EMBEDDING_I8 : Kernel.EMBEDDING_F32, value(node, 0, 4 * slice.from()),
                    value(node, 1, 4 * slice.from()),
                    constant(node.inputs().get(2)), quantized ? constant(node.inputs().get(3)) : number(0),
                    constant(node.inputs().get(quantized ? 4 : 3)), constant(node.inputs().get(quantized ? 5 : 4)), y,
                    number(width),
                    number(slice.count()));
        } else if (op instanceof Op.LayerNorm norm) {
            int last = node.inputs().size() - 1;
            call(thread, Kernel.LAYER_NORM, value(node, 0, at), last == 3 ? value(node, 1, at) : number(0),
                    constant(node.inputs().get(last - 1)),
                    constant(node.inputs().get(last)), y, number(width), number(slice.count()),
                    number(Float.floatToIntBits(norm.epsilon())));
        } else if (op instanceof Op.Lookup) {
            boolean quantized = node.inputs().size() == 3;
            call(thread, quantized ? Kernel.LOOKUP_I8 : Kernel.LOOKUP_F32, value(node, 0, 4 * slice.from()),
                    constant(node.inputs().get(1)), quantized ? constant(node.inputs().get(2)) : number(0), y,
                    number(width), number(slice.count()));
        } else if (op instanceof Op.Gate gate) {
            Argument rest = value(node, 0, 2 * at + 4 * width);
            call(thread, Kernel.COPY_COLUMNS, y, value(node, 0, 2 * at), number(width), number(2 * width),
                    number(slice.count()));
            activate(thread, gate.activation(), y, slice.count() * width);
            call(thread, Kernel.MULTIPLY_COLUMNS, y, rest, number(width), number(2 * width), number(slice.count()));
        } else if (RowGraph.isInPlace(op)) {
            change(node, thread, slice, width);
        } else {
            call(thread, op instanceof Op.Normalize ? Kernel.NORMALIZE_ROWS : Kernel.SOFTMAX, value(node, 0, at), y,
                    number(slice.count()),
                    number(width));
        }
    }

    /** A step that changes values where they lie, or a copy of them. */
    private void change(Node node, int thread, Slice slice, int width) {
        int at = 4 * slice.from() * width;
        Argument y = at(places.get(node.name()), at);
        if (!places.get(node.name()).equals(places.get(node.inputs().get(0)))) {
            call(thread, Kernel.COPY, y, value(node, 0, at), number(4 * slice.count() * width));
        }
        Op op = node.op();
        if (op instanceof Op.LowRank change) {
            int in = graph.shape(node.inputs().get(1)).dim(1);
            int rank = graph.shape(node.inputs().get(2)).dim(0);
            int changed = graph.shape(node.inputs().get(3)).dim(0);
            Slot scratch = arena.take(LowRankF32.scratchBytes(rank, changed));
            call(thread, Kernel.LOW_RANK, value(node, 1, 4 * slice.from() * in), constant(RowGraph.packed(node)),
                    constant(RowGraph.up(node)),
                    at(places.get(node.name()), at + 4 * change.from()), at(scratch, 0), number(in), number(rank),
                    number(changed), number(width),
                    number(slice.count()));
            release(scratch);
        } else if (op instanceof Op.SparseDelta change) {
            int in = graph.shape(node.inputs().get(1)).dim(1);
            call(thread, Kernel.SPARSE_DELTA, value(node, 1, 4 * slice.from() * in), constant(node.inputs().get(2)),
                    constant(node.inputs().get(3)),
                    constant(node.inputs().get(4)), at(places.get(node.name()), at + 4 * change.from()), number(in),
                    number(graph.shape(node.inputs().get(2)).dim(0) - 1), number(width), number(slice.count()));
        } else if (op instanceof Op.Shift) {
            call(thread, Kernel.SHIFT, y, constant(node.inputs().get(1)), number(width), number(slice.count()));
        } else if (op instanceof Op.Add) {
            call(thread, Kernel.ADD, y, value(node, 1, at), number(slice.count() * width));
        } else if (op instanceof Op.Rotate rotate) {
            call(thread, Kernel.ROTATE, y, value(node, 1, 4 * slice.from()), constant(node.inputs().get(2)),
                    constant(node.inputs().get(3)), number(width / 3), number(width / 6 / rotate.heads()),
                    number(slice.count()));
        } else if (op instanceof Op.Activate activate) {
            activate(thread, activate.activation(), y, slice.count() * width);
        }
    }

    /** An activation of values where they lie. */
    private void activate(int thread, Op.Activation activation, Argument y, int count) {
        if (activation == Op.Activation.GELU) {
            Slot scratch = arena.take(32);
            call(thread, Kernel.GELU, y, at(scratch, 0), number(count));
            release(scratch);
        } else if (activation == Op.Activation.RELU) {
            call(thread, Kernel.RELU, y, number(count));
        } else if (activation != Op.Activation.NONE) {
            call(thread, Kernel.ACTIVATE, y, number(count), number(kind(activation)));
        }
    }

    /** What the kernels of a layer do not apply themselves. */
    private void activateAfter(Node node, Op.Activation activation, int count, int width) {
        if (!RowGraph.isFused(activation)) {
            byRows(count);
            for (int thread = 0; thread < threads; thread++) {
                Slice slice = slice(count, 1, thread);
                if (slice.count() > 0) {
                    activate(thread, activation, at(places.get(node.name()), 4 * slice.from() * width),
                            slice.count() * width);
                }
            }
        }
    }

    private void linear(Node node, Op.Activation activation, int count, int width) {
        List<Slot> scratches = scratches(32);
        otherwise();
        for (int thread = 0; thread < threads; thread++) {
            Slice slice = slice(width, 4, thread);
            if (slice.count() > 0) {
                call(thread, Kernel.LINEAR_F32, value(node, 0, 0), constant(RowGraph.packed(node)),
                        constant(node.inputs().get(2)), result(node),
                        number(graph.shape(node.inputs().get(0)).dim(1)), number(count), number(slice.from()),
                        number(slice.to()), number(width),
                        activation(activation), at(scratches.get(thread), 0));
            }
        }
        scratches.forEach(this::release);
        activateAfter(node, activation, count, width);
    }

    private void linearInt8(Node node, Op.Activation activation, int count, int out) {
        int in = graph.shape(node.inputs().get(0)).dim(1);
        int stride = Packed.stride(in);
        Slot codes = arena.take((long) count * stride * dot.activationBytes());
        Slot steps = arena.take(8L * count);
        List<Slot> scratches = scratches(LinearI8.SCRATCH_BYTES);
        byRows(count);
        for (int thread = 0; thread < threads; thread++) {
            Slice slice = slice(count, 1, thread);
            if (slice.count() > 0) {
                call(thread, Kernel.QUANTIZE_ROWS, value(node, 0, 4 * slice.from() * in),
                        at(codes, slice.from() * stride * dot.activationBytes()),
                        at(steps, 8 * slice.from()), number(in), number(stride), number(slice.count()),
                        node.inputs().size() == 5 ? constant(node.inputs().get(4)) : number(0));
            }
        }
        otherwise();
        for (int thread = 0; thread < threads; thread++) {
            Slice slice = slice(out, LinearI8.PANEL, thread);
            if (slice.count() > 0) {
                call(thread, Kernel.LINEAR_I8, at(codes, 0), at(steps, 0), constant(RowGraph.packed(node)),
                        constant(RowGraph.notes(node)),
                        result(node), number(stride), number(count), number(slice.from()), number(slice.to()),
                        number(out),
                        activation(activation), at(scratches.get(thread), 0));
            }
        }
        release(codes);
        release(steps);
        scratches.forEach(this::release);
        activateAfter(node, activation, count, out);
    }

    private void attention(Node node, Op.SequenceAttention attention, int width) {
        int[] ends = inputs.get(node.inputs().get(1)).toInts();
        int size = width / attention.heads();
        int longest = 0;
        for (int i = 1; i < ends.length; i++) {
            longest = Math.max(longest, ends[i] - ends[i - 1]);
        }
        boolean isDisentangled = attention instanceof Op.DisentangledAttention;
        int buckets = isDisentangled ? graph.shape(node.inputs().get(2)).dim(0) : 0;
        List<Slot> scratches = scratches(
                Attention.scratchBytes(longest, size) + Attention.positionBytes(longest, buckets));
        int scale = Float.floatToIntBits((float) (1 / Math.sqrt(isDisentangled ? 3 * size : size)));
        otherwise();
        for (int thread = 0; thread < threads; thread++) {
            Slice slice = slice(attention.heads(), 1, thread);
            for (int i = 1; i < ends.length && slice.count() > 0; i++) {
                List<Argument> arguments = new ArrayList<>(
                        List.of(at(places.get(node.inputs().get(0)), 12 * ends[i - 1] * width),
                                at(places.get(node.name()), 4 * ends[i - 1] * width), number(ends[i] - ends[i - 1]),
                                number(width), number(size), number(slice.from()), number(slice.to()), number(scale),
                                at(scratches.get(thread), 0)));
                arguments.addAll(distances(node, attention));
                call(thread, kernel(attention), arguments.toArray(new Argument[0]));
            }
        }
        scratches.forEach(this::release);
    }

    private static Kernel kernel(Op.SequenceAttention attention) {
        if (attention instanceof Op.LocalAttention) {
            return Kernel.LOCAL_ATTENTION;
        }
        if (attention instanceof Op.BiasedAttention) {
            return Kernel.BIASED_ATTENTION;
        }
        return attention instanceof Op.DisentangledAttention ? Kernel.DISENTANGLED_ATTENTION : Kernel.ATTENTION;
    }

    /** What the kernel of a form reads besides. */
    private List<Argument> distances(Node node, Op.SequenceAttention attention) {
        if (attention instanceof Op.LocalAttention local) {
            return List.of(number(Math.min(local.reach(), 1 << 24)));
        }
        if (attention instanceof Op.BiasedAttention) {
            int columns = graph.shape(node.inputs().get(2)).dim(1);
            return List.of(constant(node.inputs().get(2), 4 * (columns / 2)), number(4 * columns));
        }
        if (attention instanceof Op.DisentangledAttention) {
            int reach = graph.shape(node.inputs().get(4)).dim(0) / 2;
            return List.of(constant(node.inputs().get(2) + " transposed"),
                    constant(node.inputs().get(3) + " transposed"),
                    number(graph.shape(node.inputs().get(2)).dim(0)), constant(node.inputs().get(4), 4 * reach));
        }
        return List.of();
    }

    private void pool(Node node, Op.Pooling pooling, int width) {
        int[] ends = inputs.get(node.inputs().get(1)).toInts();
        Kernel kernel = switch (pooling) {
            case MEAN, FIRST, LAST -> Kernel.MEAN_ROWS;
            case MAX -> Kernel.MAX_ROWS;
            case WEIGHTED_MEAN -> Kernel.WEIGHTED_MEAN_ROWS;
        };
        otherwise();
        for (int i = 1; i < ends.length; i++) {
            boolean isOne = pooling == Op.Pooling.FIRST || pooling == Op.Pooling.LAST;
            int first = pooling == Op.Pooling.LAST ? ends[i] - 1 : ends[i - 1];
            call(i % threads, kernel, at(places.get(node.inputs().get(0)), 4 * first * width),
                    at(places.get(node.name()), 4 * (i - 1) * width), number(isOne ? 1 : ends[i] - ends[i - 1]),
                    number(width));
        }
    }

    /** The next step is cut by so many rows: threads need not meet when the last one was cut the same. */
    private void byRows(int count) {
        if (cutRows != count) {
            meet();
        }
        cutRows = count;
        metSince = false;
    }

    /** The next step is cut in another way: threads meet before it. */
    private void otherwise() {
        meet();
        cutRows = -1;
        metSince = false;
    }

    private void meet() {
        if (!metSince && threads > 1) {
            for (int thread = 0; thread < threads; thread++) {
                call(thread, Kernel.BARRIER, new Argument(Base.CONTROL, 0, 0), number(threads));
            }
        }
        metSince = true;
        released.forEach(arena::giveBack);
        released.clear();
    }

    /** A place may be used again once all threads have met: until then one of them may still read it. */
    private void release(Slot slot) {
        if (threads == 1) {
            arena.giveBack(slot);
        } else {
            released.add(slot);
        }
    }

    /** A thread's part of so many, in whole groups, as even as can be. */
    private Slice slice(int count, int group, int thread) {
        int groups = (count + group - 1) / group;
        return new Slice(Math.min(count, groups * thread / threads * group),
                Math.min(count, groups * (thread + 1) / threads * group));
    }

    private List<Slot> scratches(long bytes) {
        List<Slot> slots = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            slots.add(arena.take(bytes));
        }
        return slots;
    }

    private void call(int thread, Kernel kernel, Argument... arguments) {
        List<Argument> words = new ArrayList<>(arguments.length + 1);
        words.add(number(kernel.number()));
        words.addAll(List.of(arguments));
        programs.get(thread).add(words);
    }

    private Argument value(Node node, int input, int offset) {
        return at(places.get(node.inputs().get(input)), offset);
    }

    private Argument result(Node node) {
        return at(places.get(node.name()), 0);
    }

    private Argument constant(String name) {
        return constant(name, 0);
    }

    private Argument constant(String name, int offset) {
        RowGraph.Home home = rowGraph.constant(name);
        return new Argument(Base.CONSTANTS, home.part(), home.slot().offset() + offset);
    }

    private static Argument at(Slot slot, int offset) {
        return new Argument(Base.ARENA, 0, slot.offset() + offset);
    }

    private static Argument number(int value) {
        return new Argument(Base.NUMBER, 0, value);
    }

    private static Argument activation(Op.Activation activation) {
        return number(RowGraph.isFused(activation) ? kind(activation) : 0);
    }

    /** An activation by its number in the kernels. */
    static int kind(Op.Activation activation) {
        return switch (activation) {
            case NONE -> 0;
            case RELU -> 1;
            case GELU -> 2;
            case GELU_TANH -> Activations.GELU_TANH;
            case SILU -> Activations.SILU;
            case TANH -> Activations.TANH;
        };
    }

    private boolean isInput(String name) {
        return graph.node(name).op() instanceof Op.Input;
    }
}
