package dev.tabitat.core.generation;

/** How far logits are from those that are right. */
public final class LogitDistance {

    private LogitDistance() {}

    /** The root of the mean square of differences, over the deviation of what is right. */
    public static double rms(float[] right, float[] found) {
        double mean = 0;
        for (float value : right) {
            mean += value / (double) right.length;
        }
        double differences = 0;
        double deviations = 0;
        for (int i = 0; i < right.length; i++) {
            double difference = right[i] - (double) found[i];
            differences += difference * difference;
            deviations += (right[i] - mean) * (right[i] - mean);
        }
        return Math.sqrt(differences / deviations);
    }

    /** The cosine of the angle between the two. */
    public static double cosine(float[] right, float[] found) {
        double product = 0;
        double one = 0;
        double other = 0;
        for (int i = 0; i < right.length; i++) {
            product += (double) right[i] * found[i];
            one += (double) right[i] * right[i];
            other += (double) found[i] * found[i];
        }
        return product / Math.sqrt(one * other);
    }

    /** The Kullback-Leibler divergence of the probabilities, in nats: from what is right to what was found. */
    public static double divergence(float[] right, float[] found) {
        double[] p = logProbabilities(right);
        double[] q = logProbabilities(found);
        double sum = 0;
        for (int i = 0; i < p.length; i++) {
            sum += Math.exp(p[i]) * (p[i] - q[i]);
        }
        return sum;
    }

    private static double[] logProbabilities(float[] logits) {
        double most = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            most = Math.max(most, logit);
        }
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit - most);
        }
        double[] logs = new double[logits.length];
        for (int i = 0; i < logs.length; i++) {
            logs[i] = logits[i] - most - Math.log(sum);
        }
        return logs;
    }
}
