package dev.tabitat.e2e.evaluation;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/** What is counted of a ranking, and how sure the mean over queries is. */
final class Figures {

    private static final int RESAMPLES = 2000;

    private Figures() {}

    /** Binary gains, discounted by log2 of the rank, over what the best order would have. */
    static double ndcg(List<Integer> ranking, Set<Integer> relevant, int depth) {
        double gained = 0;
        double best = 0;
        for (int rank = 0; rank < depth; rank++) {
            double discount = Math.log(2) / Math.log(rank + 2);
            gained += rank < ranking.size() && relevant.contains(ranking.get(rank)) ? discount : 0;
            best += rank < relevant.size() ? discount : 0;
        }
        return best == 0 ? 0 : gained / best;
    }

    static double recall(List<Integer> ranking, Set<Integer> relevant, int depth) {
        return relevant.isEmpty() ? 0
                : (double) ranking.stream().limit(depth).filter(relevant::contains).count() / relevant.size();
    }

    /** One over the rank of the one that is sought; 0 where it is not there. */
    static double reciprocalRank(List<Integer> ranking, int sought) {
        int at = ranking.indexOf(sought);
        return at < 0 ? 0 : 1.0 / (at + 1);
    }

    /** The mean with the 95 % interval of a bootstrap over queries. */
    static String mean(double[] values, long seed) {
        if (values.length == 0) {
            return "none";
        }
        Random random = new Random(seed);
        double[] means = new double[RESAMPLES];
        for (int at = 0; at < RESAMPLES; at++) {
            for (int draw = 0; draw < values.length; draw++) {
                means[at] += values[random.nextInt(values.length)] / values.length;
            }
        }
        Arrays.sort(means);
        return String.format(Locale.ROOT, "%.3f (%.3f to %.3f)", Arrays.stream(values).average().orElse(0),
                means[(int) (0.025 * RESAMPLES)], means[(int) (0.975 * RESAMPLES) - 1]);
    }

    /** The smallest value that at least this share of them do not exceed; {@code sorted} ascends and is not empty. */
    static double quantile(double[] sorted, double share) {
        return sorted[Math.max(0, Math.min(sorted.length - 1, (int) Math.ceil(share * sorted.length) - 1))];
    }
}
