package dev.tabitat.kernels.kernel;

import dev.tabitat.core.math.ExactFloats;
import dev.tabitat.kernels.wasm.F32x4;
import dev.tabitat.kernels.wasm.F32x4Variable;
import dev.tabitat.kernels.wasm.Function;
import dev.tabitat.kernels.wasm.FunctionBuilder;
import dev.tabitat.kernels.wasm.FunctionType;
import dev.tabitat.kernels.wasm.I32;
import dev.tabitat.kernels.wasm.I32Variable;
import dev.tabitat.kernels.wasm.WasmModule;

/**
 * x · Φ(x), the Gaussian error linear unit with the exact error function, off by less than 2e-6.
 *
 * <p>
 * Φ(x) = 1/2 + x · h(x²) for |x| up to 5.4, where h is the Chebyshev interpolation of degree 14 of erf(x/√2) / 2x,
 * written in powers of u = 2x²/5.4² - 1 so that no step loses digits (its coefficients: {@link ExactFloats}); beyond, Φ
 * stays what it is at 5.4, and below so does x, since what is left of Φ there is rounding.
 */
final class Gelu {

    private Gelu() {
    }

    /** Defines {@code gelu_rows(address, step, rows)}: in place, the first eight lanes of each row. */
    static Function define(WasmModule module, MultiplyAdd madd) {
        return module.function("gelu_rows", FunctionType.takingI32(3), f -> write(f, madd));
    }

    /**
     * Defines {@code gelu(address, scratch, count)}: in place; count is a multiple of four, the scratch takes 32 bytes.
     */
    static Function defineAll(WasmModule module, Function rows) {
        return module.function("gelu", FunctionType.takingI32(3), f -> {
            I32Variable address = f.parameter(0);
            I32Variable scratch = f.parameter(1);
            I32Variable count = f.parameter(2);
            I32Variable lastFour = f.localI32();
            f.call(rows, address, f.i32(32), count.shiftRight(3));
            lastFour.set(address.plus(count.minus(4).inBytes()));
            f.when(count.and(4)).then(() -> fourAlone(f, lastFour, scratch, rows));
        });
    }

    /** The four at {@code at}, by way of a scratch of eight. */
    static void fourAlone(FunctionBuilder f, I32 at, I32 scratch, Function rows) {
        scratch.store(at.loadF32x4());
        f.call(rows, scratch, f.i32(32), f.i32(1));
        at.store(scratch.loadF32x4());
    }

    private static void write(FunctionBuilder f, MultiplyAdd madd) {
        I32Variable at = f.parameter(0);
        I32Variable step = f.parameter(1);
        I32Variable rows = f.parameter(2);
        I32Variable row = f.localI32();
        I32Variable next = f.localI32();
        I32Variable pairs = f.localI32();
        F32x4Variable[] x = f.localsF32x4(4);
        F32x4Variable[] u = f.localsF32x4(4);
        F32x4Variable[] h = f.localsF32x4(4);
        pairs.set(rows.roundedDownTo(2));
        f.whileBelow(row, pairs, 2, () -> {
            next.set(at.plus(step));
            load(at, x[0], x[1]);
            load(next, x[2], x[3]);
            apply(f, x, u, h, 4, madd);
            store(at, x[0], x[1]);
            store(next, x[2], x[3]);
            at.set(next.plus(step));
        });
        f.when(row.isBelow(rows)).then(() -> {
            load(at, x[0], x[1]);
            apply(f, x, u, h, 2, madd);
            store(at, x[0], x[1]);
        });
    }

    private static void load(I32 at, F32x4Variable first, F32x4Variable second) {
        first.set(at.loadF32x4());
        second.set(at.loadF32x4(16));
    }

    private static void store(I32 at, F32x4 first, F32x4 second) {
        at.store(first);
        at.store(second, 16);
    }

    /** Several vectors side by side: one alone would wait for each of its own steps. */
    private static void apply(
            FunctionBuilder f, F32x4Variable[] x, F32x4Variable[] u, F32x4Variable[] h, int count, MultiplyAdd madd) {
        for (int v = 0; v < count; v++) {
            u[v].set(clamped(x[v]).times(clamped(x[v])).times(2 / (ExactFloats.PHI_BOUND * ExactFloats.PHI_BOUND))
                    .minus(1));
            h[v].set(ExactFloats.phiCoefficient(ExactFloats.PHI_DEGREE));
        }
        for (int i = ExactFloats.PHI_DEGREE - 1; i >= 0; i--) {
            for (int v = 0; v < count; v++) {
                h[v].set(madd.of(h[v], u[v], f.f32x4(ExactFloats.phiCoefficient(i))));
            }
        }
        for (int v = 0; v < count; v++) {
            F32x4 phi = h[v].times(clamped(x[v])).plus(0.5f);
            x[v].set(phi.times(x[v].max(-ExactFloats.PHI_BOUND)));
        }
    }

    private static F32x4 clamped(F32x4 x) {
        return x.min(ExactFloats.PHI_BOUND).max(-ExactFloats.PHI_BOUND);
    }
}
