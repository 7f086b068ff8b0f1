package dev.tabitat.kernels.kernel;

import dev.tabitat.kernels.wasm.Function;
import dev.tabitat.kernels.wasm.FunctionBuilder;
import dev.tabitat.kernels.wasm.FunctionType;
import dev.tabitat.kernels.wasm.I32;
import dev.tabitat.kernels.wasm.I32Variable;
import dev.tabitat.kernels.wasm.I64;
import dev.tabitat.kernels.wasm.WasmModule;

/**
 * The barrier of programs on several threads: {@code barrier(control, threads)} returns when that many threads have
 * called it.
 *
 * <p>
 * A central barrier with a phase (Mellor-Crummey and Scott 1991, section 3.1): the last to arrive begins the next
 * phase. The others spin for some tens of microseconds and then sleep. A thread that waits longer than the control
 * block's deadline, or finds that the block is stopped, traps; the first to give up stops the block and wakes the
 * others, so that all of them leave.
 */
public final class Barrier {

    private static final int SPIN_LIMIT = 20_000;
    private static final int TIMED_OUT = 2;
    private static final int ALL_THREADS = -1;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private Barrier() {
    }

    /** Defines the barrier; on a memory that is not shared there is one thread and nothing to do. */
    public static Function define(WasmModule module, boolean shared) {
        return define(module, shared, SPIN_LIMIT);
    }

    static Function define(WasmModule module, boolean shared, int spinLimit) {
        return module.function("barrier", FunctionType.takingI32(2), f -> {
            if (shared) {
                write(f, spinLimit);
            }
        });
    }

    private static void write(FunctionBuilder f, int spinLimit) {
        I32Variable control = f.parameter(0);
        I32Variable threads = f.parameter(1);
        I32Variable phase = f.localI32();
        I32Variable spins = f.localI32();
        phase.set(control.atomicLoad(ControlBlock.PHASE));
        I32 arrivedBefore = control.atomicAdd(1, ControlBlock.ARRIVED);
        f.when(arrivedBefore.isEqualTo(threads.minus(1))).then(() -> {
            trapIfStopped(f, control);
            control.atomicStore(0, ControlBlock.ARRIVED);
            beginNextPhase(f, control);
        }).otherwise(() -> f.block(passed -> f.loop(again -> {
            f.branchIf(control.atomicLoad(ControlBlock.PHASE).isNotEqualTo(phase), passed);
            trapIfStopped(f, control);
            spins.add(1);
            f.branchIf(spins.isBelow(spinLimit), again);
            I64 timeoutNanos = control.atomicLoad(ControlBlock.DEADLINE_MILLIS).toI64().times(NANOS_PER_MILLI);
            I32 outcome = control.waitWhileEqual(phase, timeoutNanos, ControlBlock.PHASE);
            f.when(outcome.isEqualTo(TIMED_OUT)).then(() -> stop(f, control));
            f.branch(again);
        })));
        // The phase may have moved because the block was stopped.
        trapIfStopped(f, control);
    }

    private static void trapIfStopped(FunctionBuilder f, I32 control) {
        f.when(control.atomicLoad(ControlBlock.STOPPED)).then(f::trap);
    }

    /**
     * Stops the block and wakes who waits at the barrier. The phase moves too: a thread that is about to sleep on the
     * old one finds another value and does not.
     */
    static void stop(FunctionBuilder f, I32 control) {
        control.atomicStore(1, ControlBlock.STOPPED);
        beginNextPhase(f, control);
    }

    private static void beginNextPhase(FunctionBuilder f, I32 control) {
        f.discard(control.atomicAdd(1, ControlBlock.PHASE));
        f.discard(control.wake(ALL_THREADS, ControlBlock.PHASE));
    }
}
