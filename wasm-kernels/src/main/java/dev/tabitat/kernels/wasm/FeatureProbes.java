package dev.tabitat.kernels.wasm;

import static dev.tabitat.kernels.wasm.ValueType.I32;
import static dev.tabitat.kernels.wasm.ValueType.V128;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Minimal modules, each valid exactly where one WebAssembly feature is there.
 *
 * <p>
 * They are made to be validated, not instantiated: some import a memory that nobody offers.
 */
public final class FeatureProbes {

    /** Vectors of 128 bits; the kernels need them. */
    public static final String SIMD = "wasm.simd";
    /** Copying and filling memory in one instruction; the kernels need it. */
    public static final String BULK_MEMORY = "wasm.bulk_memory";
    /** Vector instructions whose results may differ between machines. */
    public static final String RELAXED_SIMD = "wasm.relaxed_simd";
    /** Shared memory and atomic instructions. */
    public static final String THREADS = "wasm.threads";
    /** Calls that replace their caller. */
    public static final String TAIL_CALLS = "wasm.tail_calls";
    /** Structures and arrays that the engine collects. */
    public static final String GC = "wasm.gc";
    /** Exceptions with references, as standardised in release 3.0. */
    public static final String EXCEPTIONS = "wasm.exceptions";
    /** Memories with 64-bit addresses. */
    public static final String MEMORY_64 = "wasm.memory64";
    /** Several memories in one module. */
    public static final String MULTI_MEMORY = "wasm.multi_memory";

    private FeatureProbes() {
    }

    /** Every probe by the name of the device fact that its validity decides, in a fixed order. */
    public static Map<String, byte[]> all() {
        Map<String, byte[]> probes = new LinkedHashMap<>();
        probes.put(SIMD, function(FunctionType.taking().giving(V128), code -> code.f32x4(1)));
        probes.put(BULK_MEMORY, new WasmModule().ownMemory(0, 0)
                .with("probe", FunctionType.taking(), code -> code.i32(0).i32(0).i32(0).op(Op.MEMORY_FILL)).toBytes());
        probes.put(RELAXED_SIMD, function(FunctionType.taking().giving(V128),
                code -> code.f32x4(1).f32x4(1).f32x4(1).op(Op.F32X4_RELAXED_MADD)));
        probes.put(THREADS, new WasmModule().importSharedMemory("env", "memory", 1, 1)
                .with("probe", FunctionType.taking().giving(I32), code -> code.i32(0).memory(Op.I32_ATOMIC_LOAD, 0))
                .toBytes());
        probes.put(TAIL_CALLS, tailCalls());
        // One structure type (section 5.3.8) with a single immutable i32 field.
        probes.put(GC, sections(0x01, 0x05, 0x01, 0x5F, 0x01, 0x7F, 0x00));
        // A function of no type whose body is block (try_table (catch_all 0) end) end, section 5.4.1.
        probes.put(EXCEPTIONS, sections(
                0x01, 0x04, 0x01, 0x60, 0x00, 0x00,
                0x03, 0x02, 0x01, 0x00,
                0x0A, 0x0D, 0x01, 0x0B, 0x00, 0x02, 0x40, 0x1F, 0x40, 0x01, 0x02, 0x00, 0x0B, 0x0B, 0x0B));
        // One memory whose limits (section 5.3.10) are 64 bits wide.
        probes.put(MEMORY_64, sections(0x05, 0x03, 0x01, 0x04, 0x00));
        // Two memories of no page.
        probes.put(MULTI_MEMORY, sections(0x05, 0x05, 0x02, 0x00, 0x00, 0x00, 0x00));
        return probes;
    }

    private static byte[] tailCalls() {
        WasmModule module = new WasmModule();
        Function callee = module.define("callee", FunctionType.taking(), code -> {});
        module.define("probe", FunctionType.taking(), code -> code.returnCall(callee));
        return module.toBytes();
    }

    private static byte[] function(FunctionType type, Consumer<Code> body) {
        return new WasmModule().with("probe", type, body).toBytes();
    }

    private static byte[] sections(int... bytes) {
        return new ByteSink().put(0x00, 0x61, 0x73, 0x6D, 0x01, 0x00, 0x00, 0x00).put(bytes).toBytes();
    }
}
