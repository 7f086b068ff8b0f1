package dev.tabitat.kernels.kernel.decoder;

import dev.tabitat.kernels.wasm.F32x4Variable;
import dev.tabitat.kernels.wasm.Function;
import dev.tabitat.kernels.wasm.FunctionType;
import dev.tabitat.kernels.wasm.I32Variable;
import dev.tabitat.kernels.wasm.WasmModule;

/**
 * {@code y = x / √(mean(x²) + epsilon) · weight} for each row.
 *
 * <p>
 * Parameters: address of x, bytes between its rows, address of the weights, address of y, which may be x, bytes between
 * its rows, width, a multiple of four, rows, groups, the bits of epsilon. A row may consist of several groups of
 * {@code width} values side by side, such as heads, each normalized alone with the same weights.
 *
 * <p>
 * Squares are added in four lanes over ascending columns, then (s₀ + s₁) + (s₂ + s₃).
 */
final class RmsNorm {

    private RmsNorm() {
    }

    static Function define(WasmModule module) {
        return module.function("rms_norm", FunctionType.takingI32(9), f -> {
            I32Variable x = f.parameter(0);
            I32Variable weights = f.parameter(2);
            I32Variable y = f.parameter(3);
            I32Variable bytes = f.let(f.parameter(5).inBytes());
            I32Variable row = f.localI32();
            I32Variable group = f.localI32();
            I32Variable from = f.localI32();
            I32Variable to = f.localI32();
            I32Variable at = f.localI32();
            F32x4Variable value = f.localF32x4();
            F32x4Variable sums = f.localF32x4();
            F32x4Variable scale = f.localF32x4();
            f.whileBelow(row, f.parameter(6), 1, () -> {
                from.set(x);
                to.set(y);
                f.forEach(group, 0, f.parameter(7), 1, () -> {
                    sums.set(0);
                    f.forEach(at, 0, bytes, 16, () -> {
                        value.set(from.plus(at).loadF32x4());
                        sums.add(value.times(value));
                    });
                    scale.set(f.f32(1).dividedBy(sums.sumOfLanes().dividedBy(f.parameter(5).toF32())
                            .plus(f.parameter(8).bitsToF32()).squareRoot()).splat());
                    f.forEach(at, 0, bytes, 16, () -> to.plus(at)
                            .store(from.plus(at).loadF32x4().times(scale).times(weights.plus(at).loadF32x4())));
                    from.add(bytes);
                    to.add(bytes);
                });
                x.add(f.parameter(1));
                y.add(f.parameter(4));
            });
        });
    }
}
