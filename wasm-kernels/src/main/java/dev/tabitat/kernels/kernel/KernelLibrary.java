package dev.tabitat.kernels.kernel;

import dev.tabitat.kernels.wasm.Function;
import dev.tabitat.kernels.wasm.WasmModule;
import java.util.ArrayList;
import java.util.List;

/**
 * The one module that holds all kernels, on an imported memory.
 *
 * <p>It exports {@link Program}, every {@link Kernel} under its own name, and the measuring kernels of
 * {@link Bandwidth}. It needs plain SIMD and bulk memory, nothing else.
 */
public final class KernelLibrary {

    private KernelLibrary() {
    }

    /** The module's bytes, the same at every call; the memory is imported under the two names. */
    public static byte[] module(String memoryModule, String memoryField) {
        WasmModule module = new WasmModule().importMemory(memoryModule, memoryField, 0);
        List<Function> kernels = new ArrayList<>();
        for (Kernel kernel : Kernel.values()) {
            Function function = define(module, kernel);
            kernels.add(function);
            module.export(function);
        }
        module.export(Program.define(module, kernels));
        module.export(Bandwidth.defineRead(module));
        module.export(Bandwidth.defineCopy(module));
        return module.toBytes();
    }

    private static Function define(WasmModule module, Kernel kernel) {
        return switch (kernel) {
            case MAT_VEC -> MatVecF32.define(module);
            case SPARSE_ROWS_U8 -> SparseRowsF32.define(module, SparseRowsF32.Columns.U8);
            case SPARSE_ROWS_I32 -> SparseRowsF32.define(module, SparseRowsF32.Columns.I32);
            case SOFTMAX -> Softmax.define(module);
            case COPY -> Elementwise.defineCopy(module);
            case RELU -> Elementwise.defineRelu(module);
        };
    }
}
