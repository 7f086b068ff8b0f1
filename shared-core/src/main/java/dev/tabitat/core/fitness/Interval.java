package dev.tabitat.core.fitness;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;

/**
 * A range in which a proportion plausibly lies, {@code 0 <= low <= high <= 1}.
 *
 * <p>
 * Of {@code k} successes in {@code n} trials it is the Wilson score interval (E. B. Wilson, "Probable inference, the
 * law of succession, and statistical inference", JASA 22, 1927, 209–212), with p = k / n: <pre>
 * centre = (p + z²/2n) / (1 + z²/n)
 * half   = z · sqrt(p(1 − p)/n + z²/4n²) / (1 + z²/n)
 * </pre> Unlike p ± z·sqrt(p(1 − p)/n) it stays inside 0..1 and is not empty at k = 0 or k = n. Only
 * {@code + − · / sqrt}, which are the same to the bit on every machine.
 */
public record Interval(double low, double high) {

    /** The two-sided 95 % point of the normal distribution. */
    public static final double Z95 = 1.959963984540054;

    public Interval {
        if (!(low >= 0 && low <= high && high <= 1)) {
            throw new InvalidInput("An interval of a proportion lies in 0 to 1.", Finding.at("interval")
                    .expected("0 <= low <= high <= 1").found(low + " to " + high));
        }
    }

    /** The 95 % Wilson interval; without trials everything from 0 to 1. */
    public static Interval wilson95(long successes, long trials) {
        return wilson(successes, trials, Z95);
    }

    /**
     * The Wilson interval.
     *
     * @param z how many standard deviations wide, above 0
     */
    public static Interval wilson(long successes, long trials, double z) {
        if (successes < 0 || successes > trials || !(z > 0 && z < 100)) {
            throw new InvalidInput("There cannot be more successes than trials.", Finding.at("interval")
                    .expected("0 <= successes <= trials").found(successes + " of " + trials));
        }
        if (trials == 0) {
            return new Interval(0, 1);
        }
        double n = trials;
        double p = successes / n;
        double spread = z * z / n;
        double centre = (p + spread / 2) / (1 + spread);
        double half = z * Math.sqrt(p * (1 - p) / n + spread / (4 * n)) / (1 + spread);
        double low = successes == 0 ? 0 : Math.max(0, centre - half);
        double high = successes == trials ? 1 : Math.min(1, centre + half);
        return new Interval(low, high);
    }

    public boolean contains(double value) {
        return low <= value && value <= high;
    }
}
