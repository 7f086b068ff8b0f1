package dev.tabitat.kernels.backend;

import dev.tabitat.core.training.MatrixProducts;
import dev.tabitat.kernels.kernel.Int8Dot;
import dev.tabitat.kernels.kernel.ProductF32;

/** Products of matrices on the plain kernels: the bits of {@link MatrixProducts#PLAIN}, several times as fast. */
public final class KernelProducts implements MatrixProducts {

    private final KernelMemory memory;
    private final KernelModule kernels;

    /** @throws dev.tabitat.core.error.Unsupported when the engine refuses the kernels, for lack of SIMD */
    public KernelProducts(KernelMemory memory) {
        this.memory = memory;
        kernels = memory.host().instantiate(memory.host().kernels(Int8Dot.PLAIN));
    }

    @Override
    public float[] product(float[] a, float[] b, int rows, int k, int columns) {
        if (columns % 4 != 0) {
            throw new IllegalArgumentException("A product of " + columns + " columns");
        }
        float[] c = new float[rows * columns];
        if (rows == 0 || k == 0 || columns == 0) {
            return c;
        }
        Region region = memory.take(
                4L * ((long) rows * k + (long) k * columns + (long) rows * columns) + 2L * KernelMemory.ALIGNMENT,
                "training");
        try {
            int aAt = region.address();
            int bAt = (int) (aAt + KernelMemory.aligned(4L * rows * k));
            int cAt = (int) (bAt + KernelMemory.aligned(4L * k * columns));
            memory.host().writeFloats(aAt, a, 0, rows * k);
            memory.host().writeFloats(bAt, b, 0, k * columns);
            kernels.call(ProductF32.NAME, aAt, 4 * k, bAt, 4 * columns, cAt, 4 * columns, k, rows, columns);
            memory.host().readFloats(cAt, c, 0, c.length);
        } finally {
            memory.giveBack(region);
        }
        return c;
    }
}
