package dev.tabitat.core.training;

import dev.tabitat.core.math.DeterministicMath;

/**
 * Adam with weight decay apart from the gradient (Loshchilov and Hutter, "Decoupled weight decay regularization", ICLR
 * 2019), β₁ .9, β₂ .999, ε 1e-8; in double.
 */
final class AdamW {

    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final double EPSILON = 1e-8;

    private final double rate;
    private final double decay;
    private final double[] first;
    private final double[] second;
    private long steps;

    AdamW(int parameters, double rate, double decay) {
        this.rate = rate;
        this.decay = decay;
        first = new double[parameters];
        second = new double[parameters];
    }

    /** Moves {@code weights} against {@code gradient}; {@code scale} multiplies the rate of this step. */
    void step(double[] weights, double[] gradient, double scale) {
        steps++;
        double correction1 = 1 - DeterministicMath.exp(steps * DeterministicMath.log(BETA1));
        double correction2 = 1 - DeterministicMath.exp(steps * DeterministicMath.log(BETA2));
        double now = rate * scale;
        for (int i = 0; i < weights.length; i++) {
            first[i] = BETA1 * first[i] + (1 - BETA1) * gradient[i];
            second[i] = BETA2 * second[i] + (1 - BETA2) * gradient[i] * gradient[i];
            weights[i] -= now
                    * (first[i] / correction1 / (Math.sqrt(second[i] / correction2) + EPSILON) + decay * weights[i]);
        }
    }

    /** How far it has come: the steps, then both moments. */
    void save(DoubleList into) {
        into.add((double) steps);
        into.addAll(first);
        into.addAll(second);
    }

    /** What {@link #save} saved. */
    void restore(DoubleList.Reader from) {
        steps = (long) from.next();
        from.fill(first);
        from.fill(second);
    }
}
