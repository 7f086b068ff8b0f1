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

    /** Defines {@code add(y, x, count)}: x is added to y in place; count is a multiple of four. */
    static Function defineAdd(WasmModule module) {
        return module.function("add", FunctionType.takingI32(3), f -> {
            I32Variable y = f.parameter(0);
            I32Variable x = f.parameter(1);
            I32Variable end = f.let(y.plus(f.parameter(2).inBytes()));
            f.whileBelow(y, end, 16, () -> {
                y.store(y.loadF32x4().plus(x.loadF32x4()));
                x.add(16);
            });
        });
    }

    /** Defines {@code copy_columns(y, x, width, stride, rows)}: y {@code [rows, width]} from rows of so many values. */
    static Function defineCopyColumns(WasmModule module) {
        return module.function("copy_columns", FunctionType.takingI32(5), f -> {
            I32Variable y = f.parameter(0);
            I32Variable x = f.parameter(1);
            I32Variable bytes = f.let(f.parameter(2).inBytes());
            I32Variable row = f.localI32();
            f.whileBelow(row, f.parameter(4), 1, () -> {
                f.copyMemory(y, x, bytes);
                y.add(bytes);
                x.add(f.parameter(3).inBytes());
            });
        });
    }

    /**
     * Defines {@code multiply_columns(y, x, width, stride, rows)}: y {@code [rows, width]} is multiplied in place by
     * columns of rows of so many values; width is a multiple of four.
     */
    static Function defineMultiplyColumns(WasmModule module) {
        return module.function("multiply_columns", FunctionType.takingI32(5), f -> {
            I32Variable y = f.parameter(0);
            I32Variable x = f.parameter(1);
            I32Variable bytes = f.let(f.parameter(2).inBytes());
            I32Variable row = f.localI32();
            I32Variable at = f.localI32();
            f.whileBelow(row, f.parameter(4), 1, () -> {
                f.forEach(at, 0, bytes, 16, () -> {
                    y.store(y.loadF32x4().times(x.plus(at).loadF32x4()));
                    y.add(16);
                });
                x.add(f.parameter(3).inBytes());
            });
        });
    }
}
