package dev.tabitat.kernels.decoder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.format.gguf.GgufType;
import dev.tabitat.core.generation.DecoderSequence;
import dev.tabitat.core.generation.DecoderSession;
import dev.tabitat.core.model.decoder.Decoder;
import dev.tabitat.kernels.backend.KernelMemory;
import dev.tabitat.kernels.backend.KernelModule;
import dev.tabitat.kernels.backend.ThreadPool;
import dev.tabitat.kernels.contract.DecoderSessionContract;
import dev.tabitat.kernels.contract.RandomDecoders;
import dev.tabitat.kernels.jvm.JvmKernelHost;
import dev.tabitat.kernels.kernel.Program;
import dev.tabitat.kernels.kernel.decoder.BlockDot;
import dev.tabitat.kernels.kernel.decoder.BlockDots;
import dev.tabitat.kernels.kernel.decoder.DecoderKernel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What several threads would do between two barriers, done by one after the other: whoever needed what another writes
 * before they meet would read something else. Once in the threads' order and once against it.
 */
final class DecoderThreadsTest {

    private static final long SEED = Long.getLong("tabitat.seed", 20_261_130L);
    private static final long MEMORY = 64L << 20;
    private static final RandomDecoders.Sizes SIZES = new RandomDecoders.Sizes(40, 64, 6, 2, 16, 96, 2);

    private record Turns(KernelMemory memory, int count, boolean isBackwards) implements ThreadPool {

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
                parts.add(parts(memory, program));
            }
            for (int part = 0; part < parts.get(0).size(); part++) {
                for (int turn = 0; turn < count; turn++) {
                    Span span = parts.get(isBackwards ? count - 1 - turn : turn).get(part);
                    kernels.call(Program.NAME, span.from(), span.to());
                }
            }
        }
    }

    /** The parts of a program between its barriers. */
    private static List<ThreadPool.Span> parts(KernelMemory memory, ThreadPool.Span program) {
        List<ThreadPool.Span> parts = new ArrayList<>();
        int from = program.from();
        for (int at = program.from(); at < program.to(); at += Program.RECORD_BYTES) {
            byte[] word = new byte[4];
            memory.host().read(at, word, 0, 4);
            if (ByteBuffer.wrap(word).order(ByteOrder.LITTLE_ENDIAN).getInt() == DecoderKernel.BARRIER.number()) {
                parts.add(new ThreadPool.Span(from, at));
                from = at + Program.RECORD_BYTES;
            }
        }
        parts.add(new ThreadPool.Span(from, program.to()));
        return parts;
    }

    private static JvmKernelHost host;

    @BeforeAll
    static void start() {
        host = new JvmKernelHost(MEMORY);
    }

    @AfterAll
    static void stop() {
        host.close();
    }

    static List<String> architectures() {
        return RandomDecoders.ARCHITECTURES;
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void everyNumberOfThreadsGivesTheBitsOfOne(String architecture) {
        for (GgufType type : new GgufType[]{GgufType.Q8_0, GgufType.F16}) {
            Decoder decoder = new RandomDecoders(SEED).decoder(architecture, type, SIZES);
            float[][] expected = run(decoder, 1, false);
            for (int threads : new int[]{2, 3, 5}) {
                for (boolean isBackwards : new boolean[]{false, true}) {
                    float[][] found = run(decoder, threads, isBackwards);
                    for (int i = 0; i < expected.length; i++) {
                        assertArrayEquals(expected[i], found[i], threads + " threads, " + type + ", seed " + SEED);
                    }
                }
            }
        }
    }

    /** Logits behind a prompt and behind each of two more tokens. */
    private static float[][] run(Decoder decoder, int threads, boolean isBackwards) {
        KernelMemory memory = new KernelMemory(host);
        ThreadPool pool = threads == 1 ? ThreadPool.SINGLE : new Turns(memory, threads, isBackwards);
        DecoderSession session = new DecoderBackend(memory, BlockDots.of(BlockDot.PLAIN), pool, threads).open(decoder);
        float[][] logits = new float[3][];
        DecoderSequence sequence = session.open(20);
        sequence.prefill(new int[]{3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5}, 0, 11);
        for (int i = 0; i < logits.length; i++) {
            logits[i] = new float[SIZES.vocabulary()];
            sequence.logits(logits[i]);
            sequence.step(i);
        }
        session.close();
        assertEquals(0, memory.usedBytes(), "the session gave back what it took");
        return logits;
    }

    @Test
    void severalThreadsAgreeWithTheReference() {
        KernelMemory memory = new KernelMemory(host);
        new DecoderSessionContract("3 threads", memory,
                new DecoderBackend(memory, BlockDots.of(BlockDot.PLAIN), new Turns(memory, 3, true), 3), "llama", SEED)
                .run(new Check());
    }

    /**
     * A pool whose last worker stops in a later program: the others do their parts up to the first barrier, the pool
     * stops, and the straggler goes on only while the one thread that is left computes everything again.
     */
    private static final class Straggling implements ThreadPool {

        private final KernelMemory memory;
        private final int goodRuns;
        private int runs;
        private List<Span> late = new ArrayList<>();
        private boolean isStopped;

        Straggling(KernelMemory memory, int goodRuns) {
            this.memory = memory;
            this.goodRuns = goodRuns;
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
            if (!isStopped && runs++ < goodRuns) {
                new Turns(memory, 3, false).run(kernels, programs);
                return;
            }
            if (!isStopped) {
                isStopped = true;
                Span first = parts(memory, programs.get(0)).get(0);
                kernels.call(Program.NAME, first.from(), first.to());
                late = parts(memory, programs.get(2));
                throw new Stopped("the test");
            }
            for (int at = programs.get(0).from(); at < programs.get(0).to(); at += Program.RECORD_BYTES) {
                kernels.call(Program.NAME, at, at + Program.RECORD_BYTES);
                if (!late.isEmpty()) {
                    Span straggler = late.remove(0);
                    kernels.call(Program.NAME, straggler.from(), straggler.to());
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void whatAStragglerWritesAfterThePoolStoppedChangesNoLogit(int goodRuns) {
        Decoder decoder = new RandomDecoders(SEED).decoder("gemma3", GgufType.Q8_0, SIZES);
        float[][] expected = run(decoder, 1, false);
        KernelMemory memory = new KernelMemory(host);
        DecoderSession session = new DecoderBackend(memory, BlockDots.of(BlockDot.PLAIN),
                new Straggling(memory, goodRuns), 3)
                .open(decoder);
        DecoderSequence sequence = session.open(20);
        sequence.prefill(new int[]{3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5}, 0, 11);
        for (int i = 0; i < expected.length; i++) {
            float[] logits = new float[SIZES.vocabulary()];
            sequence.logits(logits);
            assertArrayEquals(expected[i], logits, "behind " + sequence.position() + " tokens");
            sequence.step(i);
        }
    }
}
