package dev.tabitat.core.breeding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.fitness.Binomial;
import dev.tabitat.core.fitness.LabelComparison;
import dev.tabitat.core.fitness.PairedComparison;
import dev.tabitat.core.fitness.Predictions;
import dev.tabitat.core.math.DeterministicMath;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Simulations of the decision: how often equal models are promoted, and how often better ones are. */
@Execution(ExecutionMode.CONCURRENT)
final class DecisionSimulationTest {

    private static final long SEED = 20_261_130L;
    private static final int PAIRS = 1000;
    /** A count above its limit may happen by chance in one of a million settings. */
    private static final double CHANCE = 1e-6;

    private final Random random = new Random(SEED);

    /**
     * Answers of two models.
     *
     * @param accuracy of the first
     * @param gain of the second, as a share
     * @param disagreement the share of cases that each gets right alone, before the gain
     */
    private Predictions[] pair(int n, int labels, double accuracy, double gain, double disagreement) {
        return pair(n, labels, accuracy, gain, disagreement, 1);
    }

    /** @param family how many cases in a row are near-duplicates, which each model answers alike */
    private Predictions[] pair(int n, int labels, double accuracy, double gain, double disagreement, int family) {
        List<String> names = new ArrayList<>();
        for (int label = 0; label < labels; label++) {
            names.add("label " + label);
        }
        List<String> right = new ArrayList<>();
        List<double[]> first = new ArrayList<>();
        List<double[]> second = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            if (i % family > 0) {
                right.add(right.get(i - 1));
                first.add(first.get(i - 1));
                second.add(second.get(i - 1));
                continue;
            }
            int truth = random.nextInt(labels);
            right.add(names.get(truth));
            double u = random.nextDouble();
            boolean onlyFirst = u < disagreement;
            boolean onlySecond = !onlyFirst && u < 2 * disagreement + gain;
            boolean both = !onlyFirst && !onlySecond && u < accuracy + disagreement + gain;
            int wrong = (truth + 1 + random.nextInt(labels - 1)) % labels;
            first.add(answer(labels, both || onlyFirst ? truth : wrong));
            second.add(answer(labels, both || onlySecond ? truth : wrong));
        }
        return new Predictions[]{new Predictions(names, right, first), new Predictions(names, right, second)};
    }

    private static double[] answer(int labels, int found) {
        double[] p = new double[labels];
        java.util.Arrays.fill(p, 0.1 / labels);
        p[found] += 0.9;
        return p;
    }

    private int promoted(int n, int labels, double accuracy, double gain, double disagreement) {
        int promoted = 0;
        for (int pair = 0; pair < PAIRS; pair++) {
            Predictions[] both = pair(n, labels, accuracy, gain, disagreement);
            promoted += isPromoted(both[0], both[1], families(n, 1)) ? 1 : 0;
        }
        return promoted;
    }

    private static int[] families(int n, int family) {
        int[] groups = new int[n];
        for (int i = 0; i < n; i++) {
            groups[i] = i / family;
        }
        return groups;
    }

    /** The tests of {@link Decision}, without its intervals, which take most of the time and decide nothing. */
    private static boolean isPromoted(Predictions before, Predictions best, int... groups) {
        int groupCount = groups[groups.length - 1] + 1;
        int[] net = new int[groupCount];
        for (int i = 0; i < before.n(); i++) {
            net[groups[i]] += (best.isRight(i) ? 1 : 0) - (before.isRight(i) ? 1 : 0);
        }
        int onlyFirst = 0;
        int onlySecond = 0;
        for (int one : net) {
            onlyFirst += one < 0 ? 1 : 0;
            onlySecond += one > 0 ? 1 : 0;
        }
        boolean isBetter = onlySecond > onlyFirst
                && PairedComparison.mcnemar(onlyFirst, onlySecond) <= PairedComparison.ALPHA
                && best.macroF1() > before.macroF1();
        return groupCount >= Decision.MIN_CASES
                && (isBetter || LabelComparison.of(before, best, groups).stream().anyMatch(LabelComparison::isBetter));
    }

    /** Equal models that answer families of near-duplicates alike: a family is one case. */
    @Test
    void nearDuplicatesDoNotRaiseTheRateOfFalsePromotions() {
        for (int family : new int[]{2, 5, 10}) {
            int promoted = 0;
            for (int pair = 0; pair < PAIRS; pair++) {
                Predictions[] both = pair(400, 4, 0.7, 0, 0.1, family);
                promoted += isPromoted(both[0], both[1], families(400, family)) ? 1 : 0;
            }
            assertTrue(1 - Binomial.atMost(Math.max(0, promoted - 1), PAIRS, PairedComparison.ALPHA) > CHANCE,
                    promoted + " of " + PAIRS + ", families of " + family);
        }
    }

    @Test
    void theShortcutDecidesAsTheDecision() {
        int promoted = 0;
        for (int round = 0; round < 120; round++) {
            Predictions[] both = pair(8 + random.nextInt(120), 2 + random.nextInt(5), 0.7, random.nextDouble() * 0.2,
                    0.05);
            boolean isPromoted = Decision.of(both[0], both[1]).outcome() != Decision.Outcome.NO_OP;
            assertEquals(isPromoted, isPromoted(both[0], both[1], families(both[0].n(), 1)));
            promoted += isPromoted ? 1 : 0;
        }
        assertTrue(promoted > 10 && promoted < 110, "both outcomes occur: " + promoted);
    }

    @Test
    void ofEqualModelsAtMostAlphaArePromoted() {
        for (int n : new int[]{10, 40, 200, 500}) {
            for (int labels : new int[]{2, 5, 30}) {
                for (double disagreement : new double[]{0.02, 0.1, 0.2}) {
                    int promoted = promoted(n, labels, n % 3 == 1 ? 0.6 : 0.75, 0, disagreement);
                    assertTrue(1 - Binomial.atMost(Math.max(0, promoted - 1), PAIRS, PairedComparison.ALPHA) > CHANCE,
                            promoted + " of " + PAIRS + " equal pairs promoted: n " + n + ", " + labels
                                    + " labels, disagreement " + disagreement);
                }
            }
        }
    }

    /** An exact test cannot reach .05 on a single discordant case. */
    @Test
    void oneChangedCaseOfFortyOnePromotesNothing() {
        List<String> right = new ArrayList<>();
        List<double[]> first = new ArrayList<>();
        List<double[]> second = new ArrayList<>();
        for (int i = 0; i < 41; i++) {
            right.add(i < 3 ? "rare" : "common");
            second.add(new double[]{i < 3 ? 0.1 : 0.9, i < 3 ? 0.9 : 0.1});
            first.add(i == 0 ? new double[]{0.9, 0.1} : second.get(i));
        }
        Decision decision = Decision.of(new Predictions(List.of("common", "rare"), right, first),
                new Predictions(List.of("common", "rare"), right, second));
        assertEquals(Decision.Outcome.NO_OP, decision.outcome(), decision.reason());
        assertEquals(1, decision.paired().p());
    }

    @Test
    void theExactTestIsTheBinomialSum() {
        for (int a = 0; a <= 12; a++) {
            for (int b = 0; b <= 12; b++) {
                double tail = 0;
                for (int k = 0; k <= Math.min(a, b); k++) {
                    tail += choose(a + b, k) / DeterministicMath.exp((a + b) * DeterministicMath.log(2));
                }
                assertEquals(Math.min(1, 2 * tail), PairedComparison.mcnemar(a, b), 1e-12, a + " against " + b);
            }
        }
    }

    private static double choose(int n, int k) {
        double product = 1;
        for (int i = 1; i <= k; i++) {
            product = product * (n - k + i) / i;
        }
        return product;
    }

    /** Printed for docs/lab.md; what is held is that power grows with the gain and reaches most of large gains. */
    @Test
    void powerAtTwoFiveAndTenPoints() {
        System.out.println("| held-back examples | 2 points | 5 points | 10 points |\n|---:|---:|---:|---:|");
        for (int n : new int[]{50, 100, 200, 500, 1000}) {
            int[] found = new int[3];
            double[] gains = {0.02, 0.05, 0.10};
            for (int i = 0; i < gains.length; i++) {
                found[i] = promoted(n, 4, 0.7, gains[i], 0.05);
            }
            System.out.printf(Locale.ROOT, "| %d | %.2f | %.2f | %.2f |%n", n, (double) found[0] / PAIRS,
                    (double) found[1] / PAIRS, (double) found[2] / PAIRS);
            assertTrue(found[0] <= found[1] + 50 && found[1] <= found[2] + 50, "a larger gain is found more often");
            assertTrue(n < 500 || found[2] > 0.95 * PAIRS, "ten points on " + n + " examples: " + found[2]);
        }
    }
}
