package dev.tabitat.core.runtime;

import dev.tabitat.core.graph.Op;
import dev.tabitat.core.math.DeterministicMath;

/** Functions of floats in the steps in which the plain kernels compute them; each step rounds. */
public final class ExactFloats {

    private static final float LEAST = -87f;
    private static final float LOG2_E = 1.442695041f;
    private static final float LN_2_HIGH = 0.693359375f;
    private static final float LN_2_LOW = -2.12194440e-4f;
    private static final float[] TAYLOR = taylor(7);

    private static final float TWICE_SQRT_2_BY_PI = 1.5957691f;

    private static final float BOUND = 5.4f;
    private static final float[] H = {
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

    /** e^x for x up to 0; what lies below -87 counts as that. */
    public static float exp(float x) {
        float r = Math.max(x, LEAST);
        float n = DeterministicMath.nearest(r * LOG2_E);
        r = n * -LN_2_HIGH + r;
        r = n * -LN_2_LOW + r;
        float sum = TAYLOR[7];
        for (int k = 6; k >= 0; k--) {
            sum = sum * r + TAYLOR[k];
        }
        return sum * Float.intBitsToFloat(((int) n + 127) << 23);
    }

    /** Φ(x), the normal distribution, off by less than 4e-7; beyond 5.4 what it is there. */
    public static float phi(float x) {
        float clamped = Math.max(Math.min(x, BOUND), -BOUND);
        float u = clamped * clamped * (2 / (BOUND * BOUND)) - 1;
        float sum = H[H.length - 1];
        for (int i = H.length - 2; i >= 0; i--) {
            sum = sum * u + H[i];
        }
        return sum * clamped + 0.5f;
    }

    /** x · Φ(x); below -5.4 x stays what it is there. */
    public static float gelu(float x) {
        return phi(x) * Math.max(x, -BOUND);
    }

    /** An activation of one value. */
    static float activated(Op.Activation activation, float x) {
        return switch (activation) {
            case NONE -> x;
            case RELU -> Math.max(x, 0);
            case GELU -> gelu(x);
            case GELU_TANH -> x * sigmoid((x * x * 0.044715f + 1) * x * TWICE_SQRT_2_BY_PI);
            case SILU -> x * sigmoid(x);
            case TANH -> {
                float power = exp(-Math.abs(x + x));
                float size = (1 - power) / (1 + power);
                yield x < 0 ? -size : size;
            }
        };
    }

    /** 1 / (1 + e^-x), by the power of what is not above 0. */
    private static float sigmoid(float x) {
        float power = exp(-Math.abs(x));
        return (x < 0 ? power : 1) / (1 + power);
    }
}
