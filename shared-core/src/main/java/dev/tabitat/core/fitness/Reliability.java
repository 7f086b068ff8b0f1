package dev.tabitat.core.fitness;

import dev.tabitat.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether answers are as often right as they are sure: ten bins of confidence, and the expected calibration error, the
 * mean of |right - sure| over the bins weighted by their cases (Naeini, Cooper and Hauskrecht, AAAI 2015; Guo and
 * others, ICML 2017).
 */
public record Reliability(double ece, List<Bin> bins) {

    private static final int BINS = 10;

    public Reliability {
        bins = List.copyOf(bins);
    }

    /**
     * Cases whose confidence is above {@code from}, up to {@code to}.
     *
     * @param confidence their mean; 0 without cases
     */
    public record Bin(double from, double to, double confidence, Accuracy accuracy) {

        JsonObject toJson() {
            return JsonObject.of("from", from, "to", to, "confidence", confidence).with("accuracy", accuracy.toJson());
        }
    }

    public static Reliability of(Predictions predictions) {
        int[] n = new int[BINS];
        int[] right = new int[BINS];
        double[] sums = new double[BINS];
        for (int i = 0; i < predictions.n(); i++) {
            int bin = bin(predictions.confidence(i));
            n[bin]++;
            right[bin] += predictions.isRight(i) ? 1 : 0;
            sums[bin] += predictions.confidence(i);
        }
        List<Bin> bins = new ArrayList<>();
        for (int bin = 0; bin < BINS; bin++) {
            bins.add(new Bin((double) bin / BINS, (bin + 1.0) / BINS, n[bin] == 0 ? 0 : sums[bin] / n[bin],
                    new Accuracy(n[bin], right[bin])));
        }
        return new Reliability(ece(predictions, Bootstrap.all(predictions.n())), bins);
    }

    private static int bin(double confidence) {
        return Math.max(0, Math.min(BINS - 1, (int) Math.ceil(confidence * BINS) - 1));
    }

    static double ece(Predictions predictions, int... places) {
        double[] sure = new double[places.length];
        double[] hits = new double[places.length];
        for (int i = 0; i < places.length; i++) {
            sure[i] = predictions.confidence(places[i]);
            hits[i] = predictions.isRight(places[i]) ? 1 : 0;
        }
        return error(sure, hits, Bootstrap.all(places.length));
    }

    /**
     * The expected calibration error of these figures at these places. @param hits 1 where an answer was right, else 0
     */
    static double error(double[] sure, double[] hits, int... places) {
        double sum = 0;
        for (double one : gaps(sure, hits, places)) {
            sum += Math.abs(one);
        }
        return sum;
    }

    /** Of each bin the sum of right - sure, divided by the number of all places. */
    private static double[] gaps(double[] sure, double[] hits, int... places) {
        double[] gaps = new double[BINS];
        for (int i : places) {
            gaps[bin(sure[i])] += hits[i] - sure[i];
        }
        for (int bin = 0; bin < BINS && places.length > 0; bin++) {
            gaps[bin] /= places.length;
        }
        return gaps;
    }

    static Bootstrap.Estimated estimated(Predictions predictions, long seed) {
        double[] sure = new double[predictions.n()];
        double[] hits = new double[predictions.n()];
        for (int i = 0; i < sure.length; i++) {
            sure[i] = predictions.confidence(i);
            hits[i] = predictions.isRight(i) ? 1 : 0;
        }
        return estimated(sure, hits, seed);
    }

    /**
     * The calibration error with its interval. Noise in a bin adds to the error and never cancels, so the estimate lies
     * above the truth and resampled values lie higher still; the plain percentile interval may miss both (Kumar, Liang
     * and Ma, "Verified uncertainty calibration", NeurIPS 2019, on the bias). By the triangle inequality the estimate
     * differs from the truth by at most the sum over bins of |estimated gap - true gap|: the lower limit takes off the
     * 97.5 % quantile of that sum over drawn cases. The upper limit is the percentile one, which the bias only raises.
     *
     * @param hits 1 where an answer was right, else 0
     */
    static Bootstrap.Estimated estimated(double[] sure, double[] hits, long seed) {
        int n = sure.length;
        double[] estimate = gaps(sure, hits, Bootstrap.all(n));
        double value = error(sure, hits, Bootstrap.all(n));
        double noise = Bootstrap.upper(n, seed, places -> {
            double[] drawn = gaps(sure, hits, places);
            double sum = 0;
            for (int bin = 0; bin < BINS; bin++) {
                sum += Math.abs(drawn[bin] - estimate[bin]);
            }
            return sum;
        });
        double high = Bootstrap.upper(n, seed, places -> error(sure, hits, places));
        return new Bootstrap.Estimated(value, Math.max(0, value - noise), Math.min(1, Math.max(value, high)));
    }
}
