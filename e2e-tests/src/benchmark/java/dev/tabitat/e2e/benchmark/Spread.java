package dev.tabitat.e2e.benchmark;

import dev.tabitat.core.json.JsonObject;
import java.util.Arrays;
import java.util.Locale;

/** How samples spread; quantiles lie between neighbours in proportion (type 7 of Hyndman and Fan). */
record Spread(int n, double low, double lowerQuartile, double median, double upperQuartile, double high) {

    static Spread of(double... samples) {
        if (samples.length == 0) {
            throw new IllegalArgumentException("No samples");
        }
        double[] sorted = samples.clone();
        Arrays.sort(sorted);
        return new Spread(sorted.length, sorted[0], quantile(sorted, 0.25), quantile(sorted, 0.5),
                quantile(sorted, 0.75), sorted[sorted.length - 1]);
    }

    static double median(double... samples) {
        return of(samples).median();
    }

    static double quantile(double[] sorted, double share) {
        double at = share * (sorted.length - 1);
        int below = (int) at;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }

    /** The median, and between which values the middle half lies. */
    String text() {
        return number(median) + " (" + number(lowerQuartile) + "–" + number(upperQuartile) + ")";
    }

    JsonObject json() {
        return JsonObject.of("n", n, "low", low, "lower_quartile", lowerQuartile, "median", median, "upper_quartile",
                upperQuartile, "high", high);
    }

    /** Three digits that count. */
    static String number(double value) {
        int decimals = value == 0 ? 0 : (int) Math.max(0, Math.min(6, 2 - Math.floor(Math.log10(Math.abs(value)))));
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
