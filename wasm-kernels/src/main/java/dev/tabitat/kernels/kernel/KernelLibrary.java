package dev.tabitat.kernels.kernel;

import dev.tabitat.kernels.wasm.Function;
import dev.tabitat.kernels.wasm.WasmModule;
import java.util.ArrayList;
import java.util.List;

/**
 * The one module that holds all kernels, on an imported memory.
 *
 * <p>
 * It exports {@link Program}, every {@link Kernel} under its own name, {@link NearestF32}, and the measuring kernels of
 * {@link Bandwidth}. It needs SIMD and bulk memory, and what its {@link Int8Dot} needs.
 */
public final class KernelLibrary {

    private static final int MOST_PAGES = 65_536;

    private KernelLibrary() {
    }

    /**
     * The module's bytes, the same at every call; the memory is imported under the two names.
     *
     * @param shared whether the memory is one that several threads work on; the module then exports
     * {@link WorkerLoop}'s functions
     */
    public static byte[] module(String memoryModule, String memoryField, Int8Dot dot, boolean shared) {
        WasmModule module = shared ? new WasmModule().importSharedMemory(memoryModule, memoryField, 0, MOST_PAGES)
                : new WasmModule().importMemory(memoryModule, memoryField, 0);
        Function exp = Softmax.defineExp(module);
        MultiplyAdd madd = MultiplyAdd.beside(dot);
        Function gelu = Gelu.define(module, madd);
        Function product = ProductF32.define(module, madd);
        List<Function> kernels = new ArrayList<>();
        for (Kernel kernel : Kernel.values()) {
            Function function = define(module, kernel, new Parts(exp, gelu, product, dot, shared));
            kernels.add(function);
            module.export(function);
        }
        Function program = Program.define(module, kernels);
        module.export(program);
        if (shared) {
            WorkerLoop.export(module, program);
        }
        module.export(NearestF32.define(module));
        module.export(Bandwidth.defineRead(module));
        module.export(Bandwidth.defineCopy(module));
        return module.toBytes();
    }

    /** What several kernels call. */
    private record Parts(Function exp, Function gelu, Function product, Int8Dot dot, boolean shared) {
    }

    private static Function define(WasmModule module, Kernel kernel, Parts parts) {
        return switch (kernel) {
            case MAT_VEC -> MatVecF32.define(module);
            case SPARSE_ROWS_U8 -> SparseRowsF32.define(module, SparseRowsF32.Columns.U8);
            case SPARSE_ROWS_I32 -> SparseRowsF32.define(module, SparseRowsF32.Columns.I32);
            case SOFTMAX -> Softmax.define(module, parts.exp());
            case COPY -> Elementwise.defineCopy(module);
            case RELU -> Elementwise.defineRelu(module);
            case EMBEDDING_F32 -> Embedding.define(module, false);
            case EMBEDDING_I8 -> Embedding.define(module, true);
            case LAYER_NORM -> LayerNorm.define(module);
            case QUANTIZE_ROWS -> QuantizeRows.define(module, parts.dot());
            case LINEAR_I8 -> LinearI8.define(module, parts.dot(), parts.gelu());
            case LINEAR_F32 -> LinearF32.define(module, parts.product(), parts.gelu());
            case ATTENTION -> attention(module, Attention.Form.GLOBAL, parts);
            case LOCAL_ATTENTION -> attention(module, Attention.Form.LOCAL, parts);
            case BIASED_ATTENTION -> attention(module, Attention.Form.BIASED, parts);
            case DISENTANGLED_ATTENTION -> attention(module, Attention.Form.DISENTANGLED, parts);
            case ROTATE -> Rotary.define(module);
            case LOOKUP_F32 -> Lookup.define(module, false);
            case LOOKUP_I8 -> Lookup.define(module, true);
            case ACTIVATE -> Activations.define(module, MultiplyAdd.beside(parts.dot()));
            case ADD -> Elementwise.defineAdd(module);
            case COPY_COLUMNS -> Elementwise.defineCopyColumns(module);
            case MULTIPLY_COLUMNS -> Elementwise.defineMultiplyColumns(module);
            case MAX_ROWS -> Rows.defineMax(module);
            case WEIGHTED_MEAN_ROWS -> Rows.defineWeightedMean(module);
            case MEAN_ROWS -> Rows.defineMean(module);
            case NORMALIZE_ROWS -> Rows.defineNormalize(module);
            case LOW_RANK -> LowRankF32.define(module, parts.product());
            case SPARSE_DELTA -> SparseDeltaF32.define(module);
            case SHIFT -> Elementwise.defineShift(module);
            case GELU -> Gelu.defineAll(module, parts.gelu());
            case BARRIER -> Barrier.define(module, parts.shared());
            case PRODUCT -> parts.product();
            case SCAN_I8 -> ScanI8.define(module, parts.dot());
            case ZERO -> Elementwise.defineZero(module);
        };
    }

    private static Function attention(WasmModule module, Attention.Form form, Parts parts) {
        return Attention.define(module, form, parts.product(), MultiplyAdd.beside(parts.dot()));
    }
}
