package dev.tabitat.kernels.kernel;

import dev.tabitat.core.math.ExactFloats;
import dev.tabitat.kernels.wasm.F32Variable;
import dev.tabitat.kernels.wasm.F32x4;
import dev.tabitat.kernels.wasm.F32x4Variable;
import dev.tabitat.kernels.wasm.Function;
import dev.tabitat.kernels.wasm.FunctionBuilder;
import dev.tabitat.kernels.wasm.FunctionType;
import dev.tabitat.kernels.wasm.I32;
import dev.tabitat.kernels.wasm.I32Variable;
import dev.tabitat.kernels.wasm.ValueType;
import dev.tabitat.kernels.wasm.WasmModule;

/**
 * {@code y[r, c] = exp(x[r, c] - max) / Σ exp(x[r, ·] - max)} over the last axis, in f32: x and y
 * {@code [rows, columns]}.
 *
 * <p>
 * Parameters of {@code softmax}: addresses of x and y, then rows and columns. x and y may be the same. The greatest
 * value is taken off first, so nothing overflows; what lies more than 87 below it counts as e<sup>-87</sup>, about
 * 1.6e-38. A NaN makes its whole row NaN.
 *
 * <p>
 * Order of the sum: four lane sums over columns in steps of four, then (s₀ + s₁) + (s₂ + s₃), then the last up to three
 * in ascending order.
 *
 * <p>
 * exp(x) = 2<sup>n</sup> · e<sup>r</sup> with n = nearest(x / ln 2), so |r| ≤ 0.35, where the Taylor polynomial of
 * degree seven is off by less than 6e-9, a tenth of the last place of an f32. ln 2 is taken off in two parts, the first
 * so short that n times it is exact.
 */
public final class Softmax {

    /** The name of the exported function. */
    public static final String NAME = "softmax";

    private static final int EXPONENT_BIAS = 127;
    private static final int EXPONENT_SHIFT = 23;

    private Softmax() {
    }

    /** Defines the function in a module. */
    static Function define(WasmModule module, Function exp) {
        return module.function(NAME, FunctionType.takingI32(4), f -> write(f, exp));
    }

    /** Defines the exponential of four lanes of at most zero. */
    static Function defineExp(WasmModule module) {
        return module.function("exp", FunctionType.taking(ValueType.V128).giving(ValueType.V128), Softmax::writeExp);
    }

    private static void write(FunctionBuilder f, Function exp) {
        I32Variable x = f.parameter(0);
        I32Variable y = f.parameter(1);
        I32Variable rows = f.parameter(2);
        I32Variable columns = f.parameter(3);
        I32Variable row = f.localI32();
        I32Variable length = f.localI32();
        I32Variable fours = f.localI32();
        I32Variable at = f.localI32();
        F32Variable greatest = f.localF32();
        F32x4Variable greatests = f.localF32x4();
        F32Variable sum = f.localF32();
        F32x4Variable sums = f.localF32x4();
        I32 xAt = x.plus(at);
        I32 yAt = y.plus(at);
        length.set(columns.inBytes());
        fours.set(columns.roundedDownTo(4).inBytes());
        f.whileBelow(row, rows, 1, () -> {
            greatests.set(Float.NEGATIVE_INFINITY);
            f.forEach(at, 0, fours, 16, () -> greatests.set(xAt.loadF32x4().max(greatests)));
            greatest.set(greatests.greatestLane());
            f.whileBelow(at, length, 4, () -> greatest.set(xAt.loadF32().max(greatest)));
            greatests.set(greatest.splat());
            sums.set(0);
            f.forEach(at, 0, fours, 16, () -> {
                yAt.store(f.callF32x4(exp, xAt.loadF32x4().minus(greatests)));
                sums.set(yAt.loadF32x4().plus(sums));
            });
            sum.set(sums.sumOfLanes());
            f.whileBelow(at, length, 4, () -> {
                yAt.store(f.callF32x4(exp, xAt.loadF32().minus(greatest).splat()).lane(0));
                sum.set(yAt.loadF32().plus(sum));
            });
            f.forEach(at, 0, length, 4, () -> yAt.store(yAt.loadF32().dividedBy(sum)));
            x.add(length);
            y.add(length);
        });
    }

    private static void writeExp(FunctionBuilder f) {
        F32x4Variable x = f.parameterF32x4(0);
        exponentials(f, new F32x4Variable[]{x}, f.localsF32x4(1), f.localsF32x4(1), MultiplyAdd.TWO_STEPS);
        f.result(x);
    }

    /**
     * Each lane x, of at most zero, becomes e to its power; lower ones than {@link ExactFloats#EXP_LEAST} count as
     * that. Several vectors go side by side, since one alone would wait for each of its own steps.
     *
     * @param n scratch, one for each vector
     * @param sum scratch, one for each vector
     */
    static void exponentials(
            FunctionBuilder f, F32x4Variable[] x, F32x4Variable[] n, F32x4Variable[] sum, MultiplyAdd madd) {
        for (int v = 0; v < x.length; v++) {
            n[v].set(x[v].assign(x[v].max(ExactFloats.EXP_LEAST)).times(ExactFloats.LOG2_E).nearest());
            x[v].set(madd.of(n[v], f.f32x4(-ExactFloats.LN_2_HIGH), x[v]));
            x[v].set(madd.of(n[v], f.f32x4(-ExactFloats.LN_2_LOW), x[v]));
        }
        for (F32x4Variable s : sum) {
            s.set(ExactFloats.expCoefficient(ExactFloats.EXP_DEGREE));
        }
        for (int k = ExactFloats.EXP_DEGREE - 1; k >= 0; k--) {
            for (int v = 0; v < x.length; v++) {
                sum[v].set(madd.of(sum[v], x[v], f.f32x4(ExactFloats.expCoefficient(k))));
            }
        }
        for (int v = 0; v < x.length; v++) {
            F32x4 twoToTheN = n[v].toI32x4().plus(EXPONENT_BIAS).shiftLeft(EXPONENT_SHIFT).asF32x4();
            x[v].set(twoToTheN.times(sum[v]));
        }
    }
}
