package dev.tabitat.core.math;

/**
 * Transcendental functions that give the same bits on every machine: plain IEEE 754 operations in a fixed order.
 *
 * <p>
 * The class libraries of the JVM and of the tab differ in their last digits.
 */
public final class DeterministicMath {

    private static final double LOG2_E = 1.4426950408889634;
    /** ln 2 in two parts; the first has 21 trailing zero bits, so that k · LN2_HIGH is exact for |k| < 2^11. */
    private static final double LN2_HIGH = 6.93147180369123816490e-01;

    private static final double LN2_LOW = 1.90821492927058770002e-10;

    /** π / 2 in two parts; the first has so few bits that k · HALF_PI_HIGH is exact for |k| < 2^22. */
    private static final double HALF_PI_HIGH = 0x1.921fb544p0;
    private static final double HALF_PI_LOW = 0x1.0b4611a626331p-34;

    private static final double PI = 3.141592653589793;
    private static final double TWO_BY_SQRT_PI = 1.1283791670955126;

    /** 2^23: from here on floats are whole. */
    private static final float ROUNDING = 8_388_608f;

    private DeterministicMath() {}

    /**
     * e^x with a relative error under 1e-14 for results in the normal range; 0 below -745, infinite above 709.79.
     *
     * <p>
     * x = k·ln 2 + r with |r| ≤ ln 2 / 2, then the Taylor series of e^r to the 14th power.
     */
    public static double exp(double x) {
        if (Double.isNaN(x)) {
            return x;
        }
        if (x > 709.79) {
            return Double.POSITIVE_INFINITY;
        }
        if (x < -745.14) {
            return 0;
        }
        double scaled = x * LOG2_E;
        int k = (int) (scaled < 0 ? scaled - 0.5 : scaled + 0.5);
        double r = x - k * LN2_HIGH - k * LN2_LOW;
        double sum = 1;
        for (int n = 14; n >= 1; n--) {
            sum = 1 + r * sum / n;
        }
        return k < -1021 ? sum * power(k + 60) * 0x1p-60 : k > 1023 ? sum * power(k - 1) * 2 : sum * power(k);
    }

    /** Natural logarithm with a relative error under 1e-14 away from 1; NaN below 0, negative infinity at 0. */
    public static double log(double x) {
        if (Double.isNaN(x) || x < 0) {
            return Double.NaN;
        }
        if (x == 0) {
            return Double.NEGATIVE_INFINITY;
        }
        if (Double.isInfinite(x)) {
            return x;
        }
        int k = 0;
        double m = x;
        if (m < Double.MIN_NORMAL) {
            m *= 0x1p54;
            k = -54;
        }
        long bits = Double.doubleToLongBits(m);
        k += (int) (bits >>> 52) - 1023;
        m = Double.longBitsToDouble(bits & 0x000FFFFFFFFFFFFFL | 0x3FF0000000000000L);
        if (m > 1.4142135623730951) {
            m *= 0.5;
            k++;
        }
        // log m = 2 atanh s with s = (m - 1) / (m + 1), |s| < 0.172
        double s = (m - 1) / (m + 1);
        double square = s * s;
        double sum = 0;
        for (int n = 21; n >= 1; n -= 2) {
            sum = sum * square + 1.0 / n;
        }
        return k * LN2_HIGH + (k * LN2_LOW + 2 * s * sum);
    }

    /**
     * The error function with an absolute error under 1e-14.
     *
     * <p>
     * 2/√π · e^(-x²) · Σ 2^n x^(2n+1) / (1 · 3 · … · (2n+1)), Abramowitz and Stegun 7.1.6: no term is negative.
     */
    public static double erf(double x) {
        if (Double.isNaN(x)) {
            return x;
        }
        if (x > 6 || x < -6) {
            return x > 0 ? 1 : -1;
        }
        double square = x * x;
        double term = x;
        double sum = x;
        for (int n = 1; term > 1e-17 * sum && x > 0 || term < 1e-17 * sum && x < 0; n++) {
            term *= 2 * square / (2 * n + 1);
            sum += term;
        }
        return TWO_BY_SQRT_PI * exp(-square) * sum;
    }

    /** The sine of 0 to π, by its series around the nearest multiple of π / 2. */
    public static double sin(double x) {
        if (x > PI / 2) {
            return sin(PI - x);
        }
        double square = x * x;
        double term = x;
        double sum = x;
        for (int n = 1; n < 14; n++) {
            term *= -square / ((2 * n) * (2 * n + 1));
            sum += term;
        }
        return sum;
    }

    /** The sine of any angle up to 2^21 with an absolute error under 1e-14. */
    public static double sine(double x) {
        return x < 0 ? -quarterTurns(-x, 0) : quarterTurns(x, 0);
    }

    /** The cosine of any angle up to 2^21 with an absolute error under 1e-14. */
    public static double cosine(double x) {
        return quarterTurns(Math.abs(x), 1);
    }

    /** sin(x + added · π/2): by Taylor's series of sine or cosine within π/4 of the nearest quarter turn. */
    private static double quarterTurns(double x, int added) {
        int quarter = (int) (x / (HALF_PI_HIGH + HALF_PI_LOW) + 0.5);
        double rest = x - quarter * HALF_PI_HIGH - quarter * HALF_PI_LOW;
        double square = rest * rest;
        boolean isCosine = (quarter + added & 1) == 1;
        double term = isCosine ? 1 : rest;
        double sum = term;
        for (int k = isCosine ? 1 : 2; k < 20; k += 2) {
            term *= -square / (k * (k + 1));
            sum += term;
        }
        return (quarter + added & 2) == 2 ? -sum : sum;
    }

    /**
     * The hyperbolic tangent with a relative error under 1e-14.
     *
     * <p>
     * Near 0 by its continued fraction, elsewhere 1 - 2 / (e^2x + 1).
     */
    public static double tanh(double x) {
        if (x < 0) {
            return -tanh(-x);
        }
        if (x < 0.5) {
            double square = x * x;
            double fraction = 19;
            for (int n = 17; n >= 1; n -= 2) {
                fraction = n + square / fraction;
            }
            return x / fraction;
        }
        return 1 - 2 / (exp(2 * x) + 1);
    }

    /** The angle, 0 to π, whose cosine is x, -1 to 1; by Newton's steps on sin and cos from a straight line. */
    public static double acos(double x) {
        double angle = PI / 2 * (1 - x);
        for (int i = 0; i < 60; i++) {
            double sine = sin(angle);
            double cosine = sin(PI / 2 - angle >= 0 ? PI / 2 - angle : angle - PI / 2) * (angle <= PI / 2 ? 1 : -1);
            if (sine < 1e-9) {
                break;
            }
            angle = Math.max(0, Math.min(PI, angle + (cosine - x) / sine));
        }
        return angle;
    }

    /** Whether x is neither NaN nor infinite; by comparison alone, so compiled alike everywhere. */
    public static boolean isFinite(double x) {
        return Math.abs(x) <= Double.MAX_VALUE;
    }

    /** Logits become probabilities, in place: e^(x - max) over their sum in ascending order. */
    public static void softmax(double[] logits) {
        double max = Double.NEGATIVE_INFINITY;
        for (double logit : logits) {
            max = Math.max(max, logit);
        }
        double sum = 0;
        for (int i = 0; i < logits.length; i++) {
            logits[i] = exp(logits[i] - max);
            sum += logits[i];
        }
        for (int i = 0; i < logits.length; i++) {
            logits[i] /= sum;
        }
    }

    /**
     * Rounds to the nearest whole number, ties to even; |x| at most 2^22. Math.rint differs on ties once compiled for
     * the tab.
     */
    public static float nearest(float x) {
        return x < 0 ? -(-x + ROUNDING - ROUNDING) : x + ROUNDING - ROUNDING;
    }

    private static double power(int k) {
        return Double.longBitsToDouble((long) (k + 1023) << 52);
    }
}
