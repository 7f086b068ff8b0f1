package dev.tabitat.core.generation;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.math.DeterministicMath;

/**
 * Compares the logits of a session with those of the reference at several positions of a few tokens.
 *
 * <p>
 * Backends round activations to eight bits for quantized weights, as llama.cpp does: on a right backend the cosine of
 * the logits is at least {@link #MIN_COSINE}, and the Kullback-Leibler divergence of the distributions, in nats, on
 * average at most {@link #MAX_DIVERGENCE}.
 *
 * @param positions how many were compared
 * @param cosine the lowest
 * @param divergence on average
 */
public record DecoderSelfTest(int positions, double cosine, double divergence) {

    public static final double MIN_COSINE = 0.998;
    public static final double MAX_DIVERGENCE = 6.3e-3;

    /** Is told between two steps of the comparison; it may wait or throw. */
    @FunctionalInterface
    public interface Watcher {
        void step(int done, int all);
    }

    /**
     * Runs both over the tokens, which are evaluated in parts that grow: one, then twice as many as before.
     *
     * @param tokens one or more
     */
    public static DecoderSelfTest run(DecoderSession tested, DecoderSession reference, int[] tokens, Watcher watcher) {
        int vocabulary = tested.spec().vocabulary();
        float[] found = new float[vocabulary];
        float[] expected = new float[vocabulary];
        int positions = 0;
        double cosine = 1;
        double divergence = 0;
        try (DecoderSequence a = tested.open(tokens.length); DecoderSequence b = reference.open(tokens.length)) {
            int from = 0;
            while (from < tokens.length) {
                watcher.step(from, tokens.length);
                int to = Math.min(tokens.length, Math.max(1, 2 * from));
                a.prefill(tokens, from, to);
                a.logits(found);
                watcher.step(from, tokens.length);
                b.prefill(tokens, from, to);
                b.logits(expected);
                cosine = Math.min(cosine, cosine(found, expected));
                divergence += divergence(expected, found);
                positions++;
                from = to;
            }
        }
        watcher.step(tokens.length, tokens.length);
        return new DecoderSelfTest(positions, cosine, divergence / positions);
    }

    public boolean passed() {
        return cosine >= MIN_COSINE && divergence <= MAX_DIVERGENCE;
    }

    /** {@code {passed, positions, cosine, min_cosine, divergence, max_divergence}}; what is no number is left out. */
    public JsonObject toJson() {
        JsonObject json = JsonObject.of("passed", passed(), "positions", positions, "min_cosine", MIN_COSINE,
                "max_divergence", MAX_DIVERGENCE);
        json = DeterministicMath.isFinite(cosine) ? json.with("cosine", cosine) : json;
        return DeterministicMath.isFinite(divergence) ? json.with("divergence", divergence) : json;
    }

    /** @throws DamagedData when it is no such report */
    public static DecoderSelfTest fromJson(JsonObject json) {
        return new DecoderSelfTest((int) json.integer("positions"), json.numberOr("cosine", Double.NaN),
                json.numberOr("divergence", Double.NaN));
    }

    private static double cosine(float[] a, float[] b) {
        double product = 0;
        double squaresA = 0;
        double squaresB = 0;
        for (int i = 0; i < a.length; i++) {
            product += (double) a[i] * b[i];
            squaresA += (double) a[i] * a[i];
            squaresB += (double) b[i] * b[i];
        }
        return squaresA == 0 && squaresB == 0 ? 1 : product / Math.sqrt(squaresA * squaresB);
    }

    /** How far {@code found} is from {@code expected}: the sum of p (log p - log q). */
    private static double divergence(float[] expected, float[] found) {
        double normP = logSum(expected);
        double normQ = logSum(found);
        double sum = 0;
        for (int i = 0; i < expected.length; i++) {
            double logP = expected[i] - normP;
            sum += DeterministicMath.exp(logP) * (logP - (found[i] - normQ));
        }
        return Math.max(0, sum);
    }

    /** log of the sum of the exponentials. */
    private static double logSum(float[] values) {
        double most = Double.NEGATIVE_INFINITY;
        for (float value : values) {
            most = Math.max(most, value);
        }
        double sum = 0;
        for (float value : values) {
            sum += DeterministicMath.exp(value - most);
        }
        return most + DeterministicMath.log(sum);
    }
}
