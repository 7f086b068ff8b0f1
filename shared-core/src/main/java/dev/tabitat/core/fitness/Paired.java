package dev.tabitat.core.fitness;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.math.DeterministicMath;

/**
 * Two models on the same cases: the gain in macro-F1 with its interval by a paired bootstrap (Efron and Tibshirani 1993, 16), and the
 * exact McNemar test on the cases of which one was right and the other wrong (McNemar 1947; two-sided, binomial). The test decides;
 * the interval describes.
 *
 * @param n cases
 * @param gain of the second over the first
 * @param onlyFirst cases that only the first had right
 * @param onlySecond cases that only the second had right
 * @param p of McNemar's test
 */
public record Paired(int n, Bootstrap.Estimated gain, int onlyFirst, int onlySecond, double p) {

    /** The significance level of a two-sided test. */
    public static final double ALPHA = 0.05;

    /** @throws InvalidInput when they did not answer the same cases */
    public static Paired of(Predictions first, Predictions second, long seed) {
        if (!first.right().equals(second.right()) || first.n() == 0) {
            throw new InvalidInput("Only answers to the same cases can be compared.", Finding.at("paired test").expected(first.n() + " cases, at least 1").found(second.n()));
        }
        int onlyFirst = 0;
        int onlySecond = 0;
        for (int i = 0; i < first.n(); i++) {
            onlyFirst += first.isRight(i) && !second.isRight(i) ? 1 : 0;
            onlySecond += !first.isRight(i) && second.isRight(i) ? 1 : 0;
        }
        Bootstrap.Estimated gain = Bootstrap.of(first.n(), seed, places -> second.macroF1(places) - first.macroF1(places));
        if (gain.low() == gain.high()) {
            // They agree on every case, so resampling shows no spread: the share of other cases that n cases do not exclude stands in for it.
            double width = Binomial.upper(0, first.n(), ALPHA);
            gain = new Bootstrap.Estimated(gain.value(), gain.low() - width, gain.high() + width);
        }
        return new Paired(first.n(), gain, onlyFirst, onlySecond, mcnemar(onlyFirst, onlySecond));
    }

    /** The two-sided p-value of {@code a} against {@code b} cases, were each as likely to fall to one side as to the other. */
    public static double mcnemar(int a, int b) {
        int n = a + b;
        int least = Math.min(a, b);
        double logHalf = n * DeterministicMath.log(0.5);
        double logChoose = 0;
        double tail = 0;
        for (int k = 0; k <= least; k++) {
            tail += DeterministicMath.exp(logChoose + logHalf);
            logChoose += DeterministicMath.log(n - k) - DeterministicMath.log(k + 1.0);
        }
        return Math.min(1, 2 * tail);
    }

    /**
     * Whether the second is better: the exact test rejects equality at {@link #ALPHA}, in its favour, and macro-F1 did not fall.
     * Of equal models at most {@code ALPHA / 2} are called better.
     */
    public boolean isBetter() {
        return onlySecond > onlyFirst && p <= ALPHA && gain.value() > 0;
    }

    public JsonObject toJson() {
        return JsonObject.of("n", n, "gain", gain.value(), "low", gain.low(), "high", gain.high(), "only_first", onlyFirst, "only_second", onlySecond, "p", p,
                "method", "paired bootstrap of macro-F1, " + Bootstrap.ROUNDS + " rounds, 95 %; exact McNemar test");
    }
}
