package dev.tabitat.kernels.kernel;

import dev.tabitat.kernels.wasm.Function;
import dev.tabitat.kernels.wasm.FunctionBuilder;
import dev.tabitat.kernels.wasm.FunctionType;
import dev.tabitat.kernels.wasm.I32Variable;
import dev.tabitat.kernels.wasm.WasmModule;
import java.util.List;

/**
 * A module with the real barrier, worker loop and program interpreter, and two kernels whose results show a missed
 * barrier.
 */
public final class ThreadModule {

    /** The kernel {@code barrier(control, threads)}. */
    public static final int BARRIER = 0;

    /** The kernel {@code put(address, value)}. */
    public static final int PUT = 1;

    /** The kernel {@code sum(target, from, count)}: adds words and stores the sum. */
    public static final int SUM = 2;

    private ThreadModule() {
    }

    /** The module; threads spin once before they sleep. */
    public static byte[] bytes() {
        WasmModule module = new WasmModule().importSharedMemory("env", "memory", 0, 16);
        Function barrier = Barrier.define(module, true, 1);
        Function put = module.function("put", FunctionType.takingI32(2), f -> f.parameter(0).store(f.parameter(1), 0));
        Function sum = module.function("sum", FunctionType.takingI32(3), ThreadModule::sum);
        Function program = Program.define(module, List.of(barrier, put, sum));
        module.export(program);
        module.export(WorkerLoop.defineServe(module, program));
        module.export(WorkerLoop.definePublish(module));
        module.export(WorkerLoop.defineFail(module));
        return module.toBytes();
    }

    private static void sum(FunctionBuilder f) {
        I32Variable target = f.parameter(0);
        I32Variable from = f.parameter(1);
        I32Variable end = f.parameter(2);
        I32Variable sum = f.localI32();
        end.set(end.inBytes().plus(from));
        f.whileBelow(from, end, 4, () -> sum.add(from.loadI32()));
        target.store(sum, 0);
    }
}
