package dev.tabitat.core.adapter;

import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.graph.Graph;
import dev.tabitat.core.graph.Node;
import dev.tabitat.core.graph.Op;
import dev.tabitat.core.runtime.Backend;
import dev.tabitat.core.runtime.SelfTest;
import dev.tabitat.core.runtime.SelfTestReport;
import dev.tabitat.core.runtime.Session;
import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether a backend makes what adapters add as the reference does: a layer of 8 by 12 numbers with every kind of
 * change, derived from the layer alone. For a backend whose self-test of the base has passed, before the first adapter
 * is attached; takes about a millisecond.
 */
public final class AdapterSelfTest {

    private static final int IN = 8;
    private static final int OUT = 12;
    private static final int FROM = 4;
    private static final int WIDTH = 8;
    private static final int RANK = 4;
    private static final List<Integer> ROWS = List.of(1, 3, 37);

    private AdapterSelfTest() {}

    /** Fails with the problem named where the backend cannot run it at all. */
    public static SelfTestReport run(Backend backend) {
        Map<String, Tensor> base = Map.of("layer.weight", numbers(1, OUT, IN), "layer.bias", numbers(2, OUT));
        int[] ends = new int[OUT + 1];
        int[] columns = new int[OUT];
        for (int o = 0; o < OUT; o++) {
            // Rows of none, one and two.
            ends[o + 1] = ends[o] + o % 3;
        }
        for (int k = 0; k < OUT; k++) {
            columns[k] = k * 5 % IN;
        }
        Map<String, Tensor> added = new LinkedHashMap<>();
        added.put("down", numbers(3, RANK, IN));
        added.put("up", numbers(4, WIDTH, RANK));
        added.put("row_ends", Tensor.ofInts(Shape.of(OUT + 1), ends));
        added.put("columns", Tensor.ofInts(Shape.of(OUT), columns));
        added.put("values", numbers(5, OUT));
        added.put("vector", numbers(6, OUT));
        List<Map<String, Tensor>> inputs = new ArrayList<>();
        for (int rows : ROWS) {
            inputs.add(Map.of("x", numbers(7 + rows, rows, IN)));
        }
        Graph changed = graph(base, added);
        Map<String, Tensor> all = new LinkedHashMap<>(base);
        all.putAll(added);
        try (Session session = backend.open(graph(base, Map.of()), base);
                Session derived = session.derive(changed, added)) {
            return SelfTest.run(backend.id(), derived, changed, all, inputs);
        } catch (TabitatException e) {
            return new SelfTestReport(backend.id(), inputs.size(), 0, SelfTest.BOUND, e.getMessage());
        }
    }

    private static Graph graph(Map<String, Tensor> base, Map<String, Tensor> added) {
        List<Node> nodes = new ArrayList<>(
                List.of(new Node("x", new Op.Input(DType.F32, Shape.of(Graph.ANY, IN)), List.of())));
        weights(nodes, base);
        weights(nodes, added);
        nodes.add(new Node("layer", new Op.Linear(Op.Activation.NONE), List.of("x", "layer.weight", "layer.bias")));
        if (added.isEmpty()) {
            return new Graph(nodes, List.of("layer"));
        }
        nodes.add(new Node("low rank", new Op.LowRank(FROM), List.of("layer", "x", "down", "up")));
        nodes.add(new Node("sparse", new Op.SparseDelta(0), List.of("low rank", "x", "row_ends", "columns", "values")));
        nodes.add(new Node("shifted", new Op.Shift(), List.of("sparse", "vector")));
        nodes.add(new Node("activated", new Op.Activate(Op.Activation.GELU), List.of("shifted")));
        return new Graph(nodes, List.of("activated"));
    }

    private static void weights(List<Node> nodes, Map<String, Tensor> tensors) {
        tensors.forEach(
                (name, tensor) -> nodes.add(new Node(name, new Op.Weight(tensor.dtype(), tensor.shape()), List.of())));
    }

    /** Numbers of -1 to 1 without a pattern that a wrong order would keep. */
    private static Tensor numbers(int seed, int... dims) {
        Shape shape = Shape.of(dims);
        float[] values = new float[shape.elements()];
        int state = seed * 747_796_405 + 1;
        for (int i = 0; i < values.length; i++) {
            state = state * 1_664_525 + 1_013_904_223;
            values[i] = (state >> 8) / (float) (1 << 23);
        }
        return Tensor.ofFloats(shape, values);
    }
}
