package dev.tabitat.kernels.decoder;

import dev.tabitat.kernels.backend.KernelMemory;
import dev.tabitat.kernels.backend.Region;
import dev.tabitat.kernels.backend.ThreadPool;
import dev.tabitat.kernels.kernel.Program;
import dev.tabitat.kernels.kernel.decoder.DecoderKernel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Kernel calls for some threads, written one after another and then placed in memory. */
final class ProgramWriter {

    private static final int WORDS = Program.RECORD_BYTES / 4;

    private final int[][] programs;
    private final int[] lengths;
    private final int control;

    /** @param control the address of the control block of barriers; not looked at with one thread */
    ProgramWriter(int threads, int control) {
        programs = new int[threads][64 * WORDS];
        lengths = new int[threads];
        this.control = control;
    }

    int threads() {
        return programs.length;
    }

    void call(int thread, DecoderKernel kernel, int... arguments) {
        call(thread, kernel.number(), arguments);
    }

    /** @param kernel the number of a kernel */
    void call(int thread, int kernel, int... arguments) {
        int at = lengths[thread];
        if (at + WORDS > programs[thread].length) {
            programs[thread] = Arrays.copyOf(programs[thread], 2 * programs[thread].length);
        }
        programs[thread][at] = kernel;
        System.arraycopy(arguments, 0, programs[thread], at + 1, arguments.length);
        lengths[thread] = at + WORDS;
    }

    /** All threads wait for each other. */
    void barrier() {
        if (threads() > 1) {
            for (int thread = 0; thread < threads(); thread++) {
                call(thread, DecoderKernel.BARRIER, control, threads());
            }
        }
    }

    /** A program in memory. */
    record Placed(KernelMemory memory, Region region, List<ThreadPool.Span> spans) {

        void free() {
            memory.giveBack(region);
        }
    }

    /** @throws dev.tabitat.core.error.OutOfBudget when there is not enough memory */
    Placed place(KernelMemory memory) {
        int words = 0;
        for (int length : lengths) {
            words += length;
        }
        Region region = memory.take(4L * words, "a program of a model");
        List<ThreadPool.Span> spans = new ArrayList<>();
        byte[] bytes = new byte[4 * words];
        int at = 0;
        for (int thread = 0; thread < threads(); thread++) {
            int from = region.address() + at;
            for (int i = 0; i < lengths[thread]; i++) {
                int word = programs[thread][i];
                bytes[at++] = (byte) word;
                bytes[at++] = (byte) (word >> 8);
                bytes[at++] = (byte) (word >> 16);
                bytes[at++] = (byte) (word >> 24);
            }
            spans.add(new ThreadPool.Span(from, region.address() + at));
        }
        memory.host().write(region.address(), bytes, 0, bytes.length);
        return new Placed(memory, region, spans);
    }
}
