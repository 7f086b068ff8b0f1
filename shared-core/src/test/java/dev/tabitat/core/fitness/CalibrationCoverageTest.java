package dev.tabitat.core.fitness;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * A simulation of how often the interval of the calibration error holds the true error, which is known where the
 * answers are drawn.
 */
final class CalibrationCoverageTest {

    private static final long SEED = 20_261_130L;
    private static final int ROUNDS = 200;

    private final Random random = new Random(SEED);

    /** Confidences at the middle of bins; each answer is right with its confidence less {@code excess}. */
    private Predictions drawn(int n, double excess) {
        List<String> right = new ArrayList<>();
        List<double[]> answers = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            double sure = 0.55 + random.nextInt(5) / 10.0;
            right.add(random.nextDouble() < sure - excess ? "x" : "y");
            answers.add(new double[]{sure, 1 - sure});
        }
        return new Predictions(List.of("x", "y"), right, answers);
    }

    @Test
    void theIntervalHoldsTheTrueErrorInNineOfTenSimulations() {
        for (int n : new int[]{60, 300}) {
            for (double excess : new double[]{0, 0.05, 0.2}) {
                int holds = 0;
                for (int round = 0; round < ROUNDS; round++) {
                    Bootstrap.Estimated ece = Reliability.estimated(drawn(n, excess), SEED);
                    // Every bin is too sure by the same excess, so that is the true error.
                    holds += ece.low() <= excess && excess <= ece.high() ? 1 : 0;
                    assertTrue(ece.low() <= ece.value() && ece.value() <= ece.high(), ece.toString());
                }
                System.out.println("ECE: n " + n + ", true error " + excess + ": " + holds + " of " + ROUNDS
                        + " intervals hold it");
                // Less than one in a million if the true coverage were .95: 1 - Binomial.atMost.
                assertTrue(holds >= 0.9 * ROUNDS - 6, holds + " of " + ROUNDS + ", n " + n + ", excess " + excess);
            }
        }
    }
}
