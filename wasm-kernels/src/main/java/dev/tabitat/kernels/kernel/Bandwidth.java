package dev.tabitat.kernels.kernel;

import static dev.tabitat.kernels.wasm.ValueType.I32;
import static dev.tabitat.kernels.wasm.ValueType.V128;

import dev.tabitat.kernels.wasm.Code;
import dev.tabitat.kernels.wasm.Function;
import dev.tabitat.kernels.wasm.FunctionType;
import dev.tabitat.kernels.wasm.Local;
import dev.tabitat.kernels.wasm.Op;
import dev.tabitat.kernels.wasm.WasmModule;

/** Two kernels that do nothing but move memory, to measure how fast it moves. */
public final class Bandwidth {

    /** Reads a range and returns the exclusive or of its 32-bit words, so that no read can be left out. */
    public static final String READ = "read_all";

    /** Copies a range. */
    public static final String COPY = "copy_all";

    /** The bytes that one turn of either loop moves; ranges are multiples of it. */
    public static final int STEP = 64;

    private static final int VECTOR = 16;

    private Bandwidth() {
    }

    /** Defines {@code read_all(address, bytes) -> i32}. */
    public static Function defineRead(WasmModule module) {
        return module.define(READ, FunctionType.taking(I32, I32).giving(I32), code -> {
            Local at = code.parameter(0);
            Local end = end(code, at, code.parameter(1));
            Local[] sums = code.locals(STEP / VECTOR, V128);
            code.whileBelow(at, end, () -> {
                for (int i = 0; i < sums.length; i++) {
                    code.get(at).memory(Op.V128_LOAD, VECTOR * i).get(sums[i]).op(Op.V128_XOR).set(sums[i]);
                }
                code.add(at, STEP);
            });
            code.get(sums[0]);
            for (int i = 1; i < sums.length; i++) {
                code.get(sums[i]).op(Op.V128_XOR);
            }
            code.set(sums[0]);
            code.get(sums[0]).lane(Op.I32X4_EXTRACT_LANE, 0);
            for (int lane = 1; lane < 4; lane++) {
                code.get(sums[0]).lane(Op.I32X4_EXTRACT_LANE, lane).op(Op.I32_XOR);
            }
        });
    }

    /** Defines {@code copy_all(from, to, bytes)}. */
    public static Function defineCopy(WasmModule module) {
        return module.define(COPY, FunctionType.taking(I32, I32, I32), code -> {
            Local from = code.parameter(0);
            Local to = code.parameter(1);
            Local end = end(code, from, code.parameter(2));
            code.whileBelow(from, end, () -> {
                for (int offset = 0; offset < STEP; offset += VECTOR) {
                    code.get(to).get(from).memory(Op.V128_LOAD, offset).memory(Op.V128_STORE, offset);
                }
                code.add(from, STEP);
                code.add(to, STEP);
            });
        });
    }

    private static Local end(Code code, Local start, Local bytes) {
        Local end = code.local(I32);
        code.get(start).get(bytes).op(Op.I32_ADD).set(end);
        return end;
    }
}
