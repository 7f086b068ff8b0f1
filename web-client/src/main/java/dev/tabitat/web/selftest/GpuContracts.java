package dev.tabitat.web.selftest;

import dev.tabitat.core.adapter.AdapterBackendContract;
import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Incompatible;
import dev.tabitat.core.error.OutOfBudget;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.graph.Graph;
import dev.tabitat.core.graph.Node;
import dev.tabitat.core.graph.Op;
import dev.tabitat.core.runtime.ReferenceBackend;
import dev.tabitat.core.runtime.Session;
import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import dev.tabitat.kernels.contract.DeltaContract;
import dev.tabitat.web.gpu.WebGpuBackend;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** WebGPU against the reference, over every operator that it has; reported as skipped where there is no adapter. */
final class GpuContracts {

    /** Of the largest value: sums in float against sums in double. */
    private static final double FLOAT_BOUND = 1e-4;
    /** The same for int8: a code may fall to the other side of a tie. */
    private static final double INT8_BOUND = 1e-3;
    /** One less the cosine, after several int8 layers. */
    private static final double STACK_BOUND = 2e-3;

    private GpuContracts() {}

    static List<Contract> all() {
        WebGpuBackend packed;
        WebGpuBackend plain;
        try {
            packed = WebGpuBackend.open(true);
            plain = WebGpuBackend.openWithoutPackedDot(true);
        } catch (Unsupported e) {
            String reason = e.finding().where() + ": " + e.finding().found();
            return List.of(Contract.of("webgpu: skipped, " + reason,
                    check -> check.isTrue("a reason", !e.finding().found().isEmpty())));
        }
        return List.of(
                new AdapterBackendContract("adapters", packed),
                new DeltaContract("changes", packed, 20261123),
                contract("a derived session survives its device", plain, GpuContracts::derivedAfterLoss),
                contract("a float layer", packed, GpuContracts::linear),
                contract("an int8 layer with " + packed.describe().string("int8Dot") + " products", packed,
                        GpuContracts::linearInt8),
                contract("an int8 layer with products by shifts", plain, GpuContracts::linearInt8),
                contract("embeddings", packed, GpuContracts::embedding),
                contract("layer norm, softmax and normalisation", packed, GpuContracts::rows),
                contract("attention and pooling over sequences of any length", packed, GpuContracts::attention),
                contract("an encoder over inputs that grow and shrink", packed, GpuContracts::encoder),
                contract("two sessions side by side", packed, GpuContracts::sideBySide),
                contract("a device that is lost is replaced", plain, GpuContracts::lost),
                contract("what does not fit is refused", packed, GpuContracts::refusals));
    }

    private static Contract contract(String name, WebGpuBackend backend, BiConsumer<Check, WebGpuBackend> body) {
        return Contract.of("webgpu: " + name, check -> body.accept(check, backend));
    }

    private static void linear(Check check, WebGpuBackend backend) {
        int[][] sizes = {{1, 1, 1}, {7, 33, 65}, {33, 17, 31}, {64, 64, 64}, {5, 130, 3}};
        for (int[] size : sizes) {
            for (Op.Activation activation : Op.Activation.values()) {
                Case c = new Case(size[0] * 31 + size[1]);
                c.floats("x", 3, Graph.ANY, size[1]).weight("w", 1, size[2], size[1]).weight("b", 1, size[2]);
                c.node("y", new Op.Linear(activation), "x", "w", "b");
                c.compare(check, backend, "linear " + activation + " " + Shape.of(size), FLOAT_BOUND,
                        c.values(3, size[0], size[1]));
            }
        }
    }

    private static void linearInt8(Check check, WebGpuBackend backend) {
        int[][] sizes = {{1, 1, 1}, {7, 33, 65}, {40, 18, 31}, {64, 64, 64}, {5, 131, 3}};
        for (int[] size : sizes) {
            for (Op.Activation activation : Op.Activation.values()) {
                Case c = new Case(size[0] * 37 + size[1]);
                c.floats("x", 3, Graph.ANY, size[1]).bytes("w", size[2], size[1]).weight("s", 0.01f, size[2])
                        .weight("b", 1, size[2]);
                c.node("y", new Op.LinearInt8(activation), "x", "w", "s", "b");
                c.compare(check, backend, "int8 " + activation + " " + Shape.of(size), INT8_BOUND,
                        c.values(3, size[0], size[1]));
                c.compare(check, backend, "int8 of zeros " + Shape.of(size), INT8_BOUND, c.values(0, size[0], size[1]));
            }
        }
    }

    private static void embedding(Check check, WebGpuBackend backend) {
        for (int width : new int[]{1, 7, 68}) {
            Case c = new Case(width);
            c.ints("ids").ints("places").weight("words", 1, 19, width).weight("positions", 1, 9, width).weight("type",
                    1, width);
            c.node("y", new Op.Embedding(), "ids", "places", "words", "positions", "type");
            c.compare(check, backend, "words in floats " + width, FLOAT_BOUND, list(18, 0, 3, 3), list(0, 1, 8, 3));
            Case q = new Case(width + 1);
            q.ints("ids").ints("places").bytes("words", 19, width).weight("scales", 0.01f, 19)
                    .weight("positions", 1, 9, width).weight("type", 1, width);
            q.node("y", new Op.Embedding(), "ids", "places", "words", "scales", "positions", "type");
            q.compare(check, backend, "words in bytes " + width, FLOAT_BOUND, list(18, 0, 3, 3), list(0, 1, 8, 3));
        }
    }

    private static void rows(Check check, WebGpuBackend backend) {
        for (int width : new int[]{1, 5, 64, 201}) {
            Case c = new Case(width);
            c.floats("x", 2, Graph.ANY, width).floats("r", 2, Graph.ANY, width).weight("g", 1, width).weight("b", 1,
                    width);
            c.node("plain", new Op.LayerNorm(1e-5f), "x", "g", "b").node("sum", new Op.LayerNorm(1e-12f), "x", "r", "g",
                    "b");
            c.node("soft", new Op.Softmax(), "sum").node("unit", new Op.Normalize(), "r");
            c.node("y", new Op.Softmax(), "plain");
            Tensor first = width == 1 ? Tensor.ofFloats(Shape.of(3, 1), 1, 2, 3) : c.values(2, 3, width);
            c.compare(check, backend, "rows of " + width, FLOAT_BOUND, first, c.values(2, 3, width));
            c.compare(check, backend, "one row of " + width, FLOAT_BOUND, c.values(2, 1, width), c.values(2, 1, width));
        }
    }

    private static void attention(Check check, WebGpuBackend backend) {
        int[][] lengths = {{1}, {3, 1, 64}, {65, 2}, {150}, {1, 1, 1, 1, 1}};
        for (int[] parts : lengths) {
            for (int heads : new int[]{1, 3}) {
                int width = heads * 22;
                Case c = new Case(parts[0] + heads);
                c.floats("qkv", 2, Graph.ANY, 3 * width).ints("ends");
                c.node("mixed", new Op.Attention(heads), "qkv", "ends");
                c.node("mean", new Op.Pool(Op.Pooling.MEAN), "mixed", "ends").node("y", new Op.Pool(Op.Pooling.FIRST),
                        "mixed", "ends");
                Tensor ends = ends(parts);
                int[] all = ends.toInts();
                c.compare(check, backend, "sequences of " + Shape.of(parts), FLOAT_BOUND,
                        c.values(2, all[all.length - 1], 3 * width), ends);
            }
        }
    }

    private static void encoder(Check check, WebGpuBackend backend) {
        Case c = encoder(36, 3, 2);
        try (Session session = backend.open(c.graph(), c.weights);
                Session reference = new ReferenceBackend().open(c.graph(), c.weights)) {
            int[][] lengths = {{5}, {17, 1, 40}, {2}, {70, 9}, {5}};
            for (int[] parts : lengths) {
                Map<String, Tensor> inputs = c.tokens(parts);
                requireAlike(check, "sequences of " + Shape.of(parts), reference.run(inputs).get("y"),
                        session.run(inputs).get("y"));
            }
            check.isTrue("memory is counted", session.memoryBytes() > 100_000);
            check.equal("no tokens", 0, session.run(c.tokens()).get("y").elements());
        }
        Session session = backend.open(c.graph(), c.weights);
        session.close();
        check.equal("memory is given back", 0L, session.memoryBytes());
        check.fails("a closed session", IllegalStateException.class, () -> session.run(c.tokens(1)));
    }

    private static void sideBySide(Check check, WebGpuBackend backend) {
        Case one = encoder(36, 3, 1);
        Case two = encoder(40, 2, 2);
        try (Session a = backend.open(one.graph(), one.weights);
                Session b = backend.open(two.graph(), two.weights);
                Session referenceA = new ReferenceBackend().open(one.graph(), one.weights);
                Session referenceB = new ReferenceBackend().open(two.graph(), two.weights)) {
            for (int round = 0; round < 3; round++) {
                Map<String, Tensor> inputsA = one.tokens(4 + round, 9);
                Map<String, Tensor> inputsB = two.tokens(12 - round);
                List<Tensor> fromThread = new ArrayList<>();
                Thread thread = new Thread(() -> fromThread.add(b.run(inputsB).get("y")));
                thread.start();
                Tensor y = a.run(inputsA).get("y");
                join(thread);
                requireAlike(check, "the first", referenceA.run(inputsA).get("y"), y);
                requireAlike(check, "the second", referenceB.run(inputsB).get("y"), fromThread.get(0));
            }
        }
    }

    private static void lost(Check check, WebGpuBackend backend) {
        Case c = encoder(36, 3, 1);
        try (Session session = backend.open(c.graph(), c.weights);
                Session reference = new ReferenceBackend().open(c.graph(), c.weights)) {
            Map<String, Tensor> inputs = c.tokens(6, 3);
            Tensor expected = reference.run(inputs).get("y");
            requireAlike(check, "before", expected, session.run(inputs).get("y"));
            for (int times = 0; times < 2; times++) {
                backend.release();
                requireAlike(check, "after", expected, session.run(inputs).get("y"));
            }
            List<Tensor> meanwhile = new ArrayList<>();
            Thread thread = new Thread(() -> meanwhile.add(session.run(inputs).get("y")));
            thread.start();
            backend.release();
            join(thread);
            requireAlike(check, "lost during a run", expected, meanwhile.get(0));
            backend.release();
            try (Session fresh = backend.open(c.graph(), c.weights)) {
                requireAlike(check, "opened after", expected, fresh.run(inputs).get("y"));
            }
            requireAlike(check, "and the old one too", expected, session.run(inputs).get("y"));
        }
    }

    /** A session and one derived from it, on a device that goes away, closed in either order. */
    private static void derivedAfterLoss(Check check, WebGpuBackend backend) {
        for (boolean isBaseFirst : new boolean[]{true, false}) {
            Case c = new Case(77);
            c.floats("x", 2, Graph.ANY, 12).weight("w", 1, 8, 12).weight("b", 1, 8).node("y",
                    new Op.Linear(Op.Activation.NONE), "x", "w", "b");
            Tensor vector = c.values(3, 8);
            List<Node> nodes = new ArrayList<>(c.nodes);
            nodes.add(new Node("v", new Op.Weight(DType.F32, Shape.of(8)), List.of()));
            nodes.add(new Node("z", new Op.Shift(), List.of("y", "v")));
            Graph shifted = new Graph(nodes, List.of("z"));
            Map<String, Tensor> inputs = Map.of("x", c.values(2, 5, 12));
            Session base = backend.open(c.graph(), c.weights);
            Session derived = base.derive(shifted, Map.of("v", vector));
            Tensor y = base.run(inputs).get("y");
            Tensor z = derived.run(inputs).get("z");
            check.near("the vector is added", y.toFloats()[3] + vector.toFloats()[3], z.toFloats()[3], 1e-5);
            backend.release();
            requireAlike(check, "the derived one on a new device", z, derived.run(inputs).get("z"));
            requireAlike(check, "the base on a new device", y, base.run(inputs).get("y"));
            Session first = isBaseFirst ? base : derived;
            Session last = isBaseFirst ? derived : base;
            first.close();
            requireAlike(check, "what is left", isBaseFirst ? z : y, last.run(inputs).get(isBaseFirst ? "z" : "y"));
            backend.release();
            requireAlike(check, "what is left, on one more device", isBaseFirst ? z : y,
                    last.run(inputs).get(isBaseFirst ? "z" : "y"));
            check.isTrue("its memory is counted", last.memoryBytes() > 0);
            last.close();
            check.equal("none is left", 0L, base.memoryBytes() + derived.memoryBytes());
        }
    }

    private static void refusals(Check check, WebGpuBackend backend) {
        check.equal("its name", "webgpu", backend.id());
        Case sparse = new Case(1);
        sparse.ints("k").floats("v", 1, Graph.ANY).weight("b", 1, 2);
        sparse.weights.put("o", list(0, 1));
        sparse.weights.put("c", Tensor.ofBytes(DType.U8, Shape.of(1), (byte) 0));
        sparse.weights.put("w", Tensor.ofFloats(Shape.of(1), 1));
        for (String name : List.of("o", "c", "w")) {
            Tensor value = sparse.weights.get(name);
            sparse.nodes.add(new Node(name, new Op.Weight(value.dtype(), value.shape()), List.of()));
        }
        sparse.node("y", new Op.SparseLinear(), "k", "v", "o", "c", "w", "b");
        Unsupported unknown = check.fails("a sparse layer", Unsupported.class,
                () -> backend.open(sparse.graph(), sparse.weights));
        check.equal("which", "SparseLinear", unknown.finding().found());
        tooLarge(check, backend);
        Case c = encoder(12, 3, 1);
        check.fails("no weights", Incompatible.class, () -> backend.open(c.graph(), Map.of()));
        try (Session session = backend.open(c.graph(), c.weights)) {
            Map<String, Tensor> inputs = c.tokens(3);
            inputs.put("ends", list(0, 4));
            check.fails("ends beyond the tokens", DamagedData.class, () -> session.run(inputs));
            inputs.put("ends", list(0, 3));
            inputs.put("ids", list(1, 2, 1000));
            check.fails("an id beyond the words", DamagedData.class, () -> session.run(inputs));
            inputs.remove("ids");
            check.fails("no ids", Incompatible.class, () -> session.run(inputs));
        }
        try {
            WebGpuBackend.open(false).release();
            check.isTrue("a graphics processor", !backend.describe().bool("software"));
        } catch (Unsupported e) {
            check.isTrue("a refusal with a reason: " + e.finding(), e.finding().found().contains("software"));
        }
    }

    private static void tooLarge(Check check, WebGpuBackend backend) {
        int wide = 65_536;
        Case c = new Case(9);
        c.floats("x", 1, Graph.ANY, 1).weight("w", 1, wide, 1).weight("b", 1, wide).node("y",
                new Op.Linear(Op.Activation.NONE), "x", "w", "b");
        Case narrow = new Case(10);
        narrow.floats("x", 1, Graph.ANY, 1).weight("w", 1, 1, 1).weight("b", 1, 1).node("y",
                new Op.Linear(Op.Activation.NONE), "x", "w", "b");
        try (Session session = backend.open(c.graph(), c.weights);
                Session tall = backend.open(narrow.graph(), narrow.weights)) {
            session.run(Map.of("x", c.values(1, 1, 1)));
            OutOfBudget large = check.fails("4 GiB of results", OutOfBudget.class,
                    () -> session.run(Map.of("x", c.values(1, 16_384, 1))));
            check.isTrue("how much: " + large.finding(), large.finding().found().equals("4294967296 bytes"));
            check.equal("the session goes on", wide, session.run(Map.of("x", c.values(1, 1, 1))).get("y").elements());
            int rows = 65_535 * 32 + 1;
            Unsupported many = check.fails("more tiles than a dimension has", Unsupported.class,
                    () -> tall.run(Map.of("x", new Tensor(DType.F32, Shape.of(rows, 1), new byte[4 * rows], 0))));
            check.equal("how many", "65536", many.finding().found());
        }
    }

    private static Case encoder(int width, int heads, int layers) {
        Case c = new Case(width * 31 + layers);
        c.ints("ids").ints("places").ints("ends");
        c.bytes("words", 50, width).weight("scales", 0.01f, 50).weight("positions", 0.5f, 80, width).weight("type",
                0.5f, width);
        c.weight("g", 1, width).weight("n", 0.1f, width);
        c.node("e", new Op.Embedding(), "ids", "places", "words", "scales", "positions", "type").node("x0",
                new Op.LayerNorm(1e-12f), "e", "g", "n");
        for (int i = 0; i < layers; i++) {
            String x = "x" + i;
            c.layer("qkv" + i, x, Op.Activation.NONE, width, 3 * width).node("a" + i, new Op.Attention(heads),
                    "qkv" + i, "ends");
            c.layer("o" + i, "a" + i, Op.Activation.NONE, width, width).node("m" + i, new Op.LayerNorm(1e-12f), "o" + i,
                    x, "g", "n");
            c.layer("u" + i, "m" + i, Op.Activation.GELU, width, 4 * width).layer("d" + i, "u" + i, Op.Activation.NONE,
                    4 * width, width);
            c.node("x" + (i + 1), new Op.LayerNorm(1e-12f), "d" + i, "m" + i, "g", "n");
        }
        return c.node("p", new Op.Pool(Op.Pooling.MEAN), "x" + layers, "ends").node("y", new Op.Normalize(), "p");
    }

    private static void requireAlike(Check check, String what, Tensor expected, Tensor found) {
        check.equal(what + ": shape", expected.shape(), found.shape());
        float[] a = expected.toFloats();
        float[] b = found.toFloats();
        int width = expected.shape().dim(1);
        for (int start = 0; start < a.length; start += width) {
            double dot = 0;
            double squaresA = 0;
            double squaresB = 0;
            for (int i = start; i < start + width; i++) {
                dot += (double) a[i] * b[i];
                squaresA += (double) a[i] * a[i];
                squaresB += (double) b[i] * b[i];
            }
            check.near(what + ": cosine of row " + start / width, 1, dot / Math.sqrt(squaresA * squaresB), STACK_BOUND);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Tensor list(int... values) {
        return Tensor.ofInts(Shape.of(values.length), values);
    }

    private static Tensor ends(int... lengths) {
        int[] ends = new int[lengths.length + 1];
        for (int i = 0; i < lengths.length; i++) {
            ends[i + 1] = ends[i] + lengths[i];
        }
        return list(ends);
    }

    /** A graph that grows node by node, with weights by chance. */
    private static final class Case {

        final List<Node> nodes = new ArrayList<>();
        final Map<String, Tensor> weights = new LinkedHashMap<>();
        private final List<String> inputNames = new ArrayList<>();
        private final List<String> computed = new ArrayList<>();
        private int state;

        Case(int seed) {
            state = seed * 0x9E3779B9 + 1;
        }

        private int next() {
            state ^= state << 13;
            state ^= state >>> 17;
            state ^= state << 5;
            return state;
        }

        Tensor values(float most, int... dims) {
            float[] values = new float[Shape.of(dims).elements()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (next() >> 8) * most / (1 << 23);
            }
            return Tensor.ofFloats(Shape.of(dims), values);
        }

        Case floats(String name, float most, int... dims) {
            inputNames.add(name);
            nodes.add(new Node(name, new Op.Input(DType.F32, Shape.of(dims)), List.of()));
            return this;
        }

        Case ints(String name) {
            inputNames.add(name);
            nodes.add(new Node(name, new Op.Input(DType.I32, Shape.of(Graph.ANY)), List.of()));
            return this;
        }

        Case weight(String name, float most, int... dims) {
            weights.put(name, values(most, dims));
            nodes.add(new Node(name, new Op.Weight(DType.F32, Shape.of(dims)), List.of()));
            return this;
        }

        Case bytes(String name, int... dims) {
            byte[] values = new byte[Shape.of(dims).elements()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (byte) ((next() >>> 8) % 255 - 127);
            }
            weights.put(name, Tensor.ofBytes(DType.I8, Shape.of(dims), values));
            nodes.add(new Node(name, new Op.Weight(DType.I8, Shape.of(dims)), List.of()));
            return this;
        }

        Case layer(String name, String x, Op.Activation activation, int in, int out) {
            bytes(name + ".w", out, in).weight(name + ".s", 0.004f, out).weight(name + ".b", 0.5f, out);
            if (out % 2 == 0) {
                return node(name, new Op.LinearInt8(activation), x, name + ".w", name + ".s", name + ".b");
            }
            return weight(name + ".m", 1.5f, in).node(name, new Op.LinearInt8(activation), x, name + ".w", name + ".s",
                    name + ".b", name + ".m");
        }

        Case node(String name, Op op, String... inputs) {
            nodes.add(new Node(name, op, List.of(inputs)));
            computed.add(name);
            return this;
        }

        Graph graph() {
            return new Graph(nodes, List.of("y"));
        }

        Map<String, Tensor> tokens(int... lengths) {
            Tensor ends = ends(lengths);
            int tokens = ends.toInts()[lengths.length];
            int[] ids = new int[tokens];
            int[] places = new int[tokens];
            for (int i = 0; i < tokens; i++) {
                ids[i] = (next() >>> 8) % 50;
                places[i] = i % 80;
            }
            Map<String, Tensor> inputs = new LinkedHashMap<>();
            inputs.put("ids", list(ids));
            inputs.put("places", list(places));
            inputs.put("ends", ends);
            return inputs;
        }

        /** Every computed value against the reference's. */
        void compare(Check check, WebGpuBackend backend, String what, double bound, Tensor... values) {
            Graph graph = new Graph(nodes, computed);
            Map<String, Tensor> inputs = new LinkedHashMap<>();
            for (int i = 0; i < values.length; i++) {
                inputs.put(inputNames.get(i), values[i]);
            }
            Map<String, Tensor> expected;
            try (Session reference = new ReferenceBackend().open(graph, weights)) {
                expected = reference.run(inputs);
            }
            try (Session session = backend.open(graph, weights)) {
                Map<String, Tensor> found = session.run(inputs);
                for (String name : computed) {
                    requireNear(check, what + ", " + name, expected.get(name), found.get(name), bound);
                }
            }
        }

        private static void requireNear(Check check, String what, Tensor expected, Tensor found, double bound) {
            check.equal(what + ": shape", expected.shape(), found.shape());
            float[] a = expected.toFloats();
            float[] b = found.toFloats();
            double most = 0;
            double off = 0;
            for (int i = 0; i < a.length; i++) {
                most = Math.max(most, Math.abs(a[i]));
                off = b[i] == b[i] ? Math.max(off, Math.abs((double) a[i] - b[i])) : Double.POSITIVE_INFINITY;
            }
            check.near(what + ": of the largest value", 0, most == 0 ? off : off / most, bound);
        }
    }
}
