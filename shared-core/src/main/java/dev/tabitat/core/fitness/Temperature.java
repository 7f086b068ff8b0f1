package dev.tabitat.core.fitness;

import dev.tabitat.core.math.DeterministicMath;

/**
 * Temperature scaling (Guo and others, "On calibration of modern neural networks", ICML 2017): one number by which
 * logits are divided, so that the answers of a part that was not learnt from are as likely as they can be. It changes
 * no answer.
 */
public final class Temperature {

    private static final double GOLDEN = 0.6180339887498949;
    private static final double LOG_RANGE = 2.5;
    private static final int STEPS = 48;

    private Temperature() {}

    /** The temperature, 0.08 to 12.2; 1 where there is nothing to fit it on. */
    public static double fit(Predictions predictions) {
        if (predictions.n() == 0) {
            return 1;
        }
        double low = -LOG_RANGE;
        double high = LOG_RANGE;
        double a = high - GOLDEN * (high - low);
        double b = low + GOLDEN * (high - low);
        double lossA = loss(predictions, DeterministicMath.exp(a));
        double lossB = loss(predictions, DeterministicMath.exp(b));
        for (int step = 0; step < STEPS; step++) {
            if (lossA <= lossB) {
                high = b;
                b = a;
                lossB = lossA;
                a = high - GOLDEN * (high - low);
                lossA = loss(predictions, DeterministicMath.exp(a));
            } else {
                low = a;
                a = b;
                lossA = lossB;
                b = low + GOLDEN * (high - low);
                lossB = loss(predictions, DeterministicMath.exp(b));
            }
        }
        return DeterministicMath.exp((low + high) / 2);
    }

    /** Probabilities at another temperature: p^(1/T), summing to 1 again. */
    public static double[] scaled(double[] probabilities, double temperature) {
        double[] logits = new double[probabilities.length];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = DeterministicMath.log(Math.max(1e-300, probabilities[i])) / temperature;
        }
        DeterministicMath.softmax(logits);
        return logits;
    }

    private static double loss(Predictions predictions, double temperature) {
        double sum = 0;
        for (int i = 0; i < predictions.n(); i++) {
            double[] p = scaled(predictions.probabilities().get(i), temperature);
            sum -= DeterministicMath.log(Math.max(1e-300, p[predictions.labels().indexOf(predictions.right().get(i))]));
        }
        return sum / predictions.n();
    }
}
