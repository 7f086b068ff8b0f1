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

/** A graph in the making with random weights. */
final class GraphBuilder {

    static final int WORDS = 50;
    static final int PLACES = 20;

    final Map<String, Tensor> weights = new LinkedHashMap<>();
    private final List<Node> nodes = new ArrayList<>();
    private final Numbers random;

    GraphBuilder(Numbers random) {
        this.random = random;
    }

    /** Begins with all that another has. */
    GraphBuilder(Numbers random, GraphBuilder before) {
        this(random);
        nodes.addAll(before.nodes);
        weights.putAll(before.weights);
    }

    /** The weights that another has not. */
    Map<String, Tensor> addedTo(GraphBuilder before) {
        Map<String, Tensor> added = new LinkedHashMap<>(weights);
        added.keySet().removeAll(before.weights.keySet());
        return added;
    }

    void lowRank(String name, String y, String x, int in, int out, int from, int width) {
        int rank = 4 * (1 + random.below(2));
        floats(name + ".down", rank, in);
        floats(name + ".up", width, rank);
        add(name, new Op.LowRank(from), y, x, name + ".down", name + ".up");
    }

    /** About every fifth weight, some rows without any. */
    void sparse(String name, String y, String x, int in, int from, int width) {
        int[] ends = new int[width + 1];
        List<Integer> columns = new ArrayList<>();
        for (int o = 0; o < width; o++) {
            for (int i = 0; i < in && o % 3 != 1; i++) {
                if (random.below(5) == 0) {
                    columns.add(i);
                }
            }
            ends[o + 1] = columns.size();
        }
        int[] all = new int[columns.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = columns.get(i);
        }
        weight(name + ".ends", Tensor.ofInts(Shape.of(ends.length), ends));
        weight(name + ".columns", Tensor.ofInts(Shape.of(all.length), all));
        floats(name + ".values", all.length);
        add(name, new Op.SparseDelta(from), y, x, name + ".ends", name + ".columns", name + ".values");
    }

    void input(String name, DType type, int width) {
        nodes.add(new Node(name, new Op.Input(type, Shape.of(Graph.ANY, width)), List.of()));
    }

    void list(String name) {
        nodes.add(new Node(name, new Op.Input(DType.I32, Shape.of(Graph.ANY)), List.of()));
    }

    void add(String name, Op op, String... inputs) {
        nodes.add(new Node(name, op, List.of(inputs)));
    }

    void floats(String name, int... dims) {
        weight(name, Tensor.ofFloats(Shape.of(dims), random.units(Shape.of(dims).elements())));
    }

    void int8(String name, Op.Activation activation, String x, int in, int out) {
        bytes(name + ".w", out, in);
        floats(name + ".s", out);
        floats(name + ".b", out);
        if (out % 2 == 0) {
            add(name, new Op.LinearInt8(activation), x, name + ".w", name + ".s", name + ".b");
        } else {
            floats(name + ".m", in);
            add(name, new Op.LinearInt8(activation), x, name + ".w", name + ".s", name + ".b", name + ".m");
        }
    }

    void linear(String name, Op.Activation activation, String x, int in, int out) {
        floats(name + ".w", out, in);
        floats(name + ".b", out);
        add(name, new Op.Linear(activation), x, name + ".w", name + ".b");
    }

    void embedding(String name, int width, boolean quantized) {
        list("ids");
        list("places");
        floats("positions", PLACES, width);
        floats("type", width);
        if (quantized) {
            bytes("words", WORDS, width);
            floats("scales", WORDS);
            add(name, new Op.Embedding(), "ids", "places", "words", "scales", "positions", "type");
        } else {
            floats("words", WORDS, width);
            add(name, new Op.Embedding(), "ids", "places", "words", "positions", "type");
        }
    }

    Graph of(String... outputs) {
        return new Graph(nodes, List.of(outputs));
    }

    void ints(String name, int... values) {
        weight(name, Tensor.ofInts(Shape.of(values.length), values));
    }

    void bytes(String name, int rows, int columns) {
        byte[] values = new byte[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) (random.below(255) - 127);
        }
        weight(name, Tensor.ofBytes(DType.I8, Shape.of(rows, columns), values));
    }

    private void weight(String name, Tensor tensor) {
        nodes.add(new Node(name, new Op.Weight(tensor.dtype(), tensor.shape()), List.of()));
        weights.put(name, tensor);
    }
}
