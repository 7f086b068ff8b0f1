package dev.tabitat.core.runtime;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.graph.Graph;
import dev.tabitat.core.graph.Node;
import dev.tabitat.core.graph.Op;
import dev.tabitat.core.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Checks what kernels cannot: that ids and places lie inside their tables and sequences inside the rows. A wrong number
 * would reach into another model's memory.
 */
public final class TokenInputs {

    private TokenInputs() {}

    /**
     * The number of rows that each value of a graph has in one run, by node name.
     *
     * @param inputs values that {@link Weights#checkInputs} has passed
     * @throws DamagedData when a number is out of range, or rows that belong together differ
     */
    public static Map<String, Integer> check(Graph graph, Map<String, Tensor> inputs) {
        Map<String, Integer> rows = new LinkedHashMap<>();
        for (Node node : graph.nodes()) {
            if (node.op() instanceof Op.Input) {
                rows.put(node.name(),
                        inputs.get(node.name()).shape().rank() == 0 ? 1 : inputs.get(node.name()).shape().dim(0));
            } else if (node.op() instanceof Op.Weight) {
                rows.put(node.name(), graph.shape(node.name()).rank() == 0 ? 1 : graph.shape(node.name()).dim(0));
            } else if (node.op() instanceof Op.SparseLinear) {
                rows.put(node.name(), 1);
            } else if (node.op() instanceof Op.Pool) {
                rows.put(node.name(), ends(node, inputs, rows) - 1);
            } else {
                if (node.op() instanceof Op.SequenceAttention attention) {
                    ends(node, inputs, rows);
                    checkLengths(graph, node, attention, inputs);
                } else if (node.op() instanceof Op.Rotate) {
                    Tensor places = input(node, 1, inputs);
                    requireRows(node, rows.get(node.inputs().get(0)), places.elements());
                    requireBelow(node.inputs().get(1), places, graph.shape(node.inputs().get(2)).dim(0));
                } else if (node.op() instanceof Op.Lookup) {
                    requireBelow(node.inputs().get(0), input(node, 0, inputs),
                            graph.shape(node.inputs().get(1)).dim(0));
                } else if (node.op() instanceof Op.Embedding) {
                    embedding(graph, node, inputs);
                } else if (node.op() instanceof Op.LayerNorm && node.inputs().size() == 4
                        || node.op() instanceof Op.LowRank || node.op() instanceof Op.Add
                        || node.op() instanceof Op.SparseDelta) {
                    requireRows(node, rows.get(node.inputs().get(0)), rows.get(node.inputs().get(1)));
                }
                rows.put(node.name(), rows.get(node.inputs().get(0)));
            }
        }
        return rows;
    }

    private static void embedding(Graph graph, Node node, Map<String, Tensor> inputs) {
        Tensor ids = input(node, 0, inputs);
        Tensor places = input(node, 1, inputs);
        requireRows(node, ids.elements(), places.elements());
        requireBelow(node.inputs().get(0), ids, graph.shape(node.inputs().get(2)).dim(0));
        requireBelow(node.inputs().get(1), places, graph.shape(node.inputs().get(node.inputs().size() - 2)).dim(0));
    }

    private static void requireBelow(String name, Tensor values, int limit) {
        int[] numbers = values.toInts();
        for (int i = 0; i < numbers.length; i++) {
            if (numbers[i] < 0 || numbers[i] >= limit) {
                throw outOfRange(name, i, "0 to " + (limit - 1), numbers[i]);
            }
        }
    }

    /** The number of ends, which ascend from zero to the rows. */
    private static int ends(Node node, Map<String, Tensor> inputs, Map<String, Integer> rows) {
        String name = node.inputs().get(1);
        int[] ends = input(node, 1, inputs).toInts();
        int all = rows.get(node.inputs().get(0));
        int before = -1;
        for (int i = 0; i < ends.length; i++) {
            if (i == 0 ? ends[0] != 0 : ends[i] <= before || ends[i] > all) {
                throw outOfRange(name, i, i == 0 ? 0 : (before + 1) + " to " + all, ends[i]);
            }
            before = ends[i];
        }
        if (before != all) {
            throw outOfRange(name, ends.length, "a last end of " + all, before < 0 ? "none" : before);
        }
        return ends.length;
    }

    /** Tables over distances know those of the longest sequence that the model reads. */
    private static void checkLengths(Graph graph, Node node, Op.SequenceAttention attention,
            Map<String, Tensor> inputs) {
        int table = attention instanceof Op.BiasedAttention ? 2 : attention instanceof Op.DisentangledAttention ? 4 : 0;
        if (table > 0) {
            int most = graph.shape(node.inputs().get(table)).dim(-1) / 2 + 1;
            int[] ends = input(node, 1, inputs).toInts();
            for (int i = 1; i < ends.length; i++) {
                if (ends[i] - ends[i - 1] > most) {
                    throw outOfRange(node.inputs().get(1), i, "a sequence of at most " + most + " tokens",
                            ends[i] - ends[i - 1] + " tokens");
                }
            }
        }
    }

    private static Tensor input(Node node, int index, Map<String, Tensor> inputs) {
        Tensor tensor = inputs.get(node.inputs().get(index));
        if (tensor == null) {
            throw new DamagedData("A step of a graph does not fit.", Finding.at("node " + node.name())
                    .expected("an input of the graph as input " + index).found(node.inputs().get(index)));
        }
        return tensor;
    }

    private static void requireRows(Node node, int expected, int found) {
        if (expected != found) {
            throw new DamagedData("Values that belong together differ in length.",
                    Finding.at("node " + node.name()).expected(expected + " rows").found(found));
        }
    }

    private static DamagedData outOfRange(String name, int index, Object expected, Object found) {
        return new DamagedData("A number of the input is out of range.",
                Finding.at("input " + name + ", element " + index).expected(expected).found(found));
    }
}
