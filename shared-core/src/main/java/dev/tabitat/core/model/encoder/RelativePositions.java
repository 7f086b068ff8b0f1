package dev.tabitat.core.model.encoder;

import dev.tabitat.core.math.DeterministicMath;

/** The rows of tables over distances: near distances have one each, far ones share them by their logarithm. */
final class RelativePositions {

    /** Rows that {@link #mpnet} names. */
    static final int MPNET_BUCKETS = 32;

    private static final int MPNET_NEAR = 8;

    private RelativePositions() {}

    /**
     * MPNet's row for a key that lies {@code distance} tokens after the query: 8 near ones, then 8 up to 128 tokens,
     * and as many again for keys that lie after it.
     */
    static int mpnet(int distance) {
        int side = distance > 0 ? MPNET_BUCKETS / 2 : 0;
        int far = Math.abs(distance);
        if (far < MPNET_NEAR) {
            return side + far;
        }
        int row = MPNET_NEAR;
        // 8 · 16^((row - 8) / 8) = 8 · 2^((row - 8) / 2), compared in whole numbers.
        while (row < MPNET_BUCKETS / 2 - 1 && (long) far * far >= 64L << row - MPNET_NEAR + 1) {
            row++;
        }
        return side + row;
    }

    /**
     * DeBERTa's bucket for a key that lies {@code distance} tokens before the query: itself up to half of the buckets,
     * then by the logarithm up to {@code positions}; negative for keys after it.
     */
    static int deberta(int distance, int buckets, int positions) {
        int middle = buckets / 2;
        int far = Math.abs(distance);
        if (far <= middle) {
            return distance;
        }
        // Divided and taken in float as the original does, whose results are rounded up.
        float ratio = (float) DeterministicMath.log((float) far / middle);
        float most = (float) DeterministicMath.log((float) (positions - 1) / middle);
        int bucket = (int) Math.ceil(ratio / most * (middle - 1)) + middle;
        return distance < 0 ? -bucket : bucket;
    }
}
