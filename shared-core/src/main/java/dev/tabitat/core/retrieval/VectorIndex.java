package dev.tabitat.core.retrieval;

/**
 * Unit vectors by row, and the nearest to a question's. Every implementation finds the same rows with scores within
 * 1e-5 of each other. Rows are numbered from 0; removing some moves the later ones down.
 */
public interface VectorIndex {

    /** Numbers of a vector. */
    int width();

    int size();

    /**
     * Adds rows at the end.
     *
     * @param vectors {@code [count, width]}, each of unit length
     * @throws dev.tabitat.core.error.OutOfBudget when there is no memory for them; nothing has changed then
     */
    void add(float[] vectors, int count);

    /** Removes rows and overwrites where they were. @param to behind the last one */
    void remove(int from, int to);

    /**
     * The {@code k} rows of the largest dot products, or as many as there are.
     *
     * @param query of unit length
     * @param k 1 to 1000
     */
    Hits nearest(float[] query, int k, RowRanges where);

    /** Copies a row's vector. @param into at least {@link #width} numbers */
    void read(int row, float[] into);

    /** What it takes. */
    long memoryBytes();

    /** Overwrites and gives back everything. */
    void close();
}
