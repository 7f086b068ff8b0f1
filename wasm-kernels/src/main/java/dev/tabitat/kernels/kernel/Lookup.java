package dev.tabitat.kernels.kernel;

import dev.tabitat.kernels.wasm.F32x4;
import dev.tabitat.kernels.wasm.F32x4Variable;
import dev.tabitat.kernels.wasm.Function;
import dev.tabitat.kernels.wasm.FunctionBuilder;
import dev.tabitat.kernels.wasm.FunctionType;
import dev.tabitat.kernels.wasm.I32;
import dev.tabitat.kernels.wasm.I32Variable;
import dev.tabitat.kernels.wasm.WasmModule;

/**
 * Rows of a table, in f32 or in int8 with a scale each.
 *
 * <p>
 * Parameters of {@code lookup_f32} and {@code lookup_i8}: addresses of the ids, of the table {@code [rows, width]}, of
 * its scales (not looked at for f32), of y {@code [tokens, width]}; then width, a multiple of four, and tokens.
 */
final class Lookup {

    private Lookup() {
    }

    static Function define(WasmModule module, boolean quantized) {
        return module.function(quantized ? "lookup_i8" : "lookup_f32", FunctionType.takingI32(6),
                f -> write(f, quantized));
    }

    private static void write(FunctionBuilder f, boolean quantized) {
        I32Variable ids = f.parameter(0);
        I32Variable table = f.parameter(1);
        I32Variable scales = f.parameter(2);
        I32Variable y = f.parameter(3);
        I32Variable width = f.parameter(4);
        I32Variable tokens = f.parameter(5);
        I32Variable token = f.localI32();
        I32Variable row = f.localI32();
        I32Variable end = f.localI32();
        F32x4Variable scale = f.localF32x4();
        f.whileBelow(token, tokens, 1, () -> {
            I32 elements = ids.loadI32().times(width);
            row.set(table.plus(quantized ? elements : elements.inBytes()));
            if (quantized) {
                scale.set(scales.plus(ids.loadI32().inBytes()).loadWordInAllLanes(0).asF32x4());
            }
            end.set(y.plus(width.inBytes()));
            f.whileBelow(y, end, 16, () -> {
                F32x4 four = quantized ? row.loadFourI8().firstEight().firstFour().toF32x4().times(scale)
                        : row.loadF32x4();
                y.store(four);
                row.add(quantized ? 4 : 16);
            });
            ids.add(4);
        });
    }
}
