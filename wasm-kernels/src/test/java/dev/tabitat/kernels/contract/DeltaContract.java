package dev.tabitat.kernels.contract;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Incompatible;
import dev.tabitat.core.graph.Graph;
import dev.tabitat.core.graph.Op;
import dev.tabitat.core.runtime.Backend;
import dev.tabitat.core.runtime.ReferenceBackend;
import dev.tabitat.core.runtime.Session;
import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What changes a layer's outputs agrees with the reference, and derived sessions share weights without touching each
 * other.
 */
public final class DeltaContract implements Contract {

    private static final int ROUNDS = 12;
    private static final double BOUND = 5e-5;

    private final String title;
    private final Backend backend;
    private final long seed;

    public DeltaContract(String title, Backend backend, long seed) {
        this.title = title;
        this.backend = backend;
        this.seed = seed;
    }

    @Override
    public String name() {
        return "backend " + backend.id() + ", " + title
                + ": changed layers agree with the reference, derived sessions share weights";
    }

    @Override
    public void run(Check check) {
        Numbers random = new Numbers(seed);
        for (int i = 0; i < ROUNDS; i++) {
            changes(check, random, Graph.ANY);
            changes(check, random, 1 + random.below(3));
            derived(check, random);
        }
        refusals(check, random);
    }

    /** Every change after a layer, over values that are needed afterwards and over such as are not. */
    private void changes(Check check, Numbers random, int fixedRows) {
        int in = 1 + random.below(60);
        int out = 4 * (1 + random.below(12));
        GraphBuilder graph = new GraphBuilder(random);
        graph.add("x", new Op.Input(DType.F32, Shape.of(fixedRows, in)));
        graph.linear("l", Op.Activation.NONE, "x", in, out);
        graph.lowRank("a", "l", "x", in, out, 0, out);
        int width = 4 * (1 + random.below(out / 4));
        graph.lowRank("b", "a", "x", in, out, random.below(out - width + 1), width);
        int few = 1 + random.below(out);
        graph.sparse("c", "b", "x", in, random.below(out - few + 1), few);
        graph.sparse("self", "c", "c", out, 0, out);
        graph.floats("v", out);
        graph.add("d", new Op.Shift(), "self", "v");
        graph.add("e", new Op.Activate(Op.Activation.values()[random.below(3)]), "d");
        graph.add("n", new Op.Activate(Op.Activation.NONE), "e");
        String[] outputs = random.below(2) == 0 ? new String[]{"n"} : new String[]{"l", "b", "c", "e", "n"};
        int rows = fixedRows == Graph.ANY ? 1 + random.below(20) : fixedRows;
        compare(check, "changes", graph.of(outputs), graph.weights, Map.of("x", rows(random, rows, in)));
    }

    private void compare(Check check, String what, Graph graph, Map<String, Tensor> weights,
            Map<String, Tensor> inputs) {
        try (Session session = backend.open(graph, weights);
                Session reference = new ReferenceBackend().open(graph, weights)) {
            Map<String, Tensor> expected = reference.run(inputs);
            Map<String, Tensor> found = session.run(inputs);
            for (String output : graph.outputs()) {
                float[] right = expected.get(output).toFloats();
                float[] tested = found.get(output).toFloats();
                check.equal(what + ": count", right.length, tested.length);
                for (int i = 0; i < right.length; i++) {
                    if (!(Math.abs(right[i] - tested[i]) <= BOUND * Math.max(1, Math.abs(right[i])))) {
                        check.equal(what + ", " + output + " at " + i + ", seed " + seed, right[i], tested[i]);
                    }
                }
            }
            Exact.same(check, title, what + ", seed " + seed, graph, weights, inputs, found);
        }
    }

    /** A layer in int8, and the same with an adapter, and with two. */
    private void derived(Check check, Numbers random) {
        int in = 4 * (1 + random.below(10));
        GraphBuilder base = new GraphBuilder(random);
        base.input("x", DType.F32, in);
        base.int8("y", Op.Activation.NONE, "x", in, 8);
        GraphBuilder one = new GraphBuilder(random, base);
        one.lowRank("z", "y", "x", in, 8, 0, 8);
        GraphBuilder two = new GraphBuilder(random, one);
        two.sparse("t", "z", "x", in, 0, 8);
        Map<String, Tensor> inputs = Map.of("x", rows(random, 1 + random.below(9), in));
        Session session = backend.open(base.of("y"), base.weights);
        float[] plain = session.run(inputs).get("y").toFloats();
        long alone = session.memoryBytes();
        Session first = session.derive(one.of("z"), one.addedTo(base));
        Session second = first.derive(two.of("t"), two.addedTo(one));
        Session skipping = session.derive(two.of("t"), two.addedTo(base));
        float[] z = direct(one.of("z"), one.weights, inputs, "z");
        float[] t = direct(two.of("t"), two.weights, inputs, "t");
        Bits.same(check, "derived as opened, seed " + seed, z, first.run(inputs).get("z").toFloats());
        Bits.same(check, "derived from derived", t, second.run(inputs).get("t").toFloats());
        Bits.same(check, "with two at once", t, skipping.run(inputs).get("t").toFloats());
        Bits.same(check, "the base is as it was", plain, session.run(inputs).get("y").toFloats());
        check.isTrue("what is shared counts once", session.memoryBytes() == alone);
        session.close();
        check.equal("a closed session holds nothing", 0L, session.memoryBytes());
        Bits.same(check, "without the base", z, first.run(inputs).get("z").toFloats());
        first.close();
        Bits.same(check, "without the one between", t, second.run(inputs).get("t").toFloats());
        second.close();
        Bits.same(check, "the last", t, skipping.run(inputs).get("t").toFloats());
        skipping.close();
        skipping.close();
    }

    private float[] direct(Graph graph, Map<String, Tensor> weights, Map<String, Tensor> inputs, String output) {
        try (Session session = backend.open(graph, weights)) {
            return session.run(inputs).get(output).toFloats();
        }
    }

    private void refusals(Check check, Numbers random) {
        GraphBuilder base = new GraphBuilder(random);
        base.input("x", DType.F32, 8);
        base.int8("y", Op.Activation.NONE, "x", 8, 8);
        GraphBuilder one = new GraphBuilder(random, base);
        one.lowRank("z", "y", "x", 8, 8, 0, 8);
        Map<String, Tensor> inputs = Map.of("x", rows(random, 2, 8));
        try (Session session = backend.open(base.of("y"), base.weights)) {
            float[] before = session.run(inputs).get("y").toFloats();
            check.fails("a weight that is nowhere", Incompatible.class, () -> session.derive(one.of("z"), Map.of()));
            Map<String, Tensor> broken = new LinkedHashMap<>(one.addedTo(base));
            broken.replaceAll((name, tensor) -> Tensor.ofFloats(tensor.shape(), filled(tensor.elements(), Float.NaN)));
            check.fails("a weight that is no number", DamagedData.class, () -> session.derive(one.of("z"), broken));
            check.fails("a name that is taken", Incompatible.class, () -> session.derive(one.of("z"), one.weights));
            Bits.same(check, "refusals change nothing", before, session.run(inputs).get("y").toFloats());
        }
    }

    private static float[] filled(int count, float value) {
        float[] values = new float[count];
        java.util.Arrays.fill(values, value);
        return values;
    }

    private static Tensor rows(Numbers random, int rows, int width) {
        return Tensor.ofFloats(Shape.of(rows, width), random.units(rows * width));
    }
}
