package dev.tabitat.kernels.kernel.decoder;

import dev.tabitat.kernels.wasm.Function;
import dev.tabitat.kernels.wasm.FunctionType;
import dev.tabitat.kernels.wasm.I32Variable;
import dev.tabitat.kernels.wasm.WasmModule;

/** Kernels that treat every element of some rows alike; widths are multiples of four. */
final class Vectors {

    private Vectors() {
    }

    /**
     * Defines {@code add_scaled(y, bytes between rows, x, bytes between rows, rows, width, factor)}: y += x · factor.
     */
    static Function defineAddScaled(WasmModule module) {
        return module.function("add_scaled", FunctionType.takingI32(7), f -> {
            I32Variable y = f.parameter(0);
            I32Variable x = f.parameter(2);
            I32Variable bytes = f.let(f.parameter(5).inBytes());
            I32Variable row = f.localI32();
            I32Variable at = f.localI32();
            f.whileBelow(row, f.parameter(4), 1, () -> {
                f.forEach(at, 0, bytes, 16, () -> y.plus(at).store(y.plus(at).loadF32x4()
                        .plus(x.plus(at).loadF32x4().times(f.parameter(6).bitsToF32().splat()))));
                y.add(f.parameter(1));
                x.add(f.parameter(3));
            });
        });
    }

    /** Defines {@code fill_rows(y, bytes between rows, vector, rows, bytes)}: each row becomes the vector. */
    static Function defineFillRows(WasmModule module) {
        return module.function("fill_rows", FunctionType.takingI32(5), f -> {
            I32Variable y = f.parameter(0);
            I32Variable row = f.localI32();
            f.whileBelow(row, f.parameter(3), 1, () -> {
                f.copyMemory(y, f.parameter(2), f.parameter(4));
                y.add(f.parameter(1));
            });
        });
    }

    /** Defines {@code scale(y, width, factor)}: y = y · factor. */
    static Function defineScale(WasmModule module) {
        return module.function("scale", FunctionType.takingI32(3), f -> {
            I32Variable y = f.parameter(0);
            I32Variable end = f.let(y.plus(f.parameter(1).inBytes()));
            f.whileBelow(y, end, 16, () -> y.store(y.loadF32x4().times(f.parameter(2).bitsToF32().splat())));
        });
    }
}
