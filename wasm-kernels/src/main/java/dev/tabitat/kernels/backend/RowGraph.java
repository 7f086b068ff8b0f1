package dev.tabitat.kernels.backend;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.graph.Graph;
import dev.tabitat.core.graph.Node;
import dev.tabitat.core.graph.Op;
import dev.tabitat.core.runtime.Weights;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import dev.tabitat.kernels.kernel.Int8Dot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A graph over any number of rows, such as an encoder: checked before any memory is taken, each weight packed when it
 * is written.
 *
 * <p>
 * Its constants lie in parts: what a graph brings is one, and those that were derived from it use that part and add
 * their own.
 */
final class RowGraph {

    private final Graph graph;
    private final Map<String, Home> homes;
    private final int part;
    private final List<Constant> constants = new ArrayList<>();
    private final Map<String, Integer> lastUse = new LinkedHashMap<>();
    private final Plan places = new Plan();

    /** How a constant is made of weights. */
    enum Form {
        /** A weight as it is. */
        RAW,
        /** The transpose of a matrix in f32. */
        TRANSPOSED,
        /** A matrix in int8, as {@link Packed#panels(Tensor, Int8Dot)} says. */
        PANELS,
        /** A matrix in int8, its scales and its biases, as {@link Packed#notes} says. */
        NOTES
    }

    /** A place, and which weights its bytes are made of. */
    record Constant(Slot slot, Form form, List<String> weights) {

        Bytes bytes(Map<String, Tensor> from, Int8Dot dot) {
            Tensor first = from.get(weights.get(0));
            return switch (form) {
                case RAW -> GraphPlan.bytes(first);
                case TRANSPOSED -> Bytes.of(Packed.transposed(first));
                case PANELS -> Bytes.of(Packed.panels(first, dot));
                case NOTES -> Bytes.of(Packed.notes(first, from.get(weights.get(1)), from.get(weights.get(2))));
            };
        }
    }

    /** Where a constant lies: in which part, and where there. */
    record Home(int part, Slot slot) {
    }

    /** @param homes of the constants of the parts before its own */
    private RowGraph(Graph graph, Map<String, Home> homes, int part) {
        this.graph = graph;
        this.homes = new LinkedHashMap<>(homes);
        this.part = part;
    }

    /** Whether a graph is for this planner: it has a step that the plan of a fixed size does not know. */
    static boolean isFor(Graph graph) {
        for (Node node : graph.nodes()) {
            Op op = node.op();
            if (op instanceof Op.Input || op instanceof Op.Weight) {
                continue;
            }
            boolean fixed = op instanceof Op.SparseLinear || op instanceof Op.Softmax || isChange(op)
                    || op instanceof Op.Linear linear && isFused(linear.activation())
                            && linear.activation() != Op.Activation.GELU;
            boolean anyRows = graph.shape(node.name()).rank() > 0 && graph.shape(node.name()).dim(0) == Graph.ANY;
            if (!fixed || anyRows && !(op instanceof Op.Softmax)) {
                return true;
            }
        }
        return false;
    }

    /** Whether it changes values where they lie. */
    static boolean isChange(Op op) {
        return op instanceof Op.LowRank || op instanceof Op.SparseDelta || op instanceof Op.Shift
                || op instanceof Op.Activate;
    }

    /** Whether it may change its first input where that lies, when nobody else needs it. */
    static boolean isInPlace(Op op) {
        return isChange(op) || op instanceof Op.Add || op instanceof Op.Rotate;
    }

    /** Whether the kernels of linear layers apply it themselves. */
    static boolean isFused(Op.Activation activation) {
        return activation == Op.Activation.NONE || activation == Op.Activation.RELU
                || activation == Op.Activation.GELU;
    }

    /**
     * @throws dev.tabitat.core.error.Incompatible when a weight is missing or has another type or shape
     * @throws Unsupported when there is no kernel for a step
     * @throws dev.tabitat.core.error.OutOfBudget when the weights are larger than one memory can be
     */
    static RowGraph of(Graph graph, Map<String, Tensor> weights) {
        Weights.check(graph, weights);
        return new RowGraph(graph, Map.of(), 0).packed(weights.keySet());
    }

    /**
     * The same before any weight is in memory.
     *
     * @throws Unsupported when there is no kernel for a step
     * @throws dev.tabitat.core.error.OutOfBudget when the weights are larger than one memory can be
     */
    static RowGraph of(Graph graph) {
        Set<String> all = new HashSet<>();
        for (Node node : graph.weights()) {
            all.add(node.name());
        }
        return new RowGraph(graph, Map.of(), 0).packed(all);
    }

    /**
     * Another graph over the same constants and further ones.
     *
     * @param added its weights that this one has not
     * @throws dev.tabitat.core.error.Incompatible as {@link Weights#checkDerived}
     * @throws dev.tabitat.core.error.DamagedData as {@link Weights#checkDerived}
     * @throws Unsupported when there is no kernel for a step, or a weight is wanted in another form than it lies in
     */
    RowGraph derive(Graph other, Map<String, Tensor> added) {
        Weights.checkDerived(graph, other, added);
        return new RowGraph(other, homes, part + 1).packed(added.keySet());
    }

    /** @param weights those that its own constants can be made of */
    private RowGraph packed(Set<String> weights) {
        List<Node> nodes = graph.nodes();
        for (int i = 0; i < nodes.size(); i++) {
            for (String input : nodes.get(i).inputs()) {
                lastUse.put(input, i);
            }
            pack(nodes.get(i), weights);
        }
        for (String output : graph.outputs()) {
            requireKernel(graph.node(output),
                    !(graph.node(output).op() instanceof Op.Input) && !(graph.node(output).op() instanceof Op.Weight),
                    "a computed output", output);
            lastUse.put(output, nodes.size());
        }
        return this;
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

    /** The place of a weight among the constants; of a packed one by {@link #packed} and the like. */
    Home constant(String name) {
        return homes.get(name);
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
                products += (long) rows.get(node.name()) * graph.shape(node.name()).dim(1)
                        * graph.shape(node.inputs().get(0)).dim(1);
            }
        }
        return products;
    }

    /** The matrix of a layer, or the first of a change of low rank. */
    static String packed(Node node) {
        return node.inputs().get(node.op() instanceof Op.LowRank ? 2 : 1)
                + (node.op() instanceof Op.LinearInt8 ? " in panels" : " transposed");
    }

    /** The second matrix of a change of low rank. */
    static String up(Node node) {
        return node.inputs().get(3) + " transposed";
    }

    static String notes(Node node) {
        return "notes of " + String.join(", ", node.inputs().subList(1, 4));
    }

    private void pack(Node node, Set<String> weights) {
        Op op = node.op();
        if (op instanceof Op.LinearInt8) {
            requireFours(node, graph.shape(node.inputs().get(1)).dim(1));
            add(node, packed(node), Form.PANELS, weights, 1);
            add(node, notes(node), Form.NOTES, weights, 1, 2, 3);
            if (node.inputs().size() == 5) {
                raw(node, 4, weights);
            }
        } else if (op instanceof Op.Linear) {
            requireFours(node, graph.shape(node.inputs().get(1)).dim(0));
            transposed(node, packed(node), 1, weights);
            raw(node, 2, weights);
        } else if (op instanceof Op.LowRank) {
            transposed(node, packed(node), 2, weights);
            transposed(node, up(node), 3, weights);
        } else if (op instanceof Op.SparseDelta) {
            for (int i = 2; i < 5; i++) {
                raw(node, i, weights);
            }
        } else if (op instanceof Op.Shift) {
            requireFours(node, graph.shape(node.name()).dim(1));
            raw(node, 1, weights);
        } else if (op instanceof Op.Activate) {
            requireKernel(node, graph.shape(node.name()).rank() == 2, "rows", graph.shape(node.name()));
            requireFours(node, graph.shape(node.name()).dim(1));
        } else if (op instanceof Op.Embedding || op instanceof Op.LayerNorm) {
            requireFours(node, graph.shape(node.name()).dim(1));
            boolean norm = op instanceof Op.LayerNorm;
            for (int i = norm ? node.inputs().size() - 2 : 2; i < node.inputs().size(); i++) {
                raw(node, i, weights);
            }
        } else if (op instanceof Op.SequenceAttention attention) {
            requireFours(node, graph.shape(node.name()).dim(1) / attention.heads());
            packDistances(node, attention, weights);
        } else if (op instanceof Op.Rotate rotate) {
            requireFours(node, graph.shape(node.name()).dim(1) / 6 / rotate.heads());
            raw(node, 2, weights);
            raw(node, 3, weights);
        } else if (op instanceof Op.Lookup) {
            requireFours(node, graph.shape(node.name()).dim(1));
            for (int i = 1; i < node.inputs().size(); i++) {
                raw(node, i, weights);
            }
        } else if (op instanceof Op.Pool || op instanceof Op.Normalize || op instanceof Op.Gate
                || op instanceof Op.Add) {
            requireKernel(node, graph.shape(node.name()).rank() == 2, "rows", graph.shape(node.name()));
            requireFours(node, graph.shape(node.name()).dim(1));
        } else if (!(op instanceof Op.Input) && !(op instanceof Op.Weight)) {
            requireKernel(node, op instanceof Op.Softmax && graph.shape(node.name()).rank() == 2,
                    "an operator with a kernel", op);
        }
    }

    private void packDistances(Node node, Op.SequenceAttention attention, Set<String> weights) {
        if (attention instanceof Op.BiasedAttention) {
            raw(node, 2, weights);
        } else if (attention instanceof Op.DisentangledAttention) {
            requireFours(node, graph.shape(node.inputs().get(2)).dim(0));
            transposed(node, node.inputs().get(2) + " transposed", 2, weights);
            transposed(node, node.inputs().get(3) + " transposed", 3, weights);
            raw(node, 4, weights);
        }
    }

    private void raw(Node node, int input, Set<String> weights) {
        add(node, node.inputs().get(input), Form.RAW, weights, input);
    }

    private void transposed(Node node, String name, int input, Set<String> weights) {
        add(node, name, Form.TRANSPOSED, weights, input);
    }

    /** A constant made of some weights that are a node's inputs, unless it is there. */
    private void add(Node node, String name, Form form, Set<String> weights, int... inputs) {
        List<String> names = new ArrayList<>();
        for (int input : inputs) {
            String weight = node.inputs().get(input);
            requireKernel(node, graph.node(weight).op() instanceof Op.Weight, "a weight of the model as input " + input,
                    weight);
            names.add(weight);
        }
        if (!homes.containsKey(name)) {
            requireKernel(node, weights.containsAll(names), "weights in the form in which they lie in memory",
                    "another use of " + node.inputs());
            Slot slot = places.slot(bytes(form, names.get(0)));
            constants.add(new Constant(slot, form, names));
            homes.put(name, new Home(part, slot));
        }
    }

    private int bytes(Form form, String weight) {
        Shape shape = graph.shape(weight);
        return switch (form) {
            case RAW, TRANSPOSED -> shape.elements() * graph.dtype(weight).bytes();
            case PANELS -> Packed.panelBytes(shape);
            case NOTES -> Packed.noteBytes(shape);
        };
    }

    private void requireFours(Node node, int width) {
        requireKernel(node, width % 4 == 0, "a width that is a multiple of four", width);
    }

    private void requireKernel(Node node, boolean holds, String expected, Object found) {
        if (!holds) {
            throw new Unsupported("The WebAssembly backend has no kernel for a step of this model.",
                    Finding.at("node " + node.name()).expected(expected).found(found)
                            .remedy("Run it on the reference backend."));
        }
    }
}
