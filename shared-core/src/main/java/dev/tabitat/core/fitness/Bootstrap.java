package dev.tabitat.core.fitness;

import dev.tabitat.core.random.SplitMix64;
import java.util.Arrays;

/**
 * The 95 % interval of a figure by the bootstrap: its values over cases drawn with replacement, {@value #ROUNDS} times,
 * seeded (Efron, "Bootstrap methods: another look at the jackknife", Annals of Statistics 7, 1979). Every interval
 * contains its estimate.
 */
public final class Bootstrap {

    /** How many times cases are drawn. */
    public static final int ROUNDS = 1000;

    /** Values left out at each end: 2.5 %. */
    private static final int CUT = ROUNDS / 40;

    /** A figure of the cases at some places. */
    @FunctionalInterface
    public interface Figure {
        double of(int... places);
    }

    /** A figure and its interval, low to high. */
    public record Estimated(double value, double low, double high) {
    }

    private Bootstrap() {}

    static int[] all(int n) {
        int[] places = new int[n];
        for (int i = 0; i < n; i++) {
            places[i] = i;
        }
        return places;
    }

    /**
     * The percentile interval, for figures without a notable bias.
     *
     * @param n how many cases there are, at least 1
     */
    public static Estimated of(int n, long seed, Figure figure) {
        double[] values = drawn(n, seed, figure);
        double value = figure.of(all(n));
        return new Estimated(value, Math.min(value, values[CUT]), Math.max(value, values[ROUNDS - 1 - CUT]));
    }

    /** The value below which 97.5 % of the figure's values over drawn cases lie. */
    static double upper(int n, long seed, Figure figure) {
        return drawn(n, seed, figure)[ROUNDS - 1 - CUT];
    }

    private static double[] drawn(int n, long seed, Figure figure) {
        SplitMix64 random = new SplitMix64(seed);
        double[] values = new double[ROUNDS];
        int[] places = new int[n];
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < n; i++) {
                places[i] = random.nextInt(n);
            }
            values[round] = figure.of(places);
        }
        Arrays.sort(values);
        return values;
    }
}
