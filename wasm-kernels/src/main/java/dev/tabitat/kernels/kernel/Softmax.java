package dev.tabitat.kernels.kernel;

import static dev.tabitat.kernels.wasm.ValueType.F32;
import static dev.tabitat.kernels.wasm.ValueType.I32;
import static dev.tabitat.kernels.wasm.ValueType.V128;

import dev.tabitat.kernels.wasm.Code;
import dev.tabitat.kernels.wasm.Function;
import dev.tabitat.kernels.wasm.FunctionType;
import dev.tabitat.kernels.wasm.Local;
import dev.tabitat.kernels.wasm.Op;
import dev.tabitat.kernels.wasm.WasmModule;

/**
 * {@code y[r, c] = exp(x[r, c] - max) / Σ exp(x[r, ·] - max)} over the last axis, in f32: x and y {@code [rows, columns]}.
 *
 * <p>Parameters of {@code softmax}: addresses of x and y, then rows and columns. x and y may be the same. The greatest
 * value is taken off first, so nothing overflows; what lies more than 87 below it counts as e<sup>-87</sup>, about
 * 1.6e-38. A NaN makes its whole row NaN.
 *
 * <p>Order of the sum: four lane sums over columns in steps of four, then (s₀ + s₁) + (s₂ + s₃), then the last up to
 * three in ascending order.
 *
 * <p>exp(x) = 2<sup>n</sup> · e<sup>r</sup> with n = nearest(x / ln 2), so |r| ≤ 0.35, where the Taylor polynomial of
 * degree seven is off by less than 6e-9, a tenth of the last place of an f32. ln 2 is taken off in two parts, the first
 * so short that n times it is exact.
 */
public final class Softmax {

    /** The name of the exported function. */
    public static final String NAME = "softmax";

    private static final FunctionType TYPE = FunctionType.taking(I32, I32, I32, I32);
    private static final float LEAST = -87f;
    private static final float LOG2_E = 1.442695041f;
    private static final float LN_2_HIGH = 0.693359375f;
    private static final float LN_2_LOW = -2.12194440e-4f;
    private static final int TAYLOR_DEGREE = 7;
    private static final int EXPONENT_BIAS = 127;
    private static final int EXPONENT_SHIFT = 23;

    private Softmax() {
    }

    /** Defines the function in a module. */
    static Function define(WasmModule module, Function exp) {
        return module.define(NAME, TYPE, code -> write(code, exp));
    }

    /** Defines the exponential of four lanes of at most zero. */
    static Function defineExp(WasmModule module) {
        return module.define("exp", FunctionType.taking(V128).giving(V128), Softmax::writeExp);
    }

    private static void write(Code code, Function exp) {
        Local x = code.parameter(0);
        Local y = code.parameter(1);
        Local rows = code.parameter(2);
        Local columns = code.parameter(3);
        Local row = code.local(I32);
        Local length = code.local(I32);
        Local fours = code.local(I32);
        Local at = code.local(I32);
        Local greatest = code.local(F32);
        Local greatests = code.local(V128);
        Local sum = code.local(F32);
        Local sums = code.local(V128);
        code.get(columns).i32(2).op(Op.I32_SHL).set(length);
        code.get(columns).i32(-4).op(Op.I32_AND).i32(2).op(Op.I32_SHL).set(fours);
        code.whileBelow(row, rows, () -> {
            code.f32x4(Float.NEGATIVE_INFINITY).set(greatests);
            code.i32(0).set(at);
            code.whileBelow(at, fours, () -> {
                load4(code, x, at).get(greatests).op(Op.F32X4_MAX).set(greatests);
                code.add(at, 16);
            });
            Lanes.greatest(code, greatests);
            code.set(greatest);
            code.whileBelow(at, length, () -> {
                load1(code, x, at).get(greatest).op(Op.F32_MAX).set(greatest);
                code.add(at, 4);
            });
            code.get(greatest).op(Op.F32X4_SPLAT).set(greatests);
            code.f32x4(0).set(sums);
            code.i32(0).set(at);
            code.whileBelow(at, fours, () -> {
                address(code, y, at);
                load4(code, x, at).get(greatests).op(Op.F32X4_SUB).call(exp).memory(Op.V128_STORE, 0, 2);
                load4(code, y, at).get(sums).op(Op.F32X4_ADD).set(sums);
                code.add(at, 16);
            });
            Lanes.sum(code, sums);
            code.set(sum);
            code.whileBelow(at, length, () -> {
                address(code, y, at);
                load1(code, x, at).get(greatest).op(Op.F32_SUB).op(Op.F32X4_SPLAT).call(exp);
                code.lane(Op.F32X4_EXTRACT_LANE, 0).memory(Op.F32_STORE, 0);
                load1(code, y, at).get(sum).op(Op.F32_ADD).set(sum);
                code.add(at, 4);
            });
            code.i32(0).set(at);
            code.whileBelow(at, length, () -> {
                address(code, y, at);
                load1(code, y, at).get(sum).op(Op.F32_DIV).memory(Op.F32_STORE, 0);
                code.add(at, 4);
            });
            code.add(x, length);
            code.add(y, length);
            code.add(row, 1);
        });
    }

    private static void writeExp(Code code) {
        Local x = code.parameter(0);
        exponentials(code, new Local[] {x}, code.locals(1, V128), code.locals(1, V128), MultiplyAdd.TWO_STEPS);
        code.get(x);
    }

    /**
     * Each lane x, of at most zero, becomes e to its power; lower ones than {@link #LEAST} count as that. Several vectors go
     * side by side, since one alone would wait for each of its own steps.
     *
     * @param n scratch, one for each vector
     * @param sum scratch, one for each vector
     */
    static void exponentials(Code code, Local[] x, Local[] n, Local[] sum, MultiplyAdd madd) {
        for (int v = 0; v < x.length; v++) {
            code.get(x[v]).f32x4(LEAST).op(Op.F32X4_MAX).tee(x[v]);
            code.f32x4(LOG2_E).op(Op.F32X4_MUL).op(Op.F32X4_NEAREST).set(n[v]);
            Local whole = x[v];
            madd.plus(code.get(n[v]).f32x4(-LN_2_HIGH), () -> code.get(whole)).set(x[v]);
            madd.plus(code.get(n[v]).f32x4(-LN_2_LOW), () -> code.get(whole)).set(x[v]);
        }
        int factorial = 1;
        for (int k = 2; k <= TAYLOR_DEGREE; k++) {
            factorial *= k;
        }
        for (Local s : sum) {
            code.f32x4((float) (1.0 / factorial)).set(s);
        }
        for (int k = TAYLOR_DEGREE - 1; k >= 0; k--) {
            factorial /= k + 1;
            float next = (float) (1.0 / factorial);
            for (int v = 0; v < x.length; v++) {
                madd.plus(code.get(sum[v]).get(x[v]), () -> code.f32x4(next)).set(sum[v]);
            }
        }
        for (int v = 0; v < x.length; v++) {
            code.get(n[v]).op(Op.I32X4_TRUNC_SAT_F32X4_S).i32x4(EXPONENT_BIAS).op(Op.I32X4_ADD);
            code.i32(EXPONENT_SHIFT).op(Op.I32X4_SHL);
            code.get(sum[v]).op(Op.F32X4_MUL).set(x[v]);
        }
    }

    private static Code address(Code code, Local base, Local at) {
        return code.get(base).get(at).op(Op.I32_ADD);
    }

    private static Code load4(Code code, Local base, Local at) {
        return address(code, base, at).memory(Op.V128_LOAD, 0, 2);
    }

    private static Code load1(Code code, Local base, Local at) {
        return address(code, base, at).memory(Op.F32_LOAD, 0);
    }
}
