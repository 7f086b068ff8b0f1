package dev.tabitat.kernels.backend;

import dev.tabitat.core.error.Unsupported;
import dev.tabitat.kernels.kernel.ControlBlock;
import dev.tabitat.kernels.kernel.Program;
import dev.tabitat.kernels.kernel.WorkerLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The caller and worker threads that wait in shared memory, each at a slot of its own.
 *
 * <p>
 * Workers start when the browser starts them, in any order; one that is not ready yet does not take part. A program
 * goes to chosen ready workers by their slots, after all of it was written, so no worker can miss its wake-up signal or
 * see half a program.
 */
public final class WorkerPool implements ThreadPool {

    private final KernelMemory memory;
    private final int control;
    private final int count;
    private final ThreadSettings settings;
    private int limit = ControlBlock.MAX_THREADS;
    private Optional<String> problem = Optional.empty();
    private boolean isWaitedFor = true;

    private WorkerPool(KernelMemory memory, int control, int count, ThreadSettings settings) {
        this.memory = memory;
        this.control = control;
        this.count = count;
        this.settings = settings;
    }

    /** Starts a host's workers on the kernels that the caller uses. */
    public static WorkerPool start(KernelMemory memory, byte[] wasm, ThreadSettings settings) {
        KernelHost host = memory.host();
        int count = Math.min(host.threads(), ControlBlock.MAX_THREADS) - 1;
        int control = memory.take(ControlBlock.BYTES, "the control block of threads").address();
        host.write(control, new byte[ControlBlock.BYTES], 0, ControlBlock.BYTES);
        host.write(control + ControlBlock.DEADLINE_MILLIS, Bytes.ofWords(new int[]{settings.deadlineMillis()}).data(),
                0, 4);
        for (int worker = 1; worker <= count; worker++) {
            host.startWorker(wasm, control, worker);
        }
        return new WorkerPool(memory, control, count, settings);
    }

    /** No more threads than these from now on. */
    public void limit(int most) {
        limit = most;
    }

    /** The threads that are ready, the caller included. */
    public int ready() {
        return 1 + readyWorkers().size();
    }

    /** Whether every worker that was started is ready, or no longer waited for. */
    public boolean isComplete() {
        return problem.isPresent() || !isWaitedFor || readyWorkers().size() == count;
    }

    /**
     * The caller has waited long enough: workers that have not started by now count as absent, and {@link #problem}
     * names them. One that starts later still takes part.
     */
    public void stopWaiting() {
        isWaitedFor = false;
    }

    private List<Integer> readyWorkers() {
        List<Integer> ready = new ArrayList<>();
        if (problem.isEmpty()) {
            Optional<String> fault = memory.host().workerFault();
            if (fault.isPresent()) {
                stop("a worker did not start. " + fault.get());
                return List.of();
            }
            byte[] slots = new byte[ControlBlock.BYTES];
            memory.host().read(control, slots, 0, slots.length);
            for (int worker = 1; worker <= count; worker++) {
                byte state = slots[ControlBlock.slot(worker) + ControlBlock.STATE];
                if (state == ControlBlock.FAILED) {
                    stop("worker " + worker + " failed");
                    return List.of();
                }
                if (state == ControlBlock.READY) {
                    ready.add(worker);
                }
            }
        }
        return ready;
    }

    @Override
    public int threads(long products) {
        return (int) Math.max(1, Math.min(Math.min(limit, ready()), products / settings.productsPerThread()));
    }

    @Override
    public int control() {
        return control;
    }

    @Override
    public Optional<String> problem() {
        int ready = problem.isPresent() || isWaitedFor ? count : readyWorkers().size();
        // Reading the slots may find that a worker failed.
        if (problem.isPresent() || ready == count) {
            return problem;
        }
        return Optional.of((count - ready) + " of " + count + " kernel threads did not start, "
                + (ready == 0 ? "one thread goes on" : 1 + ready + " threads go on"));
    }

    @Override
    public void run(KernelModule kernels, List<Span> programs) {
        if (programs.size() == 1) {
            SINGLE.run(kernels, programs);
            return;
        }
        List<Integer> workers = readyWorkers();
        if (workers.size() < programs.size() - 1) {
            throw stop("only " + workers.size() + " of " + (programs.size() - 1) + " workers are ready");
        }
        for (int thread = 1; thread < programs.size(); thread++) {
            Span span = programs.get(thread);
            kernels.call(WorkerLoop.PUBLISH, control, workers.get(thread - 1), span.from(), span.to());
        }
        try {
            kernels.call(Program.NAME, programs.get(0).from(), programs.get(0).to());
        } catch (Unsupported trap) {
            throw stop("a worker failed or did not reach a barrier within " + settings.deadlineMillis() + " ms: "
                    + trap.finding().found());
        }
    }

    private Stopped stop(String reason) {
        problem = Optional.of("Kernel threads stopped, one thread goes on: " + reason);
        memory.host().stopWorkers();
        return new Stopped(problem.get());
    }
}
