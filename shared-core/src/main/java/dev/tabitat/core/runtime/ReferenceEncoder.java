package dev.tabitat.core.runtime;

import dev.tabitat.core.graph.Op;
import dev.tabitat.core.math.DeterministicMath;
import dev.tabitat.core.tensor.Shape;

/**
 * The operators of transformer encoders, for {@link ReferenceBackend}: sums in double in index order, results in float.
 */
final class ReferenceEncoder {

    private static final double SQRT_HALF = 0.7071067811865476;
    private static final double MIN_NORM = 1e-12;
    private static final int LARGEST = 127;

    private ReferenceEncoder() {}

    static double activated(Op.Activation activation, double x) {
        return switch (activation) {
            case NONE -> x;
            case RELU -> x < 0 ? 0 : x;
            case GELU -> 0.5 * x * (1 + DeterministicMath.erf(x * SQRT_HALF));
        };
    }

    static Value embedding(Value... inputs) {
        int[] ids = inputs[0].ints();
        int[] places = inputs[1].ints();
        Value words = inputs[2];
        float[] positions = inputs[inputs.length - 2].floats();
        float[] type = inputs[inputs.length - 1].floats();
        int width = type.length;
        float[] y = new float[ids.length * width];
        for (int t = 0; t < ids.length; t++) {
            for (int i = 0; i < width; i++) {
                int at = ids[t] * width + i;
                float word = words.bytes() == null ? words.floats()[at]
                        : words.bytes()[at] * inputs[3].floats()[ids[t]];
                y[t * width + i] = word + (positions[places[t] * width + i] + type[i]);
            }
        }
        return new Value(Shape.of(ids.length, width), y);
    }

    static Value layerNorm(float epsilon, Value... inputs) {
        float[] x = inputs[0].floats();
        float[] residual = inputs.length == 4 ? inputs[1].floats() : null;
        float[] gamma = inputs[inputs.length - 2].floats();
        float[] beta = inputs[inputs.length - 1].floats();
        int width = gamma.length;
        float[] y = new float[x.length];
        double[] row = new double[width];
        for (int start = 0; start < x.length; start += width) {
            double sum = 0;
            for (int i = 0; i < width; i++) {
                row[i] = residual == null ? x[start + i] : (double) x[start + i] + residual[start + i];
                sum += row[i];
            }
            double mean = sum / width;
            double squares = 0;
            for (int i = 0; i < width; i++) {
                row[i] -= mean;
                squares += row[i] * row[i];
            }
            double scale = 1 / Math.sqrt(squares / width + epsilon);
            for (int i = 0; i < width; i++) {
                y[start + i] = (float) (row[i] * scale * gamma[i] + beta[i]);
            }
        }
        return new Value(inputs[0].shape(), y);
    }

    static Value linearInt8(Op.Activation activation, Value... inputs) {
        float[] x = inputs.length == 5 ? smoothed(inputs[0].floats(), inputs[4].floats()) : inputs[0].floats();
        byte[] weights = inputs[1].bytes();
        float[] scales = inputs[2].floats();
        float[] bias = inputs[3].floats();
        int rows = inputs[0].shape().dim(0);
        int in = inputs[1].shape().dim(1);
        int out = scales.length;
        int[] weightSums = new int[out];
        for (int o = 0; o < out; o++) {
            for (int i = 0; i < in; i++) {
                weightSums[o] += weights[o * in + i];
            }
        }
        float[] y = new float[rows * out];
        int[] q = new int[in];
        for (int row = 0; row < rows; row++) {
            float low = 0;
            float high = 0;
            for (int i = 0; i < in; i++) {
                low = Math.min(low, x[row * in + i]);
                high = Math.max(high, x[row * in + i]);
            }
            float step = (high - low) / LARGEST;
            step = step >= Float.MIN_NORMAL ? step : 1;
            float inverse = 1 / step;
            int zero = (int) DeterministicMath.nearest(-low * inverse);
            for (int i = 0; i < in; i++) {
                q[i] = Math.max(0,
                        Math.min(LARGEST, (int) DeterministicMath.nearest(x[row * in + i] * inverse) + zero));
            }
            for (int o = 0; o < out; o++) {
                int sum = 0;
                for (int i = 0; i < in; i++) {
                    sum += q[i] * weights[o * in + i];
                }
                float value = (sum - zero * weightSums[o]) * (step * scales[o]) + bias[o];
                y[row * out + o] = (float) activated(activation, value);
            }
        }
        return new Value(Shape.of(rows, out), y);
    }

    private static float[] smoothed(float[] x, float[] smoothing) {
        float[] y = new float[x.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = x[i] * smoothing[i % smoothing.length];
        }
        return y;
    }

    static Value attention(int heads, Value qkv, Value ends) {
        int tokens = qkv.shape().dim(0);
        int width = qkv.shape().dim(1) / 3;
        int size = width / heads;
        double scale = 1 / Math.sqrt(size);
        float[] x = qkv.floats();
        float[] y = new float[tokens * width];
        for (int s = 0; s + 1 < ends.ints().length; s++) {
            int from = ends.ints()[s];
            int to = ends.ints()[s + 1];
            double[] scores = new double[to - from];
            for (int head = 0; head < heads; head++) {
                for (int token = from; token < to; token++) {
                    int query = token * 3 * width + head * size;
                    double sum = scores(x, query, from, 3 * width, width + head * size, size, scale, scores);
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
    private static double scores(
            float[] x, int query, int from, int stride, int keyOffset, int size, double scale, double... scores) {
        double max = Double.NEGATIVE_INFINITY;
        for (int j = 0; j < scores.length; j++) {
            int key = (from + j) * stride + keyOffset;
            double dot = 0;
            for (int i = 0; i < size; i++) {
                dot += (double) x[query + i] * x[key + i];
            }
            scores[j] = dot * scale;
            max = Math.max(max, scores[j]);
        }
        double sum = 0;
        for (int j = 0; j < scores.length; j++) {
            scores[j] = DeterministicMath.exp(scores[j] - max);
            sum += scores[j];
        }
        return sum;
    }

    static Value pool(Op.Pooling pooling, Value x, Value ends) {
        int width = x.shape().dim(1);
        int sequences = Math.max(0, ends.ints().length - 1);
        float[] y = new float[sequences * width];
        for (int s = 0; s < sequences; s++) {
            int from = ends.ints()[s];
            int to = pooling == Op.Pooling.FIRST ? from + 1 : ends.ints()[s + 1];
            for (int i = 0; i < width; i++) {
                double sum = 0;
                for (int token = from; token < to; token++) {
                    sum += x.floats()[token * width + i];
                }
                y[s * width + i] = (float) (sum / (to - from));
            }
        }
        return new Value(Shape.of(sequences, width), y);
    }

    static Value normalize(Value x) {
        int width = x.shape().dim(-1);
        float[] y = new float[x.floats().length];
        for (int start = 0; start < y.length; start += width) {
            double squares = 0;
            for (int i = 0; i < width; i++) {
                squares += (double) x.floats()[start + i] * x.floats()[start + i];
            }
            double scale = 1 / Math.max(MIN_NORM, Math.sqrt(squares));
            for (int i = 0; i < width; i++) {
                y[start + i] = (float) (x.floats()[start + i] * scale);
            }
        }
        return new Value(x.shape(), y);
    }
}
