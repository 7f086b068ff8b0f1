package dev.tabitat.kernels.contract;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.graph.Graph;
import dev.tabitat.core.graph.Node;
import dev.tabitat.core.graph.Op;
import dev.tabitat.core.runtime.Backend;
import dev.tabitat.core.runtime.ReferenceBackend;
import dev.tabitat.core.runtime.Session;
import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every operator of an encoder agrees with the reference, int8 layers to the bit, whatever the number of rows. */
public final class RowBackendContract implements Contract {

    private static final int ROUNDS = 12;
    private static final double BOUND = 2e-5;

    private final String title;
    private final Backend backend;
    private final long seed;

    public RowBackendContract(String title, Backend backend, long seed) {
        this.title = title;
        this.backend = backend;
        this.seed = seed;
    }

    @Override
    public String name() {
        return "backend " + backend.id() + ", " + title + ": the operators of encoders agree with the reference";
    }

    @Override
    public void run(Check check) {
        Numbers random = new Numbers(seed);
        for (int i = 0; i < ROUNDS; i++) {
            int8(check, random);
            linear(check, random);
            norm(check, random);
            attention(check, random);
            embedding(check, random);
        }
        extremes(check);
        encoder(check, random);
        refusals(check, random);
    }

    private void int8(Check check, Numbers random) {
        int in = 4 * (1 + random.below(30));
        int out = 1 + random.below(40);
        Op.Activation activation = Op.Activation.values()[random.below(3)];
        GraphBuilder graph = new GraphBuilder(random);
        graph.input("x", DType.F32, in);
        graph.int8("y", activation, "x", in, out);
        Map<String, Tensor> inputs = Map.of("x", rows(random, 1 + random.below(20), in));
        double bound = activation == Op.Activation.GELU ? 5e-6 : 0;
        compare(check, "int8 " + activation, graph.of("y"), graph.weights, List.of(inputs), bound);
    }

    private void linear(Check check, Numbers random) {
        int in = 1 + random.below(70);
        int out = 4 * (1 + random.below(12));
        GraphBuilder graph = new GraphBuilder(random);
        graph.input("x", DType.F32, in);
        graph.linear("y", Op.Activation.values()[random.below(3)], "x", in, out);
        graph.add("p", new Op.Softmax(), "y");
        compare(check, "linear", graph.of("y", "p"), graph.weights,
                List.of(Map.of("x", rows(random, 1 + random.below(20), in)),
                        Map.of("x", rows(random, 1 + random.below(20), in))),
                BOUND);
    }

    private void norm(Check check, Numbers random) {
        int width = 4 * (1 + random.below(30));
        GraphBuilder graph = new GraphBuilder(random);
        graph.input("x", DType.F32, width);
        graph.input("r", DType.F32, width);
        graph.floats("g", width);
        graph.floats("b", width);
        graph.add("y", new Op.LayerNorm(1e-3f), "x", "r", "g", "b");
        graph.add("z", new Op.LayerNorm(1e-3f), "y", "g", "b");
        graph.add("n", new Op.Normalize(), "z");
        int count = 1 + random.below(9);
        compare(check, "layer norm", graph.of("y", "z", "n"), graph.weights,
                List.of(Map.of("x", rows(random, count, width), "r", rows(random, count, width))), 2e-4);
    }

    private void attention(Check check, Numbers random) {
        int heads = 1 + random.below(3);
        int width = heads * 4 * (1 + random.below(5));
        GraphBuilder graph = new GraphBuilder(random);
        graph.input("qkv", DType.F32, 3 * width);
        graph.list("ends");
        graph.add("y", new Op.Attention(heads), "qkv", "ends");
        graph.add("m", new Op.Pool(random.below(2) == 0 ? Op.Pooling.MEAN : Op.Pooling.FIRST), "y", "ends");
        List<Map<String, Tensor>> runs = new ArrayList<>();
        for (int run = 0; run < 2; run++) {
            int[] ends = ends(random, 1 + random.below(4), 17);
            runs.add(Map.of("qkv", rows(random, ends[ends.length - 1], 3 * width), "ends", ints(ends)));
        }
        compare(check, "attention", graph.of("y", "m"), graph.weights, runs, BOUND);
    }

    private void embedding(Check check, Numbers random) {
        int width = 4 * (1 + random.below(8));
        GraphBuilder graph = new GraphBuilder(random);
        graph.embedding("x", width, random.below(2) == 0);
        int count = 1 + random.below(9);
        compare(check, "embedding", graph.of("x"), graph.weights,
                List.of(Map.of("ids", ints(random.below(GraphBuilder.WORDS, count)), "places",
                        ints(random.below(GraphBuilder.PLACES, count)))),
                BOUND);
    }

    /** The largest codes and weights of both signs: no sum overflows, no instruction saturates. */
    private void extremes(Check check) {
        int in = 64;
        for (int sign : new int[]{127, -127}) {
            byte[] weights = new byte[8 * in];
            java.util.Arrays.fill(weights, (byte) sign);
            Graph graph = new Graph(List.of(
                    new Node("x", new Op.Input(DType.F32, Shape.of(Graph.ANY, in)), List.of()),
                    new Node("w", new Op.Weight(DType.I8, Shape.of(8, in)), List.of()),
                    new Node("s", new Op.Weight(DType.F32, Shape.of(8)), List.of()),
                    new Node("y", new Op.LinearInt8(Op.Activation.NONE), List.of("x", "w", "s", "s"))), List.of("y"));
            float[] ones = new float[in];
            java.util.Arrays.fill(ones, 1);
            Map<String, Tensor> values = Map.of("w", Tensor.ofBytes(DType.I8, Shape.of(8, in), weights), "s",
                    Tensor.ofFloats(Shape.of(8), 1, 1, 1, 1, 1, 1, 1, 1));
            compare(check, "extremes", graph, values, List.of(Map.of("x", Tensor.ofFloats(Shape.of(1, in), ones))), 0);
        }
    }

    /** Two layers of everything; what a sequence gives does not depend on its companions. */
    private void encoder(Check check, Numbers random) {
        int width = 24;
        GraphBuilder graph = new GraphBuilder(random);
        graph.embedding("x0", width, true);
        graph.list("ends");
        String x = "x0";
        for (int layer = 0; layer < 2; layer++) {
            String n = Integer.toString(layer);
            graph.int8("qkv" + n, Op.Activation.NONE, x, width, 3 * width);
            graph.add("a" + n, new Op.Attention(3), "qkv" + n, "ends");
            graph.int8("o" + n, Op.Activation.NONE, "a" + n, width, width);
            graph.floats("g" + n, width);
            graph.floats("b" + n, width);
            graph.add("h" + n, new Op.LayerNorm(1e-6f), "o" + n, x, "g" + n, "b" + n);
            graph.linear("f" + n, Op.Activation.GELU, "h" + n, width, 48);
            graph.int8("d" + n, Op.Activation.NONE, "f" + n, 48, width);
            graph.add("x" + (layer + 1), new Op.LayerNorm(1e-6f), "d" + n, "h" + n, "g" + n, "b" + n);
            x = "x" + (layer + 1);
        }
        graph.add("pool", new Op.Pool(Op.Pooling.MEAN), x, "ends");
        graph.add("y", new Op.Normalize(), "pool");
        int[] ends = ends(random, 5, 13);
        Map<String, Tensor> together = tokens(random, ends);
        try (Session session = backend.open(graph.of("y"), graph.weights);
                Session reference = new ReferenceBackend().open(graph.of("y"), graph.weights)) {
            float[] expected = reference.run(together).get("y").toFloats();
            float[] found = session.run(together).get("y").toFloats();
            for (int s = 0; s + 1 < ends.length; s++) {
                double dot = 0;
                for (int i = 0; i < width; i++) {
                    dot += expected[s * width + i] * found[s * width + i];
                }
                check.near("cosine with the reference, seed " + seed, 1, dot, 2e-3);
                int from = ends[s];
                int count = ends[s + 1] - from;
                int[] ids = java.util.Arrays.copyOfRange(together.get("ids").toInts(), from, from + count);
                int[] places = java.util.Arrays.copyOfRange(together.get("places").toInts(), from, from + count);
                Map<String, Tensor> alone = Map.of("ids", ints(ids), "places", ints(places), "ends", ints(0, count));
                Bits.same(check, "alone as in company", session.run(alone).get("y").toFloats(),
                        java.util.Arrays.copyOfRange(found, s * width, (s + 1) * width));
            }
            check.isTrue("memory is counted", session.memoryBytes() > 0);
        }
    }

    private void refusals(Check check, Numbers random) {
        GraphBuilder odd = new GraphBuilder(random);
        odd.input("x", DType.F32, 6);
        odd.int8("y", Op.Activation.NONE, "x", 6, 4);
        check.fails("a width that is no multiple of four", Unsupported.class,
                () -> backend.open(odd.of("y"), odd.weights));
        GraphBuilder graph = new GraphBuilder(random);
        graph.embedding("x", 8, true);
        try (Session session = backend.open(graph.of("x"), graph.weights)) {
            for (int id : new int[]{-1, GraphBuilder.WORDS, Integer.MAX_VALUE}) {
                check.fails("id " + id, DamagedData.class,
                        () -> session.run(Map.of("ids", ints(id), "places", ints(0))));
            }
        }
    }

    private void compare(Check check, String what, Graph graph, Map<String, Tensor> weights,
            List<Map<String, Tensor>> runs, double bound) {
        try (Session session = backend.open(graph, weights);
                Session reference = new ReferenceBackend().open(graph, weights)) {
            for (Map<String, Tensor> inputs : runs) {
                Map<String, Tensor> expected = reference.run(inputs);
                Map<String, Tensor> found = session.run(inputs);
                for (String output : graph.outputs()) {
                    check.equal("shape of " + what, expected.get(output).shape(), found.get(output).shape());
                    float[] right = expected.get(output).toFloats();
                    float[] tested = found.get(output).toFloats();
                    for (int i = 0; i < right.length; i++) {
                        if (!(Math.abs(right[i] - tested[i]) <= bound * Math.max(1, Math.abs(right[i])))) {
                            check.equal(what + ", " + output + " at " + i + ", seed " + seed, right[i], tested[i]);
                        }
                    }
                    check.equal(what + ": count", right.length, tested.length);
                }
                Exact.same(check, title, what + ", seed " + seed, graph, weights, inputs, found);
            }
        }
    }

    private static Map<String, Tensor> tokens(Numbers random, int... ends) {
        int count = ends[ends.length - 1];
        return Map.of("ids", ints(random.below(GraphBuilder.WORDS, count)), "places",
                ints(random.below(GraphBuilder.PLACES, count)), "ends", ints(ends));
    }

    private static int[] ends(Numbers random, int sequences, int longest) {
        int[] ends = new int[sequences + 1];
        for (int i = 1; i <= sequences; i++) {
            ends[i] = ends[i - 1] + 1 + random.below(longest);
        }
        return ends;
    }

    private static Tensor ints(int... values) {
        return Tensor.ofInts(Shape.of(values.length), values);
    }

    private static Tensor rows(Numbers random, int rows, int width) {
        return Tensor.ofFloats(Shape.of(rows, width), random.units(rows * width));
    }
}
