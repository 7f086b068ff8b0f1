package dev.tabitat.kernels.kernel;

import dev.tabitat.kernels.wasm.Code;
import dev.tabitat.kernels.wasm.Local;
import dev.tabitat.kernels.wasm.Op;

/** Reductions over the four f32 lanes of a vector. */
final class Lanes {

    private Lanes() {
    }

    /** Pushes (l₀ + l₁) + (l₂ + l₃). */
    static void sum(Code code, Local vector) {
        reduce(code, vector, Op.F32_ADD);
    }

    /** Pushes the greatest lane; NaN when any lane is NaN. */
    static void greatest(Code code, Local vector) {
        reduce(code, vector, Op.F32_MAX);
    }

    /** Pushes the least lane; NaN when any lane is NaN. */
    static void least(Code code, Local vector) {
        reduce(code, vector, Op.F32_MIN);
    }

    private static void reduce(Code code, Local vector, Op op) {
        code.get(vector).lane(Op.F32X4_EXTRACT_LANE, 0);
        code.get(vector).lane(Op.F32X4_EXTRACT_LANE, 1).op(op);
        code.get(vector).lane(Op.F32X4_EXTRACT_LANE, 2);
        code.get(vector).lane(Op.F32X4_EXTRACT_LANE, 3).op(op).op(op);
    }
}
