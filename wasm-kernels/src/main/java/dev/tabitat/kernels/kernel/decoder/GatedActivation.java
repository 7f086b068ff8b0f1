package dev.tabitat.kernels.kernel.decoder;

import dev.tabitat.kernels.kernel.Exponential;
import dev.tabitat.kernels.wasm.F32x4;
import dev.tabitat.kernels.wasm.F32x4Variable;
import dev.tabitat.kernels.wasm.Function;
import dev.tabitat.kernels.wasm.FunctionBuilder;
import dev.tabitat.kernels.wasm.FunctionType;
import dev.tabitat.kernels.wasm.I32Variable;
import dev.tabitat.kernels.wasm.WasmModule;
import java.util.Arrays;

/**
 * {@code gate = x · σ(z) · up} with x = gate, in place, where z is x (SiLU) or {@code 2 √(2/π) · (x + 0.044715 x³)}
 * (the approximation of GELU by tanh).
 *
 * <p>
 * Parameters: addresses of gate and up, bytes between their tokens, tokens, columns, a multiple of four. σ(z) is
 * {@code 1 / (1 + p)} with p = e<sup>-|z|</sup>, or {@code p / (1 + p)} where z is below 0.
 */
final class GatedActivation {

    private static final float TWICE_SQRT_2_BY_PI = 1.5957691f;

    /** Vectors side by side: one alone would wait for each of its own steps. */
    private static final int SIDE = 4;

    private final FunctionBuilder f;
    private final boolean isGelu;
    private final I32Variable gate;
    private final I32Variable up;
    private final F32x4Variable[] x;
    private final F32x4Variable[] z;
    private final F32x4Variable[] power;
    private final F32x4Variable[] scratch;
    private final F32x4Variable[] sum;

    private GatedActivation(FunctionBuilder f, boolean isGelu) {
        this.f = f;
        this.isGelu = isGelu;
        gate = f.localI32();
        up = f.localI32();
        x = f.localsF32x4(SIDE);
        z = f.localsF32x4(SIDE);
        power = f.localsF32x4(SIDE);
        scratch = f.localsF32x4(SIDE);
        sum = f.localsF32x4(SIDE);
    }

    static Function define(WasmModule module, boolean isGelu) {
        return module.function(isGelu ? "gated_gelu" : "gated_silu", FunctionType.takingI32(5),
                f -> new GatedActivation(f, isGelu).write());
    }

    private void write() {
        I32Variable bytes = f.let(f.parameter(4).inBytes());
        I32Variable token = f.localI32();
        I32Variable end = f.localI32();
        I32Variable wide = f.localI32();
        f.whileBelow(token, f.parameter(3), 1, () -> {
            gate.set(f.parameter(0));
            up.set(f.parameter(1));
            wide.set(gate.plus(bytes.roundedDownTo(16 * SIDE)));
            end.set(gate.plus(bytes));
            f.whileBelow(gate, wide, () -> apply(SIDE));
            f.whileBelow(gate, end, () -> apply(1));
            f.parameter(0).add(f.parameter(2));
            f.parameter(1).add(f.parameter(2));
        });
    }

    private void apply(int vectors) {
        F32x4 zero = f.f32x4(0);
        for (int v = 0; v < vectors; v++) {
            x[v].set(gate.loadF32x4(16 * v));
            z[v].set(isGelu ? x[v].times(x[v]).times(0.044715f).plus(1).times(x[v]).times(TWICE_SQRT_2_BY_PI) : x[v]);
            power[v].set(z[v].min(zero.minus(z[v])));
        }
        Exponential.ofEach(f, Arrays.copyOf(power, vectors), Arrays.copyOf(scratch, vectors),
                Arrays.copyOf(sum, vectors));
        for (int v = 0; v < vectors; v++) {
            F32x4 share = power[v].where(z[v].isBelow(zero), f.f32x4(1)).dividedBy(power[v].plus(1));
            gate.store(x[v].times(share).times(up.loadF32x4(16 * v)), 16 * v);
        }
        gate.add(16 * vectors);
        up.add(16 * vectors);
    }
}
