package dev.tabitat.kernels.backend;

import dev.tabitat.kernels.kernel.Program;
import java.util.List;
import java.util.Optional;

/** Runs programs on one or more threads that share the kernels' memory. */
public interface ThreadPool {

    /** The calling thread alone. */
    ThreadPool SINGLE = new ThreadPool() {

        @Override
        public int threads(long products) {
            return 1;
        }

        @Override
        public int control() {
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

    /**
     * A worker thread failed or did not answer before its deadline. The pool has stopped: {@link #threads} is one from
     * now on. A straggler may still write where its program wrote, so that region must not be used again; the caller
     * runs the work once more, elsewhere, on one thread.
     */
    final class Stopped extends RuntimeException {

        private static final long serialVersionUID = 1L;

        public Stopped(String reason) {
            super(reason);
        }
    }

    /** How many threads should share so much work: products of a weight and a value. */
    int threads(long products);

    /** The address of the control block that barriers use; 0 for a pool of one thread. */
    int control();

    /**
     * Runs one program on each thread, the first on the caller's; returns when all have passed their last barrier.
     *
     * @throws Stopped when a worker failed
     */
    void run(KernelModule kernels, List<Span> programs);

    /** Why the pool stopped using workers; empty while it works. */
    default Optional<String> problem() {
        return Optional.empty();
    }
}
