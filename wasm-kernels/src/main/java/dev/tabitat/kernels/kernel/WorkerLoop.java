package dev.tabitat.kernels.kernel;

import static dev.tabitat.kernels.wasm.ValueType.I32;

import dev.tabitat.kernels.wasm.Code;
import dev.tabitat.kernels.wasm.Function;
import dev.tabitat.kernels.wasm.FunctionType;
import dev.tabitat.kernels.wasm.Local;
import dev.tabitat.kernels.wasm.Op;
import dev.tabitat.kernels.wasm.WasmModule;

/**
 * What a worker thread runs, and how the caller gives it programs, over a {@link ControlBlock}.
 *
 * <p>A worker declares its slot ready and sleeps until the slot's sequence changes. It sleeps without a deadline: it holds nothing that
 * another thread waits for, and ends with the worker that runs it.
 */
public final class WorkerLoop {

    /** The exported loop {@code serve(control, worker)}: never returns, traps when a barrier gives up. */
    public static final String SERVE = "serve";

    /** The exported {@code publish(control, worker, from, to)}: gives a ready worker a program that is completely written. */
    public static final String PUBLISH = "publish";

    /** The exported {@code fail(control, worker)}: a worker's last call after a trap; the caller gives up at once. */
    public static final String FAIL = "fail";

    private WorkerLoop() {
    }

    static Function defineServe(WasmModule module, Function program) {
        return module.define(SERVE, FunctionType.taking(I32, I32), code -> {
            Local slot = slot(code);
            Local done = code.local(I32);
            Local sequence = code.local(I32);
            // Nobody publishes to a slot that is not ready, so this is what it stays until then.
            code.get(slot).memory(Op.I32_ATOMIC_LOAD, ControlBlock.SEQUENCE).set(done);
            code.get(slot).i32(ControlBlock.READY).memory(Op.I32_ATOMIC_STORE, ControlBlock.STATE);
            code.loop(again -> {
                code.block(published -> code.loop(asleep -> {
                    code.get(slot).memory(Op.I32_ATOMIC_LOAD, ControlBlock.SEQUENCE).tee(sequence).get(done).op(Op.I32_NE).branchIf(published);
                    code.get(slot).get(done).i64(-1).memory(Op.MEMORY_ATOMIC_WAIT32, ControlBlock.SEQUENCE).drop();
                    code.branch(asleep);
                }));
                code.get(sequence).set(done);
                code.get(slot).memory(Op.I32_LOAD, ControlBlock.FROM).get(slot).memory(Op.I32_LOAD, ControlBlock.TO).call(program);
                code.branch(again);
            });
        });
    }

    static Function definePublish(WasmModule module) {
        return module.define(PUBLISH, FunctionType.taking(I32, I32, I32, I32), code -> {
            Local slot = slot(code);
            code.get(slot).get(code.parameter(2)).memory(Op.I32_STORE, ControlBlock.FROM);
            code.get(slot).get(code.parameter(3)).memory(Op.I32_STORE, ControlBlock.TO);
            code.get(slot).i32(1).memory(Op.I32_ATOMIC_RMW_ADD, ControlBlock.SEQUENCE).drop();
            code.get(slot).i32(1).memory(Op.MEMORY_ATOMIC_NOTIFY, ControlBlock.SEQUENCE).drop();
        });
    }

    static Function defineFail(WasmModule module) {
        return module.define(FAIL, FunctionType.taking(I32, I32), code -> {
            code.get(slot(code)).i32(ControlBlock.FAILED).memory(Op.I32_ATOMIC_STORE, ControlBlock.STATE);
            Barrier.stop(code, code.parameter(0));
        });
    }

    /** Computes the address of the worker's slot from parameters 0 and 1. */
    private static Local slot(Code code) {
        Local slot = code.local(I32);
        code.get(code.parameter(1)).i32(ControlBlock.slot(1) - ControlBlock.slot(0)).op(Op.I32_MUL).get(code.parameter(0)).op(Op.I32_ADD);
        code.i32(ControlBlock.slot(0)).op(Op.I32_ADD).set(slot);
        return slot;
    }
}
