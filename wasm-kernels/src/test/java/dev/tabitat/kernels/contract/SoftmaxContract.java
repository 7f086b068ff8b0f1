package dev.tabitat.kernels.contract;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.kernels.backend.KernelHost;
import dev.tabitat.kernels.kernel.Softmax;

/**
 * Softmax agrees with double precision to a few last places, whatever the size of its inputs.
 *
 * <p>
 * The difference to the greatest value is rounded to f32 before the exponential, so the relative error grows with that
 * difference by half a last place of it.
 */
final class SoftmaxContract implements Contract {

    private static final int ROUNDS = 40;
    private static final double RELATIVE_BOUND = 1e-6;
    private static final double HALF_A_LAST_PLACE = 1.0 / (1 << 24);
    /** What a value far below the greatest may be off by in absolute terms: e to the power of -87. */
    private static final double ABSOLUTE_BOUND = 2e-38;

    private final KernelHost host;
    private final long seed;

    SoftmaxContract(KernelHost host, long seed) {
        this.host = host;
        this.seed = seed;
    }

    @Override
    public String name() {
        return "softmax agrees with double precision";
    }

    @Override
    public void run(Check check) {
        Numbers random = new Numbers(seed);
        Bench bench = new Bench(host);
        for (int i = 0; i < ROUNDS; i++) {
            int rows = 1 + random.below(3);
            int columns = 1 + random.below(40);
            float[] x = random.units(rows * columns);
            float scale = i % 2 == 0 ? 1 : 40;
            for (int j = 0; j < x.length; j++) {
                x[j] *= scale;
            }
            bench.misalignBy(random.below(4));
            agrees(check, bench, "seed " + seed + ", round " + i, x, rows, columns);
        }
        agrees(check, bench, "nothing", new float[0], 1, 0);
        agrees(check, bench, "far apart", new float[]{0, -1e30f, 50, -200, 3e38f, 3e38f, -3e38f}, 1, 7);
        agrees(check, bench, "minus infinity", new float[]{1, Float.NEGATIVE_INFINITY, 2, 3, 4}, 1, 5);
        worksInPlace(check, bench);
        notANumberSpreads(check, bench);
    }

    private static void agrees(Check check, Bench bench, String what, float[] x, int rows, int columns) {
        int y = bench.floats(new float[x.length]);
        bench.call(Softmax.NAME, bench.floats(x), y, rows, columns);
        float[] found = bench.read(y, x.length);
        for (int row = 0; row < rows && columns > 0; row++) {
            double[] expected = softmax(x, row * columns, columns);
            double greatest = 0;
            for (double value : expected) {
                greatest = Math.max(greatest, value);
            }
            double total = 0;
            for (int c = 0; c < columns; c++) {
                double value = found[row * columns + c];
                total += value;
                double off = Math.abs(value - expected[c]);
                check.isTrue(what + ", row " + row + ", column " + c + ": " + value + " for " + expected[c],
                        off <= (RELATIVE_BOUND - HALF_A_LAST_PLACE * logarithm(expected[c] / greatest)) * expected[c]
                                + ABSOLUTE_BOUND);
            }
            check.isTrue(what + ": the row sums to one", Math.abs(total - 1) <= RELATIVE_BOUND);
        }
        check.isTrue(what + ": wrote beside y", bench.guardsStand());
        bench.clear();
    }

    /** The natural logarithm, of a ratio that may have become zero. */
    private static double logarithm(double ratio) {
        return Math.log(Math.max(ratio, Double.MIN_NORMAL));
    }

    private static double[] softmax(float[] x, int from, int columns) {
        double greatest = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < columns; c++) {
            greatest = Math.max(greatest, x[from + c]);
        }
        double[] values = new double[columns];
        double sum = 0;
        for (int c = 0; c < columns; c++) {
            values[c] = Math.exp(x[from + c] - greatest);
            sum += values[c];
        }
        for (int c = 0; c < columns; c++) {
            values[c] /= sum;
        }
        return values;
    }

    private static void worksInPlace(Check check, Bench bench) {
        float[] x = {0.5f, -1, 2, 0, 1, 1, -3};
        int apart = bench.floats(new float[x.length]);
        int same = bench.floats(x);
        bench.call(Softmax.NAME, bench.floats(x), apart, 1, x.length);
        bench.call(Softmax.NAME, same, same, 1, x.length);
        Bits.same(check, "in place", bench.read(apart, x.length), bench.read(same, x.length));
        bench.clear();
    }

    private static void notANumberSpreads(Check check, Bench bench) {
        for (int at = 0; at < 6; at++) {
            float[] x = {1, 2, 3, 4, 5, 6, 1, 1, 1, 1, 1, 1};
            x[at] = Float.NaN;
            int y = bench.floats(new float[x.length]);
            bench.call(Softmax.NAME, bench.floats(x), y, 2, 6);
            float[] found = bench.read(y, x.length);
            for (int c = 0; c < 6; c++) {
                check.isTrue("NaN at " + at + " reaches column " + c, Float.isNaN(found[c]));
                check.isTrue("NaN stays in its row", !Float.isNaN(found[6 + c]));
            }
            bench.clear();
        }
    }
}
