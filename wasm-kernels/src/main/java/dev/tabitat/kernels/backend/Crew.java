package dev.tabitat.kernels.backend;

import dev.tabitat.kernels.kernel.Program;
import java.util.List;

/** Who runs programs: the caller alone, or threads that meet at barriers. */
interface Crew {

    /** The caller alone. */
    Crew ALONE = new Crew() {

        @Override
        public int threads(long products) {
            return 1;
        }

        @Override
        public int place() {
            return 0;
        }

        @Override
        public void run(KernelModule kernels, List<Span> programs) {
            kernels.call(Program.NAME, programs.get(0).from(), programs.get(0).to());
        }
    };

    /** A program in memory: the addresses of its first record and after its last. */
    record Span(int from, int to) {
    }

    /** How many threads should share so much work: products of a weight and a value. */
    int threads(long products);

    /** The address where they meet. */
    int place();

    /** Runs a program on each thread, the first on the caller's; returns when all have met at their last barrier. */
    void run(KernelModule kernels, List<Span> programs);
}
