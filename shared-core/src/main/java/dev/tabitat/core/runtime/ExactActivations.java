package dev.tabitat.core.runtime;

import dev.tabitat.core.graph.Op;
import dev.tabitat.core.math.ExactFloats;

/** Activations of floats in the steps in which the plain kernels compute them; each step rounds. */
final class ExactActivations {

    private static final float TWICE_SQRT_2_BY_PI = 1.5957691f;

    private ExactActivations() {}

    static float of(Op.Activation activation, float x) {
        return switch (activation) {
            case NONE -> x;
            case RELU -> Math.max(x, 0);
            case GELU -> ExactFloats.gelu(x);
            case GELU_TANH -> x * sigmoid((x * x * 0.044715f + 1) * x * TWICE_SQRT_2_BY_PI);
            case SILU -> x * sigmoid(x);
            case TANH -> {
                float power = ExactFloats.exp(-Math.abs(x + x));
                float size = (1 - power) / (1 + power);
                yield x < 0 ? 0 - size : size;
            }
        };
    }

    /** 1 / (1 + e^-x), by the power of what is not above 0. */
    private static float sigmoid(float x) {
        float power = ExactFloats.exp(-Math.abs(x));
        return (x < 0 ? power : 1) / (1 + power);
    }
}
