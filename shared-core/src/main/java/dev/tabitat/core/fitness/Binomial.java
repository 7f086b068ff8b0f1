package dev.tabitat.core.fitness;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.math.DeterministicMath;

/**
 * Exact statements about a share, from {@code k} of {@code n} cases drawn alike: Clopper and Pearson, "The use of
 * confidence or fiducial limits illustrated in the case of the binomial", Biometrika 26, 1934. Unlike an approximation
 * they hold for any n.
 */
public final class Binomial {

    private static final int STEPS = 60;

    private Binomial() {}

    /** P(X &lt;= k) of n cases that each happen with probability p. */
    public static double atMost(long k, long n, double p) {
        if (k < 0 || k > n || !(p >= 0 && p <= 1)) {
            throw new InvalidInput("There cannot be more cases than were tried.",
                    Finding.at("binomial").expected("0 <= k <= n, 0 <= p <= 1").found(k + " of " + n + ", p = " + p));
        }
        if (p == 0 || k == n) {
            return 1;
        }
        if (p == 1) {
            return 0;
        }
        double logOdds = DeterministicMath.log(p) - DeterministicMath.log(1 - p);
        double log = n * DeterministicMath.log(1 - p);
        double sum = 0;
        for (long i = 0; i <= k; i++) {
            sum += DeterministicMath.exp(log);
            log += DeterministicMath.log((double) (n - i)) - DeterministicMath.log(i + 1.0) + logOdds;
        }
        return Math.min(1, sum);
    }

    /**
     * The largest share that k of n do not speak against: the one-sided upper limit.
     *
     * @param doubt how often the limit may be wrong, for example 0.05
     * @return 1 where nothing was tried
     */
    public static double upper(long k, long n, double doubt) {
        if (n == 0 || k == n) {
            return 1;
        }
        double low = 0;
        double high = 1;
        for (int step = 0; step < STEPS; step++) {
            double middle = (low + high) / 2;
            if (atMost(k, n, middle) > doubt) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    /**
     * How many cases without one failure it takes to say that failures are at most this share. @param share above 0,
     * below 1
     */
    public static int casesFor(double share, double doubt) {
        return (int) Math.ceil(DeterministicMath.log(doubt) / DeterministicMath.log(1 - share) - 1e-9);
    }
}
