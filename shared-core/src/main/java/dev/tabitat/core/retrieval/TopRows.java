package dev.tabitat.core.retrieval;

/** Keeps the best of many scored rows; of two that score alike the earlier is better. */
public final class TopRows {

    private final int[] rows;
    private final float[] scores;
    private int size;

    /** @param most how many to keep, at least 1 */
    public TopRows(int most) {
        rows = new int[most];
        scores = new float[most];
    }

    public void offer(float score, int row) {
        if (size < rows.length) {
            up(size++, score, row);
        } else if (isBetter(score, row, scores[0], rows[0])) {
            down(score, row);
        }
    }

    /** The score of the worst that is kept; there must be one. */
    public float worst() {
        return scores[0];
    }

    private static boolean isBetter(float score, int row, float other, int otherRow) {
        return score > other || score == other && row < otherRow;
    }

    /** The worst stays at the root of the heap. */
    private void up(int place, float score, int row) {
        int at = place;
        while (at > 0) {
            int above = (at - 1) / 2;
            if (isBetter(score, row, scores[above], rows[above])) {
                break;
            }
            scores[at] = scores[above];
            rows[at] = rows[above];
            at = above;
        }
        scores[at] = score;
        rows[at] = row;
    }

    private void down(float score, int row) {
        int at = 0;
        for (int below = 1; below < size; below = 2 * at + 1) {
            if (below + 1 < size && isBetter(scores[below], rows[below], scores[below + 1], rows[below + 1])) {
                below++;
            }
            if (!isBetter(score, row, scores[below], rows[below])) {
                break;
            }
            scores[at] = scores[below];
            rows[at] = rows[below];
            at = below;
        }
        scores[at] = score;
        rows[at] = row;
    }

    /** What was kept, the best first; empties this. */
    public Hits hits() {
        int[] best = new int[size];
        float[] values = new float[size];
        for (int i = size - 1; i >= 0; i--) {
            best[i] = rows[0];
            values[i] = scores[0];
            size = i;
            if (i > 0) {
                down(scores[i], rows[i]);
            }
        }
        return new Hits(best, values);
    }
}
