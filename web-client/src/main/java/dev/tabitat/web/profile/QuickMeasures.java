package dev.tabitat.web.profile;

import dev.tabitat.core.device.Fact;
import dev.tabitat.core.device.MeasuredSpread;
import dev.tabitat.kernels.backend.Int8Choice;
import dev.tabitat.kernels.backend.KernelMeasures;
import dev.tabitat.kernels.backend.KernelMemory;
import dev.tabitat.kernels.backend.Rates;
import dev.tabitat.web.jso.Clock;
import java.util.Map;
import java.util.function.Supplier;

/** What the kernels reach here, timed in the engine's worker: some tens of milliseconds in all. */
public final class QuickMeasures {

    private static final int SAMPLES = 5;

    private QuickMeasures() {}

    /**
     * Measures; the memory's other regions stay as they are. Call it when no caller waits for an answer.
     *
     * @param int8 measures the ways to multiply int8
     */
    public static Map<String, Fact> measure(KernelMemory memory, Supplier<Int8Choice> int8) {
        FactCollector facts = new FactCollector();
        String arithmetic = "matrix product in f32 SIMD on one thread, weights in the cache";
        add(facts, "measured.matvec_gflops", "Kernel throughput", arithmetic, () -> measures(memory).matVec(SAMPLES));
        facts.add("measured.int8_gops", "Kernel throughput, int8", "matrix product of int8 weights on one thread",
                () -> {
                    Int8Choice choice = int8.get();
                    return Fact.measured("Kernel throughput, int8", MeasuredSpread.of(choice.rates().samples()),
                            choice.rates().unit(),
                            "matrix product of int8 weights on one thread: " + choice.dot().title()
                                    + ", the fastest right way here");
                });
        add(facts, "measured.memory_bandwidth_gbs", "Memory, read", "reading 16 MiB on one thread",
                () -> measures(memory).read(SAMPLES));
        add(facts, "measured.memory_copy_gbs", "Memory, copied", "copying 8 MiB on one thread",
                () -> measures(memory).copy(SAMPLES));
        return facts.all();
    }

    private static KernelMeasures measures(KernelMemory memory) {
        return new KernelMeasures(memory, Clock::nanos);
    }

    private static void add(FactCollector facts, String id, String label, String source, Supplier<Rates> measure) {
        facts.add(id, label, source, () -> {
            Rates rates = measure.get();
            return Fact.measured(label, MeasuredSpread.of(rates.samples()), rates.unit(), source);
        });
    }
}
