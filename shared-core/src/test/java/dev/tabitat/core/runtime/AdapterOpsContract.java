package dev.tabitat.core.runtime;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Incompatible;
import dev.tabitat.core.graph.Graph;
import dev.tabitat.core.graph.Node;
import dev.tabitat.core.graph.Op;
import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The operators that change a layer's outputs, against loops written out here; sessions that share weights. */
public final class AdapterOpsContract {

    private static final int IN = 5;
    private static final int OUT = 12;

    private AdapterOpsContract() {}

    public static List<Contract> all() {
        return List.of(
                Contract.of("reference: a change of low rank adds up · down · x to its columns",
                        AdapterOpsContract::lowRank),
                Contract.of("reference: a sparse change adds its few products", AdapterOpsContract::sparse),
                Contract.of("reference: a vector is added to each row, an activation stands alone",
                        AdapterOpsContract::elementwise),
                Contract.of("graph: changes that do not fit are refused", AdapterOpsContract::refusedGraphs),
                Contract.of("reference: wrong indices are refused before they are used",
                        AdapterOpsContract::refusedIndices),
                Contract.of("reference: derived sessions share weights and close in any order",
                        AdapterOpsContract::derived),
                Contract.of("reference: a derived session refuses weights that do not fit",
                        AdapterOpsContract::refusedDerived));
    }

    private static void lowRank(Check check) {
        Random random = new Random(41);
        for (int rank : new int[]{4, 8}) {
            for (int from : new int[]{0, 3, 8}) {
                int width = 4;
                float[] down = floats(random, rank * IN);
                float[] up = floats(random, width * rank);
                float[] x = floats(random, 3 * IN);
                float[] y = floats(random, 3 * OUT);
                float[] found = run(
                        graph(List.of(weight("down", DType.F32, rank, IN), weight("up", DType.F32, width, rank)),
                                new Op.LowRank(from), "y", "x", "down", "up"),
                        Map.of("down", Tensor.ofFloats(Shape.of(rank, IN), down), "up",
                                Tensor.ofFloats(Shape.of(width, rank), up)),
                        x, y);
                for (int row = 0; row < 3; row++) {
                    for (int o = 0; o < OUT; o++) {
                        double expected = y[row * OUT + o];
                        if (o >= from && o < from + width) {
                            for (int r = 0; r < rank; r++) {
                                for (int i = 0; i < IN; i++) {
                                    expected += (double) up[(o - from) * rank + r] * down[r * IN + i] * x[row * IN + i];
                                }
                            }
                        }
                        check.near("rank " + rank + ", from " + from + ", row " + row + ", column " + o, expected,
                                found[row * OUT + o], 1e-6);
                    }
                }
            }
        }
    }

    private static void sparse(Check check) {
        Random random = new Random(42);
        int from = 5;
        int[] ends = {0, 2, 2, 3, 3, 6};
        int[] columns = {0, 4, 2, 1, 3, 4};
        float[] values = floats(random, 6);
        float[] x = floats(random, 2 * IN);
        float[] y = floats(random, 2 * OUT);
        float[] found = run(sparse(from, 5, 6), sparse(ends, columns, values), x, y);
        float[][] dense = new float[OUT][IN];
        int[] rows = {0, 0, 2, 4, 4, 4};
        for (int k = 0; k < 6; k++) {
            dense[from + rows[k]][columns[k]] = values[k];
        }
        for (int row = 0; row < 2; row++) {
            for (int o = 0; o < OUT; o++) {
                double expected = y[row * OUT + o];
                for (int i = 0; i < IN; i++) {
                    expected += (double) dense[o][i] * x[row * IN + i];
                }
                check.near("row " + row + ", column " + o, expected, found[row * OUT + o], 1e-6);
            }
        }
        float[] same = run(sparse(from, 5, 0), sparse(new int[6], new int[0], new float[0]), x, y);
        for (int i = 0; i < same.length; i++) {
            check.isTrue("no change at all", same[i] == y[i]);
        }
    }

    private static void elementwise(Check check) {
        float[] y = {-2, -0.5f, 0, 0.25f, 1, 3, -1, 2, -3, 4, -4, 5};
        float[] vector = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
        float[] shifted = run(graph(List.of(weight("v", DType.F32, OUT)), new Op.Shift(), "y", "v"),
                Map.of("v", Tensor.ofFloats(Shape.of(OUT), vector)), new float[IN], y);
        float[] relu = run(graph(new Op.Activate(Op.Activation.RELU), "y"), Map.of(), new float[IN], y);
        float[] none = run(graph(new Op.Activate(Op.Activation.NONE), "y"), Map.of(), new float[IN], y);
        float[] gelu = run(graph(new Op.Activate(Op.Activation.GELU), "y"), Map.of(), new float[IN], y);
        for (int i = 0; i < OUT; i++) {
            check.isTrue("shifted " + i, shifted[i] == y[i] + vector[i]);
            check.isTrue("relu " + i, relu[i] == (y[i] > 0 ? y[i] : 0));
            check.isTrue("none " + i, none[i] == y[i]);
        }
        // x · Φ(x), Φ from a table of the normal distribution.
        check.near("gelu of 1", 0.8413447460685429, gelu[4], 1e-7);
        check.near("gelu of -2", -2 * 0.022750131948179195, gelu[0], 1e-7);
        check.near("gelu of -0.5", -0.5 * 0.3085375387259869, gelu[1], 1e-7);
        check.near("gelu of 3", 3 * 0.9986501019683699, gelu[5], 1e-6);
    }

    private static void refusedGraphs(Check check) {
        refusedLowRank(check, "a rank of 3", 0, Shape.of(3, IN), Shape.of(4, 3));
        refusedLowRank(check, "no rank", 0, Shape.of(0, IN), Shape.of(4, 0));
        refusedLowRank(check, "a width of 6", 0, Shape.of(4, IN), Shape.of(6, 4));
        refusedLowRank(check, "ranks that differ", 0, Shape.of(4, IN), Shape.of(4, 8));
        refusedLowRank(check, "another input", 0, Shape.of(4, IN + 1), Shape.of(4, 4));
        refusedLowRank(check, "columns after the last", 9, Shape.of(4, IN), Shape.of(4, 4));
        refusedLowRank(check, "columns far after the last", Integer.MAX_VALUE, Shape.of(4, IN), Shape.of(4, 4));
        refusedLowRank(check, "columns before the first", -1, Shape.of(4, IN), Shape.of(4, 4));
        refused(check, "sparse columns after the last", () -> sparse(8, 5, 1));
        refused(check, "no row ends", () -> sparse(0, -1, 0));
        refused(check, "a column for each value",
                () -> graph(
                        List.of(weight("ends", DType.I32, 3), weight("columns", DType.I32, 3),
                                weight("values", DType.F32, 2)),
                        new Op.SparseDelta(0), "y", "x", "ends", "columns", "values"));
        refused(check, "columns of another type",
                () -> graph(
                        List.of(weight("ends", DType.I32, 3), weight("columns", DType.U8, 2),
                                weight("values", DType.F32, 2)),
                        new Op.SparseDelta(0), "y", "x", "ends", "columns", "values"));
        refused(check, "columns that come at each run", () -> graph(
                List.of(weight("ends", DType.I32, 3),
                        new Node("columns", new Op.Input(DType.I32, Shape.of(2)), List.of()),
                        weight("values", DType.F32, 2)),
                new Op.SparseDelta(0), "y", "x", "ends", "columns", "values"));
        refused(check, "a vector of another width",
                () -> graph(List.of(weight("v", DType.F32, OUT - 1)), new Op.Shift(), "y", "v"));
        refused(check, "an activation of two", () -> graph(new Op.Activate(Op.Activation.GELU), "y", "x"));
    }

    private static void refusedLowRank(Check check, String what, int from, Shape down, Shape up) {
        refused(check, what,
                () -> graph(
                        List.of(new Node("down", new Op.Weight(DType.F32, down), List.of()),
                                new Node("up", new Op.Weight(DType.F32, up), List.of())),
                        new Op.LowRank(from), "y", "x", "down", "up"));
    }

    private static void refusedIndices(Check check) {
        int[][][] wrong = {
                {{0, 1, 1, 1}, {0, 1}}, {{1, 1, 2, 2}, {0, 1}}, {{0, 2, 1, 2}, {0, 1}}, {{0, 1, 3, 2}, {0, 1}},
                {{0, -1, 1, 2}, {0, 1}}, {{0, 1, 2, 2}, {0, IN}},
                {{0, 1, 2, 2}, {-1, 0}}
        };
        Graph graph = sparse(0, 3, 2);
        for (int i = 0; i < wrong.length; i++) {
            Map<String, Tensor> weights = sparse(wrong[i][0], wrong[i][1], new float[2]);
            check.fails("wrong indices " + i, DamagedData.class, () -> new ReferenceBackend().open(graph, weights));
            try (Session base = new ReferenceBackend().open(graph(new Op.Softmax(), "y"), Map.of())) {
                check.fails("derived, wrong indices " + i, DamagedData.class, () -> base.derive(graph, weights));
            }
        }
        check.fails("rows that differ", DamagedData.class,
                () -> run(sparse(0, 3, 2), sparse(new int[]{0, 1, 2, 2}, new int[]{0, 1}, new float[2]),
                        new float[3 * IN], new float[2 * OUT]));
    }

    private static void derived(Check check) {
        Graph base = dense(List.of());
        Map<String, Tensor> weights = Map.of("w", Tensor.ofFloats(Shape.of(4, 2), 1, 2, 3, 4, 5, 6, 7, 8), "b",
                Tensor.ofFloats(Shape.of(4), 0, 0, 0, 1));
        Map<String, Tensor> x = Map.of("x", Tensor.ofFloats(Shape.of(1, 2), 1, 1));
        Graph one = dense(List.of("one"));
        Graph both = dense(List.of("one", "two"));
        Map<String, Tensor> ones = Map.of("one", Tensor.ofFloats(Shape.of(4), 10, 20, 30, 40));
        Map<String, Tensor> twos = Map.of("two", Tensor.ofFloats(Shape.of(4), 100, 100, 100, 100));
        String[] expected = {"[3.0, 7.0, 11.0, 16.0]", "[13.0, 27.0, 41.0, 56.0]", "[113.0, 127.0, 141.0, 156.0]"};
        for (int order = 0; order < 6; order++) {
            Session a = new ReferenceBackend().open(base, weights);
            long alone = a.memoryBytes();
            Session b = a.derive(one, ones);
            Session c = b.derive(both, twos);
            check.equal("the base is counted once", alone, a.memoryBytes());
            check.equal("what b brought", 16L, b.memoryBytes());
            check.equal("what c brought", 16L, c.memoryBytes());
            List<Session> sessions = new ArrayList<>(List.of(a, b, c));
            List<String> results = new ArrayList<>(List.of(expected));
            int[] closing = {order / 2, order % 2, 0};
            for (int at : closing) {
                for (int i = 0; i < sessions.size(); i++) {
                    check.equal("order " + order + ", session " + i, results.get(i),
                            java.util.Arrays.toString(sessions.get(i).run(x).get("y").toFloats()));
                }
                Session closed = sessions.remove(at);
                results.remove(at);
                closed.close();
                closed.close();
                check.equal("a closed session holds nothing", 0L, closed.memoryBytes());
                check.fails("a closed session does not run", IllegalStateException.class, () -> closed.run(x));
                check.fails("a closed session is no base", IllegalStateException.class, () -> closed.derive(one, ones));
                long held = 0;
                for (Session session : sessions) {
                    held += session.memoryBytes();
                }
                check.isTrue("the weights are held as long as one needs them",
                        sessions.isEmpty() ? held == 0 : held >= alone);
            }
        }
        try (Session a = new ReferenceBackend().open(base, weights);
                Session b = a.derive(one, ones);
                Session back = b.derive(base, Map.of())) {
            check.equal("back to the base", expected[0], java.util.Arrays.toString(back.run(x).get("y").toFloats()));
            check.equal("which brings nothing", 0L, back.memoryBytes());
        }
    }

    private static void refusedDerived(Check check) {
        Map<String, Tensor> weights = Map.of("w", Tensor.ofFloats(Shape.of(4, 2), new float[8]), "b",
                Tensor.ofFloats(Shape.of(4), new float[4]));
        try (Session base = new ReferenceBackend().open(dense(List.of()), weights)) {
            Graph one = dense(List.of("one"));
            check.fails("nothing added", Incompatible.class, () -> base.derive(one, Map.of()));
            check.fails("another shape", Incompatible.class,
                    () -> base.derive(one, Map.of("one", Tensor.ofFloats(Shape.of(5), new float[5]))));
            check.fails("a name that is taken", Incompatible.class,
                    () -> base.derive(one, Map.of("one", Tensor.ofFloats(Shape.of(4), new float[4]), "b",
                            Tensor.ofFloats(Shape.of(4), new float[4]))));
            Graph wider = new Graph(List.of(
                    new Node("x", new Op.Input(DType.F32, Shape.of(Graph.ANY, 2)), List.of()),
                    weight("w", DType.F32, 3, 2), weight("b", DType.F32, 4),
                    new Node("y", new Op.Softmax(), List.of("x"))), List.of("y"));
            check.fails("a weight of another shape than the base's", Incompatible.class,
                    () -> base.derive(wider, Map.of()));
            DamagedData e = check.fails("infinite", DamagedData.class,
                    () -> base.derive(one,
                            Map.of("one", Tensor.ofFloats(Shape.of(4), 0, 0, Float.NEGATIVE_INFINITY, 0))));
            check.equal("the element is named", "weight one, element 2", e.finding().where());
        }
        Graph changed = sparse(0, 3, 2);
        Graph narrow = new Graph(
                List.of(input("y", OUT), input("x", 4), weight("ends", DType.I32, 4), weight("columns", DType.I32, 2),
                        weight("values", DType.F32, 2),
                        new Node("z", new Op.SparseDelta(0), List.of("y", "x", "ends", "columns", "values"))),
                List.of("z"));
        try (Session base = new ReferenceBackend().open(changed,
                sparse(new int[]{0, 1, 2, 2}, new int[]{0, 4}, new float[2]))) {
            base.derive(changed, Map.of()).close();
            check.fails("columns that were checked against a wider input", Incompatible.class,
                    () -> base.derive(narrow, Map.of()));
        }
    }

    private static Graph dense(List<String> shifts) {
        List<Node> nodes = new ArrayList<>(
                List.of(input("x", 2), weight("w", DType.F32, 4, 2), weight("b", DType.F32, 4)));
        String last = "linear";
        nodes.add(new Node(shifts.isEmpty() ? "y" : last, new Op.Linear(Op.Activation.NONE), List.of("x", "w", "b")));
        for (int i = 0; i < shifts.size(); i++) {
            String name = i == shifts.size() - 1 ? "y" : "shift " + i;
            nodes.add(weight(shifts.get(i), DType.F32, 4));
            nodes.add(new Node(name, new Op.Shift(), List.of(last, shifts.get(i))));
            last = name;
        }
        return new Graph(nodes, List.of("y"));
    }

    private static Graph sparse(int from, int width, int count) {
        return graph(
                List.of(weight("ends", DType.I32, width + 1), weight("columns", DType.I32, count),
                        weight("values", DType.F32, count)),
                new Op.SparseDelta(from), "y", "x", "ends", "columns", "values");
    }

    private static Map<String, Tensor> sparse(int[] ends, int[] columns, float... values) {
        return new LinkedHashMap<>(Map.of("ends", Tensor.ofInts(Shape.of(ends.length), ends), "columns",
                Tensor.ofInts(Shape.of(columns.length), columns),
                "values", Tensor.ofFloats(Shape.of(values.length), values)));
    }

    private static Graph graph(List<Node> weights, Op op, String... inputs) {
        List<Node> nodes = new ArrayList<>(List.of(input("y", OUT), input("x", IN)));
        nodes.addAll(weights);
        nodes.add(new Node("z", op, List.of(inputs)));
        return new Graph(nodes, List.of("z"));
    }

    private static Graph graph(Op op, String... inputs) {
        return graph(List.of(), op, inputs);
    }

    private static float[] run(Graph graph, Map<String, Tensor> weights, float[] x, float... y) {
        try (Session session = new ReferenceBackend().open(graph, weights)) {
            return session
                    .run(Map.of("x", Tensor.ofFloats(Shape.of(x.length / IN, IN), x), "y",
                            Tensor.ofFloats(Shape.of(y.length / OUT, OUT), y)))
                    .get("z").toFloats();
        }
    }

    private static float[] floats(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = 2 * random.nextFloat() - 1;
        }
        return values;
    }

    private static Node input(String name, int width) {
        return new Node(name, new Op.Input(DType.F32, Shape.of(Graph.ANY, width)), List.of());
    }

    private static Node weight(String name, DType type, int... dims) {
        return new Node(name, new Op.Weight(type, Shape.of(dims)), List.of());
    }

    private static void refused(Check check, String what, Runnable body) {
        check.fails(what, Incompatible.class, body);
    }
}
