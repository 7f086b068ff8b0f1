package dev.tabitat.kernels.contract;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.kernels.backend.Int8Choice;
import dev.tabitat.kernels.backend.KernelHost;
import dev.tabitat.kernels.backend.KernelMeasures;
import dev.tabitat.kernels.backend.KernelMemory;
import dev.tabitat.kernels.backend.Rates;
import dev.tabitat.kernels.kernel.Bandwidth;
import dev.tabitat.kernels.kernel.Int8Dot;
import java.util.List;
import java.util.Optional;

/** Measurements divide the work that was done by the time that the given clock shows. */
final class MeasuresContract implements Contract {

    private final KernelHost host;

    MeasuresContract(KernelHost host) {
        this.host = host;
    }

    @Override
    public String name() {
        return "measurements are work by time, and leave no memory taken";
    }

    @Override
    public void run(Check check) {
        KernelMemory memory = new KernelMemory(host);
        long[] clock = {0, 0};
        KernelMeasures measures = new KernelMeasures(memory, () -> {
            clock[0] += KernelMeasures.MIN_NANOS + 1_000 * clock[1]++;
            return clock[0];
        });
        Rates arithmetic = measures.matVec(3);
        check.equal("unit", "GFLOP/s", arithmetic.unit());
        check.equal("samples", 3, arithmetic.samples().length);
        check.isTrue("in order",
                arithmetic.samples()[0] < arithmetic.median() && arithmetic.median() < arithmetic.high());
        check.isTrue("about a million operations in 2 ms", arithmetic.high() > 0.5 && arithmetic.high() < 0.525);
        check.equal("unit", "GB/s", measures.read(1).unit());
        check.isTrue("16 MiB in 2 ms", Math.abs(measures.copy(1).median() - 8.2) < 0.25);
        long[] ticks = {0};
        Int8Choice choice = Int8Choice.measure(memory, () -> ticks[0] += KernelMeasures.MIN_NANOS);
        check.equal("every way was tried", Int8Dot.values().length, choice.tried().size());
        for (Int8Choice.Tried one : choice.tried()) {
            check.isTrue("timed or refused: " + one, one.rates().isPresent() == one.refusal().isEmpty());
            check.isTrue("plain SIMD is right everywhere: " + one,
                    one.dot() != Int8Dot.PLAIN || one.refusal().isEmpty());
        }
        check.equal("unit", "GOP/s", choice.rates().unit());
        check.equal("chosen again", choice.dot(), Int8Choice.again(memory, choice.tried()).orElseThrow().dot());
        check.isTrue("no choice without a time", Int8Choice
                .again(memory, List.of(new Int8Choice.Tried(Int8Dot.PLAIN, Optional.empty(), "wrong"))).isEmpty());
        check.equal("nothing is taken", 0L, memory.usedBytes());
        readsAndCopiesEverything(check);
    }

    private void readsAndCopiesEverything(Check check) {
        Bench bench = new Bench(host);
        int[] words = new int[3 * Bandwidth.STEP / 4];
        int expected = 0;
        for (int i = 0; i < words.length; i++) {
            words[i] = i * 0x9E3779B9;
            expected ^= words[i];
        }
        int from = bench.ints(words);
        int to = bench.ints(new int[words.length]);
        check.equal("exclusive or of all words", expected, bench.call(Bandwidth.READ, from, 4 * words.length));
        bench.call(Bandwidth.COPY, from, to, 4 * words.length);
        Bits.same(check, "copy", bench.read(from, words.length), bench.read(to, words.length));
        check.isTrue("wrote beside the copy", bench.guardsStand());
        bench.clear();
    }
}
