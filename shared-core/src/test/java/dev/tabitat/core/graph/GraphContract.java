package dev.tabitat.core.graph;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.error.Incompatible;
import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** A graph knows the shape of each of its values, and cannot be built from steps that do not fit. */
public final class GraphContract implements Contract {

    @Override
    public String name() {
        return "graph: shapes follow from the inputs, and steps that do not fit are refused";
    }

    @Override
    public void run(Check check) {
        Graph dense = dense(Shape.of(3, 4), Shape.of(5, 4), Shape.of(5), DType.F32);
        check.equal("a linear layer's shape", Shape.of(3, 5), dense.shape("y"));
        check.equal("a softmax keeps the shape", Shape.of(3, 5), dense.shape("p"));
        check.equal("a linear layer's type", DType.F32, dense.dtype("y"));
        check.equal("inputs", List.of("x"), names(dense.inputs()));
        check.equal("weights", List.of("w", "b"), names(dense.weights()));
        check.equal("a row count known only at the run", Shape.of(Graph.ANY, 5),
                dense(Shape.of(Graph.ANY, 4), Shape.of(5, 4), Shape.of(5), DType.F32).shape("p"));
        refused(check, "another width", () -> dense(Shape.of(3, 4), Shape.of(5, 3), Shape.of(5), DType.F32));
        refused(check, "another bias", () -> dense(Shape.of(3, 4), Shape.of(5, 4), Shape.of(4), DType.F32));
        refused(check, "integers in a linear layer",
                () -> dense(Shape.of(3, 4), Shape.of(5, 4), Shape.of(5), DType.I8));

        check.equal("a sparse layer's shape", Shape.of(1, 9), sparse(7, 7, 9, DType.U8).shape("y"));
        refused(check, "a column too few", () -> sparse(7, 6, 9, DType.U8));
        refused(check, "more labels than a byte can name", () -> sparse(7, 7, 257, DType.U8));
        refused(check, "columns of four bytes", () -> sparse(7, 7, 9, DType.I32));

        Node x = new Node("x", new Op.Input(DType.F32, Shape.of(2)), List.of());
        refused(check, "a name used twice", () -> new Graph(List.of(x, x), List.of("x")));
        refused(check, "an input that comes later",
                () -> new Graph(List.of(new Node("p", new Op.Softmax(), List.of("x")), x), List.of("p")));
        refused(check, "an output that is not there", () -> new Graph(List.of(x), List.of("p")));
        refused(check, "a softmax of two",
                () -> new Graph(List.of(x, new Node("p", new Op.Softmax(), List.of("x", "x"))), List.of("p")));
    }

    private static Graph dense(Shape x, Shape w, Shape b, DType weights) {
        return new Graph(List.of(
                new Node("x", new Op.Input(DType.F32, x), List.of()),
                new Node("w", new Op.Weight(weights, w), List.of()),
                new Node("b", new Op.Weight(DType.F32, b), List.of()),
                new Node("y", new Op.Linear(Op.Activation.RELU), List.of("x", "w", "b")),
                new Node("p", new Op.Softmax(), List.of("y"))), List.of("p"));
    }

    private static Graph sparse(int stored, int columns, int out, DType columnType) {
        return new Graph(List.of(
                new Node("i", new Op.Input(DType.I32, Shape.of(Graph.ANY)), List.of()),
                new Node("v", new Op.Input(DType.F32, Shape.of(Graph.ANY)), List.of()),
                new Node("rows", new Op.Weight(DType.I32, Shape.of(4)), List.of()),
                new Node("columns", new Op.Weight(columnType, Shape.of(columns)), List.of()),
                new Node("stored", new Op.Weight(DType.F32, Shape.of(stored)), List.of()),
                new Node("b", new Op.Weight(DType.F32, Shape.of(out)), List.of()),
                new Node("y", new Op.SparseLinear(), List.of("i", "v", "rows", "columns", "stored", "b"))),
                List.of("y"));
    }

    private static List<String> names(List<Node> nodes) {
        List<String> names = new ArrayList<>();
        for (Node node : nodes) {
            names.add(node.name());
        }
        return names;
    }

    private static void refused(Check check, String what, Runnable body) {
        check.fails(what, Incompatible.class, body);
    }
}
