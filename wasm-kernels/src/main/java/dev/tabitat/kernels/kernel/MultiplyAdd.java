package dev.tabitat.kernels.kernel;

import dev.tabitat.kernels.wasm.Code;
import dev.tabitat.kernels.wasm.Op;

/**
 * a · b + c on vectors of f32: in two steps, which round alike everywhere, or in the relaxed one, which rounds once where the
 * processor can and takes half the time.
 */
enum MultiplyAdd {
    TWO_STEPS,
    RELAXED;

    /** Relaxed where relaxed SIMD is needed anyway. */
    static MultiplyAdd beside(Int8Dot dot) {
        return dot == Int8Dot.PLAIN ? TWO_STEPS : RELAXED;
    }

    /** Pops a and b, which were pushed, and pushes the result. */
    Code plus(Code code, Runnable pushC) {
        if (this == RELAXED) {
            pushC.run();
            return code.op(Op.F32X4_RELAXED_MADD);
        }
        code.op(Op.F32X4_MUL);
        pushC.run();
        return code.op(Op.F32X4_ADD);
    }
}
