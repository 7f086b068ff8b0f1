package dev.tabitat.kernels.kernel;

import static dev.tabitat.kernels.wasm.ValueType.I32;

import dev.tabitat.kernels.wasm.Code;
import dev.tabitat.kernels.wasm.Function;
import dev.tabitat.kernels.wasm.FunctionType;
import dev.tabitat.kernels.wasm.Local;
import dev.tabitat.kernels.wasm.Op;
import dev.tabitat.kernels.wasm.WasmModule;
import java.util.List;

/** A module with the real barrier, worker loop and program interpreter, and two kernels whose results show a missed barrier. */
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
        Function put = module.define("put", FunctionType.taking(I32, I32),
                code -> code.get(code.parameter(0)).get(code.parameter(1)).memory(Op.I32_STORE, 0));
        Function sum = module.define("sum", FunctionType.taking(I32, I32, I32), ThreadModule::sum);
        Function program = Program.define(module, List.of(barrier, put, sum));
        for (Function function : List.of(program, WorkerLoop.defineServe(module, program), WorkerLoop.definePublish(module), WorkerLoop.defineFail(module))) {
            module.export(function);
        }
        return module.toBytes();
    }

    private static void sum(Code code) {
        Local from = code.parameter(1);
        Local end = code.parameter(2);
        Local sum = code.local(I32);
        code.get(end).i32(2).op(Op.I32_SHL).get(from).op(Op.I32_ADD).set(end);
        code.whileBelow(from, end, () -> {
            code.get(sum).get(from).memory(Op.I32_LOAD, 0).op(Op.I32_ADD).set(sum);
            code.add(from, 4);
        });
        code.get(code.parameter(0)).get(sum).memory(Op.I32_STORE, 0);
    }
}
