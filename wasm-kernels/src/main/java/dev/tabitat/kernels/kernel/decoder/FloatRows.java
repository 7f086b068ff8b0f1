package dev.tabitat.kernels.kernel.decoder;

import dev.tabitat.kernels.wasm.Function;
import dev.tabitat.kernels.wasm.FunctionType;
import dev.tabitat.kernels.wasm.I32Variable;
import dev.tabitat.kernels.wasm.WasmModule;

/**
 * Rows of a matrix of floats as f32, such as the embeddings of tokens, times a factor.
 *
 * <p>
 * Parameters: addresses of the ids and of the matrix, inputs, a multiple of four, address of y, bytes between rows of
 * y, rows, the bits of the factor.
 */
final class FloatRows {

    private FloatRows() {
    }

    static Function define(WasmModule module, FloatFormat format) {
        return module.function("rows_" + format.name().toLowerCase(), FunctionType.takingI32(7), f -> {
            I32Variable ids = f.parameter(0);
            I32Variable inputs = f.parameter(2);
            I32Variable y = f.parameter(3);
            I32Variable row = f.localI32();
            I32Variable from = f.localI32();
            I32Variable to = f.localI32();
            I32Variable end = f.localI32();
            f.whileBelow(row, f.parameter(5), 1, () -> {
                from.set(f.parameter(1).plus(ids.loadI32().times(inputs).times(format.elementBytes())));
                to.set(y);
                end.set(y.plus(inputs.inBytes()));
                f.whileBelow(to, end, 16, () -> {
                    to.store(format.four(from, 0).times(f.parameter(6).bitsToF32().splat()));
                    from.add(4 * format.elementBytes());
                });
                ids.add(4);
                y.add(f.parameter(4));
            });
        });
    }
}
