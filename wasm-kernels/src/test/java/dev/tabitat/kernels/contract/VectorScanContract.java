package dev.tabitat.kernels.contract;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.retrieval.Hits;
import dev.tabitat.core.retrieval.RowRanges;
import dev.tabitat.core.retrieval.VectorIndex;
import dev.tabitat.kernels.backend.KernelMemory;
import dev.tabitat.kernels.backend.KernelVectors;
import java.util.Arrays;
import java.util.function.BiFunction;

/**
 * A search of vectors in kernel memory finds what a search in Java over every row finds, to the bit, equal rows in
 * order.
 */
public final class VectorScanContract implements Contract {

    private static final int CHANGES = 40;
    private static final int CLUSTER = 12;

    private final String title;
    private final KernelMemory memory;
    private final BiFunction<KernelMemory, Integer, ? extends VectorIndex> vectors;
    private final long seed;

    /** @param vectors makes an index for vectors of so many numbers in the memory */
    public VectorScanContract(String title, KernelMemory memory,
            BiFunction<KernelMemory, Integer, ? extends VectorIndex> vectors, long seed) {
        this.title = title;
        this.memory = memory;
        this.vectors = vectors;
        this.seed = seed;
    }

    @Override
    public String name() {
        return "vectors: the nearest rows are those of an exact search, " + title;
    }

    @Override
    public void run(Check check) {
        long before = memory.usedBytes();
        Numbers random = new Numbers(seed);
        clusters(check, random, 384, 1300, 40);
        clusters(check, random, 48, 2600, 300);
        clusters(check, random, 20, 700, 200);
        clusters(check, random, 1, 130, 10);
        alike(check, random);
        roundedAway(check, false);
        roundedAway(check, true);
        changes(check, random);
        refusals(check);
        check.equal("memory is given back", before, memory.usedBytes());
    }

    private void clusters(Check check, Numbers random, int width, int rows, int queries) {
        VectorIndex index = vectors.apply(memory, width);
        try {
            PlainScan plain = new PlainScan();
            add(index, plain, clustered(random, rows, width), rows);
            check.equal("size", rows, index.size());
            check.isTrue("bytes of codes, vectors and notes", index.memoryBytes() >= rows * (5L * width + 16));
            for (int i = 0; i < queries; i++) {
                float[] query = i % 2 == 0 ? unit(random, width) : near(random, plain.row(random.below(rows)), 0.5f);
                same(check, index, plain, query, i % 5 == 4 ? 1000 : 1 + random.below(20), RowRanges.all(rows));
            }
        } finally {
            index.close();
        }
    }

    /** Rows that are equal, rows of zeros, a question of zeros, and one that fits no row. */
    private void alike(Check check, Numbers random) {
        int width = 32;
        int rows = 1100;
        VectorIndex index = vectors.apply(memory, width);
        try {
            PlainScan plain = new PlainScan();
            float[] one = unit(random, width);
            float[] other = unit(random, width);
            float[] all = new float[rows * width];
            for (int row = 0; row < rows; row++) {
                if (row % 3 != 0) {
                    System.arraycopy(row % 3 == 1 ? one : other, 0, all, row * width, width);
                }
            }
            add(index, plain, all, rows);
            float[] opposite = new float[width];
            for (int i = 0; i < width; i++) {
                opposite[i] = -one[i];
            }
            for (float[] query : new float[][]{one, other, opposite, new float[width]}) {
                for (int k : new int[]{1, 10, 400, 1000}) {
                    same(check, index, plain, query, k, RowRanges.all(rows));
                    same(check, index, plain, query, k, new RowRanges(new int[]{2, 5, 70, 71, 900, 1100}));
                }
            }
        } finally {
            index.close();
        }
    }

    /**
     * The best row owes its score to what the codes leave out, in one direction: of the question, or of the row itself.
     * By codes alone every other row would be better.
     */
    private void roundedAway(Check check, boolean ofRow) {
        int width = 64;
        int rows = 700;
        float[] signs = new float[width];
        float[] between = new float[width];
        for (int i = 0; i < width; i++) {
            signs[i] = i < 2 && !ofRow ? 0 : i % 2 == 0 ? 1 : -1;
            between[i] = i < 2 ? (ofRow ? 127 : 63) : 20 + 0.45f * signs[i];
        }
        float[] query = normal(ofRow ? signs.clone() : between.clone());
        float[] hidden = normal(ofRow ? between : signs);
        float[] other = {0.5f, 0.5f, -0.5f, -0.5f};
        float[] plain = new float[width];
        System.arraycopy(other, 0, plain, 2, other.length);
        int used = ofRow ? 10 : 0;
        plain[used] = PlainScan.product(hidden, 0, query, 0, width) / 2 / query[used];
        float[] all = new float[rows * width];
        for (int row = 0; row < rows; row++) {
            System.arraycopy(row == 100 ? hidden : plain, 0, all, row * width, width);
        }
        VectorIndex index = vectors.apply(memory, width);
        try {
            PlainScan right = new PlainScan();
            add(index, right, all, rows);
            for (int k : new int[]{1, 10, 100}) {
                check.equal("the hidden row is the best", 100, right.nearest(query, k, RowRanges.all(rows)).rows()[0]);
                same(check, index, right, query, k, RowRanges.all(rows));
            }
        } finally {
            index.close();
        }
    }

    private void changes(Check check, Numbers random) {
        int width = 24;
        VectorIndex index = vectors.apply(memory, width);
        try {
            PlainScan plain = new PlainScan();
            for (int i = 0; i < CHANGES; i++) {
                if (plain.size() < 200 || random.below(5) < 2) {
                    int count = random.below(900);
                    add(index, plain, clustered(random, count, width), count);
                } else {
                    int from = random.below(plain.size());
                    int to = from + random.below(plain.size() - from + 1);
                    index.remove(from, to);
                    plain.remove(from, to);
                }
                check.equal("size after change " + i, plain.size(), index.size());
                same(check, index, plain, unit(random, width), 1 + random.below(30), some(random, plain.size()));
            }
            index.remove(0, plain.size());
            check.equal("nothing left", 0, index.nearest(unit(random, width), 5, RowRanges.all(0)).size());
        } finally {
            index.close();
        }
    }

    private void refusals(Check check) {
        VectorIndex index = vectors.apply(memory, 16);
        index.add(new float[32], 2);
        float[] query = new float[16];
        check.equal("no rows asked for", 0, index.nearest(query, 3, new RowRanges(new int[0])).size());
        check.equal("more than there are", 2, index.nearest(query, 1000, RowRanges.all(2)).size());
        check.fails("rows that are not there", IllegalArgumentException.class,
                () -> index.nearest(query, 3, RowRanges.all(3)));
        check.fails("another width", IllegalArgumentException.class,
                () -> index.nearest(new float[15], 3, RowRanges.all(2)));
        check.fails("no hits asked for", IllegalArgumentException.class,
                () -> index.nearest(query, 0, RowRanges.all(2)));
        check.fails("more hits than anyone reads", IllegalArgumentException.class,
                () -> index.nearest(query, KernelVectors.MAX_HITS + 1, RowRanges.all(2)));
        check.fails("too few numbers", IllegalArgumentException.class, () -> index.add(new float[31], 2));
        check.fails("removing what is not there", IllegalArgumentException.class, () -> index.remove(1, 3));
        index.close();
        index.close();
        check.equal("closed", 0L, index.memoryBytes());
        check.fails("closed", IllegalStateException.class, () -> index.nearest(query, 1, RowRanges.all(0)));
    }

    private void same(Check check, VectorIndex index, PlainScan plain, float[] query, int k, RowRanges where) {
        Hits expected = plain.nearest(query, k, where);
        Hits found = index.nearest(query, k, where);
        String what = k + " of " + plain.size() + " rows of " + query.length + ", seed " + seed;
        check.equal("rows: " + what, Arrays.toString(expected.rows()), Arrays.toString(found.rows()));
        Bits.same(check, "scores: " + what, expected.scores(), found.scores());
        if (found.size() > 0) {
            float[] copy = new float[query.length];
            index.read(found.rows()[0], copy);
            Bits.same(check, "the first row itself: " + what, plain.row(found.rows()[0]), copy);
        }
    }

    private static void add(VectorIndex index, PlainScan plain, float[] vectors, int count) {
        index.add(vectors, count);
        plain.add(vectors, count, index.width());
    }

    /** Unit vectors around few centres: more rows are close to each other than chance would have it. */
    private static float[] clustered(Numbers random, int count, int width) {
        float[] all = new float[count * width];
        float[] centre = unit(random, width);
        for (int row = 0; row < count; row++) {
            if (row % CLUSTER == 0) {
                centre = unit(random, width);
            }
            System.arraycopy(near(random, centre, 0.1f * random.below(8)), 0, all, row * width, width);
        }
        return all;
    }

    private static float[] near(Numbers random, float[] centre, float distance) {
        float[] vector = unit(random, centre.length);
        for (int i = 0; i < centre.length; i++) {
            vector[i] = centre[i] + distance * vector[i];
        }
        return normal(vector);
    }

    private static float[] unit(Numbers random, int width) {
        return normal(random.units(width));
    }

    private static float[] normal(float[] vector) {
        double squares = 0;
        for (float value : vector) {
            squares += value * value;
        }
        for (int i = 0; i < vector.length && squares > 0; i++) {
            vector[i] = (float) (vector[i] / Math.sqrt(squares));
        }
        return vector;
    }

    /** Stretches of some of the rows. */
    private static RowRanges some(Numbers random, int size) {
        int[] bounds = new int[size + 2];
        int count = 0;
        int at = 0;
        while (at < size) {
            int from = at + random.below(200);
            int to = from + 1 + random.below(300);
            if (from < size) {
                bounds[count++] = from;
                bounds[count++] = Math.min(size, to);
            }
            at = to + 1;
        }
        return new RowRanges(Arrays.copyOf(bounds, count));
    }
}
