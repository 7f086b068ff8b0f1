package dev.tabitat.core.runtime;

import dev.tabitat.core.graph.Op;
import dev.tabitat.core.math.DeterministicMath;
import dev.tabitat.core.tensor.Shape;

/** Attention over sequences in its four forms, for {@link ReferenceBackend}: sums in double in index order. */
final class ReferenceAttention {

    private final int heads;
    private final int reach;
    private final Value qkv;
    private final int[] ends;
    private final Value[] more;
    private final int width;
    private final int size;

    /** @param reach how far a token sees at most */
    private ReferenceAttention(int heads, int reach, Value... inputs) {
        this.heads = heads;
        this.reach = reach;
        qkv = inputs[0];
        ends = inputs[1].ints();
        more = inputs;
        width = qkv.shape().dim(1) / 3;
        size = width / heads;
    }

    static Value compute(Op.SequenceAttention op, Value... inputs) {
        int reach = op instanceof Op.LocalAttention local ? local.reach() : Integer.MAX_VALUE;
        return new ReferenceAttention(op.heads(), reach, inputs).run(op);
    }

    private Value run(Op.SequenceAttention op) {
        int tokens = qkv.shape().dim(0);
        float[] x = qkv.floats();
        float[] y = new float[tokens * width];
        for (int s = 0; s + 1 < ends.length; s++) {
            double[] scores = new double[ends[s + 1] - ends[s]];
            for (int head = 0; head < heads; head++) {
                for (int token = ends[s]; token < ends[s + 1]; token++) {
                    int from = reach < token - ends[s] ? token - reach : ends[s];
                    int to = reach < ends[s + 1] - 1 - token ? token + reach + 1 : ends[s + 1];
                    double sum = scores(op, head, token, from, to, scores);
                    for (int i = 0; i < size; i++) {
                        double mixed = 0;
                        for (int other = from; other < to; other++) {
                            mixed += scores[other - from] * x[other * 3 * width + 2 * width + head * size + i];
                        }
                        y[token * width + head * size + i] = (float) (mixed / sum);
                    }
                }
            }
        }
        return new Value(Shape.of(tokens, width), y);
    }

    /** Fills {@code scores} with exp(score - max) and gives their sum. */
    private double scores(Op.SequenceAttention op, int head, int token, int from, int to, double... scores) {
        double scale = 1 / Math.sqrt(op instanceof Op.DisentangledAttention ? 3 * size : size);
        int query = token * 3 * width + head * size;
        double max = Double.NEGATIVE_INFINITY;
        for (int other = from; other < to; other++) {
            int key = other * 3 * width + width + head * size;
            double score = dot(qkv.floats(), query, qkv.floats(), key);
            if (op instanceof Op.DisentangledAttention) {
                score += positions(head, query, key, token - other);
            }
            score *= scale;
            if (op instanceof Op.BiasedAttention) {
                int columns = more[2].shape().dim(1);
                score += more[2].floats()[head * columns + columns / 2 + other - token];
            }
            scores[other - from] = score;
            max = Math.max(max, score);
        }
        double sum = 0;
        for (int i = 0; i < to - from; i++) {
            scores[i] = DeterministicMath.exp(scores[i] - max);
            sum += scores[i];
        }
        return sum;
    }

    /** What the distance of query and key adds to their product. */
    private double positions(int head, int query, int key, int distance) {
        int[] buckets = more[4].ints();
        int row = buckets[buckets.length / 2 + distance] * width + head * size;
        return dot(qkv.floats(), query, more[2].floats(), row) + dot(qkv.floats(), key, more[3].floats(), row);
    }

    private double dot(float[] a, int atA, float[] b, int atB) {
        double dot = 0;
        for (int i = 0; i < size; i++) {
            dot += (double) a[atA + i] * b[atB + i];
        }
        return dot;
    }
}
