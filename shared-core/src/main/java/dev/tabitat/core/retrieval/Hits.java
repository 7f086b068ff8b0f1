package dev.tabitat.core.retrieval;

/**
 * The best rows of a search, the best first; of two that score alike the earlier row comes first.
 *
 * @param rows their numbers
 * @param scores what each scored
 */
public record Hits(int[] rows, float[] scores) {

    public int size() {
        return rows.length;
    }
}
