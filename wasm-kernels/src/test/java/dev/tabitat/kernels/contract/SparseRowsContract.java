package dev.tabitat.kernels.contract;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.kernels.backend.KernelHost;
import dev.tabitat.kernels.kernel.SparseRowsF32;

/** The sparse kernel adds rows in the order given, for both widths of columns, in one call or in several. */
final class SparseRowsContract implements Contract {

    private static final int ROUNDS = 40;

    private final KernelHost host;
    private final long seed;

    SparseRowsContract(KernelHost host, long seed) {
        this.host = host;
        this.seed = seed;
    }

    @Override
    public String name() {
        return "sparse_rows adds weighted rows in the order given";
    }

    @Override
    public void run(Check check) {
        Numbers random = new Numbers(seed);
        Bench bench = new Bench(host);
        for (int i = 0; i < ROUNDS; i++) {
            int features = 1 + random.below(40);
            int out = 1 + random.below(256);
            int rowLength = 1 + random.below(9);
            int count = i == 0 ? 0 : random.below(60);
            one(check, bench, random, features, out, rowLength, count);
        }
    }

    private void one(Check check, Bench bench, Numbers random, int features, int out, int rowLength, int count) {
        String what = "seed " + seed + ", features " + features + ", out " + out + ", count " + count;
        int[] offsets = new int[features + 1];
        for (int f = 0; f < features; f++) {
            offsets[f + 1] = offsets[f] + random.below(rowLength);
        }
        int stored = offsets[features];
        int[] columns = random.below(out, stored);
        float[] values = random.units(stored);
        int[] index = random.below(features, count);
        float[] v = random.units(count);
        float[] start = random.units(out);
        float[] expected = start.clone();
        for (int i = 0; i < count; i++) {
            for (int at = offsets[index[i]]; at < offsets[index[i] + 1]; at++) {
                expected[columns[at]] += v[i] * values[at];
            }
        }
        bench.misalignBy(random.below(4));
        int offsetsAt = bench.ints(offsets);
        int valuesAt = bench.floats(values);
        int indexAt = bench.ints(index);
        int vAt = bench.floats(v);
        int cut = count == 0 ? 0 : random.below(count);
        for (SparseRowsF32.Columns width : SparseRowsF32.Columns.values()) {
            int y = bench.floats(start);
            int columnsAt = width == SparseRowsF32.Columns.U8 ? bench.bytes(columns) : bench.ints(columns);
            bench.call(width.function(), y, offsetsAt, columnsAt, valuesAt, indexAt, vAt, cut);
            bench.call(width.function(), y, offsetsAt, columnsAt, valuesAt, indexAt + 4 * cut, vAt + 4 * cut,
                    count - cut);
            Bits.same(check, what + ", " + width.function(), expected, bench.read(y, out));
        }
        check.isTrue(what + ": wrote beside y", bench.guardsStand());
        bench.clear();
    }
}
