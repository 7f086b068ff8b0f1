package dev.tabitat.kernels.kernel;

import dev.tabitat.kernels.wasm.Function;
import dev.tabitat.kernels.wasm.FunctionBuilder;
import dev.tabitat.kernels.wasm.FunctionType;
import dev.tabitat.kernels.wasm.I32;
import dev.tabitat.kernels.wasm.I32Variable;
import dev.tabitat.kernels.wasm.WasmModule;

/**
 * What a worker thread runs, and how the caller gives it programs, over a {@link ControlBlock}.
 *
 * <p>
 * A worker declares its slot ready and sleeps until the slot's sequence changes. It sleeps without a deadline: it holds
 * nothing that another thread waits for, and ends with the worker that runs it.
 */
public final class WorkerLoop {

    /** The exported loop {@code serve(control, worker)}: never returns, traps when a barrier gives up. */
    public static final String SERVE = "serve";

    /**
     * The exported {@code publish(control, worker, from, to)}: gives a ready worker a program that is completely
     * written.
     */
    public static final String PUBLISH = "publish";

    /** The exported {@code fail(control, worker)}: a worker's last call after a trap; the caller gives up at once. */
    public static final String FAIL = "fail";

    private static final long NO_TIMEOUT = -1;

    private WorkerLoop() {
    }

    /** Exports the three functions from a module with such a program. */
    public static void export(WasmModule module, Function program) {
        module.export(defineServe(module, program));
        module.export(definePublish(module));
        module.export(defineFail(module));
    }

    static Function defineServe(WasmModule module, Function program) {
        return module.function(SERVE, FunctionType.takingI32(2), f -> {
            I32Variable slot = slot(f);
            I32Variable done = f.localI32();
            I32Variable sequence = f.localI32();
            // Nobody publishes to a slot that is not ready, so this is what it stays until then.
            done.set(slot.atomicLoad(ControlBlock.SEQUENCE));
            slot.atomicStore(ControlBlock.READY, ControlBlock.STATE);
            f.loop(again -> {
                I32 published = sequence.assign(slot.atomicLoad(ControlBlock.SEQUENCE)).isNotEqualTo(done);
                f.until(published,
                        () -> f.discard(slot.waitWhileEqual(done, f.i64(NO_TIMEOUT), ControlBlock.SEQUENCE)));
                done.set(sequence);
                f.call(program, slot.loadI32(ControlBlock.FROM), slot.loadI32(ControlBlock.TO));
                f.branch(again);
            });
        });
    }

    static Function definePublish(WasmModule module) {
        return module.function(PUBLISH, FunctionType.takingI32(4), f -> {
            I32Variable slot = slot(f);
            slot.store(f.parameter(2), ControlBlock.FROM);
            slot.store(f.parameter(3), ControlBlock.TO);
            f.discard(slot.atomicAdd(1, ControlBlock.SEQUENCE));
            f.discard(slot.wake(1, ControlBlock.SEQUENCE));
        });
    }

    static Function defineFail(WasmModule module) {
        return module.function(FAIL, FunctionType.takingI32(2), f -> {
            slot(f).atomicStore(ControlBlock.FAILED, ControlBlock.STATE);
            Barrier.stop(f, f.parameter(0));
        });
    }

    /** Computes the address of the worker's slot from parameters 0 and 1. */
    private static I32Variable slot(FunctionBuilder f) {
        I32Variable control = f.parameter(0);
        I32Variable worker = f.parameter(1);
        int slotBytes = ControlBlock.slot(1) - ControlBlock.slot(0);
        return f.let(worker.times(slotBytes).plus(control).plus(ControlBlock.slot(0)));
    }
}
