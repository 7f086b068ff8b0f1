package dev.tabitat.core.runtime;

import dev.tabitat.core.graph.Op;
import dev.tabitat.core.math.DeterministicMath;
import dev.tabitat.core.tensor.Shape;

/**
 * The operators of transformer encoders, for {@link ReferenceBackend}: sums in double in index order, results in float.
 */
final class ReferenceEncoder {

    private static final double SQRT_HALF = 0.7071067811865476;
    private static final double SQRT_2_BY_PI = 0.7978845608028654;
    private static final double MIN_NORM = 1e-12;
    private static final int LARGEST = 127;

    private ReferenceEncoder() {}

    static double activated(Op.Activation activation, double x) {
        return switch (activation) {
            case NONE -> x;
            case RELU -> x < 0 ? 0 : x;
            case GELU -> 0.5 * x * (1 + DeterministicMath.erf(x * SQRT_HALF));
            case GELU_TANH -> x * sigmoid(2 * SQRT_2_BY_PI * (x + 0.044715 * x * x * x));
            case SILU -> x * sigmoid(x);
            case TANH -> {
                double power = DeterministicMath.exp(-2 * Math.abs(x));
                yield (x < 0 ? -1 : 1) * (1 - power) / (1 + power);
            }
        };
    }

    private static double sigmoid(double x) {
        double power = DeterministicMath.exp(-Math.abs(x));
        return (x < 0 ? power : 1) / (1 + power);
    }

    static Value gate(Op.Activation activation, Value x) {
        int width = x.shape().dim(1) / 2;
        float[] y = new float[x.shape().dim(0) * width];
        for (int i = 0; i < y.length; i++) {
            int at = i / width * 2 * width + i % width;
            y[i] = (float) (activated(activation, x.floats()[at]) * x.floats()[at + width]);
        }
        return new Value(Shape.of(x.shape().dim(0), width), y);
    }

    static Value add(Value x, Value other) {
        float[] y = new float[x.floats().length];
        for (int i = 0; i < y.length; i++) {
            y[i] = x.floats()[i] + other.floats()[i];
        }
        return new Value(x.shape(), y);
    }

    static Value lookup(Value... inputs) {
        int[] ids = inputs[0].ints();
        Value table = inputs[1];
        int width = table.shape().dim(1);
        float[] y = new float[ids.length * width];
        for (int i = 0; i < y.length; i++) {
            int id = ids[i / width];
            int at = id * width + i % width;
            y[i] = table.bytes() == null ? table.floats()[at] : table.bytes()[at] * inputs[2].floats()[id];
        }
        return new Value(Shape.of(ids.length, width), y);
    }

    /** Products and sums rounded to float one after the other: as the kernels round them. */
    static Value rotate(int heads, Value... inputs) {
        int width = inputs[0].shape().dim(1) / 3;
        int half = width / heads / 2;
        float[] x = inputs[0].floats();
        float[] y = new float[x.length];
        for (int t = 0; t < inputs[1].ints().length; t++) {
            int angles = inputs[1].ints()[t] * half;
            for (int head = 0; head < 2 * heads; head++) {
                int at = t * 3 * width + head * 2 * half;
                for (int i = 0; i < half; i++) {
                    float cosine = inputs[2].floats()[angles + i];
                    float sine = inputs[3].floats()[angles + i];
                    y[at + i] = x[at + i] * cosine - x[at + half + i] * sine;
                    y[at + half + i] = x[at + half + i] * cosine + x[at + i] * sine;
                }
            }
            System.arraycopy(x, t * 3 * width + 2 * width, y, t * 3 * width + 2 * width, width);
        }
        return new Value(inputs[0].shape(), y);
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

    static Value pool(Op.Pooling pooling, Value x, Value ends) {
        int width = x.shape().dim(1);
        int sequences = Math.max(0, ends.ints().length - 1);
        float[] y = new float[sequences * width];
        for (int s = 0; s < sequences; s++) {
            for (int i = 0; i < width; i++) {
                y[s * width + i] = (float) pooled(pooling, x.floats(), width, i, ends.ints()[s], ends.ints()[s + 1]);
            }
        }
        return new Value(Shape.of(sequences, width), y);
    }

    private static double pooled(Op.Pooling pooling, float[] x, int width, int column, int from, int to) {
        double sum = 0;
        double weights = 0;
        double most = Double.NEGATIVE_INFINITY;
        for (int token = from; token < to; token++) {
            double value = x[token * width + column];
            double weight = pooling == Op.Pooling.WEIGHTED_MEAN ? token - from + 1 : 1;
            sum += weight * value;
            weights += weight;
            most = Math.max(most, value);
        }
        return switch (pooling) {
            case MEAN, WEIGHTED_MEAN -> sum / weights;
            case MAX -> most;
            case FIRST -> x[from * width + column];
            case LAST -> x[(to - 1) * width + column];
        };
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
