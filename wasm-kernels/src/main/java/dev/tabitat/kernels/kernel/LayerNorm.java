package dev.tabitat.kernels.kernel;

import dev.tabitat.kernels.wasm.F32;
import dev.tabitat.kernels.wasm.F32Variable;
import dev.tabitat.kernels.wasm.F32x4;
import dev.tabitat.kernels.wasm.F32x4Variable;
import dev.tabitat.kernels.wasm.Function;
import dev.tabitat.kernels.wasm.FunctionBuilder;
import dev.tabitat.kernels.wasm.FunctionType;
import dev.tabitat.kernels.wasm.I32;
import dev.tabitat.kernels.wasm.I32Variable;
import dev.tabitat.kernels.wasm.WasmModule;

/**
 * (x + residual - mean) / √(variance + epsilon) · gamma + beta for each row, in f32.
 *
 * <p>
 * Parameters of {@code layer_norm}: addresses of x {@code [rows, width]}, of the residual (0 for none), of gamma, beta
 * and y; then width, a multiple of four, rows, and the bits of epsilon. y may be x. Sums run in four lanes over
 * ascending columns, then (s₀ + s₁) + (s₂ + s₃).
 */
final class LayerNorm {

    private LayerNorm() {
    }

    static Function define(WasmModule module) {
        return module.function("layer_norm", FunctionType.takingI32(8), LayerNorm::write);
    }

    private static void write(FunctionBuilder f) {
        I32Variable x = f.parameter(0);
        I32Variable residual = f.parameter(1);
        I32Variable gamma = f.parameter(2);
        I32Variable beta = f.parameter(3);
        I32Variable y = f.parameter(4);
        I32Variable width = f.parameter(5);
        I32Variable rows = f.parameter(6);
        F32 epsilon = f.parameter(7).bitsToF32();
        I32Variable bytes = f.localI32();
        I32Variable row = f.localI32();
        I32Variable at = f.localI32();
        F32x4Variable value = f.localF32x4();
        F32x4Variable sums = f.localF32x4();
        F32x4Variable mean = f.localF32x4();
        F32x4Variable scale = f.localF32x4();
        F32Variable count = f.localF32();
        I32 yAt = y.plus(at);
        bytes.set(width.inBytes());
        count.set(width.toF32());
        f.whileBelow(row, rows, 1, () -> {
            sums.set(0);
            f.forEach(at, 0, bytes, 16, () -> {
                value.set(x.plus(at).loadF32x4());
                f.when(residual).then(() -> value.set(residual.plus(at).loadF32x4().plus(value)));
                yAt.store(value);
                sums.add(value);
            });
            mean.set(sums.sumOfLanes().dividedBy(count).splat());
            sums.set(0);
            f.forEach(at, 0, bytes, 16, () -> {
                value.set(yAt.loadF32x4().minus(mean));
                sums.set(value.times(value).plus(sums));
            });
            F32 variance = sums.sumOfLanes().dividedBy(count);
            scale.set(f.f32(1).dividedBy(variance.plus(epsilon).squareRoot()).splat());
            f.forEach(at, 0, bytes, 16, () -> {
                F32x4 normalized = yAt.loadF32x4().minus(mean).times(scale);
                yAt.store(normalized.times(gamma.plus(at).loadF32x4()).plus(beta.plus(at).loadF32x4()));
            });
            x.add(bytes);
            y.add(bytes);
            f.when(residual).then(() -> residual.add(bytes));
        });
    }
}
