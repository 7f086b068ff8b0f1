package dev.tabitat.kernels.kernel;

import dev.tabitat.kernels.wasm.Function;
import dev.tabitat.kernels.wasm.FunctionType;
import dev.tabitat.kernels.wasm.I32;
import dev.tabitat.kernels.wasm.I32Variable;
import dev.tabitat.kernels.wasm.I32x4Variable;
import dev.tabitat.kernels.wasm.V128;
import dev.tabitat.kernels.wasm.ValueType;
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
        return module.function(READ, FunctionType.takingI32(2).giving(ValueType.I32), f -> {
            I32Variable at = f.parameter(0);
            I32Variable bytes = f.parameter(1);
            I32Variable end = f.let(at.plus(bytes));
            I32x4Variable[] sums = f.localsI32x4(STEP / VECTOR);
            f.whileBelow(at, end, STEP, () -> {
                for (int i = 0; i < sums.length; i++) {
                    sums[i].set(at.loadAlignedV128(VECTOR * i).xor(sums[i]).asI32x4());
                }
            });
            V128 all = sums[0];
            for (int i = 1; i < sums.length; i++) {
                all = all.xor(sums[i]);
            }
            sums[0].set(all.asI32x4());
            I32 word = sums[0].lane(0);
            for (int lane = 1; lane < 4; lane++) {
                word = word.xor(sums[0].lane(lane));
            }
            f.result(word);
        });
    }

    /** Defines {@code copy_all(from, to, bytes)}. */
    public static Function defineCopy(WasmModule module) {
        return module.function(COPY, FunctionType.takingI32(3), f -> {
            I32Variable from = f.parameter(0);
            I32Variable to = f.parameter(1);
            I32Variable bytes = f.parameter(2);
            I32Variable end = f.let(from.plus(bytes));
            f.whileBelow(from, end, () -> {
                for (int offset = 0; offset < STEP; offset += VECTOR) {
                    to.storeAligned(from.loadAlignedV128(offset), offset);
                }
                from.add(STEP);
                to.add(STEP);
            });
        });
    }
}
