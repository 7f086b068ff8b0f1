package dev.tabitat.kernels.backend;

import dev.tabitat.core.retrieval.Hits;

/**
 * The best so many rows of those that were offered: higher scores first, of equal ones the earlier row. A heap with the
 * worst on top.
 */
final class TopRows {

    private final int[] rows;
    private final float[] scores;
    private int size;

    /** @param most how many are kept, at least one */
    TopRows(int most) {
        rows = new int[most];
        scores = new float[most];
    }

    void offer(int row, float score) {
        if (size < rows.length) {
            size++;
            rise(row, score);
        } else if (isWorse(0, row, score)) {
            sink(row, score);
        }
    }

    /** The score of the worst that is kept; there must be one. */
    float worst() {
        return scores[0];
    }

    /** All that are kept, the best first; none is kept any more. */
    Hits take() {
        int[] bestRows = new int[size];
        float[] bestScores = new float[size];
        while (size > 0) {
            size--;
            bestRows[size] = rows[0];
            bestScores[size] = scores[0];
            sink(rows[size], scores[size]);
        }
        return new Hits(bestRows, bestScores);
    }

    /** Whether the i-th comes after this row. */
    private boolean isWorse(int i, int row, float score) {
        return scores[i] < score || scores[i] == score && rows[i] > row;
    }

    private void rise(int row, float score) {
        int at = size - 1;
        while (at > 0) {
            int parent = (at - 1) / 2;
            if (isWorse(parent, row, score)) {
                break;
            }
            move(parent, at);
            at = parent;
        }
        set(at, row, score);
    }

    /** Puts a row in place of the worst. */
    private void sink(int row, float score) {
        int at = 0;
        while (2 * at + 1 < size) {
            int child = 2 * at + 1;
            if (child + 1 < size && isWorse(child + 1, rows[child], scores[child])) {
                child++;
            }
            if (!isWorse(child, row, score)) {
                break;
            }
            move(child, at);
            at = child;
        }
        set(at, row, score);
    }

    private void move(int from, int to) {
        set(to, rows[from], scores[from]);
    }

    private void set(int at, int row, float score) {
        rows[at] = row;
        scores[at] = score;
    }
}
