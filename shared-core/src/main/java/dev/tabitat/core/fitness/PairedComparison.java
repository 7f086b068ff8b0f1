package dev.tabitat.core.fitness;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.math.DeterministicMath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Two models on the same cases: the gain in macro-F1 with its interval by a paired bootstrap (Efron and Tibshirani
 * 1993, 16), and the exact McNemar test on the cases of which one was right and the other wrong (McNemar 1947;
 * two-sided, binomial). The test decides; the interval describes.
 *
 * @param n cases
 * @param gain of the second over the first
 * @param onlyFirst groups of cases that the first had right more often; a case without near-duplicates is a group
 * @param onlySecond groups that the second had right more often
 * @param p of McNemar's test
 */
public record PairedComparison(int n, Bootstrap.Estimated gain, int onlyFirst, int onlySecond, double p) {

    /** The significance level of a two-sided test. */
    public static final double ALPHA = 0.05;

    /**
     * @param groups of near-duplicate cases, a number each: the test takes a group as one case, which falls to the side
     * that was right more often in it, and the bootstrap draws whole groups, since near-duplicates are not independent
     * @throws InvalidInput when they did not answer the same cases
     */
    public static PairedComparison of(Predictions first, Predictions second, int[] groups, long seed) {
        if (!first.right().equals(second.right()) || first.n() == 0 || groups.length != first.n()) {
            throw new InvalidInput("Only answers to the same cases can be compared.",
                    Finding.at("paired test").expected(first.n() + " cases, at least 1").found(second.n()));
        }
        int[] net = new int[first.n()];
        for (int i = 0; i < first.n(); i++) {
            net[i] = (second.isRight(i) ? 1 : 0) - (first.isRight(i) ? 1 : 0);
        }
        int[] sides = sides(net, groups);
        List<int[]> members = new ArrayList<>(members(groups).values());
        Bootstrap.Estimated gain = Bootstrap.of(members.size(), seed, drawn -> {
            int[] places = flattened(members, drawn);
            return second.macroF1(places) - first.macroF1(places);
        });
        if (gain.low() == gain.high()) {
            // They agree on every case, so resampling shows no spread: the share of other cases that n cases do not
            // exclude stands in for it.
            double width = Binomial.upper(0, members.size(), ALPHA);
            gain = new Bootstrap.Estimated(gain.value(), gain.low() - width, gain.high() + width);
        }
        return new PairedComparison(first.n(), gain, sides[0], sides[1], mcnemar(sides[0], sides[1]));
    }

    /** Every case on its own. */
    static int[] alone(int n) {
        return Bootstrap.all(n);
    }

    /** How many groups fall to the first and to the second side. @param net -1, 0 or 1 of each case */
    static int[] sides(int[] net, int... groups) {
        int[] sides = new int[2];
        for (int[] group : members(groups).values()) {
            int sum = 0;
            for (int place : group) {
                sum += net[place];
            }
            sides[0] += sum < 0 ? 1 : 0;
            sides[1] += sum > 0 ? 1 : 0;
        }
        return sides;
    }

    private static Map<Integer, int[]> members(int... groups) {
        Map<Integer, List<Integer>> lists = new TreeMap<>();
        for (int i = 0; i < groups.length; i++) {
            lists.computeIfAbsent(groups[i], none -> new ArrayList<>()).add(i);
        }
        Map<Integer, int[]> members = new TreeMap<>();
        lists.forEach((group, places) -> members.put(group, places.stream().mapToInt(Integer::intValue).toArray()));
        return members;
    }

    private static int[] flattened(List<int[]> members, int... drawn) {
        int count = 0;
        for (int group : drawn) {
            count += members.get(group).length;
        }
        int[] places = new int[count];
        int at = 0;
        for (int group : drawn) {
            for (int place : members.get(group)) {
                places[at++] = place;
            }
        }
        return places;
    }

    /**
     * The two-sided p-value of {@code a} against {@code b} cases, were each as likely to fall to one side as to the
     * other.
     */
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
     * Whether the second is better: the exact test rejects equality at {@link #ALPHA}, in its favour, and macro-F1 did
     * not fall. Of equal models at most {@code ALPHA / 2} are called better.
     */
    public boolean isBetter() {
        return onlySecond > onlyFirst && p <= ALPHA && gain.value() > 0;
    }

    public JsonObject toJson() {
        return JsonObject.of("n", n, "gain", gain.value(), "low", gain.low(), "high", gain.high(), "only_first",
                onlyFirst, "only_second", onlySecond, "p", p,
                "method", "paired bootstrap of macro-F1, " + Bootstrap.ROUNDS + " rounds, 95 %; exact McNemar test");
    }
}
