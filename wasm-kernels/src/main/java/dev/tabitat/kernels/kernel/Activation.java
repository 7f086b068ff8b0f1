package dev.tabitat.kernels.kernel;

import dev.tabitat.kernels.wasm.Code;
import dev.tabitat.kernels.wasm.Function;
import dev.tabitat.kernels.wasm.Local;
import dev.tabitat.kernels.wasm.Op;

/** What follows a linear layer: 0 nothing, 1 the greater of it and zero, 2 {@link Gelu}. */
final class Activation {

    private Activation() {
    }

    /** Changes a vector in place. */
    static void apply(Code code, Local act, Local value, Function gelu) {
        code.get(act).when(() -> code.get(act).i32(2).op(Op.I32_EQ).either(
                () -> code.get(value).call(gelu).set(value),
                () -> code.get(value).f32x4(0).op(Op.F32X4_MAX).set(value)));
    }
}
