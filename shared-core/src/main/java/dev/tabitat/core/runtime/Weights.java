package dev.tabitat.core.runtime;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Incompatible;
import dev.tabitat.core.graph.Graph;
import dev.tabitat.core.graph.Node;
import dev.tabitat.core.graph.Op;
import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Checks that values belong to a graph's nodes, for every backend alike. */
public final class Weights {

    private Weights() {}

    /**
     * @throws Incompatible when a weight of the graph is missing or has another type or shape
     * @throws DamagedData when the indices of a {@link Op.SparseDelta} or a {@link Op.DisentangledAttention} are out of
     * range
     */
    public static void check(Graph graph, Map<String, Tensor> weights) {
        check(graph, graph.weights(), weights, "weight");
        checkIndices(graph, weights);
    }

    /**
     * Checks what {@link Session#derive} asks.
     *
     * @param base the graph of the session that is derived from
     * @return the weights of {@code graph} that are added
     * @throws Incompatible when a weight is neither in the base nor added, has another type or shape, or is in both
     * @throws DamagedData when an added weight is not finite or its indices are out of range
     */
    public static List<Node> checkDerived(Graph base, Graph graph, Map<String, Tensor> added) {
        List<Node> news = new ArrayList<>();
        for (Node node : graph.weights()) {
            String name = node.name();
            Node known = base.node(name);
            if (known == null || !(known.op() instanceof Op.Weight)) {
                news.add(node);
            } else if (added.containsKey(name)) {
                throw new Incompatible("An added weight has the name of one that is there.",
                        Finding.at("weight " + name).expected("a new name").found("a name of the base"));
            } else if (!known.op().equals(node.op())) {
                throw new Incompatible("A graph was given the wrong values.", Finding.at("weight " + name)
                        .expected(graph.dtype(name) + " " + graph.shape(name))
                        .found(base.dtype(name) + " " + base.shape(name)));
            }
        }
        check(graph, news, added, "weight");
        for (Node node : news) {
            int at = added.get(node.name()).firstNotFinite();
            if (at >= 0) {
                throw new DamagedData("A weight is not a finite number.",
                        Finding.at("weight " + node.name() + ", element " + at).expected("finite values")
                                .found("NaN or infinity"));
            }
        }
        for (Node node : graph.nodes()) {
            boolean isKnown = node.op() instanceof Op.SparseDelta && hasChecked(base, graph, node);
            if (node.op() instanceof Op.SparseDelta && !isKnown) {
                for (String list : node.inputs().subList(2, 5)) {
                    if (!added.containsKey(list)) {
                        // Its numbers are no longer here to be checked against other shapes.
                        throw new Incompatible("A sparse change cannot be taken apart.", Finding.at("weight " + list)
                                .expected("row ends, columns and values added together, or as the base has them")
                                .found("one of the base's"));
                    }
                }
            }
        }
        checkIndices(graph, added);
        return news;
    }

    /** Whether the base has the same sparse matrix over as many inputs. */
    private static boolean hasChecked(Graph base, Graph graph, Node node) {
        for (Node known : base.nodes()) {
            if (known.op() instanceof Op.SparseDelta && known.inputs().subList(2, 5).equals(node.inputs().subList(2, 5))
                    && base.shape(known.inputs().get(1)).dim(1) == graph.shape(node.inputs().get(1)).dim(1)) {
                return true;
            }
        }
        return false;
    }

    /**
     * A wrong index would reach into another model's memory. Those of weights that are not here were checked when they
     * came.
     */
    private static void checkIndices(Graph graph, Map<String, Tensor> weights) {
        for (Node node : graph.nodes()) {
            if (node.op() instanceof Op.DisentangledAttention && weights.containsKey(node.inputs().get(4))) {
                checkColumns(node.inputs().get(4), weights.get(node.inputs().get(4)),
                        graph.shape(node.inputs().get(2)).dim(0));
            }
            if (node.op() instanceof Op.SparseDelta && weights.containsKey(node.inputs().get(2))) {
                int in = graph.shape(node.inputs().get(1)).dim(1);
                int count = graph.shape(node.inputs().get(4)).dim(0);
                checkRowEnds(node.inputs().get(2), weights.get(node.inputs().get(2)), count);
                checkColumns(node.inputs().get(3), weights.get(node.inputs().get(3)), in);
            }
        }
    }

    private static void checkRowEnds(String name, Tensor tensor, int count) {
        int[] ends = tensor.toInts();
        for (int i = 0; i < ends.length; i++) {
            int least = i == 0 ? 0 : ends[i - 1];
            int most = i == 0 ? 0 : count;
            if (ends[i] < least || ends[i] > most || i == ends.length - 1 && ends[i] != count) {
                throw outOfRange(name, i, i == ends.length - 1 ? count + "" : least + " to " + most, ends[i]);
            }
        }
    }

    private static void checkColumns(String name, Tensor tensor, int in) {
        int[] columns = tensor.toInts();
        for (int i = 0; i < columns.length; i++) {
            if (columns[i] < 0 || columns[i] >= in) {
                throw outOfRange(name, i, "0 to " + (in - 1), columns[i]);
            }
        }
    }

    private static DamagedData outOfRange(String name, int index, String expected, int found) {
        return new DamagedData("An index of a weight is out of range.",
                Finding.at("weight " + name + ", element " + index).expected(expected).found(found));
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
