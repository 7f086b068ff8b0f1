package dev.tabitat.core.runtime;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Incompatible;
import dev.tabitat.core.graph.Graph;
import dev.tabitat.core.graph.Node;
import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import java.util.List;
import java.util.Map;

/** Checks that values belong to a graph's nodes, for every backend alike. */
public final class Weights {

    private Weights() {}

    /** @throws Incompatible when a weight of the graph is missing or has another type or shape */
    public static void check(Graph graph, Map<String, Tensor> weights) {
        check(graph, graph.weights(), weights, "weight");
    }

    /** @throws Incompatible when an input of the graph is missing or has another type or shape */
    public static void checkInputs(Graph graph, Map<String, Tensor> inputs) {
        check(graph, graph.inputs(), inputs, "input");
    }

    private static void check(Graph graph, List<Node> nodes, Map<String, Tensor> values, String kind) {
        for (Node node : nodes) {
            Tensor value = values.get(node.name());
            DType dtype = graph.dtype(node.name());
            Shape shape = graph.shape(node.name());
            if (value == null || value.dtype() != dtype || !fits(shape, value.shape())) {
                throw new Incompatible(
                        "A graph was given the wrong values.",
                        Finding.at(kind + " " + node.name())
                                .expected(dtype + " " + shape)
                                .found(value == null ? "nothing" : value.dtype() + " " + value.shape()));
            }
        }
    }

    private static boolean fits(Shape expected, Shape found) {
        if (expected.rank() != found.rank()) {
            return false;
        }
        for (int axis = 0; axis < expected.rank(); axis++) {
            if (expected.dim(axis) != Graph.ANY && expected.dim(axis) != found.dim(axis)) {
                return false;
            }
        }
        return true;
    }
}
