package dev.tabitat.core.math;

/**
 * Functions of floats in the steps in which the plain kernels compute them; each step rounds. The kernels are generated
 * from the same constants. {@link DeterministicMath} has the functions in double precision, which say what is right;
 * these repeat the kernels to the bit, which training must.
 */
public final class ExactFloats {

    /** Arguments of {@link #exp} below this count as this. */
    public static final float EXP_LEAST = -87f;
    public static final float LOG2_E = 1.442695041f;
    /** ln 2 in two parts, the first so short that a whole number times it is exact. */
    public static final float LN_2_HIGH = 0.693359375f;
    public static final float LN_2_LOW = -2.12194440e-4f;
    public static final int EXP_DEGREE = 7;

    /** Arguments of {@link #phi} beyond this count as this. */
    public static final float PHI_BOUND = 5.4f;
    public static final int PHI_DEGREE = 14;

    private static final float[] EXP = taylor(EXP_DEGREE);
    private static final float[] PHI = {
            0.13092811f, -0.06532813f, 0.04850016f, -0.039204527f, 0.032106332f, -0.025767047f, 0.01971358f,
            -0.013884876f,
            0.009436046f, -0.006859159f, 0.0040032514f, -0.0010608892f, 6.035846E-4f, -0.0010702106f, 4.7636655E-4f
    };

    private ExactFloats() {}

    private static float[] taylor(int degree) {
        float[] coefficients = new float[degree + 1];
        int factorial = 1;
        for (int k = 0; k <= degree; k++) {
            factorial *= Math.max(1, k);
            coefficients[k] = (float) (1.0 / factorial);
        }
        return coefficients;
    }

    /** The coefficient of the k-th power in the Taylor polynomial of e^r, k up to {@link #EXP_DEGREE}. */
    public static float expCoefficient(int k) {
        return EXP[k];
    }

    /**
     * The coefficient of the k-th power of u = 2x²/5.4² - 1, k up to {@link #PHI_DEGREE}, in the Chebyshev
     * interpolation of erf(x/√2) / 2x.
     */
    public static float phiCoefficient(int k) {
        return PHI[k];
    }

    /** e^x for x up to 0; what lies below -87 counts as that. */
    public static float exp(float x) {
        float r = Math.max(x, EXP_LEAST);
        float n = DeterministicMath.nearest(r * LOG2_E);
        r = n * -LN_2_HIGH + r;
        r = n * -LN_2_LOW + r;
        float sum = EXP[EXP_DEGREE];
        for (int k = EXP_DEGREE - 1; k >= 0; k--) {
            sum = sum * r + EXP[k];
        }
        return sum * Float.intBitsToFloat(((int) n + 127) << 23);
    }

    /** Φ(x), the normal distribution, off by less than 4e-7; beyond 5.4 what it is there. */
    public static float phi(float x) {
        float clamped = Math.max(Math.min(x, PHI_BOUND), -PHI_BOUND);
        float u = clamped * clamped * (2 / (PHI_BOUND * PHI_BOUND)) - 1;
        float sum = PHI[PHI_DEGREE];
        for (int i = PHI_DEGREE - 1; i >= 0; i--) {
            sum = sum * u + PHI[i];
        }
        return sum * clamped + 0.5f;
    }

    /** x · Φ(x); below -5.4 x stays what it is there. */
    public static float gelu(float x) {
        return phi(x) * Math.max(x, -PHI_BOUND);
    }
}
