package dev.tabitat.kernels.backend;

import dev.tabitat.core.graph.Graph;
import dev.tabitat.core.graph.Node;
import dev.tabitat.core.graph.Op;
import dev.tabitat.core.tensor.Tensor;
import dev.tabitat.kernels.kernel.Attention;
import dev.tabitat.kernels.kernel.Int8Dot;
import dev.tabitat.kernels.kernel.Kernel;
import dev.tabitat.kernels.kernel.LinearI8;
import dev.tabitat.kernels.kernel.Program;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The kernel calls of one run of a {@link RowGraph}, and the places of its values. Values share places when they do not live
 * at the same time.
 */
final class RowPlan {

    /** An argument of a call: an address among the constants or in the arena, or a number. */
    private record Argument(Base base, int value) {
    }

    private enum Base { CONSTANTS, ARENA, NUMBER }

    private final RowGraph rowGraph;
    private final Graph graph;
    private final Int8Dot dot;
    private final Map<String, Integer> rows;
    private final Map<String, Tensor> inputs;
    private final Arena arena = new Arena();
    private final Map<String, Slot> places = new LinkedHashMap<>();
    private final List<List<Argument>> calls = new ArrayList<>();
    private final Slot program;

    /** @param rows the rows of each value in this run, from {@link dev.tabitat.core.runtime.TokenInputs#check} */
    RowPlan(RowGraph rowGraph, Int8Dot dot, Map<String, Integer> rows, Map<String, Tensor> inputs) {
        this.rowGraph = rowGraph;
        this.graph = rowGraph.graph();
        this.dot = dot;
        this.rows = rows;
        this.inputs = inputs;
        List<Node> nodes = graph.nodes();
        for (Node input : graph.inputs()) {
            places.put(input.name(), arena.take(inputs.get(input.name()).byteLength()));
        }
        for (int i = 0; i < nodes.size(); i++) {
            Node node = nodes.get(i);
            if (node.op() instanceof Op.Input || node.op() instanceof Op.Weight) {
                continue;
            }
            places.put(node.name(), arena.take(4L * rows.get(node.name()) * graph.shape(node.name()).dim(1)));
            plan(node);
            for (String input : node.inputs()) {
                if (rowGraph.lastUse(input) == i && places.containsKey(input) && !isInput(input)) {
                    arena.giveBack(places.get(input));
                }
            }
        }
        program = arena.takeAtEnd((long) calls.size() * Program.RECORD_BYTES);
    }

    /** Bytes of memory for the values and the program. */
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

    int calls() {
        return calls.size();
    }

    /** The program for constants and an arena at these addresses. */
    Bytes program(int constants, int arenaAt) {
        int perRecord = Program.RECORD_BYTES / 4;
        int[] words = new int[calls.size() * perRecord];
        for (int i = 0; i < calls.size(); i++) {
            int at = i * perRecord;
            for (Argument argument : calls.get(i)) {
                words[at++] = argument.value() + switch (argument.base()) {
                    case CONSTANTS -> constants;
                    case ARENA -> arenaAt;
                    case NUMBER -> 0;
                };
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
            Slot scratch = arena.take(32);
            arena.giveBack(scratch);
            call(Kernel.LINEAR_F32, value(node, 0), constant(RowGraph.packed(node)), constant(node.inputs().get(2)), result(node),
                    number(graph.shape(node.inputs().get(0)).dim(1)), number(count), number(0), number(width), number(width),
                    activation(linear.activation()), at(scratch, 0));
        } else if (op instanceof Op.Embedding) {
            boolean quantized = node.inputs().size() == 6;
            call(quantized ? Kernel.EMBEDDING_I8 : Kernel.EMBEDDING_F32, value(node, 0), value(node, 1), constant(node.inputs().get(2)),
                    quantized ? constant(node.inputs().get(3)) : number(0), constant(node.inputs().get(quantized ? 4 : 3)),
                    constant(node.inputs().get(quantized ? 5 : 4)), result(node), number(width), number(count));
        } else if (op instanceof Op.LayerNorm norm) {
            int last = node.inputs().size() - 1;
            call(Kernel.LAYER_NORM, value(node, 0), last == 3 ? value(node, 1) : number(0), constant(node.inputs().get(last - 1)),
                    constant(node.inputs().get(last)), result(node), number(width), number(count), number(Float.floatToIntBits(norm.epsilon())));
        } else if (op instanceof Op.Attention attention) {
            attention(node, attention.heads(), width);
        } else if (op instanceof Op.Pool pool) {
            pool(node, pool.pooling(), width);
        } else if (op instanceof Op.Normalize) {
            call(Kernel.NORMALIZE_ROWS, value(node, 0), result(node), number(count), number(width));
        } else {
            call(Kernel.SOFTMAX, value(node, 0), result(node), number(count), number(width));
        }
    }

    private void linearInt8(Node node, Op.Activation activation, int count, int out) {
        int in = graph.shape(node.inputs().get(0)).dim(1);
        int stride = Packed.stride(in);
        Slot codes = arena.take((long) count * stride * dot.activationBytes());
        Slot steps = arena.take(8L * count);
        Slot scratch = arena.take(LinearI8.SCRATCH_BYTES);
        call(Kernel.QUANTIZE_ROWS, value(node, 0), at(codes, 0), at(steps, 0), number(in), number(stride), number(count));
        call(Kernel.LINEAR_I8, at(codes, 0), at(steps, 0), constant(RowGraph.packed(node)), constant(RowGraph.notes(node)), result(node),
                number(stride), number(count), number(0), number(out), number(out), activation(activation), at(scratch, 0));
        arena.giveBack(codes);
        arena.giveBack(steps);
        arena.giveBack(scratch);
    }

    private void attention(Node node, int heads, int width) {
        int[] ends = inputs.get(node.inputs().get(1)).toInts();
        int size = width / heads;
        int longest = 0;
        for (int i = 1; i < ends.length; i++) {
            longest = Math.max(longest, ends[i] - ends[i - 1]);
        }
        Slot scratch = arena.take(Attention.scratchBytes(longest, size));
        int scale = Float.floatToIntBits((float) (1 / Math.sqrt(size)));
        for (int i = 1; i < ends.length; i++) {
            call(Kernel.ATTENTION, at(places.get(node.inputs().get(0)), 12 * ends[i - 1] * width), at(places.get(node.name()), 4 * ends[i - 1] * width),
                    number(ends[i] - ends[i - 1]), number(width), number(size), number(0), number(heads), number(scale), at(scratch, 0));
        }
        arena.giveBack(scratch);
    }

    private void pool(Node node, Op.Pooling pooling, int width) {
        int[] ends = inputs.get(node.inputs().get(1)).toInts();
        for (int i = 1; i < ends.length; i++) {
            int count = pooling == Op.Pooling.FIRST ? 1 : ends[i] - ends[i - 1];
            call(Kernel.MEAN_ROWS, at(places.get(node.inputs().get(0)), 4 * ends[i - 1] * width), at(places.get(node.name()), 4 * (i - 1) * width),
                    number(count), number(width));
        }
    }

    private void call(Kernel kernel, Argument... arguments) {
        List<Argument> words = new ArrayList<>(arguments.length + 1);
        words.add(number(kernel.number()));
        words.addAll(List.of(arguments));
        calls.add(words);
    }

    private Argument value(Node node, int input) {
        return at(places.get(node.inputs().get(input)), 0);
    }

    private Argument result(Node node) {
        return at(places.get(node.name()), 0);
    }

    private Argument constant(String name) {
        return new Argument(Base.CONSTANTS, rowGraph.constant(name).offset());
    }

    private static Argument at(Slot slot, int offset) {
        return new Argument(Base.ARENA, slot.offset() + offset);
    }

    private static Argument number(int value) {
        return new Argument(Base.NUMBER, value);
    }

    private static Argument activation(Op.Activation activation) {
        return number(switch (activation) {
            case NONE -> 0;
            case RELU -> 1;
            case GELU -> 2;
        });
    }

    private boolean isInput(String name) {
        return graph.node(name).op() instanceof Op.Input;
    }
}
