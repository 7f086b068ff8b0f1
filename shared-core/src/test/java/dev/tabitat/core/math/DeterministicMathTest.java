package dev.tabitat.core.math;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.Seed;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Our own functions against StrictMath, within the bounds that their descriptions state. */
final class DeterministicMathTest {

    private static final int POINTS = 1_000_000;

    @Test
    void expIsWithinItsBound() {
        Random random = Seed.random("DeterministicMathTest.exp");
        double worst = 0;
        for (int i = 0; i < POINTS; i++) {
            double x = i % 2 == 0 ? random.nextDouble() * 1416 - 707 : random.nextGaussian();
            worst = Math.max(worst, Math.abs(DeterministicMath.exp(x) / StrictMath.exp(x) - 1));
        }
        System.out.printf("DeterministicMath.exp: n = %d, largest relative error %.2g%n", POINTS, worst);
        assertTrue(worst < 1e-14, "largest relative error " + worst);
    }

    @Test
    void expGoesDownToZeroThroughTheSmallestNumbers() {
        double last = Double.MAX_VALUE;
        for (double x = 709.7; x > -750; x -= 0.01) {
            double y = DeterministicMath.exp(x);
            assertTrue(y <= last && y >= 0, "exp " + x + " is " + y + " after " + last);
            assertTrue(Math.abs(y - StrictMath.exp(x)) <= 1e-14 * y + Double.MIN_VALUE, "exp " + x + " is " + y);
            last = y;
        }
    }

    @Test
    void logIsWithinItsBound() {
        Random random = Seed.random("DeterministicMathTest.log");
        double worst = 0;
        for (int i = 0; i < POINTS; i++) {
            double x = i % 2 == 0 ? StrictMath.exp(random.nextDouble() * 1400 - 720) : 2 + random.nextDouble() * 1000;
            if (Math.abs(x - 1) > 0.01) {
                worst = Math.max(worst, Math.abs(DeterministicMath.log(x) / StrictMath.log(x) - 1));
            }
        }
        System.out.printf("DeterministicMath.log: n = %d, largest relative error %.2g%n", POINTS, worst);
        assertTrue(worst < 1e-14, "largest relative error " + worst);
    }
}
