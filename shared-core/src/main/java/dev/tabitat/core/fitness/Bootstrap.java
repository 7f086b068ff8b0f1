package dev.tabitat.core.fitness;

import dev.tabitat.core.random.SplitMix64;
import java.util.Arrays;

/**
 * How far a figure would move with other cases of the same kind: the middle 95 % of its values over cases drawn with replacement
 * (Efron 1979; the percentile interval). Seeded.
 */
public final class Bootstrap {

    /** How many times cases are drawn. */
    public static final int ROUNDS = 1000;

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

    /** @param n how many cases there are, at least 1 */
    public static Estimated of(int n, long seed, Figure figure) {
        return of(n, seed, 1, figure);
    }

    /** @param questions asked of the same cases: the interval leaves out 5 % shared among them */
    public static Estimated of(int n, long seed, int questions, Figure figure) {
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
        int cut = ROUNDS / 40 / questions;
        return new Estimated(figure.of(all(n)), values[cut], values[ROUNDS - 1 - cut]);
    }
}
