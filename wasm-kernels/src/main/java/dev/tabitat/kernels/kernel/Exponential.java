package dev.tabitat.kernels.kernel;

import dev.tabitat.kernels.wasm.F32x4Variable;
import dev.tabitat.kernels.wasm.FunctionBuilder;

/** e to the power of each lane, in instructions that round alike on every machine. */
public final class Exponential {

    private Exponential() {
    }

    /**
     * Each lane x, of at most zero, becomes e to its power; lower ones than -87 count as that.
     *
     * @param n scratch, one for each vector
     * @param sum scratch, one for each vector
     */
    public static void ofEach(FunctionBuilder f, F32x4Variable[] x, F32x4Variable[] n, F32x4Variable[] sum) {
        Softmax.exponentials(f, x, n, sum, MultiplyAdd.TWO_STEPS);
    }
}
