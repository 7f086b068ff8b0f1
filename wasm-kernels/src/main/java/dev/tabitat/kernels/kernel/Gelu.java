package dev.tabitat.kernels.kernel;

import static dev.tabitat.kernels.wasm.ValueType.V128;

import dev.tabitat.kernels.wasm.Code;
import dev.tabitat.kernels.wasm.Function;
import dev.tabitat.kernels.wasm.FunctionType;
import dev.tabitat.kernels.wasm.Local;
import dev.tabitat.kernels.wasm.Op;
import dev.tabitat.kernels.wasm.WasmModule;

/**
 * Four lanes of x · Φ(x), the Gaussian error linear unit with the exact error function, off by less than 2e-6.
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

    static Function define(WasmModule module) {
        return module.define("gelu", FunctionType.taking(V128).giving(V128), Gelu::write);
    }

    private static void write(Code code) {
        Local x = code.parameter(0);
        Local near = code.local(V128);
        Local u = code.local(V128);
        Local sum = code.local(V128);
        code.get(x).f32x4(BOUND).op(Op.F32X4_MIN).f32x4(-BOUND).op(Op.F32X4_MAX).tee(near);
        code.get(near).op(Op.F32X4_MUL).f32x4(2 / (BOUND * BOUND)).op(Op.F32X4_MUL).f32x4(1).op(Op.F32X4_SUB).set(u);
        code.f32x4(H[H.length - 1]).set(sum);
        for (int i = H.length - 2; i >= 0; i--) {
            code.get(sum).get(u).op(Op.F32X4_MUL).f32x4(H[i]).op(Op.F32X4_ADD).set(sum);
        }
        code.get(sum).get(near).op(Op.F32X4_MUL).f32x4(0.5f).op(Op.F32X4_ADD);
        code.get(x).f32x4(-BOUND).op(Op.F32X4_MAX).op(Op.F32X4_MUL);
    }
}
