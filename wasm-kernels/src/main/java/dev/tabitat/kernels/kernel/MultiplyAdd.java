package dev.tabitat.kernels.kernel;

import dev.tabitat.kernels.wasm.F32x4;

/**
 * a · b + c on vectors of f32: in two steps, which round alike everywhere, or in the relaxed one, which rounds once
 * where the processor can and takes half the time.
 */
enum MultiplyAdd {
    TWO_STEPS,
    RELAXED;

    /** Relaxed where relaxed SIMD is needed anyway. */
    static MultiplyAdd beside(Int8Dot dot) {
        return dot == Int8Dot.PLAIN ? TWO_STEPS : RELAXED;
    }

    /** a · b + c. */
    F32x4 of(F32x4 a, F32x4 b, F32x4 c) {
        return this == RELAXED ? a.relaxedTimesPlus(b, c) : a.times(b).plus(c);
    }
}
