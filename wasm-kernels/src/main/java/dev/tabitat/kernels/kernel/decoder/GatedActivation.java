package dev.tabitat.kernels.kernel.decoder;

import dev.tabitat.kernels.kernel.Exponential;
import dev.tabitat.kernels.wasm.F32x4;
import dev.tabitat.kernels.wasm.F32x4Variable;
import dev.tabitat.kernels.wasm.Function;
import dev.tabitat.kernels.wasm.FunctionType;
import dev.tabitat.kernels.wasm.I32Variable;
import dev.tabitat.kernels.wasm.WasmModule;

/**
 * {@code gate = x · σ(z) · up} with x = gate, in place, where z is x (SiLU) or
 * {@code 2 √(2/π) · (x + 0.044715 x³)} (the approximation of GELU by tanh).
 *
 * <p>
 * Parameters: addresses of gate and up, bytes between their tokens, tokens, columns, a multiple of four. σ(z) is
 * {@code 1 / (1 + p)} with p = e<sup>-|z|</sup>, or {@code p / (1 + p)} where z is below 0.
 */
final class GatedActivation {

    private static final float TWICE_SQRT_2_BY_PI = 1.5957691f;

    private GatedActivation() {
    }

    static Function define(WasmModule module, boolean isGelu) {
        return module.function(isGelu ? "gated_gelu" : "gated_silu", FunctionType.takingI32(5), f -> {
            I32Variable gate = f.parameter(0);
            I32Variable up = f.parameter(1);
            I32Variable bytes = f.let(f.parameter(4).inBytes());
            I32Variable token = f.localI32();
            I32Variable at = f.localI32();
            F32x4Variable x = f.localF32x4();
            F32x4Variable z = f.localF32x4();
            F32x4Variable[] power = f.localsF32x4(1);
            F32x4Variable[] n = f.localsF32x4(1);
            F32x4Variable[] sum = f.localsF32x4(1);
            F32x4 zero = f.f32x4(0);
            f.whileBelow(token, f.parameter(3), 1, () -> {
                f.forEach(at, 0, bytes, 16, () -> {
                    x.set(gate.plus(at).loadF32x4());
                    z.set(isGelu ? x.times(x).times(0.044715f).plus(1).times(x).times(TWICE_SQRT_2_BY_PI) : x);
                    power[0].set(z.min(zero.minus(z)));
                    Exponential.ofEach(f, power, n, sum);
                    F32x4 share = power[0].where(z.isBelow(zero), f.f32x4(1)).dividedBy(power[0].plus(1));
                    gate.plus(at).store(x.times(share).times(up.plus(at).loadF32x4()));
                });
                gate.add(f.parameter(2));
                up.add(f.parameter(2));
            });
        });
    }
}
