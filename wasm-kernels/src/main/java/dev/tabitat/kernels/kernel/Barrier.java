package dev.tabitat.kernels.kernel;

import static dev.tabitat.kernels.wasm.ValueType.I32;

import dev.tabitat.kernels.wasm.Code;
import dev.tabitat.kernels.wasm.Function;
import dev.tabitat.kernels.wasm.FunctionType;
import dev.tabitat.kernels.wasm.Local;
import dev.tabitat.kernels.wasm.Op;
import dev.tabitat.kernels.wasm.WasmModule;

/**
 * The barrier of programs on several threads: {@code barrier(control, threads)} returns when that many threads have called it.
 *
 * <p>A central barrier with a phase (Mellor-Crummey and Scott 1991, section 3.1): the last to arrive begins the next phase. The others
 * spin for some tens of microseconds and then sleep. A thread that waits longer than the control block's deadline, or finds that the
 * block is stopped, traps; the first to give up stops the block and wakes the others, so that all of them leave.
 */
public final class Barrier {

    private static final int SPIN_LIMIT = 20_000;
    private static final int TIMED_OUT = 2;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private Barrier() {
    }

    /** Defines the barrier; on a memory that is not shared there is one thread and nothing to do. */
    static Function define(WasmModule module, boolean shared) {
        return define(module, shared, SPIN_LIMIT);
    }

    static Function define(WasmModule module, boolean shared, int spinLimit) {
        return module.define("barrier", FunctionType.taking(I32, I32), code -> {
            if (shared) {
                write(code, spinLimit);
            }
        });
    }

    private static void write(Code code, int spinLimit) {
        Local control = code.parameter(0);
        Local threads = code.parameter(1);
        Local phase = code.local(I32);
        Local spins = code.local(I32);
        code.get(control).memory(Op.I32_ATOMIC_LOAD, ControlBlock.PHASE).set(phase);
        code.get(control).i32(1).memory(Op.I32_ATOMIC_RMW_ADD, ControlBlock.ARRIVED).get(threads).i32(1).op(Op.I32_SUB).op(Op.I32_EQ).either(() -> {
            trapIfStopped(code, control);
            code.get(control).i32(0).memory(Op.I32_ATOMIC_STORE, ControlBlock.ARRIVED);
            code.get(control).i32(1).memory(Op.I32_ATOMIC_RMW_ADD, ControlBlock.PHASE).drop();
            code.get(control).i32(-1).memory(Op.MEMORY_ATOMIC_NOTIFY, ControlBlock.PHASE).drop();
        }, () -> code.block(passed -> code.loop(again -> {
            code.get(control).memory(Op.I32_ATOMIC_LOAD, ControlBlock.PHASE).get(phase).op(Op.I32_NE).branchIf(passed);
            trapIfStopped(code, control);
            code.add(spins, 1);
            code.get(spins).i32(spinLimit).op(Op.I32_LT_U).branchIf(again);
            code.get(control).get(phase);
            code.get(control).memory(Op.I32_ATOMIC_LOAD, ControlBlock.DEADLINE_MILLIS).op(Op.I64_EXTEND_I32_U).i64(NANOS_PER_MILLI).op(Op.I64_MUL);
            code.memory(Op.MEMORY_ATOMIC_WAIT32, ControlBlock.PHASE).i32(TIMED_OUT).op(Op.I32_EQ).when(() -> stop(code, control));
            code.branch(again);
        })));
        // The phase may have moved because the block was stopped.
        trapIfStopped(code, control);
    }

    private static void trapIfStopped(Code code, Local control) {
        code.get(control).memory(Op.I32_ATOMIC_LOAD, ControlBlock.STOPPED).when(() -> code.op(Op.UNREACHABLE));
    }

    /**
     * Stops the block and wakes who waits at the barrier. The phase moves too: a thread that is about to sleep on the old one finds
     * another value and does not.
     */
    static void stop(Code code, Local control) {
        code.get(control).i32(1).memory(Op.I32_ATOMIC_STORE, ControlBlock.STOPPED);
        code.get(control).i32(1).memory(Op.I32_ATOMIC_RMW_ADD, ControlBlock.PHASE).drop();
        code.get(control).i32(-1).memory(Op.MEMORY_ATOMIC_NOTIFY, ControlBlock.PHASE).drop();
    }
}
