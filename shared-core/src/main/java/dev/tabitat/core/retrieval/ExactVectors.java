package dev.tabitat.core.retrieval;

import java.util.Arrays;

/** Vectors in plain Java, compared one by one: what every other index must find. */
public final class ExactVectors implements VectorIndex {

    private final int width;
    private float[] values = new float[0];
    private int size;

    public ExactVectors(int width) {
        this.width = width;
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public void add(float[] vectors, int count) {
        int wanted = (size + count) * width;
        if (wanted > values.length) {
            values = Arrays.copyOf(values, Math.max(wanted, values.length + values.length / 2));
        }
        System.arraycopy(vectors, 0, values, size * width, count * width);
        size += count;
    }

    @Override
    public void remove(int from, int to) {
        System.arraycopy(values, to * width, values, from * width, (size - to) * width);
        Arrays.fill(values, (size - (to - from)) * width, size * width, 0);
        size -= to - from;
    }

    @Override
    public Hits nearest(float[] query, int k, RowRanges where) {
        TopRows best = new TopRows(k);
        for (int i = 0; i < where.bounds().length; i += 2) {
            for (int row = where.bounds()[i]; row < where.bounds()[i + 1]; row++) {
                double sum = 0;
                for (int d = 0, at = row * width; d < width; d++, at++) {
                    sum += (double) query[d] * values[at];
                }
                best.offer((float) sum, row);
            }
        }
        return best.hits();
    }

    @Override
    public void read(int row, float[] into) {
        System.arraycopy(values, row * width, into, 0, width);
    }

    @Override
    public long memoryBytes() {
        return 4L * values.length;
    }

    @Override
    public void close() {
        Arrays.fill(values, 0);
        values = new float[0];
        size = 0;
    }
}
