package dev.tabitat.kernels.contract;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.graph.Graph;
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

/**
 * The operators of encoders that came after BERT agree with the reference: attention to those nearby, by distance and
 * apart by position, rotary positions, gates, sums, tables, activations and poolings. What a sequence gives does not
 * depend on its companions.
 */
public final class ArchitectureBackendContract implements Contract {

    private static final int ROUNDS = 10;
    private static final double BOUND = 2e-5;

    private final String title;
    private final Backend backend;
    private final long seed;

    public ArchitectureBackendContract(String title, Backend backend, long seed) {
        this.title = title;
        this.backend = backend;
        this.seed = seed;
    }

    @Override
    public String name() {
        return "backend " + backend.id() + ", " + title
                + ": local, biased and disentangled attention, rotary positions and gates agree with the reference";
    }

    @Override
    public void run(Check check) {
        Numbers random = new Numbers(seed);
        for (int i = 0; i < ROUNDS; i++) {
            local(check, random);
            biased(check, random);
            disentangled(check, random);
            gated(check, random);
            tables(check, random);
            activations(check, random);
        }
        refusals(check, random);
    }

    private void local(Check check, Numbers random) {
        int heads = 1 + random.below(3);
        int width = heads * 4 * (1 + random.below(4));
        GraphBuilder graph = attention(random, width);
        graph.add("y", new Op.LocalAttention(heads, random.below(9)), "qkv", "ends");
        graph.add("z", new Op.LocalAttention(heads, Integer.MAX_VALUE), "qkv", "ends");
        graph.add("last", new Op.Pool(Op.Pooling.LAST), "y", "ends");
        graph.add("max", new Op.Pool(Op.Pooling.MAX), "y", "ends");
        graph.add("weighted", new Op.Pool(Op.Pooling.WEIGHTED_MEAN), "y", "ends");
        compare(check, "local attention", graph, runs(random, width, 40), 1, "y", "z", "last", "max", "weighted");
    }

    private void biased(Check check, Numbers random) {
        int heads = 1 + random.below(3);
        int width = heads * 4 * (1 + random.below(4));
        GraphBuilder graph = attention(random, width);
        graph.floats("bias", heads, 2 * 29 + 1);
        graph.add("y", new Op.BiasedAttention(heads), "qkv", "ends", "bias");
        compare(check, "biased attention", graph, runs(random, width, 30), 1, "y");
    }

    private void disentangled(Check check, Numbers random) {
        int heads = 1 + random.below(3);
        int width = heads * 4 * (1 + random.below(4));
        GraphBuilder graph = attention(random, width);
        int rows = 4 * (1 + random.below(4));
        graph.floats("keys", rows, width);
        graph.floats("queries", rows, width);
        graph.ints("buckets", random.below(rows, 2 * 29 + 1));
        graph.add("y", new Op.DisentangledAttention(heads), "qkv", "ends", "keys", "queries", "buckets");
        compare(check, "disentangled attention", graph, runs(random, width, 30), 3, "y");
    }

    /** A sum that is used again, so that nothing may be changed where it lies. */
    private void gated(Check check, Numbers random) {
        int heads = 1 + random.below(3);
        int half = 4 * (1 + random.below(3));
        int width = 2 * half * heads;
        GraphBuilder graph = attention(random, width);
        graph.list("places");
        graph.floats("cosines", GraphBuilder.PLACES, half);
        graph.floats("sines", GraphBuilder.PLACES, half);
        graph.add("turned", new Op.Rotate(heads), "qkv", "places", "cosines", "sines");
        graph.add("sum", new Op.Add(), "qkv", "turned");
        graph.add("more", new Op.Add(), "sum", "sum");
        graph.linear("wide", Op.Activation.NONE, "more", 3 * width, 8 * (1 + random.below(4)));
        Op.Activation activation = Op.Activation.values()[random.below(Op.Activation.values().length)];
        graph.add("gated", new Op.Gate(activation), "wide");
        List<Map<String, Tensor>> runs = new ArrayList<>();
        for (Map<String, Tensor> run : runs(random, width, 20)) {
            Map<String, Tensor> all = new LinkedHashMap<>(run);
            all.put("places", ints(random.below(GraphBuilder.PLACES, run.get("qkv").shape().dim(0))));
            runs.add(all);
        }
        compare(check, "rotary positions, sums and gates by " + activation, graph, runs, 100, "turned", "sum", "gated");
    }

    private void tables(Check check, Numbers random) {
        int width = 4 * (1 + random.below(8));
        GraphBuilder graph = new GraphBuilder(random);
        graph.list("ids");
        graph.floats("table", GraphBuilder.WORDS, width);
        graph.bytes("codes", GraphBuilder.WORDS, width);
        graph.floats("scales", GraphBuilder.WORDS);
        graph.add("x", new Op.Lookup(), "ids", "table");
        graph.add("q", new Op.Lookup(), "ids", "codes", "scales");
        compare(check, "tables", graph,
                List.of(Map.of("ids", ints(random.below(GraphBuilder.WORDS, 1 + random.below(9))))), 1, "x", "q");
    }

    private void activations(Check check, Numbers random) {
        int in = 4 * (1 + random.below(8));
        int out = 4 * (1 + random.below(8));
        for (Op.Activation activation : Op.Activation.values()) {
            GraphBuilder graph = new GraphBuilder(random);
            graph.input("x", DType.F32, in);
            graph.linear("y", activation, "x", in, out);
            graph.add("z", new Op.Activate(activation), "x");
            Tensor x = rows(random, 1 + random.below(9), in);
            float[] large = x.toFloats();
            for (int i = 0; i < large.length; i += 3) {
                large[i] *= 40;
            }
            large[0] = -1000;
            compare(check, "activation " + activation, graph, List.of(Map.of("x", Tensor.ofFloats(x.shape(), large))),
                    40,
                    "y", "z");
        }
    }

    private void refusals(Check check, Numbers random) {
        GraphBuilder graph = attention(random, 8);
        graph.floats("bias", 2, 2 * 3 + 1);
        graph.add("y", new Op.BiasedAttention(2), "qkv", "ends", "bias");
        try (Session session = backend.open(graph.of("y"), graph.weights)) {
            check.fails("a sequence longer than the table of distances", DamagedData.class,
                    () -> session.run(Map.of("qkv", rows(random, 5, 24), "ends", ints(0, 5))));
        }
        GraphBuilder wrong = attention(random, 8);
        wrong.floats("keys", 4, 8);
        wrong.floats("queries", 4, 8);
        wrong.ints("buckets", 0, 4, 1);
        wrong.add("y", new Op.DisentangledAttention(2), "qkv", "ends", "keys", "queries", "buckets");
        check.fails("a bucket past the rows", DamagedData.class, () -> backend.open(wrong.of("y"), wrong.weights));
    }

    private static GraphBuilder attention(Numbers random, int width) {
        GraphBuilder graph = new GraphBuilder(random);
        graph.input("qkv", DType.F32, 3 * width);
        graph.list("ends");
        return graph;
    }

    private static List<Map<String, Tensor>> runs(Numbers random, int width, int longest) {
        List<Map<String, Tensor>> runs = new ArrayList<>();
        for (int run = 0; run < 2; run++) {
            int[] ends = new int[2 + random.below(4)];
            for (int i = 1; i < ends.length; i++) {
                ends[i] = ends[i - 1] + 1 + random.below(longest);
            }
            runs.add(Map.of("qkv", rows(random, ends[ends.length - 1], 3 * width), "ends", ints(ends)));
        }
        return runs;
    }

    /** @param size how large values become, which rounding follows */
    private void compare(Check check, String what, GraphBuilder builder, List<Map<String, Tensor>> runs, double size,
            String... outputs) {
        Graph graph = builder.of(outputs);
        try (Session session = backend.open(graph, builder.weights);
                Session reference = new ReferenceBackend().open(graph, builder.weights)) {
            for (Map<String, Tensor> inputs : runs) {
                Map<String, Tensor> expected = reference.run(inputs);
                Map<String, Tensor> found = session.run(inputs);
                for (String output : outputs) {
                    check.equal("shape of " + what, expected.get(output).shape(), found.get(output).shape());
                    float[] right = expected.get(output).toFloats();
                    float[] tested = found.get(output).toFloats();
                    for (int i = 0; i < right.length; i++) {
                        if (!(Math.abs(right[i] - tested[i]) <= BOUND * Math.max(size, Math.abs(right[i])))) {
                            check.equal(what + ", " + output + " at " + i + ", seed " + seed, right[i], tested[i]);
                        }
                    }
                }
                Exact.same(check, title, what + ", seed " + seed, graph, builder.weights, inputs, found);
                alone(check, what, session, inputs, found, outputs[0]);
            }
        }
    }

    /** The first output of the last sequence by itself. */
    private static void alone(Check check, String what, Session session, Map<String, Tensor> inputs,
            Map<String, Tensor> together, String output) {
        if (!inputs.containsKey("ends")) {
            return;
        }
        int[] ends = inputs.get("ends").toInts();
        int from = ends[ends.length - 2];
        int count = ends[ends.length - 1] - from;
        Map<String, Tensor> one = new LinkedHashMap<>();
        one.put("ends", ints(0, count));
        int width = inputs.get("qkv").shape().dim(1);
        one.put("qkv", Tensor.ofFloats(Shape.of(count, width), java.util.Arrays
                .copyOfRange(inputs.get("qkv").toFloats(), from * width, (from + count) * width)));
        if (inputs.containsKey("places")) {
            one.put("places", ints(java.util.Arrays.copyOfRange(inputs.get("places").toInts(), from, from + count)));
        }
        int out = together.get(output).shape().dim(1);
        Bits.same(check, what + ": alone as in company", java.util.Arrays
                .copyOfRange(together.get(output).toFloats(), from * out, (from + count) * out),
                session.run(one).get(output).toFloats());
    }

    private static Tensor ints(int... values) {
        return Tensor.ofInts(Shape.of(values.length), values);
    }

    private static Tensor rows(Numbers random, int rows, int width) {
        return Tensor.ofFloats(Shape.of(rows, width), random.units(rows * width));
    }
}
