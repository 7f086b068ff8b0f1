package dev.tabitat.core.generation;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.math.DeterministicMath;
import dev.tabitat.core.random.SplitMix64;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Chooses the next token from its logits. In this order: penalties, top-k, typical, top-p, min-p, temperature, then a
 * draw; with temperature 0 the most probable token after the penalties. Of equal tokens the lower id comes first. The
 * same logits, options and seed give the same token on every machine.
 */
public final class Sampler {

    private final GenerateOptions options;
    private final SplitMix64 random;
    /** The last tokens, and how often each is among them. */
    private int[] recent = new int[64];
    private int recentCount;
    private int recentStart;
    private final Map<Integer, Integer> counts = new HashMap<>();
    /** Tokens in falling order of their logits, and their probabilities. */
    private long[] order = new long[0];
    private double[] probabilities = new double[0];
    private int count;

    /** @param options with a seed and a context */
    public Sampler(GenerateOptions options) {
        this.options = options;
        random = new SplitMix64(options.seed().orElseThrow(() -> new IllegalArgumentException("No seed.")));
    }

    /** Takes a token of the prompt or one that was chosen, for the penalties. */
    public void accept(int token) {
        int most = options.repeatLastN() < 0 ? options.numCtx() : options.repeatLastN();
        if (most == 0) {
            return;
        }
        if (recentCount - recentStart == most) {
            int oldest = recent[recentStart++];
            int left = counts.get(oldest) - 1;
            if (left == 0) {
                counts.remove(oldest);
            } else {
                counts.put(oldest, left);
            }
        }
        if (recentCount == recent.length) {
            int kept = recentCount - recentStart;
            int[] to = 2 * kept < recent.length ? recent : new int[2 * recent.length];
            System.arraycopy(recent, recentStart, to, 0, kept);
            recent = to;
            recentStart = 0;
            recentCount = kept;
        }
        recent[recentCount++] = token;
        Integer before = counts.get(token);
        counts.put(token, before == null ? 1 : before + 1);
    }

    /**
     * The next token; it still has to be {@linkplain #accept accepted}.
     *
     * @param logits one for each token, changed by the penalties; negative infinity for one that is forbidden
     * @throws DamagedData when one is NaN or positive infinity
     * @throws InvalidInput when every token is forbidden
     */
    public int next(float[] logits) {
        requireNumbers(logits);
        penalise(logits);
        if (options.temperature() == 0) {
            return best(logits);
        }
        sort(logits);
        softmax(logits, 1);
        if (options.typicalP() < 1) {
            keepTypical(logits);
        }
        if (options.topP() < 1) {
            keepTop();
        }
        keepLikely();
        softmax(logits, options.temperature());
        return draw();
    }

    private static void requireNumbers(float[] logits) {
        boolean hasAny = false;
        for (int i = 0; i < logits.length; i++) {
            if (!(logits[i] <= Float.MAX_VALUE)) {
                throw new DamagedData("The model computes no number for a token.", Finding.at("logits, token " + i)
                        .expected("a finite number").found(logits[i])
                        .remedy("Check the model, or choose another file of it."));
            }
            hasAny |= logits[i] >= -Float.MAX_VALUE;
        }
        if (!hasAny) {
            throw new InvalidInput("No token may follow.",
                    Finding.at("logits").expected("at least one token that is allowed").found("none"));
        }
    }

    private void penalise(float[] logits) {
        double repeat = options.repeatPenalty();
        for (Map.Entry<Integer, Integer> entry : counts.entrySet()) {
            int token = entry.getKey();
            if (token < logits.length && logits[token] >= -Float.MAX_VALUE) {
                double logit = logits[token] > 0 ? logits[token] / repeat : logits[token] * repeat;
                logits[token] = (float) (logit - entry.getValue() * options.frequencyPenalty()
                        - options.presencePenalty());
            }
        }
    }

    /** The token with the largest logit. */
    static int best(float[] logits) {
        int best = 0;
        for (int i = 1; i < logits.length; i++) {
            best = logits[i] > logits[best] ? i : best;
        }
        return best;
    }

    /** Puts the tokens that are allowed, at most top-k of them, in order. */
    private void sort(float[] logits) {
        if (order.length < logits.length) {
            order = new long[logits.length];
        }
        count = 0;
        for (int i = 0; i < logits.length; i++) {
            if (logits[i] >= -Float.MAX_VALUE) {
                order[count++] = key(logits[i], i);
            }
        }
        int most = options.topK() == 0 ? count : Math.min(count, options.topK());
        if (most < count) {
            smallest(most);
        }
        count = most;
        Arrays.sort(order, 0, count);
        if (probabilities.length < count) {
            probabilities = new double[count];
        }
    }

    /** Sorts larger logits first, then lower ids. */
    private static long key(float logit, int id) {
        int bits = Float.floatToIntBits(logit + 0f);
        int ascending = bits < 0 ? bits ^ 0x7FFFFFFF : bits;
        return (long) ~ascending << 32 | id;
    }

    /** Moves so many of the smallest keys to the front, in a heap whose largest is first. */
    private void smallest(int most) {
        for (int i = most / 2 - 1; i >= 0; i--) {
            sink(i, most);
        }
        for (int i = most; i < count; i++) {
            if (order[i] < order[0]) {
                order[0] = order[i];
                sink(0, most);
            }
        }
    }

    private void sink(int from, int size) {
        long key = order[from];
        int at = from;
        for (int child = 2 * at + 1; child < size; child = 2 * at + 1) {
            child += child + 1 < size && order[child + 1] > order[child] ? 1 : 0;
            if (order[child] <= key) {
                break;
            }
            order[at] = order[child];
            at = child;
        }
        order[at] = key;
    }

    private void softmax(float[] logits, double temperature) {
        double most = logits[(int) order[0]];
        double sum = 0;
        for (int i = 0; i < count; i++) {
            probabilities[i] = DeterministicMath.exp((logits[(int) order[i]] - most) / temperature);
            sum += probabilities[i];
        }
        for (int i = 0; i < count; i++) {
            probabilities[i] /= sum;
        }
    }

    /** Locally typical sampling (Meister and others 2023). */
    private void keepTypical(float[] logits) {
        double entropy = 0;
        for (int i = 0; i < count; i++) {
            entropy -= probabilities[i] > 0 ? probabilities[i] * DeterministicMath.log(probabilities[i]) : 0;
        }
        long[] byDistance = new long[count];
        for (int i = 0; i < count; i++) {
            double distance = Math.abs(-DeterministicMath.log(probabilities[i]) - entropy);
            byDistance[i] = (long) Float.floatToIntBits((float) distance) << 32 | i;
        }
        Arrays.sort(byDistance);
        double sum = 0;
        int kept = 0;
        while (kept < count && (kept == 0 || sum <= options.typicalP())) {
            sum += probabilities[(int) byDistance[kept++]];
        }
        long[] keys = new long[kept];
        for (int i = 0; i < kept; i++) {
            keys[i] = order[(int) byDistance[i]];
        }
        Arrays.sort(keys);
        System.arraycopy(keys, 0, order, 0, kept);
        count = kept;
        softmax(logits, 1);
    }

    private void keepTop() {
        double sum = 0;
        int kept = 0;
        while (kept < count && (kept == 0 || sum < options.topP())) {
            sum += probabilities[kept++];
        }
        count = kept;
    }

    private void keepLikely() {
        double least = probabilities[0] * options.minP();
        int kept = 1;
        while (kept < count && probabilities[kept] >= least) {
            kept++;
        }
        count = kept;
    }

    private int draw() {
        double at = random.nextDouble();
        double sum = 0;
        for (int i = 0; i < count - 1; i++) {
            sum += probabilities[i];
            if (at < sum) {
                return (int) order[i];
            }
        }
        return (int) order[count - 1];
    }
}
