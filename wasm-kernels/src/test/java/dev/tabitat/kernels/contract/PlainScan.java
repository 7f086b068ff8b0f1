package dev.tabitat.kernels.contract;

import dev.tabitat.core.retrieval.Hits;
import dev.tabitat.core.retrieval.RowRanges;
import java.util.ArrayList;
import java.util.List;

/** What is right for a search of vectors: every product, in the order of the kernel's additions, and a full sort. */
final class PlainScan {

    private static final int LANES = 16;

    private final List<float[]> rows = new ArrayList<>();

    void add(float[] vectors, int count, int width) {
        for (int row = 0; row < count; row++) {
            float[] one = new float[width];
            System.arraycopy(vectors, row * width, one, 0, width);
            rows.add(one);
        }
    }

    void remove(int from, int to) {
        rows.subList(from, to).clear();
    }

    int size() {
        return rows.size();
    }

    float[] row(int row) {
        return rows.get(row);
    }

    Hits nearest(float[] query, int k, RowRanges where) {
        List<Integer> order = new ArrayList<>();
        float[] products = new float[rows.size()];
        int[] bounds = where.bounds();
        for (int i = 0; i < bounds.length; i += 2) {
            for (int row = bounds[i]; row < bounds[i + 1]; row++) {
                products[row] = product(rows.get(row), 0, query, 0, query.length);
                order.add(row);
            }
        }
        order.sort(
                (a, b) -> products[a] != products[b] ? Float.compare(products[b], products[a]) : Integer.compare(a, b));
        int size = Math.min(k, order.size());
        int[] best = new int[size];
        float[] scores = new float[size];
        for (int i = 0; i < size; i++) {
            best[i] = order.get(i);
            scores[i] = products[best[i]];
        }
        return new Hits(best, scores);
    }

    /** Sixteen sums side by side, then their sum in fours. */
    static float product(float[] a, int aFrom, float[] b, int bFrom, int width) {
        float[] sums = new float[LANES];
        for (int i = 0; i < width; i++) {
            sums[i % LANES] = a[aFrom + i] * b[bFrom + i] + sums[i % LANES];
        }
        float[] fours = new float[4];
        for (int lane = 0; lane < 4; lane++) {
            fours[lane] = (sums[lane] + sums[4 + lane]) + (sums[8 + lane] + sums[12 + lane]);
        }
        return (fours[0] + fours[1]) + (fours[2] + fours[3]);
    }
}
