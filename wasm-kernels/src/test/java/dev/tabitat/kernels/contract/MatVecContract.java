package dev.tabitat.kernels.contract;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.kernels.backend.KernelHost;
import dev.tabitat.kernels.kernel.MatVecF32;

/** The dense kernel adds in the order that it documents, on any shape and alignment, and writes nowhere else. */
final class MatVecContract implements Contract {

    private static final int[][] SHAPES = {{0, 5, 5}, {1, 0, 7}, {1, 7, 0}, {1, 8, 4}, {2, 1, 1}, {1, 33, 103}};
    private static final int RANDOM_SHAPES = 60;
    private static final double FLOAT_EPSILON = 1.0 / (1 << 23);

    private final KernelHost host;
    private final long seed;

    MatVecContract(KernelHost host, long seed) {
        this.host = host;
        this.seed = seed;
    }

    @Override
    public String name() {
        return "mat_vec computes act(x W^T + b) in its documented order";
    }

    @Override
    public void run(Check check) {
        Numbers random = new Numbers(seed);
        Bench bench = new Bench(host);
        for (int[] shape : SHAPES) {
            one(check, bench, random, shape[0], shape[1], shape[2]);
        }
        for (int i = 0; i < RANDOM_SHAPES; i++) {
            one(check, bench, random, 1 + random.below(3), random.below(70), random.below(22));
        }
    }

    private void one(Check check, Bench bench, Numbers random, int rows, int in, int out) {
        String what = "seed " + seed + ", rows " + rows + ", in " + in + ", out " + out;
        float[] w = random.units(out * in);
        float[] x = random.units(rows * in);
        float[] b = random.units(out);
        bench.misalignBy(random.below(4));
        int activate = random.below(2);
        int y = bench.floats(new float[rows * out]);
        bench.call(MatVecF32.NAME, bench.floats(w), bench.floats(x), bench.floats(b), y, rows, in, out, activate);
        float[] found = bench.read(y, rows * out);
        float[] expected = new float[rows * out];
        for (int i = 0; i < expected.length; i++) {
            int wAt = i % out * in;
            int xAt = i / out * in;
            float sum = documentedOrder(w, wAt, x, xAt, in) + b[i % out];
            expected[i] = activate == 1 ? Math.max(0, sum) : sum;
            check.isTrue(what + ": off by more than rounding",
                    distance(w, wAt, x, xAt, in, b[i % out], found[i], activate) <= (in + 2) * FLOAT_EPSILON);
        }
        Bits.same(check, what, expected, found);
        check.isTrue(what + ": wrote beside y", bench.guardsStand());
        bench.clear();
    }

    /** How far {@code found} is from the sum in double precision, relative to the sum of magnitudes. */
    private static double distance(float[] w, int wAt, float[] x, int xAt, int in, float b, float found, int activate) {
        double sum = b;
        double magnitude = Math.abs(b);
        for (int k = 0; k < in; k++) {
            double product = (double) w[wAt + k] * x[xAt + k];
            sum += product;
            magnitude += Math.abs(product);
        }
        double expected = activate == 1 ? Math.max(0, sum) : sum;
        return Math.abs(expected - found) / Math.max(magnitude, Double.MIN_NORMAL);
    }

    private static float documentedOrder(float[] w, int wAt, float[] x, int xAt, int in) {
        float[] lanes = new float[8];
        int k = 0;
        for (; k + 8 <= in; k += 8) {
            for (int j = 0; j < 8; j++) {
                lanes[j] += w[wAt + k + j] * x[xAt + k + j];
            }
        }
        for (; k + 4 <= in; k += 4) {
            for (int j = 0; j < 4; j++) {
                lanes[j] += w[wAt + k + j] * x[xAt + k + j];
            }
        }
        for (int j = 0; j < 4; j++) {
            lanes[j] += lanes[j + 4];
        }
        float sum = (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]);
        for (; k < in; k++) {
            sum += w[wAt + k] * x[xAt + k];
        }
        return sum;
    }
}
