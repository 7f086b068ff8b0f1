package dev.tabitat.core.runtime;

import dev.tabitat.core.graph.Op;
import dev.tabitat.core.math.ExactFloats;
import dev.tabitat.core.tensor.Shape;

/**
 * Attention in the order in which the kernel adds, for {@link ExactBackend}. The kernel takes rows in tiles, and of
 * each tile the keys that any of its rows sees, from a multiple of four on; a key that a row does not see, or that pads
 * the last four, counts e^-87.
 */
final class ExactAttention {

    private static final int TILE = 6;
    private static final float UNSEEN = ExactFloats.exp(Float.NEGATIVE_INFINITY);

    private final Op.SequenceAttention op;
    private final Value[] inputs;
    private final float[] x;
    private final int width;
    private final int size;
    private final float scale;
    private final int reach;

    private ExactAttention(Op.SequenceAttention op, Value... inputs) {
        this.op = op;
        this.inputs = inputs;
        x = inputs[0].floats();
        width = inputs[0].shape().dim(1) / 3;
        size = width / op.heads();
        scale = (float) (1 / Math.sqrt(op instanceof Op.DisentangledAttention ? 3 * size : size));
        reach = op instanceof Op.LocalAttention local ? Math.min(local.reach(), 1 << 24) : 1 << 24;
    }

    static Value compute(Op.SequenceAttention op, Value... inputs) {
        return new ExactAttention(op, inputs).run();
    }

    private Value run() {
        int tokens = inputs[0].shape().dim(0);
        int[] ends = inputs[1].ints();
        float[] y = new float[tokens * width];
        for (int s = 0; s + 1 < ends.length; s++) {
            for (int head = 0; head < op.heads(); head++) {
                head(ends[s], ends[s + 1], head, y);
            }
        }
        return new Value(Shape.of(tokens, width), y);
    }

    private void head(int from, int to, int head, float... y) {
        int count = to - from;
        int column = head * size;
        float[] keys = new float[size * count];
        for (int token = 0; token < count; token++) {
            for (int i = 0; i < size; i++) {
                keys[i * count + token] = x[(from + token) * 3 * width + width + column + i];
            }
        }
        float[] scores = new float[count];
        for (int token = 0; token < count; token++) {
            int tile = token - token % TILE;
            int first = Math.max(0, tile - reach) & ~3;
            int last = Math.min(count, tile + TILE + reach);
            int sees = Math.max(first, token - reach);
            int seesTo = Math.min(count, token + reach + 1);
            scores(from, token, head, keys, first, last, scores);
            float greatest = Float.NEGATIVE_INFINITY;
            for (int other = sees; other < seesTo; other++) {
                greatest = Math.max(greatest, scores[other]);
            }
            float sum = powers(scores, greatest, first, last, sees, seesTo);
            int at = (from + token) * width + column;
            for (int other = first; other < last; other++) {
                int value = (from + other) * 3 * width + 2 * width + column;
                for (int i = 0; i < size; i++) {
                    y[at + i] += scores[other] * x[value + i];
                }
            }
            for (int i = 0; i < size; i++) {
                y[at + i] /= sum;
            }
        }
    }

    private void scores(int from, int token, int head, float[] keys, int first, int last, float... scores) {
        int count = scores.length;
        java.util.Arrays.fill(scores, 0);
        int query = (from + token) * 3 * width + head * size;
        for (int i = 0; i < size; i++) {
            float factor = x[query + i];
            for (int other = first; other < last; other++) {
                scores[other] += factor * keys[i * count + other];
            }
        }
        if (op instanceof Op.BiasedAttention) {
            int columns = inputs[2].shape().dim(1);
            int at = head * columns + columns / 2 - token;
            for (int other = first; other < last; other++) {
                scores[other] += inputs[2].floats()[at + other] * (1 / scale);
            }
        } else if (op instanceof Op.DisentangledAttention) {
            int[] buckets = inputs[4].ints();
            for (int other = first; other < last; other++) {
                int row = buckets[buckets.length / 2 + token - other] * width + head * size;
                scores[other] += product(query, inputs[2].floats(), row);
                scores[other] += product((from + other) * 3 * width + width + head * size, inputs[3].floats(), row);
            }
        }
    }

    /** The exponentials of the scores, in place, and their sum by four lanes. */
    private float powers(float[] scores, float greatest, int first, int last, int sees, int seesTo) {
        float[] lanes = new float[4];
        int padded = first + (last - first + 3 & ~3);
        for (int other = first; other < padded; other++) {
            boolean isSeen = other >= sees && other < seesTo;
            float power = isSeen ? ExactFloats.exp((scores[other] - greatest) * scale) : UNSEEN;
            lanes[other % 4] += power;
            if (other < last) {
                scores[other] = power;
            }
        }
        return lanes[0] + lanes[1] + (lanes[2] + lanes[3]);
    }

    private float product(int at, float[] other, int otherAt) {
        float sum = 0;
        for (int i = 0; i < size; i++) {
            sum += x[at + i] * other[otherAt + i];
        }
        return sum;
    }
}
