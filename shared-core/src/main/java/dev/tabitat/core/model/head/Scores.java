package dev.tabitat.core.model.head;

import dev.tabitat.core.math.DeterministicMath;

/** From logits to scores between 0 and 1. */
public final class Scores {

    private Scores() {}

    /** e^x / Σ e^x over {@code count} values from {@code from} on; they sum to 1. */
    public static float[] softmax(float[] logits, int from, int count) {
        double max = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < count; i++) {
            max = Math.max(max, logits[from + i]);
        }
        double[] powers = new double[count];
        double sum = 0;
        for (int i = 0; i < count; i++) {
            powers[i] = DeterministicMath.exp(logits[from + i] - max);
            sum += powers[i];
        }
        float[] scores = new float[count];
        for (int i = 0; i < count; i++) {
            scores[i] = (float) (powers[i] / sum);
        }
        return scores;
    }

    /** 1 / (1 + e^(-x)). */
    public static float sigmoid(float logit) {
        double power = DeterministicMath.exp(-Math.abs(logit));
        return (float) ((logit < 0 ? power : 1) / (1 + power));
    }
}
