package dev.tabitat.kernels.model;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.kernels.backend.KernelHost;
import dev.tabitat.kernels.backend.KernelModule;
import dev.tabitat.kernels.kernel.WorkerLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A kernel host whose threads are interpreted one memory access at a time, in the order of a {@link Schedule}. Time
 * passes only when no thread can go on. Workers that were stopped may still run, as in a browser.
 */
public final class ModelHost implements KernelHost {

    private static final int PAGE = 65_536;

    private final Schedule schedule;
    private final int threads;
    private final int[] memory = new int[PAGE / 4];
    private final Map<Integer, ModelThread> workers = new TreeMap<>();
    private final Map<Integer, ModelModule> modules = new TreeMap<>();
    private final Map<Integer, Runnable> notStarted = new TreeMap<>();
    private final Map<Integer, Integer> dieAfter = new TreeMap<>();
    private final List<Integer> held = new ArrayList<>();
    private Optional<String> fault = Optional.empty();
    private int control;
    private boolean fails;
    private int last;
    private int timeouts;
    private boolean isStopped;

    public ModelHost(Schedule schedule, int threads) {
        this.schedule = schedule;
        this.threads = threads;
    }

    /** The worker does not start until {@link #arrive}. */
    public void hold(int worker) {
        held.add(worker);
    }

    /** The worker starts now and runs until it sleeps; nobody else runs meanwhile. */
    public void arrive(int worker) {
        held.remove((Integer) worker);
        start(worker);
        ModelThread thread = workers.get(worker);
        while (thread.state == ModelThread.State.RUNNABLE) {
            step(worker);
        }
    }

    /**
     * The worker ends at its so-manieth step from now. @param says whether it can still call {@code fail}, as after a
     * trap
     */
    public void dies(int worker, int steps, boolean says) {
        dieAfter.put(worker, steps);
        fails = says;
    }

    /** How often a wait ended by its deadline. */
    public int timeouts() {
        return timeouts;
    }

    /** Whether the pool ended the workers. */
    public boolean isStopped() {
        return isStopped;
    }

    @Override
    public KernelModule instantiate(byte[] wasm) {
        ModelModule module = new ModelModule(wasm);
        return (export, args) -> {
            ModelThread caller = new ModelThread(module, memory, export, args);
            run(caller);
            if (caller.state == ModelThread.State.TRAPPED) {
                throw new Unsupported("A kernel stopped early.", Finding.at(export).found("unreachable"));
            }
            return 0;
        };
    }

    @Override
    public void startWorker(byte[] wasm, int at, int worker) {
        control = at;
        ModelModule module = new ModelModule(wasm);
        notStarted.put(worker,
                () -> workers.put(worker, new ModelThread(module, memory, WorkerLoop.SERVE, at, worker)));
        modules.put(worker, module);
    }

    /** Lets the browser refuse the workers' script. */
    public void refuseWorkers(String reason) {
        fault = Optional.of(reason);
    }

    @Override
    public Optional<String> workerFault() {
        return fault;
    }

    @Override
    public void stopWorkers() {
        isStopped = true;
    }

    private void start(int worker) {
        Runnable start = notStarted.remove(worker);
        if (start != null) {
            start.run();
        }
    }

    /** Runs all threads until the caller's function returns or traps. */
    private void run(ModelThread caller) {
        workers.put(0, caller);
        last = 0;
        while (caller.state == ModelThread.State.RUNNABLE || caller.state == ModelThread.State.ASLEEP) {
            List<Integer> able = able();
            if (able.isEmpty()) {
                passTime();
            } else {
                int chosen = able.get(schedule.choose(able.size(), able.get(0) == last));
                last = chosen;
                start(chosen);
                step(chosen);
            }
        }
        workers.remove(0);
    }

    /** The threads that can take a step, the one that ran last first. */
    private List<Integer> able() {
        List<Integer> able = new ArrayList<>();
        workers.forEach((number, thread) -> {
            if (thread.state == ModelThread.State.RUNNABLE) {
                able.add(number);
            }
        });
        notStarted.keySet().stream().filter(worker -> !held.contains(worker)).forEach(able::add);
        if (able.remove((Integer) last)) {
            able.add(0, last);
        }
        return able;
    }

    private void step(int number) {
        ModelThread thread = workers.get(number);
        if (number > 0 && dieAfter.containsKey(number) && dieAfter.merge(number, -1, Integer::sum) < 0) {
            dieAfter.remove(number);
            thread.state = ModelThread.State.DEAD;
            if (fails) {
                workers.put(number, new ModelThread(modules.get(number), memory, WorkerLoop.FAIL, control, number));
            }
            return;
        }
        ModelThread.Wake wake = thread.step();
        int woken = 0;
        for (ModelThread other : workers.values()) {
            if (woken < wake.count() && other.state == ModelThread.State.ASLEEP && other.sleepsAt == wake.at()) {
                other.wake(0);
                woken++;
            }
        }
        if (thread.state == ModelThread.State.TRAPPED && number > 0) {
            workers.put(number, new ModelThread(modules.get(number), memory, WorkerLoop.FAIL, control, number));
        }
    }

    /** Everybody waits: the first of those with a deadline gives up. */
    private void passTime() {
        for (ModelThread thread : workers.values()) {
            if (thread.state == ModelThread.State.ASLEEP && thread.hasDeadline) {
                timeouts++;
                thread.wake(2);
                return;
            }
        }
        throw new AssertionError("deadlock: every thread waits, and no wait has a deadline");
    }

    @Override
    public long memoryBytes() {
        return PAGE;
    }

    @Override
    public void growTo(long bytes) {
        throw new AssertionError("the model's memory is " + PAGE + " bytes");
    }

    @Override
    public void write(int address, byte[] data, int offset, int length) {
        for (int i = 0; i < length; i += 4) {
            int at = offset + i;
            memory[(address + i) / 4] = data[at] & 255 | (data[at + 1] & 255) << 8 | (data[at + 2] & 255) << 16
                    | data[at + 3] << 24;
        }
    }

    @Override
    public void read(int address, byte[] into, int offset, int length) {
        for (int i = 0; i < length; i++) {
            into[offset + i] = (byte) (memory[(address + i) / 4] >> 8 * (i % 4));
        }
    }

    @Override
    public void writeFloats(int address, float[] data, int offset, int length) {
        throw new AssertionError("no floats here");
    }

    @Override
    public void readFloats(int address, float[] into, int offset, int length) {
        throw new AssertionError("no floats here");
    }

    @Override
    public int threads() {
        return threads;
    }
}
