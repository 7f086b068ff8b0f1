package dev.tabitat.kernels.decoder;

import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.generation.DecoderSession;
import dev.tabitat.core.model.decoder.Decoder;
import dev.tabitat.kernels.backend.KernelHost;
import dev.tabitat.kernels.backend.KernelMemory;
import dev.tabitat.kernels.backend.KernelModule;
import dev.tabitat.kernels.backend.ThreadPool;
import dev.tabitat.kernels.backend.ThreadSettings;
import dev.tabitat.kernels.backend.WorkerPool;
import dev.tabitat.kernels.kernel.ControlBlock;
import dev.tabitat.kernels.kernel.decoder.BlockDots;
import dev.tabitat.kernels.kernel.decoder.DecoderLibrary;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Runs decoders with the kernels of {@link DecoderLibrary}, several in one memory.
 *
 * <p>
 * A host ends all its workers together: a pool of threads that stops takes those of other backends on the same host
 * with it. So give a decoder a host of its own.
 */
public final class DecoderBackend {

    /** The name of this backend. */
    public static final String ID = "wasm";

    /** A token of a small model is worth a second thread: some hundred barriers cost less than half of its products. */
    public static final ThreadSettings THREADS = new ThreadSettings(10_000_000, 10_000);

    private final KernelMemory memory;
    private final Supplier<BlockDots> fastest;
    private final ThreadSettings settings;
    private Optional<Loaded> loaded = Optional.empty();
    private Optional<WorkerPool> workers = Optional.empty();
    private int limit = Integer.MAX_VALUE;

    /** The modules and threads, made for the first decoder. */
    private record Loaded(KernelModule kernels, KernelModule packing, ThreadPool pool, int threads) {
    }

    /** @param fastest asked once, when the first decoder is opened */
    public DecoderBackend(KernelMemory memory, Supplier<BlockDots> fastest) {
        this(memory, fastest, THREADS);
    }

    /** With settings of threads other than {@link #THREADS}. */
    public DecoderBackend(KernelMemory memory, Supplier<BlockDots> fastest, ThreadSettings settings) {
        this.memory = memory;
        this.fastest = fastest;
        this.settings = settings;
    }

    /** One on a given pool of so many threads at most. */
    DecoderBackend(KernelMemory memory, BlockDots dots, ThreadPool pool, int threads) {
        this(memory, () -> dots);
        loaded = Optional.of(load(dots, Optional.of(pool), threads));
    }

    /** No more threads than these from now on; fewer where there are not as many, or too little to do. */
    public void limitThreads(int most) {
        limit = most;
        if (workers.isPresent()) {
            workers.get().limit(most);
        }
    }

    /** The threads that take part in large steps now. */
    public int threads() {
        return Math.min(limit, workers.isPresent() ? workers.get().ready() : 1);
    }

    /** Whether every worker that was started is ready, or no longer waited for. */
    public boolean isComplete() {
        return workers.isEmpty() || workers.get().isComplete();
    }

    /** Waits for absent workers no longer: {@link #threadProblem} names them from now on. */
    public void stopWaitingForThreads() {
        if (workers.isPresent()) {
            workers.get().stopWaiting();
        }
    }

    /** Why there are fewer threads than asked for; empty while all work. */
    public Optional<String> threadProblem() {
        return workers.isPresent() ? workers.get().problem() : Optional.empty();
    }

    /**
     * Reads the weights of a decoder into kernel memory, each byte once, and opens a session.
     *
     * @throws dev.tabitat.core.error.Unsupported when the engine refuses the kernels, or there are none for a type
     * @throws dev.tabitat.core.error.OutOfBudget when there is not enough memory; nothing is taken then
     * @throws dev.tabitat.core.error.DamagedData when a float or a scale of a block is NaN or infinite
     */
    public DecoderSession open(Decoder decoder) {
        Loaded modules = modules();
        DecoderWeights weights = DecoderWeights.load(memory, modules.packing(), decoder);
        try {
            return new KernelDecoderSession(memory, modules.kernels(), modules.pool(), modules.threads(), decoder,
                    weights);
        } catch (TabitatException e) {
            weights.free();
            throw e;
        }
    }

    private Loaded modules() {
        if (loaded.isEmpty()) {
            loaded = Optional.of(load(fastest.get(), Optional.empty(),
                    Math.min(memory.host().threads(), ControlBlock.MAX_THREADS)));
        }
        return loaded.get();
    }

    private Loaded load(BlockDots dots, Optional<ThreadPool> given, int threads) {
        KernelHost host = memory.host();
        byte[] library = DecoderLibrary.module(KernelHost.MEMORY_MODULE, KernelHost.MEMORY_FIELD, dots,
                host.isShared());
        KernelModule packing = host.instantiate(DecoderLibrary.packingModule(KernelHost.MEMORY_MODULE,
                KernelHost.MEMORY_FIELD, host.isShared()));
        KernelModule kernels = host.instantiate(library);
        if (given.isPresent()) {
            return new Loaded(kernels, packing, given.get(), threads);
        }
        if (threads > 1) {
            WorkerPool pool = WorkerPool.start(memory, library, settings);
            pool.limit(limit);
            workers = Optional.of(pool);
            return new Loaded(kernels, packing, pool, threads);
        }
        return new Loaded(kernels, packing, ThreadPool.SINGLE, 1);
    }
}
