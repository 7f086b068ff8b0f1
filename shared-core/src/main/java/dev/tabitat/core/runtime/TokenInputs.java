package dev.tabitat.core.runtime;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.graph.Graph;
import dev.tabitat.core.graph.Node;
import dev.tabitat.core.graph.Op;
import dev.tabitat.core.tensor.Tensor;
import java.util.Map;

/**
 * Checks what kernels cannot: that ids and places lie inside their tables and sequences inside the tokens. A wrong number
 * would reach into another model's memory.
 */
public final class TokenInputs {

    private TokenInputs() {}

    /**
     * @param inputs values that {@link Weights#checkInputs} has passed
     * @throws DamagedData when a number is out of range
     */
    public static void check(Graph graph, Map<String, Tensor> inputs) {
        for (Node node : graph.nodes()) {
            if (node.op() instanceof Op.Embedding) {
                Tensor ids = inputs.get(node.inputs().get(0));
                Tensor places = inputs.get(node.inputs().get(1));
                requireSame(node, ids, places);
                requireBelow(node.inputs().get(0), ids, graph.shape(node.inputs().get(2)).dim(0));
                requireBelow(node.inputs().get(1), places, graph.shape(node.inputs().get(node.inputs().size() - 2)).dim(0));
                requireEnds(graph, inputs, ids.elements());
            }
        }
    }

    private static void requireSame(Node node, Tensor ids, Tensor places) {
        if (ids == null || places == null || ids.elements() != places.elements()) {
            throw new DamagedData("Each token has one id and one place.", Finding.at("node " + node.name())
                    .expected("inputs of one length").found(ids == null || places == null ? "no inputs of the graph" : ids.shape() + " and " + places.shape()));
        }
    }

    private static void requireBelow(String name, Tensor values, int limit) {
        int[] numbers = values.toInts();
        for (int i = 0; i < numbers.length; i++) {
            if (numbers[i] < 0 || numbers[i] >= limit) {
                throw outOfRange(name, i, "0 to " + (limit - 1), numbers[i]);
            }
        }
    }

    private static void requireEnds(Graph graph, Map<String, Tensor> inputs, int tokens) {
        for (Node node : graph.nodes()) {
            if (node.op() instanceof Op.Attention || node.op() instanceof Op.Pool) {
                String name = node.inputs().get(1);
                Tensor ends = inputs.get(name);
                if (ends == null || ends.elements() < 1) {
                    throw outOfRange(name, 0, "0", "nothing");
                }
                int[] numbers = ends.toInts();
                for (int i = 0; i < numbers.length; i++) {
                    boolean last = i == numbers.length - 1;
                    if (i == 0 ? numbers[0] != 0 : numbers[i] <= numbers[i - 1] || numbers[i] > tokens || last && numbers[i] != tokens) {
                        throw outOfRange(name, i, i == 0 ? "0" : last ? tokens : "more than " + numbers[i - 1], numbers[i]);
                    }
                }
                if (numbers.length == 1 && tokens > 0) {
                    throw outOfRange(name, 1, tokens, "nothing");
                }
                return;
            }
        }
    }

    private static DamagedData outOfRange(String name, int index, Object expected, Object found) {
        return new DamagedData("A number of the input is out of range.",
                Finding.at("input " + name + ", element " + index).expected(expected).found(found));
    }
}
