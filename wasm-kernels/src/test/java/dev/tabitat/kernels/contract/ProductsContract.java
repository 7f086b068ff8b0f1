package dev.tabitat.kernels.contract;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.training.MatrixProducts;
import dev.tabitat.kernels.backend.KernelHost;
import dev.tabitat.kernels.backend.KernelMemory;
import dev.tabitat.kernels.backend.KernelProducts;

/** Products on kernels have the bits of those in Java, whatever their measures. */
public final class ProductsContract implements Contract {

    private static final int ROUNDS = 30;

    private final KernelHost host;
    private final long seed;

    public ProductsContract(KernelHost host, long seed) {
        this.host = host;
        this.seed = seed;
    }

    @Override
    public String name() {
        return "products: kernels and Java give the same bits";
    }

    @Override
    public void run(Check check) {
        Numbers random = new Numbers(seed);
        KernelMemory memory = new KernelMemory(host);
        MatrixProducts kernels = new KernelProducts(memory);
        for (int i = 0; i < ROUNDS; i++) {
            int rows = random.below(20);
            int k = random.below(30);
            int columns = 4 * random.below(12);
            float[] a = random.units(rows * k);
            float[] b = random.units(k * columns);
            Bits.same(check, rows + " by " + k + " by " + columns + ", seed " + seed,
                    MatrixProducts.PLAIN.product(a, b, rows, k, columns), kernels.product(a, b, rows, k, columns));
        }
        check.equal("memory is given back", 0L, memory.usedBytes());
        check.fails("columns that no vector takes whole", IllegalArgumentException.class,
                () -> kernels.product(new float[6], new float[9], 2, 3, 3));
    }
}
