package dev.tabitat.kernels.backend;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.graph.Graph;
import dev.tabitat.core.graph.Node;
import dev.tabitat.core.graph.Op;
import dev.tabitat.core.runtime.Weights;
import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import dev.tabitat.kernels.kernel.Kernel;
import dev.tabitat.kernels.kernel.LowRankF32;
import dev.tabitat.kernels.kernel.SparseRowsF32;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns a graph and its weights into a plan: one kernel call for a dense layer or a softmax, two for a sparse layer.
 *
 * <p>
 * What kernels cannot check is checked here, since a wrong number in compressed rows would reach into another session's
 * memory.
 */
final class GraphPlan {

    /** Which graph inputs feed a sparse call of the plan. */
    record SparseInput(String indices, String values) {
    }

    private final Graph graph;
    private final Map<String, Tensor> weights;
    private final Plan plan = new Plan();
    private final Map<String, Slot> slots = new LinkedHashMap<>();
    private final List<SparseInput> sparseInputs = new ArrayList<>();

    private GraphPlan(Graph graph, Map<String, Tensor> weights) {
        this.graph = graph;
        this.weights = weights;
    }

    /**
     * Plans a graph.
     *
     * @throws dev.tabitat.core.error.Incompatible when a weight is missing or has another type or shape
     * @throws Unsupported when there is no kernel for a step
     * @throws DamagedData when compressed rows contradict themselves
     * @throws dev.tabitat.core.error.OutOfBudget when it all is larger than one memory can be
     */
    static GraphPlan of(Graph graph, Map<String, Tensor> weights) {
        Weights.check(graph, weights);
        GraphPlan made = new GraphPlan(graph, weights);
        for (Node node : graph.nodes()) {
            made.add(node);
        }
        for (String output : graph.outputs()) {
            made.dense(graph.node(output), output);
        }
        return made;
    }

    Plan plan() {
        return plan;
    }

    /** Where the value of a node lies; only asked for dense inputs that are used and for outputs. */
    Map<String, Slot> slots() {
        return slots;
    }

    /** The inputs of the plan's sparse calls, in its order. */
    List<SparseInput> sparseInputs() {
        return sparseInputs;
    }

    private void add(Node node) {
        if (node.op() instanceof Op.Linear linear) {
            linear(node, linear.activation());
        } else if (node.op() instanceof Op.SparseLinear) {
            sparse(node);
        } else if (node.op() instanceof Op.Softmax) {
            softmax(node);
        } else if (RowGraph.isChange(node.op())) {
            change(node);
        } else if (!(node.op() instanceof Op.Input) && !(node.op() instanceof Op.Weight)) {
            throw unsupported(node, "an operator with a kernel", node.op());
        }
    }

    private void linear(Node node, Op.Activation activation) {
        Slot x = dense(node, node.inputs().get(0));
        Slot w = dense(node, node.inputs().get(1));
        Slot b = dense(node, node.inputs().get(2));
        Shape weight = graph.shape(node.inputs().get(1));
        Slot y = result(node);
        require(node, activation == Op.Activation.NONE || activation == Op.Activation.RELU, "no activation or RELU",
                activation);
        int activate = activation == Op.Activation.RELU ? 1 : 0;
        plan.call(Kernel.MAT_VEC, List.of(w, x, b, y), graph.shape(node.name()).dim(0), weight.dim(1), weight.dim(0),
                activate);
    }

    private void softmax(Node node) {
        Slot x = dense(node, node.inputs().get(0));
        Shape shape = graph.shape(node.name());
        require(node, shape.rank() > 0, "at least one axis", shape);
        int columns = shape.dim(-1);
        int rows = columns == 0 ? 0 : shape.elements() / columns;
        plan.call(Kernel.SOFTMAX, List.of(x, result(node)), rows, columns);
    }

    /** A copy of the first input, changed where it lies. */
    private void change(Node node) {
        Slot before = dense(node, node.inputs().get(0));
        Shape shape = graph.shape(node.name());
        Slot y = result(node);
        plan.call(Kernel.COPY, List.of(y, before), 4 * shape.elements());
        if (node.op() instanceof Op.LowRank change) {
            Tensor down = rows(node, 2, DType.F32);
            Tensor up = rows(node, 3, DType.F32);
            int rank = down.shape().dim(0);
            int width = up.shape().dim(0);
            Slot scratch = plan.slot(LowRankF32.scratchBytes(rank, width));
            plan.call(Kernel.LOW_RANK,
                    List.of(dense(node, node.inputs().get(1)), plan.constant(Bytes.of(Packed.transposed(down))),
                            plan.constant(Bytes.of(Packed.transposed(up))), from(y, change.from()), scratch),
                    down.shape().dim(1), rank, width, shape.dim(1), shape.dim(0));
        } else if (node.op() instanceof Op.SparseDelta change) {
            List<Slot> operands = List.of(dense(node, node.inputs().get(1)),
                    constant(node.inputs().get(2), rows(node, 2, DType.I32)),
                    constant(node.inputs().get(3), rows(node, 3, DType.I32)),
                    constant(node.inputs().get(4), rows(node, 4, DType.F32)), from(y, change.from()));
            plan.call(Kernel.SPARSE_DELTA, operands, graph.shape(node.inputs().get(1)).dim(1),
                    graph.shape(node.inputs().get(2)).dim(0) - 1, shape.dim(1),
                    shape.dim(0));
        } else if (node.op() instanceof Op.Shift) {
            require(node, shape.dim(1) % 4 == 0, "a width that is a multiple of four", shape);
            plan.call(Kernel.SHIFT, List.of(y, dense(node, node.inputs().get(1))), shape.dim(1), shape.dim(0));
        } else if (node.op() instanceof Op.Activate activate) {
            activate(node, activate.activation(), y, shape.elements());
        }
    }

    private void activate(Node node, Op.Activation activation, Slot y, int count) {
        if (activation == Op.Activation.RELU) {
            plan.call(Kernel.RELU, List.of(y), count);
        } else if (activation == Op.Activation.GELU) {
            require(node, count % 4 == 0, "a multiple of four values", count);
            plan.call(Kernel.GELU, List.of(y, plan.slot(32)), count);
        } else if (activation != Op.Activation.NONE) {
            require(node, count % 4 == 0, "a multiple of four values", count);
            plan.call(Kernel.ACTIVATE, List.of(y), count, RowPlan.kind(activation));
        }
    }

    private static Slot from(Slot y, int column) {
        return new Slot(y.offset() + 4 * column, y.bytes() - 4 * column);
    }

    private void sparse(Node node) {
        String indices = node.inputs().get(0);
        String values = node.inputs().get(1);
        requireInput(node, indices, DType.I32);
        requireInput(node, values, DType.F32);
        Tensor offsets = rows(node, 2, DType.I32);
        Tensor columns = rows(node, 3, DType.U8);
        Tensor stored = rows(node, 4, DType.F32);
        int out = graph.shape(node.name()).elements();
        checkRows(node, offsets, columns, out);
        Slot bias = dense(node, node.inputs().get(5));
        Slot y = result(node);
        plan.call(Kernel.COPY, List.of(y, bias), 4 * out);
        List<Slot> compressed = List.of(constant(node.inputs().get(2), offsets),
                constant(node.inputs().get(3), columns),
                constant(node.inputs().get(4), stored));
        plan.sparseCall(SparseRowsF32.Columns.U8, y, compressed, offsets.elements() - 1);
        sparseInputs.add(new SparseInput(indices, values));
    }

    private void requireInput(Node node, String name, DType dtype) {
        require(node, graph.node(name).op() instanceof Op.Input && graph.dtype(name) == dtype,
                dtype + " input of the graph",
                name);
    }

    private Tensor rows(Node node, int input, DType dtype) {
        String name = node.inputs().get(input);
        Tensor tensor = weights.get(name);
        require(node, graph.node(name).op() instanceof Op.Weight && graph.dtype(name) == dtype, dtype + " weight",
                name);
        return tensor;
    }

    /** Every row lies inside what is stored, and every column inside the output. */
    private static void checkRows(Node node, Tensor offsets, Tensor columns, int out) {
        Bytes starts = bytes(offsets);
        int before = 0;
        for (int i = 0; i < offsets.elements(); i++) {
            int start = starts.word(i);
            if (start < before || start > columns.elements()) {
                throw damaged(node, "row offset " + i, before + " to " + columns.elements(), start);
            }
            before = start;
        }
        if (offsets.elements() == 0) {
            throw damaged(node, "row offsets", "at least one", "none");
        }
        for (int i = 0; i < columns.elements(); i++) {
            int column = columns.bytes()[columns.offset() + i] & 0xFF;
            if (column >= out) {
                throw damaged(node, "column " + i, "less than " + out, column);
            }
        }
    }

    /** The place of a dense f32 value of known size, made when it is first asked for. */
    private Slot dense(Node user, String name) {
        require(user, graph.dtype(name) == DType.F32, "F32 for " + name, graph.dtype(name));
        Slot known = slots.get(name);
        if (known != null) {
            return known;
        }
        if (graph.node(name).op() instanceof Op.Weight) {
            return constant(name, weights.get(name));
        }
        require(user, !graph.shape(name).dims().contains(Graph.ANY), "a known size of " + name, graph.shape(name));
        return slot(name);
    }

    private Slot result(Node node) {
        return slot(node.name());
    }

    private Slot slot(String name) {
        Slot slot = plan.slot(4L * graph.shape(name).elements());
        slots.put(name, slot);
        return slot;
    }

    private Slot constant(String name, Tensor tensor) {
        Slot known = slots.get(name);
        if (known != null) {
            return known;
        }
        Slot slot = plan.constant(bytes(tensor));
        slots.put(name, slot);
        return slot;
    }

    /** The bytes of a tensor, shared. */
    static Bytes bytes(Tensor tensor) {
        return new Bytes(tensor.bytes(), tensor.offset(), tensor.byteLength());
    }

    private static void require(Node node, boolean holds, String expected, Object found) {
        if (!holds) {
            throw unsupported(node, expected, found);
        }
    }

    private static Unsupported unsupported(Node node, String expected, Object found) {
        return new Unsupported("The WebAssembly backend has no kernel for a step of this model.",
                Finding.at("node " + node.name()).expected(expected).found(found)
                        .remedy("Run it on the reference backend."));
    }

    private static DamagedData damaged(Node node, String what, Object expected, Object found) {
        return new DamagedData("The sparse weights of a model contradict themselves.",
                Finding.at("node " + node.name() + ", " + what).expected(expected).found(found));
    }
}
