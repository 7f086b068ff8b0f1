package dev.tabitat.core.runtime;

import dev.tabitat.core.graph.Graph;
import dev.tabitat.core.graph.Node;
import dev.tabitat.core.graph.Op;
import dev.tabitat.core.math.DeterministicMath;
import dev.tabitat.core.math.ExactFloats;
import dev.tabitat.core.tensor.Shape;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Every operator in the order in which the kernels of {@code wasm-kernels} add; each of those says in its first
 * sentence which that is. Graphs over any number of rows add products of a matrix by ascending columns; graphs of a
 * fixed size by eight lanes.
 */
final class ExactOperators {

    private static final float MIN_NORM = 1e-12f;
    private static final int LARGEST = 127;

    private final boolean isOverRows;
    /** Matrices as the loops read them, by the value that they were made of. */
    private final Map<Value, float[]> transposed = new IdentityHashMap<>();
    private final Map<Value, Integers> integers = new IdentityHashMap<>();

    ExactOperators(Graph graph) {
        boolean any = false;
        for (Node node : graph.nodes()) {
            any |= needsRows(graph, node);
        }
        isOverRows = any;
    }

    /** Whether a step has a kernel in plans over any number of rows only. */
    private static boolean needsRows(Graph graph, Node node) {
        Op op = node.op();
        if (op instanceof Op.Input || op instanceof Op.Weight || op instanceof Op.SparseLinear
                || op instanceof Op.Softmax) {
            return false;
        }
        boolean hasAnyRows = graph.shape(node.name()).rank() > 0 && graph.shape(node.name()).dim(0) == Graph.ANY;
        boolean isFixed = op instanceof Op.Linear linear && isSimple(linear.activation())
                || op instanceof Op.LowRank || op instanceof Op.SparseDelta
                || op instanceof Op.Shift || op instanceof Op.Activate;
        return hasAnyRows || !isFixed;
    }

    private static boolean isSimple(Op.Activation activation) {
        return activation == Op.Activation.NONE || activation == Op.Activation.RELU;
    }

    Value compute(Node node, Map<String, Value> values) {
        Op op = node.op();
        Value[] in = new Value[node.inputs().size()];
        for (int i = 0; i < in.length; i++) {
            in[i] = values.get(node.inputs().get(i));
        }
        if (op instanceof Op.Linear linear) {
            return isOverRows ? linear(linear.activation(), in) : matVec(linear.activation(), in);
        }
        if (op instanceof Op.LinearInt8 linear) {
            return linearInt8(linear.activation(), in);
        }
        if (op instanceof Op.SparseLinear) {
            return sparse(in);
        }
        if (op instanceof Op.Softmax) {
            return softmax(in[0]);
        }
        if (op instanceof Op.Embedding) {
            return ReferenceEncoder.embedding(in);
        }
        if (op instanceof Op.LayerNorm norm) {
            return layerNorm(norm.epsilon(), in);
        }
        if (op instanceof Op.SequenceAttention attention) {
            return ExactAttention.compute(attention, in);
        }
        if (op instanceof Op.Rotate rotate) {
            return ReferenceEncoder.rotate(rotate.heads(), in);
        }
        if (op instanceof Op.Lookup) {
            return ReferenceEncoder.lookup(in);
        }
        if (op instanceof Op.Add) {
            return ReferenceEncoder.add(in[0], in[1]);
        }
        if (op instanceof Op.Gate gate) {
            return gate(gate.activation(), in[0]);
        }
        if (op instanceof Op.Pool pool) {
            return pool(pool.pooling(), in[0], in[1].ints());
        }
        if (op instanceof Op.LowRank change) {
            return lowRank(change.from(), in);
        }
        if (op instanceof Op.SparseDelta change) {
            return sparseDelta(change.from(), in);
        }
        if (op instanceof Op.Shift) {
            return ReferenceAdapters.shift(in[0], in[1]);
        }
        if (op instanceof Op.Activate activate) {
            float[] y = copy(in[0].floats());
            activate(activate.activation(), y);
            return new Value(in[0].shape(), y);
        }
        return normalize(in[0]);
    }

    private static float[] copy(float[] values) {
        float[] copy = new float[values.length];
        System.arraycopy(values, 0, copy, 0, copy.length);
        return copy;
    }

    private static void activate(Op.Activation activation, float[] y) {
        if (activation != Op.Activation.NONE) {
            for (int i = 0; i < y.length; i++) {
                y[i] = ExactActivations.of(activation, y[i]);
            }
        }
    }

    private static Value gate(Op.Activation activation, Value x) {
        int width = x.shape().dim(1) / 2;
        float[] y = new float[x.shape().dim(0) * width];
        for (int i = 0; i < y.length; i++) {
            int at = i / width * 2 * width + i % width;
            y[i] = ExactActivations.of(activation, x.floats()[at]) * x.floats()[at + width];
        }
        return new Value(Shape.of(x.shape().dim(0), width), y);
    }

    /** {@code [in, out]} of a weight {@code [out, in]}. */
    private float[] transposed(Value weight) {
        return transposed.computeIfAbsent(weight, w -> {
            int out = w.shape().dim(0);
            int in = w.shape().dim(1);
            float[] turned = new float[out * in];
            for (int o = 0; o < out; o++) {
                for (int i = 0; i < in; i++) {
                    turned[i * out + o] = w.floats()[o * in + i];
                }
            }
            return turned;
        });
    }

    private Value linear(Op.Activation activation, Value... in) {
        int rows = in[0].shape().dim(0);
        int k = in[1].shape().dim(1);
        int out = in[1].shape().dim(0);
        float[] y = new float[rows * out];
        product(in[0].floats(), transposed(in[1]), y, rows, k, out);
        float[] bias = in[2].floats();
        for (int row = 0; row < rows; row++) {
            for (int o = 0; o < out; o++) {
                y[row * out + o] += bias[o];
            }
        }
        activate(activation, y);
        return new Value(Shape.of(rows, out), y);
    }

    /** c = a · b over ascending k: a [rows, k], b [k, columns]; c begins with zeros. */
    private static void product(float[] a, float[] b, float[] c, int rows, int k, int columns) {
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < k; i++) {
                float factor = a[row * k + i];
                int from = i * columns;
                int to = row * columns;
                for (int o = 0; o < columns; o++) {
                    c[to + o] += factor * b[from + o];
                }
            }
        }
    }

    /** Eight lanes, then four, then one after the other, then the bias. */
    private static Value matVec(Op.Activation activation, Value... in) {
        int rows = in[0].shape().dim(0);
        int k = in[1].shape().dim(1);
        int out = in[1].shape().dim(0);
        float[] x = in[0].floats();
        float[] w = in[1].floats();
        float[] y = new float[rows * out];
        float[] lanes = new float[8];
        for (int row = 0; row < rows; row++) {
            for (int o = 0; o < out; o++) {
                java.util.Arrays.fill(lanes, 0);
                int i = 0;
                for (; i + 8 <= k; i += 8) {
                    for (int lane = 0; lane < 8; lane++) {
                        lanes[lane] += w[o * k + i + lane] * x[row * k + i + lane];
                    }
                }
                for (; i + 4 <= k; i += 4) {
                    for (int lane = 0; lane < 4; lane++) {
                        lanes[lane] += w[o * k + i + lane] * x[row * k + i + lane];
                    }
                }
                float sum = lanes[0] + lanes[4] + (lanes[1] + lanes[5]) + (lanes[2] + lanes[6] + (lanes[3] + lanes[7]));
                for (; i < k; i++) {
                    sum += w[o * k + i] * x[row * k + i];
                }
                sum += in[2].floats()[o];
                y[row * out + o] = activation == Op.Activation.RELU ? Math.max(sum, 0) : sum;
            }
        }
        return new Value(Shape.of(rows, out), y);
    }

    /**
     * Whole numbers have no order; what follows them is one rounding after the other, as {@link Op.LinearInt8} says.
     */
    private Value linearInt8(Op.Activation activation, Value... in) {
        Integers matrix = integers.computeIfAbsent(in[1], Integers::of);
        float[] scales = in[2].floats();
        float[] bias = in[3].floats();
        int rows = in[0].shape().dim(0);
        int width = in[1].shape().dim(1);
        int out = scales.length;
        float[] y = new float[rows * out];
        int[] sums = new int[out];
        float[] row = new float[width];
        for (int r = 0; r < rows; r++) {
            float low = 0;
            float high = 0;
            for (int i = 0; i < width; i++) {
                row[i] = in[0].floats()[r * width + i] * (in.length == 5 ? in[4].floats()[i] : 1);
                low = Math.min(low, row[i]);
                high = Math.max(high, row[i]);
            }
            float step = (high - low) / LARGEST;
            step = step >= Float.MIN_NORMAL ? step : 1;
            float inverse = 1 / step;
            int zero = (int) DeterministicMath.nearest(-low * inverse);
            java.util.Arrays.fill(sums, 0);
            for (int i = 0; i < width; i++) {
                int q = Math.max(0, Math.min(LARGEST, (int) DeterministicMath.nearest(row[i] * inverse) + zero));
                int from = i * out;
                for (int o = 0; o < out; o++) {
                    sums[o] += q * matrix.turned()[from + o];
                }
            }
            for (int o = 0; o < out; o++) {
                y[r * out + o] = (sums[o] - zero * matrix.sums()[o]) * (step * scales[o]) + bias[o];
            }
        }
        activate(activation, y);
        return new Value(Shape.of(rows, out), y);
    }

    /** A matrix of int8 as the loops read it: {@code [in, out]}, and the sum of each output's weights. */
    private record Integers(int[] turned, int[] sums) {

        static Integers of(Value weight) {
            int out = weight.shape().dim(0);
            int in = weight.shape().dim(1);
            int[] turned = new int[out * in];
            int[] sums = new int[out];
            for (int o = 0; o < out; o++) {
                for (int i = 0; i < in; i++) {
                    turned[i * out + o] = weight.bytes()[o * in + i];
                    sums[o] += weight.bytes()[o * in + i];
                }
            }
            return new Integers(turned, sums);
        }
    }

    private static Value sparse(Value... in) {
        int[] indices = in[0].ints();
        float[] counts = in[1].floats();
        int[] offsets = in[2].ints();
        int[] columns = in[3].ints();
        float[] weights = in[4].floats();
        float[] y = copy(in[5].floats());
        for (int k = 0; k < indices.length; k++) {
            for (int at = offsets[indices[k]]; at < offsets[indices[k] + 1]; at++) {
                y[columns[at]] += counts[k] * weights[at];
            }
        }
        return new Value(Shape.of(1, y.length), y);
    }

    private static Value softmax(Value x) {
        int width = x.shape().dim(-1);
        int fours = width / 4 * 4;
        float[] y = copy(x.floats());
        float[] lanes = new float[4];
        for (int start = 0; start < y.length; start += width) {
            float greatest = Float.NEGATIVE_INFINITY;
            for (int i = 0; i < width; i++) {
                greatest = Math.max(greatest, y[start + i]);
            }
            java.util.Arrays.fill(lanes, 0);
            for (int i = 0; i < fours; i++) {
                y[start + i] = ExactFloats.exp(y[start + i] - greatest);
                lanes[i % 4] += y[start + i];
            }
            float sum = lanes[0] + lanes[1] + (lanes[2] + lanes[3]);
            for (int i = fours; i < width; i++) {
                y[start + i] = ExactFloats.exp(y[start + i] - greatest);
                sum += y[start + i];
            }
            for (int i = 0; i < width; i++) {
                y[start + i] /= sum;
            }
        }
        return new Value(x.shape(), y);
    }

    private static Value layerNorm(float epsilon, Value... in) {
        float[] gamma = in[in.length - 2].floats();
        float[] beta = in[in.length - 1].floats();
        int width = gamma.length;
        float[] y = copy(in[0].floats());
        if (in.length == 4) {
            for (int i = 0; i < y.length; i++) {
                y[i] += in[1].floats()[i];
            }
        }
        float[] lanes = new float[4];
        for (int start = 0; start < y.length; start += width) {
            java.util.Arrays.fill(lanes, 0);
            for (int i = 0; i < width; i++) {
                lanes[i % 4] += y[start + i];
            }
            float mean = (lanes[0] + lanes[1] + (lanes[2] + lanes[3])) / width;
            java.util.Arrays.fill(lanes, 0);
            for (int i = 0; i < width; i++) {
                float off = y[start + i] - mean;
                lanes[i % 4] += off * off;
            }
            float scale = 1 / (float) Math.sqrt((lanes[0] + lanes[1] + (lanes[2] + lanes[3])) / width + epsilon);
            for (int i = 0; i < width; i++) {
                y[start + i] = (y[start + i] - mean) * scale * gamma[i] + beta[i];
            }
        }
        return new Value(in[0].shape(), y);
    }

    private static Value pool(Op.Pooling pooling, Value x, int... ends) {
        int width = x.shape().dim(1);
        int sequences = Math.max(0, ends.length - 1);
        float[] y = new float[sequences * width];
        for (int s = 0; s < sequences; s++) {
            for (int i = 0; i < width; i++) {
                y[s * width + i] = pooled(pooling, x.floats(), width, i, ends[s], ends[s + 1]);
            }
        }
        return new Value(Shape.of(sequences, width), y);
    }

    private static float pooled(Op.Pooling pooling, float[] x, int width, int column, int from, int to) {
        int last = pooling == Op.Pooling.FIRST ? from + 1 : to;
        int first = pooling == Op.Pooling.LAST ? to - 1 : from;
        float sum = pooling == Op.Pooling.MAX ? x[first * width + column] : 0;
        for (int token = first; token < last; token++) {
            float value = x[token * width + column];
            sum = switch (pooling) {
                case MEAN, FIRST, LAST -> sum + value;
                case MAX -> Math.max(sum, value);
                case WEIGHTED_MEAN -> sum + (token - from + 1) * value;
            };
        }
        int count = last - first;
        return switch (pooling) {
            case MEAN, FIRST, LAST -> sum / count;
            case MAX -> sum;
            case WEIGHTED_MEAN -> sum / ((long) count * (count + 1) / 2);
        };
    }

    private static Value normalize(Value x) {
        int width = x.shape().dim(-1);
        float[] y = copy(x.floats());
        float[] lanes = new float[4];
        for (int start = 0; start < y.length; start += width) {
            java.util.Arrays.fill(lanes, 0);
            for (int i = 0; i < width; i++) {
                lanes[i % 4] += y[start + i] * y[start + i];
            }
            float norm = Math.max((float) Math.sqrt(lanes[0] + lanes[1] + (lanes[2] + lanes[3])), MIN_NORM);
            for (int i = 0; i < width; i++) {
                y[start + i] /= norm;
            }
        }
        return new Value(x.shape(), y);
    }

    private Value lowRank(int from, Value... in) {
        int rows = in[0].shape().dim(0);
        int out = in[0].shape().dim(1);
        int k = in[1].shape().dim(1);
        int rank = in[2].shape().dim(0);
        int width = in[3].shape().dim(0);
        float[] y = copy(in[0].floats());
        float[] narrow = new float[rows * rank];
        product(in[1].floats(), transposed(in[2]), narrow, rows, k, rank);
        float[] change = new float[rows * width];
        product(narrow, transposed(in[3]), change, rows, rank, width);
        for (int row = 0; row < rows; row++) {
            for (int o = 0; o < width; o++) {
                y[row * out + from + o] += change[row * width + o];
            }
        }
        return new Value(in[0].shape(), y);
    }

    private static Value sparseDelta(int from, Value... in) {
        float[] y = copy(in[0].floats());
        float[] x = in[1].floats();
        int[] ends = in[2].ints();
        int[] columns = in[3].ints();
        float[] values = in[4].floats();
        int rows = in[0].shape().dim(0);
        int out = in[0].shape().dim(1);
        int k = in[1].shape().dim(1);
        for (int row = 0; row < rows; row++) {
            for (int o = 0; o + 1 < ends.length; o++) {
                float sum = 0;
                for (int at = ends[o]; at < ends[o + 1]; at++) {
                    sum += values[at] * x[row * k + columns[at]];
                }
                y[row * out + from + o] += sum;
            }
        }
        return new Value(in[0].shape(), y);
    }
}
