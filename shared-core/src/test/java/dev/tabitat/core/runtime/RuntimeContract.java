package dev.tabitat.core.runtime;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Incompatible;
import dev.tabitat.core.error.OutOfBudget;
import dev.tabitat.core.graph.Graph;
import dev.tabitat.core.graph.Node;
import dev.tabitat.core.graph.Op;
import dev.tabitat.core.math.DeterministicMath;
import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The reference computes what its operators say; the mathematics has the same bits everywhere; the self-test lets
 * nothing wrong through.
 */
public final class RuntimeContract {

    private static final Graph SOFTMAX = new Graph(List.of(
            new Node("x", new Op.Input(DType.F32, Shape.of(1, 3)), List.of()),
            new Node("p", new Op.Softmax(), List.of("x"))), List.of("p"));

    private static final List<Map<String, Tensor>> QUESTIONS = List.of(
            Map.of("x", Tensor.ofFloats(Shape.of(1, 3), 0, 0, 0)),
            Map.of("x", Tensor.ofFloats(Shape.of(1, 3), 1, 2, 3)));

    private RuntimeContract() {}

    public static List<Contract> all() {
        return List.of(
                Contract.of("mathematics: the same bits on every machine", RuntimeContract::bits),
                Contract.of("reference: dense and sparse layers and softmax, computed by hand",
                        RuntimeContract::byHand),
                Contract.of("reference: refuses what does not fit", RuntimeContract::refusals),
                Contract.of("self-test: only agreement passes", RuntimeContract::selfTest));
    }

    private static void bits(Check check) {
        double[] points = {0, 1, -1, 0.5, -0.1, 10, -20.25, 88.7, -103.5, 300, -700, 709.5, 1e-9};
        long[] exp = {
                0x3FF0000000000000L, 0x4005BF0A8B14576AL, 0x3FD78B56362CEF38L, 0x3FFA61298E1E069CL, 0x3FECF46D99D52B3AL,
                0x40D5829DCF950560L, 0x3E1B93DE1E27CA3BL, 0x47EF4705BBFFAE5CL, 0x3699A733E3852834L, 0x5AFC05C0A7166B4AL,
                0x00D14F2B0FB9307FL, 0x7FE81E9B4B52D0C9L, 0x3FF000000044B830L
        };
        for (int i = 0; i < points.length; i++) {
            check.equal("exp " + points[i], exp[i], Double.doubleToRawLongBits(DeterministicMath.exp(points[i])));
        }
        double[] positive = {1, 2, 0.5, 10, 1e-300, 1e300, 3.7e-310, 0.999, 1.4142135623730951, 123456.789};
        long[] log = {
                0x0000000000000000L, 0x3FE62E42FEFA39EFL, 0xBFE62E42FEFA39EFL, 0x40026BB1BBB55516L, 0xC085963447F87FB5L,
                0x4085963447F87FB5L, 0xC08643F1C21B0F95L, 0xBF5064670D979B73L, 0x3FD62E42FEFA39F1L, 0x40277281CAD8A844L
        };
        for (int i = 0; i < positive.length; i++) {
            check.equal("log " + positive[i], log[i], Double.doubleToRawLongBits(DeterministicMath.log(positive[i])));
        }
        check.isTrue("exp of NaN and log below 0",
                Double.isNaN(DeterministicMath.exp(Double.NaN)) && Double.isNaN(DeterministicMath.log(-1)));
        check.equal("exp far below", 0.0, DeterministicMath.exp(-800));
        check.equal("exp far above", Double.POSITIVE_INFINITY, DeterministicMath.exp(800));
        check.equal("log of 0", Double.NEGATIVE_INFINITY, DeterministicMath.log(0));
    }

    private static void byHand(Check check) {
        Graph dense = new Graph(List.of(
                new Node("x", new Op.Input(DType.F32, Shape.of(Graph.ANY, 2)), List.of()),
                new Node("w", new Op.Weight(DType.F32, Shape.of(3, 2)), List.of()),
                new Node("b", new Op.Weight(DType.F32, Shape.of(3)), List.of()),
                new Node("plain", new Op.Linear(Op.Activation.NONE), List.of("x", "w", "b")),
                new Node("relu", new Op.Linear(Op.Activation.RELU), List.of("x", "w", "b"))), List.of("plain", "relu"));
        Map<String, Tensor> weights = Map.of(
                "w", Tensor.ofFloats(Shape.of(3, 2), 1, 2, -3, 4, 0.5f, -0.25f), "b",
                Tensor.ofFloats(Shape.of(3), 10, -20, 0));
        try (Session session = new ReferenceBackend().open(dense, weights)) {
            Map<String, Tensor> out = session.run(Map.of("x", Tensor.ofFloats(Shape.of(2, 2), 1, 1, 4, -8)));
            floats(check, "plain", out.get("plain"), 13, -19, 0.25f, -2, -64, 4);
            floats(check, "relu", out.get("relu"), 13, 0, 0.25f, 0, 0, 4);
            check.equal("two rows", Shape.of(2, 3), out.get("plain").shape());
            check.isTrue("memory is counted", session.memoryBytes() == 36);
        }
        try (Session session = sparse()) {
            floats(check, "sparse", session.run(entries(new int[]{2, 0}, 1, 2)).get("y"), 0.5f + 2, 4 + 7);
            floats(check, "the same feature twice", session.run(entries(new int[]{0, 0}, 1, 2)).get("y"), 0.5f + 3, 7);
            floats(check, "a feature without weights", session.run(entries(new int[]{1}, 5)).get("y"), 0.5f, 7);
            floats(check, "nothing", session.run(entries(new int[]{})).get("y"), 0.5f, 7);
        }
        try (Session session = new ReferenceBackend().open(SOFTMAX, Map.of())) {
            float third = (float) (1 / 3.0);
            floats(check, "softmax of equals", session.run(QUESTIONS.get(0)).get("p"), third, third, third);
            floats(check, "softmax far apart",
                    session.run(Map.of("x", Tensor.ofFloats(Shape.of(1, 3), -3e38f, 0, 3e38f))).get("p"), 0, 0, 1);
            floats(check, "softmax of 1, 2, 3", session.run(QUESTIONS.get(1)).get("p"), 0.09003057f, 0.24472848f,
                    0.66524094f);
        }
    }

    private static void refusals(Check check) {
        Session session = sparse();
        check.fails("an index too large", DamagedData.class, () -> session.run(entries(new int[]{3}, 1)));
        check.fails("an index below 0", DamagedData.class, () -> session.run(entries(new int[]{-1}, 1)));
        check.fails("a value too few", Incompatible.class, () -> session.run(entries(new int[]{0, 1}, 1)));
        check.fails("no inputs", Incompatible.class, () -> session.run(Map.of()));
        check.fails("no weights", Incompatible.class, () -> new ReferenceBackend().open(sparseGraph(), Map.of()));
        session.close();
        check.fails("a closed session", IllegalStateException.class, () -> session.run(entries(new int[]{0}, 1)));
    }

    private static void selfTest(Check check) {
        check.isTrue("the reference passes", tested(new ReferenceBackend().open(SOFTMAX, Map.of())).passed());
        check.isTrue("within the bound",
                tested(answering(Tensor.ofFloats(Shape.of(1, 3), 0.3333f, 0.3333f, 0.3333f)), QUESTIONS.subList(0, 1))
                        .passed());
        check.isTrue("beyond it",
                !tested(answering(Tensor.ofFloats(Shape.of(1, 3), 0.3331f, 0.3333f, 0.3333f)), QUESTIONS.subList(0, 1))
                        .passed());
        check.isTrue("right once, wrong once",
                !tested(answering(Tensor.ofFloats(Shape.of(1, 3), 0.3333f, 0.3333f, 0.3333f))).passed());
        check.isTrue("NaN", !tested(answering(Tensor.ofFloats(Shape.of(1, 3), Float.NaN, 0.3333f, 0.3333f))).passed());
        check.isTrue("too few values", !tested(answering(Tensor.ofFloats(Shape.of(1, 2), 0.5f, 0.5f))).passed());
        check.isTrue("no answers asked for",
                !tested(answering(Tensor.ofFloats(Shape.of(1, 1), 1)), List.of()).passed());
        SelfTestReport failed = tested(new Answering(() -> {
            throw new OutOfBudget("No memory is left.", Finding.NONE);
        }));
        check.isTrue("a failure", !failed.passed());
        check.equal("its words are kept", "No memory is left.", failed.problem());
    }

    private static SelfTestReport tested(Session session) {
        return tested(session, QUESTIONS);
    }

    private static SelfTestReport tested(Session session, List<Map<String, Tensor>> questions) {
        return SelfTest.run("tested", session, SOFTMAX, Map.of(), questions);
    }

    private static Session answering(Tensor always) {
        return new Answering(() -> Map.of("p", always));
    }

    private static Session sparse() {
        return new ReferenceBackend().open(sparseGraph(), Map.of(
                "rows", Tensor.ofInts(Shape.of(4), 0, 1, 1, 3), "columns",
                Tensor.ofBytes(DType.U8, Shape.of(3), (byte) 0, (byte) 1, (byte) 0),
                "stored", Tensor.ofFloats(Shape.of(3), 1, 4, 0), "b", Tensor.ofFloats(Shape.of(2), 0.5f, 7)));
    }

    private static Graph sparseGraph() {
        return new Graph(List.of(
                new Node("i", new Op.Input(DType.I32, Shape.of(Graph.ANY)), List.of()),
                new Node("v", new Op.Input(DType.F32, Shape.of(Graph.ANY)), List.of()),
                new Node("rows", new Op.Weight(DType.I32, Shape.of(4)), List.of()),
                new Node("columns", new Op.Weight(DType.U8, Shape.of(3)), List.of()),
                new Node("stored", new Op.Weight(DType.F32, Shape.of(3)), List.of()),
                new Node("b", new Op.Weight(DType.F32, Shape.of(2)), List.of()),
                new Node("y", new Op.SparseLinear(), List.of("i", "v", "rows", "columns", "stored", "b"))),
                List.of("y"));
    }

    private static Map<String, Tensor> entries(int[] indices, float... values) {
        return Map.of("i", Tensor.ofInts(Shape.of(indices.length), indices), "v",
                Tensor.ofFloats(Shape.of(values.length), values));
    }

    private static void floats(Check check, String what, Tensor found, float... expected) {
        check.isTrue(what + ": " + Arrays.toString(found.toFloats()), Arrays.equals(expected, found.toFloats()));
    }

    /** Says what it is told to. */
    private record Answering(Answer answer) implements Session {

        interface Answer {
            Map<String, Tensor> give();
        }

        @Override
        public Map<String, Tensor> run(Map<String, Tensor> inputs) {
            return answer.give();
        }

        @Override
        public long memoryBytes() {
            return 0;
        }

        @Override
        public void close() {}
    }
}
