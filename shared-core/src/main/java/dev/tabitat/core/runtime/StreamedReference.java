package dev.tabitat.core.runtime;

import dev.tabitat.core.graph.Graph;
import dev.tabitat.core.graph.Node;
import dev.tabitat.core.graph.Op;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Runs a graph once as {@link ReferenceBackend} does, with weights that are read as steps need them: never more than
 * one step's are in memory, and of tables of words only the rows of the input.
 */
public final class StreamedReference {

    private StreamedReference() {}

    /**
     * The values of the graph's outputs, by node name.
     *
     * @throws dev.tabitat.core.error.Incompatible when an input does not fit
     * @throws dev.tabitat.core.error.DamagedData when an input or a weight is out of range
     */
    public static Map<String, Tensor> run(Graph graph, Map<String, Tensor> inputs, WeightReader weights) {
        Weights.checkInputs(graph, inputs);
        TokenInputs.check(graph, inputs);
        Map<String, Value> values = new LinkedHashMap<>();
        for (Node node : graph.nodes()) {
            if (node.op() instanceof Op.Input) {
                values.put(node.name(), Value.of(inputs.get(node.name())));
            } else if (!(node.op() instanceof Op.Weight)) {
                values.put(node.name(), ReferenceOperators.compute(node, step(graph, node, values, weights)));
            }
        }
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        for (String name : graph.outputs()) {
            Value value = values.get(name);
            outputs.put(name, Tensor.ofFloats(value.shape(), value.floats()));
        }
        return outputs;
    }

    /** What a step reads. */
    private static Map<String, Value> step(Graph graph, Node node, Map<String, Value> values, WeightReader weights) {
        Map<String, Value> read = new LinkedHashMap<>();
        int table = node.op() instanceof Op.Embedding ? 2 : node.op() instanceof Op.Lookup ? 1 : -1;
        int tables = table < 0 ? 0
                : node.op() instanceof Op.Embedding ? node.inputs().size() - 4 : node.inputs().size() - 1;
        int[] rows = new int[0];
        for (int i = 0; i < node.inputs().size(); i++) {
            String name = node.inputs().get(i);
            if (i == 0 && table > 0) {
                int[] ids = values.get(name).ints();
                rows = distinct(ids);
                read.put(name, numbered(ids, rows));
            } else if (values.containsKey(name)) {
                read.put(name, values.get(name));
            } else if (i >= table && i < table + tables) {
                read.put(name, Value.of(weights.rows(name, rows)));
            } else if (graph.node(name).op() instanceof Op.Weight) {
                read.put(name, Value.of(weights.read(name)));
            }
        }
        return read;
    }

    private static int[] distinct(int... ids) {
        Map<Integer, Integer> seen = new LinkedHashMap<>();
        for (int id : ids) {
            seen.put(id, id);
        }
        int[] rows = new int[seen.size()];
        int at = 0;
        for (int id : seen.keySet()) {
            rows[at++] = id;
        }
        return rows;
    }

    /** Each id by its number among the rows. */
    private static Value numbered(int[] ids, int... rows) {
        Map<Integer, Integer> numbers = new LinkedHashMap<>();
        for (int i = 0; i < rows.length; i++) {
            numbers.put(rows[i], i);
        }
        int[] numbered = new int[ids.length];
        for (int i = 0; i < ids.length; i++) {
            numbered[i] = numbers.get(ids[i]);
        }
        return new Value(Shape.of(ids.length), null, numbered, null);
    }
}
