package dev.tabitat.kernels.kernel;

import dev.tabitat.kernels.wasm.Function;
import dev.tabitat.kernels.wasm.FunctionType;
import dev.tabitat.kernels.wasm.I32Variable;
import dev.tabitat.kernels.wasm.WasmModule;

/** Kernels that treat every element alike. */
final class Elementwise {

    private Elementwise() {
    }

    /** Defines {@code copy(to, from, bytes)}; the ranges may overlap. */
    static Function defineCopy(WasmModule module) {
        return module.function("copy", FunctionType.takingI32(3),
                f -> f.copyMemory(f.parameter(0), f.parameter(1), f.parameter(2)));
    }

    /** Defines {@code zero(address, bytes)}. */
    static Function defineZero(WasmModule module) {
        return module.function("zero", FunctionType.takingI32(2), f -> f.zeroMemory(f.parameter(0), f.parameter(1)));
    }

    /** Defines {@code relu(address, count)}: each f32 becomes the greater of it and zero, in place; NaN stays NaN. */
    static Function defineRelu(WasmModule module) {
        return module.function("relu", FunctionType.takingI32(2), f -> {
            I32Variable at = f.parameter(0);
            I32Variable count = f.parameter(1);
            I32Variable fours = f.let(at.plus(count.roundedDownTo(4).inBytes()));
            I32Variable end = f.let(at.plus(count.inBytes()));
            f.whileBelow(at, fours, 16, () -> at.store(at.loadF32x4().max(0)));
            f.whileBelow(at, end, 4, () -> at.store(at.loadF32().max(0)));
        });
    }

    /**
     * Defines {@code shift(y, vector, width, rows)}: the vector added to each row, in place; width is a multiple of
     * four.
     */
    static Function defineShift(WasmModule module) {
        return module.function("shift", FunctionType.takingI32(4), f -> {
            I32Variable y = f.parameter(0);
            I32Variable vector = f.parameter(1);
            I32Variable bytes = f.parameter(2);
            I32Variable rows = f.parameter(3);
            I32Variable row = f.localI32();
            I32Variable at = f.localI32();
            bytes.set(bytes.inBytes());
            f.whileBelow(row, rows, 1, () -> f.forEach(at, 0, bytes, 16, () -> {
                y.store(y.loadF32x4().plus(vector.plus(at).loadF32x4()));
                y.add(16);
            }));
        });
    }
}
