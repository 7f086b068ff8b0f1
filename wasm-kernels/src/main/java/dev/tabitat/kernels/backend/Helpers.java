package dev.tabitat.kernels.backend;

import dev.tabitat.kernels.kernel.Barrier;
import dev.tabitat.kernels.kernel.Program;
import java.util.List;

/** The caller and helpers that wait in shared memory; those that have not come yet are not counted on. */
final class Helpers implements Crew {

    /** Products that make up for waking a thread and for meeting it fifty times: some milliseconds' work. */
    private static final long WORTH = 300_000_000;

    private final KernelMemory memory;
    private final int place;
    private int limit = Barrier.MOST_THREADS;

    private Helpers(KernelMemory memory, int place) {
        this.memory = memory;
        this.place = place;
    }

    /** Starts a host's helpers on the kernels that the caller uses. */
    static Helpers start(KernelMemory memory, byte[] wasm) {
        Region region = memory.take(Barrier.BYTES, "meeting threads");
        memory.host().write(region.address(), new byte[Barrier.BYTES], 0, Barrier.BYTES);
        memory.host().startHelpers(wasm, region.address());
        return new Helpers(memory, region.address());
    }

    /** No more threads than these from now on. */
    void limit(int most) {
        limit = most;
    }

    /** The threads that are there, the caller's too. */
    int present() {
        byte[] word = new byte[4];
        memory.host().read(place + Barrier.PRESENT, word, 0, word.length);
        return 1 + word[0];
    }

    @Override
    public int threads(long products) {
        return (int) Math.max(1, Math.min(Math.min(limit, present()), products / WORTH));
    }

    @Override
    public int place() {
        return place;
    }

    @Override
    public void run(KernelModule kernels, List<Span> programs) {
        if (programs.size() > 1) {
            int[] words = new int[2 * present()];
            for (int thread = 0; thread < programs.size(); thread++) {
                words[2 * thread] = programs.get(thread).from();
                words[2 * thread + 1] = programs.get(thread).to();
            }
            Bytes bytes = Bytes.ofWords(words);
            memory.host().write(place + Barrier.PROGRAMS, bytes.data(), bytes.offset(), bytes.length());
            kernels.call(Barrier.BEGIN, place, words.length / 2 - 1);
        }
        kernels.call(Program.NAME, programs.get(0).from(), programs.get(0).to());
    }
}
