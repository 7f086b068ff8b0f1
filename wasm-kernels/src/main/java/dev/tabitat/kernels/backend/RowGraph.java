package dev.tabitat.kernels.backend;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.graph.Graph;
import dev.tabitat.core.graph.Node;
import dev.tabitat.core.graph.Op;
import dev.tabitat.core.runtime.Weights;
import dev.tabitat.core.tensor.Tensor;
import dev.tabitat.kernels.kernel.Int8Dot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** A graph over any number of rows, such as an encoder: checked before any memory is taken, each weight packed when it is written. */
final class RowGraph {

    private final Graph graph;
    private final Map<String, Slot> slots = new LinkedHashMap<>();
    private final List<Constant> constants = new ArrayList<>();
    private final Map<String, Integer> lastUse = new LinkedHashMap<>();
    private final Plan places = new Plan();

    /** A place, and what makes its bytes. */
    record Constant(Slot slot, Supplier<Bytes> bytes) {
    }

    private RowGraph(Graph graph) {
        this.graph = graph;
    }

    /** Whether a graph is for this planner: it has a step that the plan of a fixed size does not know. */
    static boolean isFor(Graph graph) {
        for (Node node : graph.nodes()) {
            Op op = node.op();
            boolean fixed = op instanceof Op.Input || op instanceof Op.Weight || op instanceof Op.SparseLinear || op instanceof Op.Softmax
                    || op instanceof Op.Linear linear && linear.activation() != Op.Activation.GELU;
            boolean anyRows = op instanceof Op.Linear && graph.shape(node.name()).dim(0) == Graph.ANY;
            if (!fixed || anyRows) {
                return true;
            }
        }
        return false;
    }

    /**
     * @throws dev.tabitat.core.error.Incompatible when a weight is missing or has another type or shape
     * @throws Unsupported when there is no kernel for a step
     * @throws dev.tabitat.core.error.OutOfBudget when the weights are larger than one memory can be
     */
    static RowGraph of(Graph graph, Map<String, Tensor> weights, Int8Dot dot) {
        Weights.check(graph, weights);
        RowGraph made = new RowGraph(graph);
        List<Node> nodes = graph.nodes();
        for (int i = 0; i < nodes.size(); i++) {
            for (String input : nodes.get(i).inputs()) {
                made.lastUse.put(input, i);
            }
            made.pack(nodes.get(i), weights, dot);
        }
        for (String output : graph.outputs()) {
            made.requireKernel(graph.node(output), !(graph.node(output).op() instanceof Op.Input) && !(graph.node(output).op() instanceof Op.Weight),
                    "a computed output", output);
            made.lastUse.put(output, nodes.size());
        }
        return made;
    }

    Graph graph() {
        return graph;
    }

    List<Constant> constants() {
        return constants;
    }

    long constantBytes() {
        return places.bytes();
    }

    /** The place of a weight among the constants; for packed weights by node and part. */
    Slot constant(String name) {
        return slots.get(name);
    }

    /** The step after which a value is no longer needed, or -1. */
    int lastUse(String name) {
        return lastUse.getOrDefault(name, -1);
    }

    /** How many products of a weight and a value a run takes. */
    long products(Map<String, Integer> rows) {
        long products = 0;
        for (Node node : graph.nodes()) {
            if (node.op() instanceof Op.LinearInt8 || node.op() instanceof Op.Linear) {
                products += (long) rows.get(node.name()) * graph.shape(node.name()).dim(1) * graph.shape(node.inputs().get(0)).dim(1);
            }
        }
        return products;
    }

    static String packed(Node node) {
        return node.name() + " packed";
    }

    static String notes(Node node) {
        return node.name() + " notes";
    }

    private void pack(Node node, Map<String, Tensor> weights, Int8Dot dot) {
        Op op = node.op();
        if (op instanceof Op.LinearInt8) {
            requireFours(node, graph.shape(node.inputs().get(1)).dim(1));
            Tensor matrix = weight(node, 1, weights);
            Tensor scales = weight(node, 2, weights);
            Tensor bias = weight(node, 3, weights);
            add(packed(node), Packed.panelBytes(matrix), () -> Bytes.of(Packed.panels(matrix, dot)));
            add(notes(node), Packed.noteBytes(matrix), () -> Bytes.of(Packed.notes(matrix, scales, bias)));
            if (node.inputs().size() == 5) {
                raw(node, 4, weights);
            }
        } else if (op instanceof Op.Linear) {
            requireFours(node, graph.shape(node.inputs().get(1)).dim(0));
            Tensor matrix = weight(node, 1, weights);
            add(packed(node), matrix.byteLength(), () -> Bytes.of(Packed.transposed(matrix)));
            raw(node, 2, weights);
        } else if (op instanceof Op.Embedding || op instanceof Op.LayerNorm) {
            requireFours(node, graph.shape(node.name()).dim(1));
            boolean norm = op instanceof Op.LayerNorm;
            for (int i = norm ? node.inputs().size() - 2 : 2; i < node.inputs().size(); i++) {
                raw(node, i, weights);
            }
        } else if (op instanceof Op.Attention attention) {
            requireFours(node, graph.shape(node.name()).dim(1) / attention.heads());
        } else if (op instanceof Op.Pool || op instanceof Op.Normalize) {
            requireKernel(node, graph.shape(node.name()).rank() == 2, "rows", graph.shape(node.name()));
            requireFours(node, graph.shape(node.name()).dim(1));
        } else if (!(op instanceof Op.Input) && !(op instanceof Op.Weight)) {
            requireKernel(node, op instanceof Op.Softmax && graph.shape(node.name()).rank() == 2, "an operator with a kernel", op);
        }
    }

    private Tensor weight(Node node, int input, Map<String, Tensor> weights) {
        String name = node.inputs().get(input);
        requireKernel(node, graph.node(name).op() instanceof Op.Weight, "a weight of the model as input " + input, name);
        return weights.get(name);
    }

    private void raw(Node node, int input, Map<String, Tensor> weights) {
        Tensor tensor = weight(node, input, weights);
        if (!slots.containsKey(node.inputs().get(input))) {
            add(node.inputs().get(input), tensor.byteLength(), () -> GraphPlan.bytes(tensor));
        }
    }

    private void add(String name, int length, Supplier<Bytes> bytes) {
        Slot slot = places.slot(length);
        constants.add(new Constant(slot, bytes));
        slots.put(name, slot);
    }

    private void requireFours(Node node, int width) {
        requireKernel(node, width % 4 == 0, "a width that is a multiple of four", width);
    }

    private void requireKernel(Node node, boolean holds, String expected, Object found) {
        if (!holds) {
            throw new Unsupported("The WebAssembly backend has no kernel for a step of this model.",
                    Finding.at("node " + node.name()).expected(expected).found(found).remedy("Run it on the reference backend."));
        }
    }
}
