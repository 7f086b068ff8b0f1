package dev.tabitat.web.gpu;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.graph.Graph;
import dev.tabitat.core.graph.Node;
import dev.tabitat.core.graph.Op;
import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A graph as steps over slots. A slot is a buffer: weights and inputs have their own, other values take over the slot
 * of a value that no later step needs.
 */
final class Plan {

    /** How large a step is, once the inputs are known. */
    interface Size {
        Launch of(Map<String, Shape> shapes);
    }

    /** A kernel on slots. */
    record Step(String node, Kernel kernel, int[] slots, Size size) {}

    /** How many workgroups, and at most eight words of parameters. */
    record Launch(int x, int y, int z, int... params) {

        /** A workgroup a row, and the rows as the first parameter. */
        static Launch rows(int rows, int z, int... more) {
            int[] params = new int[1 + more.length];
            params[0] = rows;
            System.arraycopy(more, 0, params, 1, more.length);
            return new Launch(Math.min(rows, Wgsl.FOLD), (rows + Wgsl.FOLD - 1) / Wgsl.FOLD, z, params);
        }
    }

    private final Graph graph;
    private final boolean packedDot;
    private final List<Step> steps = new ArrayList<>();
    private final Map<String, Integer> slotOf = new LinkedHashMap<>();
    private final Map<String, Integer> sumsOf = new LinkedHashMap<>();
    private final Map<String, Integer> lastUse = new LinkedHashMap<>();
    private final Map<Integer, Integer> widthOfFree = new LinkedHashMap<>();
    private int slots;
    private int codes = -1;
    private int quantized = -1;

    /** @throws Unsupported when a step has no kernel here */
    Plan(Graph graph, boolean packedDot) {
        this.graph = graph;
        this.packedDot = packedDot;
        List<Node> nodes = graph.nodes();
        for (int i = 0; i < nodes.size(); i++) {
            for (String input : nodes.get(i).inputs()) {
                lastUse.put(input, i);
            }
        }
        for (String output : graph.outputs()) {
            lastUse.put(output, nodes.size());
        }
        for (int i = 0; i < nodes.size(); i++) {
            Node node = nodes.get(i);
            if (node.op() instanceof Op.Input || node.op() instanceof Op.Weight) {
                slotOf.put(node.name(), slots++);
                continue;
            }
            take(node);
            lower(node);
            for (String input : node.inputs()) {
                if (lastUse.get(input) == i && isComputed(input)) {
                    widthOfFree.put(slotOf.get(input), width(input));
                }
            }
            if (!lastUse.containsKey(node.name())) {
                widthOfFree.put(slotOf.get(node.name()), width(node.name()));
            }
        }
    }

    List<Step> steps() {
        return steps;
    }

    int slots() {
        return slots;
    }

    /** The slot of a node's value. */
    int slot(String node) {
        return slotOf.get(node);
    }

    boolean hasSlot(String node) {
        return slotOf.containsKey(node);
    }

    /** The slot of the sums of an int8 weight's rows, or -1 when no step needs them. */
    int sums(String weight) {
        return sumsOf.getOrDefault(weight, -1);
    }

    boolean isComputed(String name) {
        Op op = graph.node(name).op();
        return !(op instanceof Op.Input || op instanceof Op.Weight);
    }

    /** Bytes that each slot needs for inputs and values of these shapes; 0 for weights. */
    long[] needs(Map<String, Shape> shapes) {
        long[] needs = new long[slots];
        for (Node node : graph.nodes()) {
            if (!(node.op() instanceof Op.Weight)) {
                int slot = slotOf.get(node.name());
                needs[slot] = Math.max(needs[slot], 4L * shapes.get(node.name()).elements());
            }
            if (node.op() instanceof Op.LinearInt8) {
                Shape x = shapes.get(node.inputs().get(0));
                needs[codes] = Math.max(needs[codes], 4L * x.dim(0) * words(x.dim(1)));
                needs[quantized] = Math.max(needs[quantized], 8L * x.dim(0));
            }
        }
        return needs;
    }

    /** 32-bit words that hold so many bytes. */
    static int words(int bytes) {
        return (bytes + 3) / 4;
    }

    private void take(Node node) {
        int width = width(node.name());
        int found = -1;
        for (Map.Entry<Integer, Integer> free : widthOfFree.entrySet()) {
            if (found < 0 || free.getValue() == width) {
                found = free.getKey();
            }
        }
        if (found < 0) {
            found = slots++;
        } else {
            widthOfFree.remove(found);
        }
        slotOf.put(node.name(), found);
    }

    private int width(String name) {
        return graph.shape(name).dim(-1);
    }

    private void lower(Node node) {
        Op op = node.op();
        String x = node.inputs().get(0);
        String name = node.name();
        if (op instanceof Op.Linear linear) {
            add(node, Product.floats(linear.activation()), slots(node),
                    shapes -> product(shapes.get(x).dim(0), shapes.get(x).dim(1), shapes.get(name).dim(1)));
        } else if (op instanceof Op.LinearInt8 linear) {
            int8(node, linear);
        } else if (op instanceof Op.Embedding) {
            embedding(node);
        } else if (op instanceof Op.LayerNorm norm) {
            layerNorm(node, norm);
        } else if (op instanceof Op.Attention attention) {
            attention(node, attention);
        } else if (op instanceof Op.Pool pool
                && (pool.pooling() == Op.Pooling.MEAN || pool.pooling() == Op.Pooling.FIRST)) {
            int first = pool.pooling() == Op.Pooling.FIRST ? 1 : 0;
            add(node, PoolingKernel.KERNEL, slots(node),
                    shapes -> Launch.rows(shapes.get(name).dim(0), 1, shapes.get(name).dim(1), first));
        } else if (op instanceof Op.Softmax || op instanceof Op.Normalize) {
            add(node, op instanceof Op.Softmax ? SoftmaxKernel.SOFTMAX : SoftmaxKernel.NORMALIZE, slots(node),
                    shapes -> {
                        int width = shapes.get(name).dim(-1);
                        return Launch.rows(width == 0 ? 0 : shapes.get(name).elements() / width, 1, width);
                    });
        } else if (op instanceof Op.LowRank change) {
            add(node, AdapterKernel.LOW_RANK, slots(node), shapes -> {
                Shape up = shapes.get(node.inputs().get(3));
                return delta(node, shapes, up.dim(1), change.from(), up.dim(0));
            });
        } else if (op instanceof Op.SparseDelta change) {
            add(node, AdapterKernel.SPARSE, slots(node),
                    shapes -> delta(node, shapes, change.from(), shapes.get(node.inputs().get(2)).dim(0) - 1));
        } else if (op instanceof Op.Shift || op instanceof Op.Activate) {
            add(node,
                    op instanceof Op.Activate alone ? AdapterKernel.activate(alone.activation()) : AdapterKernel.SHIFT,
                    slots(node),
                    shapes -> Launch.rows(shapes.get(name).dim(0), 1, shapes.get(name).dim(1)));
        } else {
            throw new Unsupported("WebGPU has no kernel for a step.",
                    Finding.at("node " + name).expected("steps of an encoder").found(op.getClass().getSimpleName()));
        }
    }

    private void int8(Node node, Op.LinearInt8 linear) {
        String x = node.inputs().get(0);
        String name = node.name();
        requireWeight(node, 1);
        if (codes < 0) {
            codes = slots++;
            quantized = slots++;
        }
        String weights = node.inputs().get(1);
        if (!sumsOf.containsKey(weights)) {
            sumsOf.put(weights, slots++);
        }
        boolean smooth = node.inputs().size() == 5;
        int[] slots = smooth ? new int[]{in(node, 0), codes, quantized, in(node, 4)}
                : new int[]{in(node, 0), codes, quantized};
        add(node, smooth ? Quantize.SMOOTH : Quantize.KERNEL, slots, shapes -> {
            int width = shapes.get(x).dim(1);
            return Launch.rows(shapes.get(x).dim(0), 1, width, words(width));
        });
        add(node, Product.int8(linear.activation(), packedDot),
                new int[]{codes, in(node, 1), in(node, 3), slotOf.get(name), in(node, 2), sumsOf.get(weights),
                        quantized},
                shapes -> product(shapes.get(x).dim(0), words(shapes.get(x).dim(1)), shapes.get(name).dim(1)));
    }

    private void embedding(Node node) {
        boolean bytes = graph.dtype(node.inputs().get(2)) == DType.I8;
        String name = node.name();
        if (bytes) {
            requireWeight(node, 2);
        }
        int[] slots = bytes
                ? new int[]{in(node, 0), in(node, 1), in(node, 2), in(node, 4), in(node, 5), slotOf.get(name),
                        in(node, 3)}
                : slots(node);
        add(node, bytes ? EmbeddingKernel.INT8 : EmbeddingKernel.FLOATS, slots, shapes -> {
            Shape y = shapes.get(name);
            return Launch.rows(y.dim(0), 1, y.dim(1), words(y.dim(1)));
        });
    }

    private void layerNorm(Node node, Op.LayerNorm norm) {
        boolean residual = node.inputs().size() == 4;
        String name = node.name();
        int epsilon = Float.floatToRawIntBits(norm.epsilon());
        int[] slots = residual ? new int[]{in(node, 0), in(node, 2), in(node, 3), slotOf.get(name), in(node, 1)}
                : slots(node);
        add(node, residual ? LayerNormKernel.RESIDUAL : LayerNormKernel.PLAIN, slots,
                shapes -> Launch.rows(shapes.get(name).dim(0), 1, shapes.get(name).dim(1), epsilon));
    }

    private void attention(Node node, Op.Attention attention) {
        String name = node.name();
        String ends = node.inputs().get(1);
        add(node, AttentionKernel.KERNEL, slots(node), shapes -> {
            Shape y = shapes.get(name);
            int size = y.dim(1) / attention.heads();
            return Launch.rows(y.dim(0), attention.heads(), y.dim(1), size, shapes.get(ends).dim(0) - 1,
                    Float.floatToRawIntBits((float) (1 / Math.sqrt(size))));
        });
    }

    /** A change of a layer's outputs: how much goes in and comes out, then what the change adds. */
    private static Launch delta(Node node, Map<String, Shape> shapes, int... more) {
        Shape y = shapes.get(node.name());
        int[] params = new int[2 + more.length];
        params[0] = shapes.get(node.inputs().get(1)).dim(1);
        params[1] = y.dim(1);
        System.arraycopy(more, 0, params, 2, more.length);
        return Launch.rows(y.dim(0), 1, params);
    }

    private static Launch product(int rows, int inner, int columns) {
        return new Launch((columns + Product.TILE - 1) / Product.TILE, (rows + Product.TILE - 1) / Product.TILE, 1,
                rows, inner, columns);
    }

    /** The inputs' slots in order, then the result's. */
    private int[] slots(Node node) {
        int[] all = new int[node.inputs().size() + 1];
        for (int i = 0; i < all.length - 1; i++) {
            all[i] = in(node, i);
        }
        all[all.length - 1] = slotOf.get(node.name());
        return all;
    }

    private int in(Node node, int index) {
        return slotOf.get(node.inputs().get(index));
    }

    private void add(Node node, Kernel kernel, int[] slots, Size size) {
        steps.add(new Step(node.name(), kernel, slots, size));
    }

    private void requireWeight(Node node, int index) {
        if (!(graph.node(node.inputs().get(index)).op() instanceof Op.Weight)) {
            throw new Unsupported("WebGPU takes int8 numbers from weights only.",
                    Finding.at("node " + node.name()).expected("a weight as input " + index)
                            .found("an input of the graph"));
        }
    }
}
