package dev.tabitat.e2e.benchmark;

import dev.tabitat.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * How many times longer one contestant took than another: the ratio of the medians of all their passes, and a 95 %
 * interval.
 *
 * <p>
 * The interval is a bootstrap over rounds: passes of one turn share what the machine was doing, and so do the two turns
 * of a round, hence a round is drawn as a whole. It knows only the noise within this run.
 */
record Ratio(double value, double low, double high) {

    private static final int RESAMPLES = 2000;
    private static final long SEED = 20261123;

    /** Both lists have one entry a round, in the same order. */
    static Ratio of(List<double[]> longer, List<double[]> shorter) {
        if (longer.size() != shorter.size() || longer.isEmpty()) {
            throw new IllegalArgumentException("Rounds: " + longer.size() + " and " + shorter.size());
        }
        SplittableRandom random = new SplittableRandom(SEED);
        double[] ratios = new double[RESAMPLES];
        for (int i = 0; i < RESAMPLES; i++) {
            int[] drawn = random.ints(longer.size(), 0, longer.size()).toArray();
            ratios[i] = median(longer, drawn) / median(shorter, drawn);
        }
        java.util.Arrays.sort(ratios);
        int[] all = java.util.stream.IntStream.range(0, longer.size()).toArray();
        return new Ratio(median(longer, all) / median(shorter, all), Spread.quantile(ratios, 0.025),
                Spread.quantile(ratios, 0.975));
    }

    private static double median(List<double[]> rounds, int[] drawn) {
        return Spread.median(java.util.Arrays.stream(drawn).mapToObj(rounds::get)
                .flatMapToDouble(java.util.Arrays::stream).toArray());
    }

    String text() {
        return String.format(Locale.ROOT, "**%.2f** (%.2f–%.2f)", value, low, high);
    }

    JsonObject json() {
        return JsonObject.of("value", value, "low", low, "high", high);
    }
}
