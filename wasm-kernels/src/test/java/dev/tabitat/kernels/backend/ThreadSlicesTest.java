package dev.tabitat.kernels.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tabitat.core.Seed;
import dev.tabitat.core.contract.Check;
import dev.tabitat.core.retrieval.Hits;
import dev.tabitat.core.retrieval.RowRanges;
import dev.tabitat.kernels.contract.ArchitectureBackendContract;
import dev.tabitat.kernels.contract.DeltaContract;
import dev.tabitat.kernels.contract.RowBackendContract;
import dev.tabitat.kernels.contract.VectorScanContract;
import dev.tabitat.kernels.jvm.JvmKernelHost;
import dev.tabitat.kernels.kernel.Int8Dot;
import dev.tabitat.kernels.kernel.Kernel;
import dev.tabitat.kernels.kernel.Program;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What several threads would do between two barriers, done by one after the other: whoever needed what another writes
 * before they meet would read something else. Once in the threads' order and once against it.
 */
@Execution(ExecutionMode.CONCURRENT)
final class ThreadSlicesTest {

    private record Turns(KernelMemory memory, int count, boolean backwards) implements ThreadPool {

        @Override
        public int threads(long products) {
            return count;
        }

        @Override
        public int control() {
            return 0;
        }

        @Override
        public void run(KernelModule kernels, List<Span> programs) {
            List<List<Span>> parts = new ArrayList<>();
            for (Span program : programs) {
                parts.add(parts(program));
            }
            for (int part = 0; part < parts.get(0).size(); part++) {
                for (int turn = 0; turn < count; turn++) {
                    Span span = parts.get(backwards ? count - 1 - turn : turn).get(part);
                    kernels.call(Program.NAME, span.from(), span.to());
                }
            }
        }

        private List<Span> parts(Span program) {
            List<Span> parts = new ArrayList<>();
            int from = program.from();
            for (int at = program.from(); at < program.to(); at += Program.RECORD_BYTES) {
                byte[] word = new byte[4];
                memory.host().read(at, word, 0, 4);
                if (ByteBuffer.wrap(word).order(ByteOrder.LITTLE_ENDIAN).getInt() == Kernel.BARRIER.number()) {
                    parts.add(new Span(from, at));
                    from = at + Program.RECORD_BYTES;
                }
            }
            parts.add(new Span(from, program.to()));
            return parts;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5, 16})
    void everyNumberOfThreadsAgreesWithTheReference(int threads) {
        long seed = Seed.random("ThreadSlicesTest").nextLong();
        for (boolean backwards : new boolean[]{false, true}) {
            try (JvmKernelHost host = new JvmKernelHost(64 << 20)) {
                KernelMemory memory = new KernelMemory(host);
                ThreadPool turns = new Turns(memory, threads, backwards);
                new RowBackendContract(threads + " threads", new WasmBackend(memory, turns), seed).run(new Check());
                new ArchitectureBackendContract(threads + " threads", new WasmBackend(memory, turns), seed)
                        .run(new Check());
                new DeltaContract(threads + " threads", new WasmBackend(memory, turns), seed).run(new Check());
                new VectorScanContract(threads + " threads", memory, (region, width) -> vectors(region, turns, width),
                        seed).run(new Check());
                assertEquals(0, memory.usedBytes(), "every session gave back what it took");
            }
        }
    }

    /**
     * A pool whose last worker never finishes its first program: the others do their parts up to the barrier, the pool
     * stops, and the straggler goes on only while the one thread that is left computes everything again.
     */
    private static final class Straggling implements ThreadPool {

        private final KernelMemory memory;
        private List<Span> late = new ArrayList<>();
        private boolean isStopped;

        Straggling(KernelMemory memory) {
            this.memory = memory;
        }

        @Override
        public int threads(long products) {
            return isStopped ? 1 : 3;
        }

        @Override
        public int control() {
            return 0;
        }

        @Override
        public void run(KernelModule kernels, List<Span> programs) {
            Turns turns = new Turns(memory, programs.size(), false);
            if (!isStopped) {
                isStopped = true;
                kernels.call(Program.NAME, turns.parts(programs.get(0)).get(0).from(),
                        turns.parts(programs.get(0)).get(0).to());
                late = turns.parts(programs.get(2));
                throw new Stopped("the test");
            }
            // Between any two steps of the only thread the straggler takes one of its own.
            for (int at = programs.get(0).from(); at < programs.get(0).to(); at += Program.RECORD_BYTES) {
                kernels.call(Program.NAME, at, at + Program.RECORD_BYTES);
                if (!late.isEmpty()) {
                    Span straggler = late.remove(0);
                    kernels.call(Program.NAME, straggler.from(), straggler.to());
                }
            }
        }
    }

    @Test
    void whatAStragglerWritesAfterThePoolStoppedChangesNoResult() {
        try (JvmKernelHost host = new JvmKernelHost(64 << 20)) {
            KernelMemory memory = new KernelMemory(host);
            new RowBackendContract(Int8Dot.PLAIN.title(), new WasmBackend(memory, new Straggling(memory)),
                    Seed.random("ThreadSlicesTest").nextLong()).run(new Check());
            new ArchitectureBackendContract(Int8Dot.PLAIN.title(), new WasmBackend(memory, new Straggling(memory)),
                    Seed.random("ThreadSlicesTest").nextLong()).run(new Check());
            Random random = Seed.random("ThreadSlicesTest");
            float[] all = new float[500 * 16];
            for (int i = 0; i < all.length; i++) {
                all[i] = random.nextFloat() - 0.5f;
            }
            KernelVectors alone = vectors(memory, ThreadPool.SINGLE, 16);
            KernelVectors disturbed = vectors(memory, new Straggling(memory), 16);
            alone.add(all, 500);
            disturbed.add(all, 500);
            for (int query = 0; query < 3; query++) {
                float[] question = Arrays.copyOfRange(all, 16 * query, 16 * query + 16);
                Hits expected = alone.nearest(question, 10, RowRanges.all(500));
                Hits found = disturbed.nearest(question, 10, RowRanges.all(500));
                assertArrayEquals(expected.rows(), found.rows());
                assertArrayEquals(expected.scores(), found.scores());
            }
        }
    }

    private static KernelVectors vectors(KernelMemory memory, ThreadPool crew, int width) {
        KernelModule kernels = memory.host().instantiate(memory.host().kernels(Int8Dot.PLAIN));
        return new KernelVectors(memory, kernels, Int8Dot.PLAIN, crew, width);
    }
}
