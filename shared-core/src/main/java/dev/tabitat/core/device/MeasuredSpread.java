package dev.tabitat.core.device;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.math.DeterministicMath;
import java.util.Arrays;

/**
 * What several measurements of one figure gave.
 *
 * @param n how many there were, at least 1
 * @param low the smallest
 * @param median the middle one, or the mean of the middle two
 * @param high the largest
 */
public record MeasuredSpread(int n, double low, double median, double high) {

    public MeasuredSpread {
        if (n < 1 || !(low <= median && median <= high) || !DeterministicMath.isFinite(low)
                || !DeterministicMath.isFinite(high)) {
            throw new InvalidInput("A measurement needs finite samples.", Finding.at("measurement")
                    .expected("n >= 1, low <= median <= high").found(n + ": " + low + ", " + median + ", " + high));
        }
    }

    /** The spread of these samples, which stay as they are. */
    public static MeasuredSpread of(double... samples) {
        if (samples.length == 0) {
            throw new InvalidInput("A measurement needs at least one sample.", Finding.at("measurement"));
        }
        double[] sorted = samples.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        double below = sorted[(n - 1) / 2];
        double above = sorted[n / 2];
        return new MeasuredSpread(n, sorted[0], below + (above - below) / 2, sorted[n - 1]);
    }
}
