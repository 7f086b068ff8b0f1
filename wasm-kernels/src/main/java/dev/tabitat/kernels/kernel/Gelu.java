package dev.tabitat.kernels.kernel;

import static dev.tabitat.kernels.wasm.ValueType.I32;
import static dev.tabitat.kernels.wasm.ValueType.V128;

import dev.tabitat.kernels.wasm.Code;
import dev.tabitat.kernels.wasm.Function;
import dev.tabitat.kernels.wasm.FunctionType;
import dev.tabitat.kernels.wasm.Local;
import dev.tabitat.kernels.wasm.Op;
import dev.tabitat.kernels.wasm.WasmModule;

/**
 * x · Φ(x), the Gaussian error linear unit with the exact error function, off by less than 2e-6.
 *
 * <p>Φ(x) = 1/2 + x · h(x²) for |x| up to 5.4, where h is the Chebyshev interpolation of degree 14 of erf(x/√2) / 2x,
 * written in powers of u = 2x²/5.4² - 1 so that no step loses digits; beyond, Φ stays what it is at 5.4, and below
 * so does x, since what is left of Φ there is rounding.
 */
final class Gelu {

    private static final float BOUND = 5.4f;

    /** In ascending powers of u. */
    private static final float[] H = {
        0.13092811f, -0.06532813f, 0.04850016f, -0.039204527f, 0.032106332f, -0.025767047f, 0.01971358f, -0.013884876f,
        0.009436046f, -0.006859159f, 0.0040032514f, -0.0010608892f, 6.035846E-4f, -0.0010702106f, 4.7636655E-4f
    };

    private Gelu() {
    }

    /** Defines {@code gelu_rows(address, step, rows)}: in place, the first eight lanes of each row. */
    static Function define(WasmModule module, MultiplyAdd madd) {
        return module.define("gelu_rows", FunctionType.taking(I32, I32, I32), code -> write(code, madd));
    }

    /** Defines {@code gelu(address, scratch, count)}: in place; count is a multiple of four, the scratch takes 32 bytes. */
    static Function defineAll(WasmModule module, Function rows) {
        return module.define("gelu", FunctionType.taking(I32, I32, I32), code -> {
            Local count = code.parameter(2);
            Local last = code.local(I32);
            code.get(code.parameter(0)).i32(32).get(count).i32(3).op(Op.I32_SHR_U).call(rows);
            code.get(code.parameter(0)).get(count).i32(4).op(Op.I32_SUB).i32(2).op(Op.I32_SHL).op(Op.I32_ADD).set(last);
            code.get(count).i32(4).op(Op.I32_AND).when(() -> fourAlone(code, last, code.parameter(1), rows));
        });
    }

    /** The four at {@code at}, by way of a scratch of eight. */
    static void fourAlone(Code code, Local at, Local scratch, Function rows) {
        code.get(scratch).get(at).memory(Op.V128_LOAD, 0, 2).memory(Op.V128_STORE, 0, 2);
        code.get(scratch).i32(32).i32(1).call(rows);
        code.get(at).get(scratch).memory(Op.V128_LOAD, 0, 2).memory(Op.V128_STORE, 0, 2);
    }

    private static void write(Code code, MultiplyAdd madd) {
        Local at = code.parameter(0);
        Local step = code.parameter(1);
        Local rows = code.parameter(2);
        Local row = code.local(I32);
        Local next = code.local(I32);
        Local pairs = code.local(I32);
        Local[] x = code.locals(4, V128);
        Local[] u = code.locals(4, V128);
        Local[] sum = code.locals(4, V128);
        code.get(rows).i32(-2).op(Op.I32_AND).set(pairs);
        code.whileBelow(row, pairs, () -> {
            code.get(at).get(step).op(Op.I32_ADD).set(next);
            load(code, at, x[0], x[1]);
            load(code, next, x[2], x[3]);
            apply(code, x, u, sum, 4, madd);
            store(code, at, x[0], x[1]);
            store(code, next, x[2], x[3]);
            code.get(next).get(step).op(Op.I32_ADD).set(at);
            code.add(row, 2);
        });
        code.get(row).get(rows).op(Op.I32_LT_U).when(() -> {
            load(code, at, x[0], x[1]);
            apply(code, x, u, sum, 2, madd);
            store(code, at, x[0], x[1]);
        });
    }

    private static void load(Code code, Local at, Local first, Local second) {
        code.get(at).memory(Op.V128_LOAD, 0, 2).set(first).get(at).memory(Op.V128_LOAD, 16, 2).set(second);
    }

    private static void store(Code code, Local at, Local first, Local second) {
        code.get(at).get(first).memory(Op.V128_STORE, 0, 2).get(at).get(second).memory(Op.V128_STORE, 16, 2);
    }

    /** Several vectors side by side: one alone would wait for each of its own steps. */
    private static void apply(Code code, Local[] x, Local[] u, Local[] sum, int count, MultiplyAdd madd) {
        for (int v = 0; v < count; v++) {
            clamped(code, x[v]);
            clamped(code, x[v]).op(Op.F32X4_MUL).f32x4(2 / (BOUND * BOUND)).op(Op.F32X4_MUL).f32x4(1).op(Op.F32X4_SUB).set(u[v]);
            code.f32x4(H[H.length - 1]).set(sum[v]);
        }
        for (int i = H.length - 2; i >= 0; i--) {
            float next = H[i];
            for (int v = 0; v < count; v++) {
                madd.plus(code.get(sum[v]).get(u[v]), () -> code.f32x4(next)).set(sum[v]);
            }
        }
        for (int v = 0; v < count; v++) {
            code.get(sum[v]);
            clamped(code, x[v]).op(Op.F32X4_MUL).f32x4(0.5f).op(Op.F32X4_ADD);
            code.get(x[v]).f32x4(-BOUND).op(Op.F32X4_MAX).op(Op.F32X4_MUL).set(x[v]);
        }
    }

    private static Code clamped(Code code, Local x) {
        return code.get(x).f32x4(BOUND).op(Op.F32X4_MIN).f32x4(-BOUND).op(Op.F32X4_MAX);
    }
}
