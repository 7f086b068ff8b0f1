package dev.tabitat.kernels.backend;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Incompatible;
import dev.tabitat.kernels.contract.Numbers;
import dev.tabitat.kernels.kernel.Int8Dot;
import dev.tabitat.kernels.kernel.Kernel;
import dev.tabitat.kernels.kernel.SparseRowsF32;
import java.util.List;

/** A session runs its plan on any number of sparse entries, beside other sessions, and leaves no memory behind. */
public final class PlanContract implements Contract {

    private static final int FEATURES = 50;
    private static final int OUT = 7;
    private static final int CAPACITY = Plan.SPARSE_CAPACITY;
    private static final int[] COUNTS = {0, 1, 5, CAPACITY - 1, CAPACITY, CAPACITY + 1, 2 * CAPACITY, 10_001, 3};

    private final KernelHost host;
    private final long seed;

    public PlanContract(KernelHost host, long seed) {
        this.host = host;
        this.seed = seed;
    }

    @Override
    public String name() {
        return "a session runs sparse inputs of any length beside other sessions";
    }

    @Override
    public void run(Check check) {
        KernelMemory memory = new KernelMemory(host);
        KernelModule kernels = host.instantiate(host.kernels(Int8Dot.PLAIN));
        Numbers random = new Numbers(seed);
        Sparse first = new Sparse(random);
        Sparse second = new Sparse(random);
        PlanSession one = PlanSession.open(memory, kernels, first.plan, "a test");
        PlanSession two = PlanSession.open(memory, kernels, second.plan, "a test");
        check.equal("memory of two sessions", memory.usedBytes(), one.memoryBytes() + two.memoryBytes());
        for (int count : COUNTS) {
            first.check(check, one, random, count);
            second.check(check, two, random, count);
        }
        refusals(check, one, first);
        first.check(check, one, random, 4);
        one.close();
        one.close();
        check.equal("a closed session holds nothing", 0L, one.memoryBytes());
        check.fails("a closed session", IllegalStateException.class, () -> one.get(first.y));
        second.check(check, two, random, 9);
        PlanSession again = PlanSession.open(memory, kernels, first.plan, "a test");
        first.check(check, again, random, 6);
        again.close();
        two.close();
        check.equal("nothing is taken", 0L, memory.usedBytes());
    }

    private static void refusals(Check check, PlanSession session, Sparse sparse) {
        for (int wrong : new int[]{FEATURES, -1, Integer.MIN_VALUE}) {
            DamagedData refused = check.fails("index " + wrong, DamagedData.class,
                    () -> session.run(List.of(entries(new int[]{1, wrong}, new float[]{1, 1}))));
            check.equal("which entry", "sparse input, entry 1", refused.finding().where());
        }
        check.fails("fewer values than indices", Incompatible.class,
                () -> session.run(List.of(entries(new int[]{1, 2}, new float[]{1}))));
        check.fails("no entries for an input", IllegalArgumentException.class, () -> session.run(List.of()));
        check.fails("a value that does not fit", IllegalArgumentException.class,
                () -> session.put(sparse.y, Bytes.of(new byte[3])));
    }

    private static SparseEntries entries(int[] indices, float[] values) {
        return new SparseEntries(Bytes.ofWords(indices), floats(values));
    }

    private static Bytes floats(float[] values) {
        int[] bits = new int[values.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits(values[i]);
        }
        return Bytes.ofWords(bits);
    }

    /** Bias plus weighted rows, then what is below zero taken off. */
    private static final class Sparse {

        final Plan plan = new Plan();
        final Slot y;
        private final float[] bias;
        private final int[] offsets = new int[FEATURES + 1];
        private final int[] columns;
        private final float[] values;

        Sparse(Numbers random) {
            bias = random.units(OUT);
            for (int f = 0; f < FEATURES; f++) {
                offsets[f + 1] = offsets[f] + random.below(4);
            }
            columns = random.below(OUT, offsets[FEATURES]);
            values = random.units(offsets[FEATURES]);
            y = plan.slot(4 * OUT);
            plan.call(Kernel.COPY, List.of(y, plan.constant(floats(bias))), 4 * OUT);
            List<Slot> weights = List.of(plan.constant(Bytes.ofWords(offsets)), plan.constant(Bytes.ofWords(columns)),
                    plan.constant(floats(values)));
            plan.sparseCall(SparseRowsF32.Columns.I32, y, weights, FEATURES);
            plan.call(Kernel.RELU, List.of(y), OUT);
        }

        void check(Check check, PlanSession session, Numbers random, int count) {
            int[] index = random.below(FEATURES, count);
            float[] v = random.units(count);
            session.run(List.of(entries(index, v)));
            float[] sum = bias.clone();
            for (int i = 0; i < count; i++) {
                for (int at = offsets[index[i]]; at < offsets[index[i] + 1]; at++) {
                    sum[columns[at]] += v[i] * values[at];
                }
            }
            Bytes found = Bytes.of(session.get(y));
            for (int o = 0; o < OUT; o++) {
                check.equal(count + " entries, output " + o, Math.max(0, sum[o]), Float.intBitsToFloat(found.word(o)));
            }
        }
    }
}
