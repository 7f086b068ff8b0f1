package dev.tabitat.kernels.kernel;

import dev.tabitat.kernels.wasm.F32x4Variable;
import dev.tabitat.kernels.wasm.Function;
import dev.tabitat.kernels.wasm.FunctionBuilder;
import dev.tabitat.kernels.wasm.FunctionType;
import dev.tabitat.kernels.wasm.I32Variable;
import dev.tabitat.kernels.wasm.WasmModule;

/**
 * {@code y = act(x · Wᵀ + b)} in f32 over weights packed for the product of many rows.
 *
 * <p>
 * Parameters of {@code linear_f32}: addresses of x {@code [rows, in]}, of the packed weights, of the bias and of y
 * {@code [rows, out]}; then in, rows, the first output and the end of those to compute, out, and what follows (0
 * nothing, 1 RELU, 2 GELU), and the address of a scratch of 32 bytes. out and the first output are multiples of four.
 * Packed weights are the transpose, {@code [in, out]}.
 */
final class LinearF32 {

    private static final int RELU = 1;
    private static final int GELU = 2;

    private LinearF32() {
    }

    static Function define(WasmModule module, Function product, Function gelu) {
        return module.function("linear_f32", FunctionType.takingI32(11), f -> write(f, product, gelu));
    }

    private static void write(FunctionBuilder f, Function product, Function gelu) {
        I32Variable x = f.parameter(0);
        I32Variable weights = f.parameter(1);
        I32Variable biases = f.parameter(2);
        I32Variable in = f.parameter(4);
        I32Variable rows = f.parameter(5);
        I32Variable first = f.parameter(6);
        I32Variable end = f.parameter(7);
        I32Variable out = f.parameter(8);
        I32Variable activation = f.parameter(9);
        I32Variable scratch = f.parameter(10);
        I32Variable y = f.localI32();
        I32Variable offset = f.localI32();
        I32Variable stride = f.localI32();
        I32Variable row = f.localI32();
        I32Variable at = f.localI32();
        I32Variable until = f.localI32();
        I32Variable bias = f.localI32();
        F32x4Variable value = f.localF32x4();
        offset.set(first.inBytes());
        stride.set(out.inBytes());
        y.set(f.parameter(3).plus(offset));
        f.call(product, x, in.inBytes(), weights.plus(offset), stride, y, stride, in, rows, end.minus(first));
        f.whileBelow(row, rows, 1, () -> {
            at.set(y);
            until.set(y.plus(end.minus(first).inBytes()));
            bias.set(biases.plus(offset));
            f.whileBelow(at, until, () -> {
                value.set(at.loadF32x4().plus(bias.loadF32x4()));
                f.when(activation.isEqualTo(RELU)).then(() -> value.set(value.max(0)));
                at.store(value);
                at.add(16);
                bias.add(16);
            });
            f.when(activation.isEqualTo(GELU)).then(() -> {
                f.call(gelu, y, f.i32(32), until.minus(y).shiftRight(5));
                f.when(until.minus(y).and(16)).then(() -> {
                    at.set(until.minus(16));
                    Gelu.fourAlone(f, at, scratch, gelu);
                });
            });
            y.add(stride);
        });
    }
}
