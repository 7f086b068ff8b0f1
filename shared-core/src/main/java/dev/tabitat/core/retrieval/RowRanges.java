package dev.tabitat.core.retrieval;

/**
 * Rows that a search may look at: ascending stretches that neither touch nor overlap.
 *
 * @param bounds first row and the row behind the last one of each stretch, in turn
 */
public record RowRanges(int[] bounds) {

    /** The rows from 0 to {@code size}, without it. */
    public static RowRanges all(int size) {
        return new RowRanges(size == 0 ? new int[0] : new int[]{0, size});
    }

    /** How many rows they are. */
    public int rows() {
        int rows = 0;
        for (int i = 0; i < bounds.length; i += 2) {
            rows += bounds[i + 1] - bounds[i];
        }
        return rows;
    }
}
