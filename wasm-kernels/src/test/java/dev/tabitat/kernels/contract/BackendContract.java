package dev.tabitat.kernels.contract;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Incompatible;
import dev.tabitat.core.runtime.Backend;
import dev.tabitat.core.runtime.ReferenceBackend;
import dev.tabitat.core.runtime.SelfTest;
import dev.tabitat.core.runtime.SelfTestReport;
import dev.tabitat.core.runtime.Session;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import dev.tabitat.kernels.backend.WasmBackend;
import dev.tabitat.kernels.kernel.Int8Dot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What every backend keeps: it agrees with the reference, repeats itself, and refuses what does not fit. */
public final class BackendContract implements Contract {

    private static final int ROUNDS = 25;
    /** For values of about one, summed in f32 over at most some hundred products. */
    private static final double BOUND = 2e-5;

    private final Backend backend;
    private final long seed;
    private double worst;

    public BackendContract(Backend backend, long seed) {
        this.backend = backend;
        this.seed = seed;
    }

    @Override
    public String name() {
        return "backend " + backend.id() + " agrees with the reference and refuses what does not fit";
    }

    /** The largest difference from the reference in the last run. */
    public double worstDifference() {
        return worst;
    }

    @Override
    public void run(Check check) {
        worst = 0;
        Numbers random = new Numbers(seed);
        for (int i = 0; i < ROUNDS; i++) {
            denseAgrees(check, random);
            sparseAgrees(check, random);
        }
        sessionsLiveSideBySide(check, random);
        passesTheSelfTest(check, random);
        refusesWrongValues(check, random);
    }

    private void denseAgrees(Check check, Numbers random) {
        int rows = 1 + random.below(3);
        int in = 1 + random.below(90);
        Networks.Network network = Networks.dense(random, rows, in, 1 + random.below(60), 1 + random.below(40));
        try (Session session = backend.open(network.graph(), network.weights())) {
            Map<String, Tensor> inputs = Map.of("x", Tensor.ofFloats(Shape.of(rows, in), random.units(rows * in)));
            agrees(check, network, session, inputs);
            agrees(check, network, session, Map.of("x", Tensor.ofFloats(Shape.of(rows, in), new float[rows * in])));
            agrees(check, network, session, inputs);
        }
    }

    private void sparseAgrees(Check check, Numbers random) {
        int features = 1 + random.below(80);
        Networks.Network network = Networks.sparse(random, features, 1 + random.below(20), 1 + random.below(110));
        try (Session session = backend.open(network.graph(), network.weights())) {
            check.isTrue("memory is counted", session.memoryBytes() > 0);
            for (int count : new int[]{random.below(50), 0, 1, 5_000 + random.below(5_000)}) {
                agrees(check, network, session, Networks.entries(random, features, count));
            }
        }
    }

    private void sessionsLiveSideBySide(Check check, Numbers random) {
        List<Networks.Network> networks = new ArrayList<>();
        List<Session> sessions = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            networks.add(Networks.sparse(random, 30, 1 + i, 3 + i));
            sessions.add(backend.open(networks.get(i).graph(), networks.get(i).weights()));
        }
        for (int i = 0; i < 6; i += 2) {
            sessions.get(i).close();
            sessions.set(i, backend.open(networks.get(i).graph(), networks.get(i).weights()));
        }
        for (int i = 5; i >= 0; i--) {
            agrees(check, networks.get(i), sessions.get(i), Networks.entries(random, 30, 20));
            sessions.get(i).close();
        }
    }

    private void passesTheSelfTest(Check check, Numbers random) {
        Networks.Network network = Networks.sparse(random, 200, 16, 103);
        List<Map<String, Tensor>> inputs = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            inputs.add(Networks.entries(random, 200, 40 * i));
        }
        try (Session session = backend.open(network.graph(), network.weights())) {
            SelfTestReport report = SelfTest.run(backend.id(), session, network.graph(), network.weights(), inputs);
            check.isTrue("self-test passes: " + report, report.passed());
        }
    }

    private void refusesWrongValues(Check check, Numbers random) {
        Networks.Network network = Networks.sparse(random, 20, 4, 3);
        Map<String, Tensor> fewer = new LinkedHashMap<>(network.weights());
        fewer.remove("stored");
        check.fails("a missing weight", Incompatible.class, () -> backend.open(network.graph(), fewer));
        Map<String, Tensor> other = new LinkedHashMap<>(network.weights());
        other.put("bias", Tensor.ofFloats(Shape.of(5), random.units(5)));
        check.fails("a weight of another shape", Incompatible.class, () -> backend.open(network.graph(), other));
        try (Session session = backend.open(network.graph(), network.weights())) {
            check.fails("a missing input", Incompatible.class, () -> session.run(Map.of()));
            Map<String, Tensor> wrong = Networks.entries(random, 20, 3);
            wrong.put("indices", Tensor.ofFloats(Shape.of(3), 1, 2, 3));
            check.fails("an input of another type", Incompatible.class, () -> session.run(wrong));
            for (int index : new int[]{20, -1, Integer.MAX_VALUE}) {
                Map<String, Tensor> outside = Networks.entries(random, 20, 1);
                outside.put("indices", Tensor.ofInts(Shape.of(1), index));
                check.fails("feature " + index, DamagedData.class, () -> session.run(outside));
            }
            agrees(check, network, session, Networks.entries(random, 20, 7));
        }
    }

    private void agrees(Check check, Networks.Network network, Session session, Map<String, Tensor> inputs) {
        Map<String, Tensor> found = session.run(inputs);
        Map<String, Tensor> again = session.run(inputs);
        Exact.same(check, backend.id().equals(WasmBackend.ID) ? Int8Dot.PLAIN.title() : backend.id(), "seed " + seed,
                network.graph(), network.weights(), inputs, found);
        try (Session reference = new ReferenceBackend().open(network.graph(), network.weights())) {
            Map<String, Tensor> expected = reference.run(inputs);
            check.equal("names of the outputs, seed " + seed, List.copyOf(expected.keySet()),
                    List.copyOf(found.keySet()));
            for (Map.Entry<String, Tensor> output : expected.entrySet()) {
                String what = output.getKey() + ", seed " + seed;
                Tensor value = found.get(output.getKey());
                check.equal("shape of " + what, output.getValue().shape(), value.shape());
                close(check, what, output.getValue().toFloats(), value.toFloats());
                Bits.same(check, what + ", run again", value.toFloats(), again.get(output.getKey()).toFloats());
            }
        }
    }

    private void close(Check check, String what, float[] expected, float[] found) {
        for (int i = 0; i < expected.length; i++) {
            double difference = Math.abs((double) expected[i] - found[i]);
            worst = Math.max(worst, difference);
            if (!(difference <= BOUND)) {
                check.equal(what + " at " + i, expected[i], found[i]);
            }
        }
        check.equal(what + ": count", expected.length, found.length);
    }
}
