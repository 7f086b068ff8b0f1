package dev.tabitat.kernels.kernel.decoder;

import dev.tabitat.kernels.kernel.Barrier;
import dev.tabitat.kernels.kernel.Program;
import dev.tabitat.kernels.kernel.WorkerLoop;
import dev.tabitat.kernels.wasm.Function;
import dev.tabitat.kernels.wasm.FunctionType;
import dev.tabitat.kernels.wasm.WasmModule;
import java.util.ArrayList;
import java.util.List;

/**
 * The module that holds all kernels of decoders, on an imported memory, and the one that packs their weights.
 *
 * <p>
 * The first exports {@link Program} and every kernel under its own name. It needs SIMD and bulk memory, and relaxed
 * SIMD for every {@link BlockDot} but {@link BlockDot#PLAIN}. Every sum has a fixed order and no instruction rounds
 * differently on different machines: all give the same bits.
 */
public final class DecoderLibrary {

    /** The exported {@code copy_bytes(to, from, bytes)}. */
    public static final String COPY = "copy_bytes";

    private static final int MAX_PAGES = 65_536;

    private DecoderLibrary() {
    }

    /**
     * The module's bytes, the same at every call; the memory is imported under the two names.
     *
     * @param shared whether the memory is one that several threads work on; the module then exports the functions of
     * {@link WorkerLoop}
     */
    public static byte[] module(String memoryModule, String memoryField, BlockDots dots, boolean shared) {
        WasmModule module = importing(memoryModule, memoryField, shared);
        List<Function> kernels = new ArrayList<>();
        for (DecoderKernel kernel : DecoderKernel.values()) {
            kernels.add(define(module, kernel, shared));
        }
        for (BlockFormat format : BlockFormat.values()) {
            kernels.add(BlockMatrix.define(module, format, dots.of(format)));
        }
        for (BlockFormat format : BlockFormat.values()) {
            kernels.add(BlockRows.define(module, format));
        }
        for (FloatFormat format : FloatFormat.values()) {
            kernels.add(FloatMatrix.define(module, format));
        }
        for (FloatFormat format : FloatFormat.values()) {
            kernels.add(FloatRows.define(module, format));
        }
        kernels.forEach(module::export);
        module.export(module.function(COPY, FunctionType.takingI32(3),
                f -> f.copyMemory(f.parameter(0), f.parameter(1), f.parameter(2))));
        Function program = Program.define(module, kernels);
        module.export(program);
        if (shared) {
            WorkerLoop.export(module, program);
        }
        return module.toBytes();
    }

    /**
     * The bytes of the module with {@link BlockPacking} of every format, each under {@link #packing}, and with
     * {@link FloatCheck}, each under {@link #check}.
     */
    public static byte[] packingModule(String memoryModule, String memoryField, boolean shared) {
        WasmModule module = importing(memoryModule, memoryField, shared);
        for (BlockFormat format : BlockFormat.values()) {
            module.export(BlockPacking.define(module, format));
        }
        for (FloatFormat format : FloatFormat.values()) {
            module.export(FloatCheck.define(module, format));
        }
        return module.toBytes();
    }

    /** The name of the exported function that multiplies with a format. */
    public static String matrix(BlockFormat format) {
        return BlockMatrix.name(format);
    }

    /** The name of the exported function that packs rows of a format. */
    public static String packing(BlockFormat format) {
        return BlockPacking.name(format);
    }

    /** The name of the exported function that finds floats of a format that are not finite. */
    public static String check(FloatFormat format) {
        return FloatCheck.name(format);
    }

    private static WasmModule importing(String memoryModule, String memoryField, boolean shared) {
        return shared ? new WasmModule().importSharedMemory(memoryModule, memoryField, 0, MAX_PAGES)
                : new WasmModule().importMemory(memoryModule, memoryField, 0);
    }

    private static Function define(WasmModule module, DecoderKernel kernel, boolean shared) {
        return switch (kernel) {
            case BARRIER -> Barrier.define(module, shared);
            case QUANTIZE_BLOCKS -> QuantizeBlocks.define(module);
            case RMS_NORM -> RmsNorm.define(module);
            case ROTATE_NEIGHBOURS -> RotaryHeads.define(module, true);
            case ROTATE_HALVES -> RotaryHeads.define(module, false);
            case STORE_KEYS_AND_VALUES -> StoreKeysAndValues.define(module);
            case CACHED_ATTENTION -> CachedAttention.define(module);
            case GATED_SILU -> GatedActivation.define(module, false);
            case GATED_GELU -> GatedActivation.define(module, true);
            case ADD_SCALED -> Vectors.defineAddScaled(module);
            case FILL_ROWS -> Vectors.defineFillRows(module);
            case SCALE -> Vectors.defineScale(module);
        };
    }
}
