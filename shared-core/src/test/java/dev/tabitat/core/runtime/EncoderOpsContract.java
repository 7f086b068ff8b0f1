package dev.tabitat.core.runtime;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Incompatible;
import dev.tabitat.core.graph.Graph;
import dev.tabitat.core.graph.Node;
import dev.tabitat.core.graph.Op;
import dev.tabitat.core.math.DeterministicMath;
import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The operators of transformer encoders, computed by hand; graphs and inputs that do not fit are refused. */
public final class EncoderOpsContract {

    private static final double BOUND = 1e-6;

    private EncoderOpsContract() {}

    public static List<Contract> all() {
        return List.of(
                Contract.of("mathematics: the error function and rounding", EncoderOpsContract::mathematics),
                Contract.of("reference: an int8 layer to the bit", EncoderOpsContract::linearInt8),
                Contract.of("reference: embeddings, layer norm, pooling and normalisation by hand",
                        EncoderOpsContract::byHand),
                Contract.of("reference: attention stays inside its sequence", EncoderOpsContract::attention),
                Contract.of("graph: encoder steps that do not fit are refused", EncoderOpsContract::refusedGraphs),
                Contract.of("inputs: ids, places and ends out of range are refused",
                        EncoderOpsContract::refusedInputs));
    }

    private static void mathematics(Check check) {
        double[][] known = {
                {0, 0}, {0.5, 0.5204998778130465}, {1, 0.8427007929497149}, {2, 0.9953222650189527},
                {3, 0.9999779095030014}, {7, 1},
                {1e-9, 1.1283791670955126e-9}
        };
        for (double[] pair : known) {
            check.near("erf " + pair[0], pair[1], DeterministicMath.erf(pair[0]), 1e-14);
            check.near("erf -" + pair[0], -pair[1], DeterministicMath.erf(-pair[0]), 1e-14);
        }
        check.isTrue("erf of NaN", Double.isNaN(DeterministicMath.erf(Double.NaN)));
        float[] points = {0.5f, 1.5f, 2.5f, -0.5f, -1.5f, -2.5f, 2.4999998f, 126.5f, -63.50001f, 0};
        float[] rounded = {0, 2, 2, 0, -2, -2, 2, 126, -64, 0};
        for (int i = 0; i < points.length; i++) {
            check.isTrue("nearest " + points[i], rounded[i] == DeterministicMath.nearest(points[i]));
        }
        check.near("gelu 1", 0.8413447460685429, ReferenceEncoder.activated(Op.Activation.GELU, 1), 1e-14);
        check.near("gelu -1", -0.15865525393145707, ReferenceEncoder.activated(Op.Activation.GELU, -1), 1e-14);
    }

    private static void linearInt8(Check check) {
        Graph graph = new Graph(List.of(
                input("x", DType.F32, Graph.ANY, 3), weight("w", DType.I8, 2, 3), weight("s", DType.F32, 2),
                weight("b", DType.F32, 2),
                new Node("y", new Op.LinearInt8(Op.Activation.NONE), List.of("x", "w", "s", "b"))), List.of("y"));
        Map<String, Tensor> weights = Map.of(
                "w", Tensor.ofBytes(DType.I8, Shape.of(2, 3), new byte[]{127, -127, 1, 0, 2, -3}), "s",
                Tensor.ofFloats(Shape.of(2), 0.5f, 2),
                "b", Tensor.ofFloats(Shape.of(2), 1, -1));
        // The first row's step is 1 and its zero 27: quantization loses nothing. The second is all zeros.
        Map<String, Tensor> inputs = Map.of("x", Tensor.ofFloats(Shape.of(2, 3), -27, 100, 4, 0, 0, 0));
        float[] expected = {(-27 * 127 - 100 * 127 + 4) * 0.5f + 1, (100 * 2 - 4 * 3) * 2 - 1, 1, -1};
        equal(check, "int8", expected, run(graph, weights, inputs, "y"));
        float[] rounded = run(graph, weights, Map.of("x", Tensor.ofFloats(Shape.of(1, 3), 0, 1, 0.7f)), "y");
        Graph smooth = new Graph(List.of(
                input("x", DType.F32, Graph.ANY, 3), weight("w", DType.I8, 2, 3), weight("s", DType.F32, 2),
                weight("b", DType.F32, 2),
                weight("m", DType.F32, 3),
                new Node("y", new Op.LinearInt8(Op.Activation.NONE), List.of("x", "w", "s", "b", "m"))), List.of("y"));
        Map<String, Tensor> more = new java.util.LinkedHashMap<>(weights);
        more.put("m", Tensor.ofFloats(Shape.of(3), 0.5f, 4, 2));
        equal(check, "smoothed", expected,
                run(smooth, more, Map.of("x", Tensor.ofFloats(Shape.of(2, 3), -54, 25, 2, 0, 0, 0)), "y"));
        // step 1/127: 0.7 becomes 89 steps
        check.near("rounded to steps", (-127 * 127 + 89) / 127.0 * 0.5 + 1, rounded[0], 1e-5);
    }

    private static void byHand(Check check) {
        Graph words = new Graph(List.of(
                input("ids", DType.I32, Graph.ANY), input("places", DType.I32, Graph.ANY),
                weight("words", DType.I8, 3, 2),
                weight("scales", DType.F32, 3), weight("positions", DType.F32, 2, 2), weight("type", DType.F32, 2),
                new Node("y", new Op.Embedding(), List.of("ids", "places", "words", "scales", "positions", "type"))),
                List.of("y"));
        equal(check, "embedding",
                new float[]{5 * 0.5f + 10 + 0.25f, -6 * 0.5f + 20 + 0.5f, 1 + 30 + 0.25f, 2 + 40 + 0.5f},
                run(words, Map.of(
                        "words", Tensor.ofBytes(DType.I8, Shape.of(3, 2), new byte[]{1, 2, 3, 4, 5, -6}), "scales",
                        Tensor.ofFloats(Shape.of(3), 1, 2, 0.5f),
                        "positions", Tensor.ofFloats(Shape.of(2, 2), 10, 20, 30, 40), "type",
                        Tensor.ofFloats(Shape.of(2), 0.25f, 0.5f)),
                        Map.of("ids", Tensor.ofInts(Shape.of(2), 2, 0), "places", Tensor.ofInts(Shape.of(2), 0, 1)),
                        "y"));

        Graph norm = new Graph(List.of(
                input("x", DType.F32, Graph.ANY, 2), input("r", DType.F32, Graph.ANY, 2), weight("g", DType.F32, 2),
                weight("b", DType.F32, 2),
                new Node("y", new Op.LayerNorm(0), List.of("x", "r", "g", "b")),
                new Node("z", new Op.LayerNorm(1e9f), List.of("x", "g", "b"))), List.of("y", "z"));
        Map<String, Tensor> affine = Map.of("g", Tensor.ofFloats(Shape.of(2), 2, 3), "b",
                Tensor.ofFloats(Shape.of(2), 10, 20));
        Map<String, Tensor> pair = Map.of("x", Tensor.ofFloats(Shape.of(1, 2), 1, 2), "r",
                Tensor.ofFloats(Shape.of(1, 2), 2, 5));
        equal(check, "layer norm of a sum", new float[]{8, 23}, run(norm, affine, pair, "y"));
        equal(check, "a large epsilon leaves beta", new float[]{10, 20}, rounded(run(norm, affine, pair, "z")));

        for (Op.Pooling pooling : Op.Pooling.values()) {
            Graph pool = new Graph(List.of(
                    input("x", DType.F32, Graph.ANY, 2), input("ends", DType.I32, Graph.ANY),
                    new Node("p", new Op.Pool(pooling), List.of("x", "ends")),
                    new Node("n", new Op.Normalize(), List.of("p"))), List.of("p", "n"));
            Map<String, Tensor> rows = Map.of("x", Tensor.ofFloats(Shape.of(3, 2), 1, 2, 5, 6, 3, 4), "ends",
                    Tensor.ofInts(Shape.of(3), 0, 2, 3));
            float[] expected = switch (pooling) {
                case MEAN -> new float[]{3, 4, 3, 4};
                case FIRST -> new float[]{1, 2, 3, 4};
                case LAST, MAX -> new float[]{5, 6, 3, 4};
                case WEIGHTED_MEAN -> new float[]{11 / 3f, 14 / 3f, 3, 4};
            };
            equal(check, "pool " + pooling, expected, run(pool, Map.of(), rows, "p"));
            float[] unit = run(pool, Map.of(), rows, "n");
            check.near("unit length", 0.6, unit[2], BOUND);
            check.near("unit length", 0.8, unit[3], BOUND);
        }
    }

    private static void attention(Check check) {
        Graph graph = new Graph(List.of(
                input("qkv", DType.F32, Graph.ANY, 6), input("ends", DType.I32, Graph.ANY),
                new Node("y", new Op.Attention(2), List.of("qkv", "ends"))), List.of("y"));
        // Two heads of one dimension. The first's keys are equal: a mean of the values. The second's scores are 0 and
        // ln 3.
        float log3 = 1.0986123f;
        Tensor qkv = Tensor.ofFloats(Shape.of(3, 6), 1, 1, 4, 0, 10, 100, 1, 1, 4, log3, 20, 200, 7, 7, 7, 7, -5, -6);
        float[] y = run(graph, Map.of(), Map.of("qkv", qkv, "ends", Tensor.ofInts(Shape.of(3), 0, 2, 3)), "y");
        double[] expected = {15, 175, 15, 175, -5, -6};
        for (int i = 0; i < expected.length; i++) {
            check.near("attention " + i, expected[i], y[i], 1e-4);
        }
    }

    private static void refusedGraphs(Check check) {
        Node x = input("x", DType.F32, Graph.ANY, 6);
        Node ends = input("ends", DType.I32, Graph.ANY);
        refused(check, "heads that do not divide", x, ends, new Node("y", new Op.Attention(4), List.of("x", "ends")));
        refused(check, "no heads", x, ends, new Node("y", new Op.Attention(0), List.of("x", "ends")));
        refused(check, "ends that are floats", x, new Node("y", new Op.Pool(Op.Pooling.MEAN), List.of("x", "x")));
        refused(check, "a gamma of another width", x, weight("g", DType.F32, 5),
                new Node("y", new Op.LayerNorm(0), List.of("x", "g", "g")));
        refused(check, "int8 weights in floats", x, weight("w", DType.F32, 2, 6), weight("s", DType.F32, 2),
                new Node("y", new Op.LinearInt8(Op.Activation.NONE), List.of("x", "w", "s", "s")));
        refused(check, "more inputs than sums can hold", input("x", DType.F32, Graph.ANY, 65_537),
                weight("w", DType.I8, 2, 65_537), weight("s", DType.F32, 2),
                new Node("y", new Op.LinearInt8(Op.Activation.NONE), List.of("x", "w", "s", "s")));
        refused(check, "smoothing of another width", x, weight("w", DType.I8, 2, 6), weight("s", DType.F32, 2),
                weight("m", DType.F32, 5),
                new Node("y", new Op.LinearInt8(Op.Activation.NONE), List.of("x", "w", "s", "s", "m")));
        refused(check, "words without scales", ends, weight("w", DType.I8, 2, 6), weight("p", DType.F32, 2, 6),
                weight("t", DType.F32, 6),
                new Node("y", new Op.Embedding(), List.of("ends", "ends", "w", "p", "t")));
        refused(check, "positions of another width", ends, weight("w", DType.F32, 2, 6), weight("p", DType.F32, 2, 5),
                weight("t", DType.F32, 6),
                new Node("y", new Op.Embedding(), List.of("ends", "ends", "w", "p", "t")));
    }

    private static void refusedInputs(Check check) {
        Graph graph = new Graph(List.of(
                input("ids", DType.I32, Graph.ANY), input("places", DType.I32, Graph.ANY),
                input("ends", DType.I32, Graph.ANY),
                weight("words", DType.F32, 3, 1), weight("positions", DType.F32, 2, 1), weight("type", DType.F32, 1),
                new Node("x", new Op.Embedding(), List.of("ids", "places", "words", "positions", "type")),
                new Node("y", new Op.Pool(Op.Pooling.MEAN), List.of("x", "ends"))), List.of("y"));
        int[][][] wrong = {
                {{3, 0}, {0, 1}, {0, 2}}, {{-1, 0}, {0, 1}, {0, 2}}, {{0, 0}, {0, 2}, {0, 2}},
                {{0, 0}, {0, -1}, {0, 2}}, {{0, 0}, {0}, {0, 2}},
                {{0, 0}, {0, 1}, {1, 2}}, {{0, 0}, {0, 1}, {0, 1}}, {{0, 0}, {0, 1}, {0, 3}},
                {{0, 0}, {0, 1}, {0, 0, 2}}, {{0, 0}, {0, 1}, {0}}, {{0, 0}, {0, 1}, {}}
        };
        Map<String, Tensor> weights = Map.of(
                "words", Tensor.ofFloats(Shape.of(3, 1), 1, 2, 3), "positions", Tensor.ofFloats(Shape.of(2, 1), 0, 0),
                "type", Tensor.ofFloats(Shape.of(1), 0));
        for (int i = 0; i < wrong.length; i++) {
            Map<String, Tensor> inputs = Map.of("ids", list(wrong[i][0]), "places", list(wrong[i][1]), "ends",
                    list(wrong[i][2]));
            check.fails("wrong input " + i, DamagedData.class, () -> run(graph, weights, inputs, "y"));
        }
        equal(check, "right input", new float[]{1.5f}, run(graph, weights,
                Map.of("ids", list(0, 1), "places", list(0, 1), "ends", list(0, 2)), "y"));
    }

    private static Tensor list(int... values) {
        return Tensor.ofInts(Shape.of(values.length), values);
    }

    private static void refused(Check check, String what, Node... nodes) {
        check.fails(what, Incompatible.class, () -> new Graph(List.of(nodes), List.of("y")));
    }

    private static float[] run(Graph graph, Map<String, Tensor> weights, Map<String, Tensor> inputs, String output) {
        try (Session session = new ReferenceBackend().open(graph, weights)) {
            return session.run(inputs).get(output).toFloats();
        }
    }

    private static float[] rounded(float... values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.round(values[i]);
        }
        return values;
    }

    private static void equal(Check check, String what, float[] expected, float[] found) {
        check.equal(what, texts(expected), texts(found));
    }

    private static List<String> texts(float... values) {
        List<String> texts = new ArrayList<>();
        for (float value : values) {
            texts.add(Float.toString(value));
        }
        return texts;
    }

    private static Node input(String name, DType type, int... dims) {
        return new Node(name, new Op.Input(type, Shape.of(dims)), List.of());
    }

    private static Node weight(String name, DType type, int... dims) {
        return new Node(name, new Op.Weight(type, Shape.of(dims)), List.of());
    }
}
