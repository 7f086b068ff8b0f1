package dev.tabitat.web.gpu;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Incompatible;
import dev.tabitat.core.graph.Graph;
import dev.tabitat.core.graph.Node;
import dev.tabitat.core.graph.Op;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/** The shapes of all values of a graph for one run's inputs, and checks of what only the inputs tell. */
final class ShapeChecks {

    private ShapeChecks() {}

    /**
     * @param inputs that fit the graph
     * @throws Incompatible when a sum's two sides differ in rows
     * @throws DamagedData when the ends of sequences do not cover the tokens
     */
    static Map<String, Shape> of(Graph graph, Map<String, Tensor> inputs, Map<String, Tensor> weights) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        for (Node node : graph.nodes()) {
            Op op = node.op();
            String name = node.name();
            if (op instanceof Op.Input) {
                shapes.put(name, inputs.get(name).shape());
                continue;
            }
            if (op instanceof Op.Weight) {
                shapes.put(name, graph.shape(name));
                continue;
            }
            Shape x = shapes.get(node.inputs().get(0));
            Shape known = graph.shape(name);
            if (op instanceof Op.Attention || op instanceof Op.Pool) {
                int sequences = sequences(node, x.dim(0), inputs, weights);
                shapes.put(name,
                        op instanceof Op.Pool ? Shape.of(sequences, x.dim(1)) : Shape.of(x.dim(0), x.dim(1) / 3));
            } else if (op instanceof Op.Softmax || op instanceof Op.Normalize) {
                shapes.put(name, x);
            } else {
                if (op instanceof Op.LowRank || op instanceof Op.SparseDelta) {
                    requireSameRows(node, x, shapes.get(node.inputs().get(1)));
                }
                if (op instanceof Op.LayerNorm && node.inputs().size() == 4) {
                    requireSame(node, x, shapes.get(node.inputs().get(1)));
                }
                shapes.put(name, Shape.of(x.dim(0), known.dim(1)));
            }
        }
        return shapes;
    }

    private static void requireSame(Node node, Shape x, Shape residual) {
        if (!x.equals(residual)) {
            throw new Incompatible("A sum has two sides of different shapes.",
                    Finding.at("node " + node.name()).expected(x).found(residual));
        }
    }

    private static void requireSameRows(Node node, Shape y, Shape x) {
        if (y.dim(0) != x.dim(0)) {
            throw new Incompatible("A change and what it changes have different rows.",
                    Finding.at("node " + node.name()).expected(y.dim(0) + " rows").found(x.dim(0) + " rows"));
        }
    }

    private static int sequences(Node node, int tokens, Map<String, Tensor> inputs, Map<String, Tensor> weights) {
        String name = node.inputs().get(1);
        int[] ends = (inputs.containsKey(name) ? inputs : weights).get(name).toInts();
        int before = -1;
        for (int i = 0; i < ends.length; i++) {
            if (i == 0 ? ends[0] != 0 : ends[i] <= before) {
                throw damaged(name, i, i == 0 ? "0" : "more than " + before, ends[i]);
            }
            before = ends[i];
        }
        if (ends.length == 0 ? tokens > 0 : before != tokens) {
            throw damaged(name, Math.max(0, ends.length - 1), String.valueOf(tokens),
                    ends.length == 0 ? "nothing" : before);
        }
        return Math.max(0, ends.length - 1);
    }

    private static DamagedData damaged(String input, int index, String expected, Object found) {
        return new DamagedData("A number of the input is out of range.",
                Finding.at("input " + input + ", element " + index).expected(expected).found(found));
    }
}
