package dev.tabitat.kernels.kernel;

import dev.tabitat.kernels.wasm.F32x4;
import dev.tabitat.kernels.wasm.F32x4Variable;
import dev.tabitat.kernels.wasm.Function;
import dev.tabitat.kernels.wasm.FunctionBuilder;
import dev.tabitat.kernels.wasm.FunctionType;
import dev.tabitat.kernels.wasm.I32Variable;
import dev.tabitat.kernels.wasm.WasmModule;
import java.util.Arrays;

/**
 * Activations that are made of an exponential, in place: {@code activate(address, count, kind)}, count a multiple of
 * four.
 *
 * <pre>
 * kind 3  x · σ(2 √(2/π) · (x + 0.044715 x³)), the approximation of GELU
 * kind 4  x · σ(x), SiLU
 * kind 5  tanh(x)
 * </pre>
 *
 * σ(x) is 1 / (1 + p) with p = e^-|x|, or p / (1 + p) where x is below 0; tanh is (1 - p) / (1 + p) with p = e^-2|x|
 * and the sign of x: nothing overflows.
 */
public final class Activations {

    /** The approximation of GELU. */
    public static final int GELU_TANH = 3;

    public static final int SILU = 4;

    public static final int TANH = 5;

    private static final float TWICE_SQRT_2_BY_PI = 1.5957691f;

    /** Vectors side by side: one alone would wait for each of its own steps. */
    private static final int SIDE = 2;

    private final FunctionBuilder f;
    private final MultiplyAdd madd;
    private final F32x4Variable[] x;
    private final F32x4Variable[] z;
    private final F32x4Variable[] power;
    private final F32x4Variable[] n;
    private final F32x4Variable[] sum;

    private Activations(FunctionBuilder f, MultiplyAdd madd) {
        this.f = f;
        this.madd = madd;
        x = f.localsF32x4(SIDE);
        z = f.localsF32x4(SIDE);
        power = f.localsF32x4(SIDE);
        n = f.localsF32x4(SIDE);
        sum = f.localsF32x4(SIDE);
    }

    static Function define(WasmModule module, MultiplyAdd madd) {
        return module.function("activate", FunctionType.takingI32(3), f -> new Activations(f, madd).write());
    }

    private void write() {
        I32Variable at = f.parameter(0);
        I32Variable count = f.parameter(1);
        I32Variable kind = f.parameter(2);
        I32Variable pairs = f.let(at.plus(count.roundedDownTo(4 * SIDE).inBytes()));
        I32Variable end = f.let(at.plus(count.inBytes()));
        for (int one : new int[]{GELU_TANH, SILU, TANH}) {
            f.when(kind.isEqualTo(one)).then(() -> {
                f.whileBelow(at, pairs, 16 * SIDE, () -> apply(at, one, SIDE));
                f.whileBelow(at, end, 16, () -> apply(at, one, 1));
            });
        }
    }

    private void apply(I32Variable at, int kind, int vectors) {
        for (int v = 0; v < vectors; v++) {
            x[v].set(at.loadF32x4(16 * v));
            z[v].set(switch (kind) {
                case GELU_TANH -> x[v].times(x[v]).times(0.044715f).plus(1).times(x[v]).times(TWICE_SQRT_2_BY_PI);
                case SILU -> x[v];
                default -> x[v].plus(x[v]);
            });
            power[v].set(z[v].min(f.f32x4(0).minus(z[v])));
        }
        Softmax.exponentials(f, Arrays.copyOf(power, vectors), Arrays.copyOf(n, vectors), Arrays.copyOf(sum, vectors),
                madd);
        F32x4 zero = f.f32x4(0);
        for (int v = 0; v < vectors; v++) {
            F32x4 all = power[v].plus(1);
            if (kind == TANH) {
                z[v].set(f.f32x4(1).minus(power[v]).dividedBy(all));
                at.store(zero.minus(z[v]).where(x[v].isBelow(zero), z[v]), 16 * v);
            } else {
                F32x4 share = power[v].where(z[v].isBelow(zero), f.f32x4(1)).dividedBy(all);
                at.store(x[v].times(share), 16 * v);
            }
        }
    }
}
