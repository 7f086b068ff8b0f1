package dev.tabitat.kernels.contract;

import dev.tabitat.core.graph.Graph;
import dev.tabitat.core.graph.Node;
import dev.tabitat.core.graph.Op;
import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Small random networks of the kinds that models are made of. */
final class Networks {

    /** A graph with its weights. */
    record Network(Graph graph, Map<String, Tensor> weights) {
    }

    private final Numbers random;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Tensor> weights = new LinkedHashMap<>();

    private Networks(Numbers random) {
        this.random = random;
    }

    /** x [rows, in] through a hidden layer with RELU to a softmax of {@code out}; outputs logits and y. */
    static Network dense(Numbers random, int rows, int in, int hidden, int out) {
        Networks made = new Networks(random);
        made.nodes.add(new Node("x", new Op.Input(DType.F32, Shape.of(rows, in)), List.of()));
        made.linear("hidden", "x", in, hidden, Op.Activation.RELU);
        made.linear("logits", "hidden", hidden, out, Op.Activation.NONE);
        made.nodes.add(new Node("y", new Op.Softmax(), List.of("logits")));
        return new Network(new Graph(made.nodes, List.of("logits", "y")), made.weights);
    }

    /** Any number of indices and values through a sparse layer of {@code hidden} and a dense one to a softmax, y. */
    static Network sparse(Numbers random, int features, int hidden, int out) {
        Networks made = new Networks(random);
        int[] offsets = new int[features + 1];
        for (int f = 0; f < features; f++) {
            offsets[f + 1] = offsets[f] + random.below(hidden + 1);
        }
        int stored = offsets[features];
        byte[] columns = new byte[stored];
        for (int i = 0; i < stored; i++) {
            columns[i] = (byte) random.below(hidden);
        }
        made.nodes.add(new Node("indices", new Op.Input(DType.I32, Shape.of(Graph.ANY)), List.of()));
        made.nodes.add(new Node("values", new Op.Input(DType.F32, Shape.of(Graph.ANY)), List.of()));
        made.weight("offsets", Tensor.ofInts(Shape.of(features + 1), offsets));
        made.weight("columns", Tensor.ofBytes(DType.U8, Shape.of(stored), columns));
        made.weight("stored", Tensor.ofFloats(Shape.of(stored), random.units(stored)));
        made.weight("bias", Tensor.ofFloats(Shape.of(hidden), random.units(hidden)));
        made.nodes.add(new Node("sums", new Op.SparseLinear(),
                List.of("indices", "values", "offsets", "columns", "stored", "bias")));
        made.linear("logits", "sums", hidden, out, Op.Activation.NONE);
        made.nodes.add(new Node("y", new Op.Softmax(), List.of("logits")));
        return new Network(new Graph(made.nodes, List.of("y")), made.weights);
    }

    /** {@code count} entries for {@link #sparse}. */
    static Map<String, Tensor> entries(Numbers random, int features, int count) {
        float[] values = random.units(count);
        for (int i = 0; i < count; i++) {
            values[i] /= Math.max(1, count / 16);
        }
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        inputs.put("indices", Tensor.ofInts(Shape.of(count), random.below(features, count)));
        inputs.put("values", Tensor.ofFloats(Shape.of(count), values));
        return inputs;
    }

    private void linear(String name, String x, int in, int out, Op.Activation activation) {
        weight(name + ".w", Tensor.ofFloats(Shape.of(out, in), random.units(out * in)));
        weight(name + ".b", Tensor.ofFloats(Shape.of(out), random.units(out)));
        nodes.add(new Node(name, new Op.Linear(activation), List.of(x, name + ".w", name + ".b")));
    }

    private void weight(String name, Tensor tensor) {
        nodes.add(new Node(name, new Op.Weight(tensor.dtype(), tensor.shape()), List.of()));
        weights.put(name, tensor);
    }
}
