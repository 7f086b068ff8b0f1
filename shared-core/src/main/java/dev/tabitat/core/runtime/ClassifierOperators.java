package dev.tabitat.core.runtime;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Incompatible;
import dev.tabitat.core.graph.Node;
import dev.tabitat.core.graph.Op;
import dev.tabitat.core.math.DeterministicMath;
import dev.tabitat.core.tensor.Shape;
import java.util.Map;

/**
 * The operators of classifiers over n-grams, for {@link ReferenceBackend}: sums in double in index order, results in
 * float.
 */
final class ClassifierOperators {

    private ClassifierOperators() {}

    /** The value of a step; null when its operator is none of a classifier. */
    static Value compute(Node node, Map<String, Value> values) {
        if (node.op() instanceof Op.Linear linear) {
            return linear(linear, in(node, 0, values), in(node, 1, values), in(node, 2, values));
        }
        if (node.op() instanceof Op.SparseLinear) {
            return sparse(node, values);
        }
        return node.op() instanceof Op.Softmax ? softmax(in(node, 0, values)) : null;
    }

    static Value in(Node node, int index, Map<String, Value> values) {
        return values.get(node.inputs().get(index));
    }

    private static Value linear(Op.Linear op, Value x, Value w, Value b) {
        int rows = x.shape().dim(0);
        int in = w.shape().dim(1);
        int out = w.shape().dim(0);
        float[] y = new float[rows * out];
        for (int row = 0; row < rows; row++) {
            for (int o = 0; o < out; o++) {
                double sum = 0;
                for (int i = 0; i < in; i++) {
                    sum += (double) x.floats()[row * in + i] * w.floats()[o * in + i];
                }
                sum += b.floats()[o];
                y[row * out + o] = (float) ReferenceEncoder.activated(op.activation(), sum);
            }
        }
        return new Value(Shape.of(rows, out), y);
    }

    private static Value sparse(Node node, Map<String, Value> values) {
        int[] indices = in(node, 0, values).ints();
        float[] counts = in(node, 1, values).floats();
        int[] offsets = in(node, 2, values).ints();
        int[] columns = in(node, 3, values).ints();
        float[] weights = in(node, 4, values).floats();
        float[] bias = in(node, 5, values).floats();
        if (indices.length != counts.length) {
            throw new Incompatible(
                    "A sparse input needs one value for each index.",
                    Finding.at("node " + node.name()).expected(indices.length + " values").found(counts.length));
        }
        double[] sums = new double[bias.length];
        for (int k = 0; k < indices.length; k++) {
            if (indices[k] < 0 || indices[k] >= offsets.length - 1) {
                throw new DamagedData(
                        "A feature is out of range.",
                        Finding.at("node " + node.name()).expected("0 to " + (offsets.length - 2)).found(indices[k]));
            }
            for (int at = offsets[indices[k]]; at < offsets[indices[k] + 1]; at++) {
                sums[columns[at]] += (double) counts[k] * weights[at];
            }
        }
        float[] y = new float[bias.length];
        for (int o = 0; o < y.length; o++) {
            y[o] = (float) (sums[o] + bias[o]);
        }
        return new Value(Shape.of(1, y.length), y);
    }

    private static Value softmax(Value x) {
        int width = x.shape().dim(-1);
        float[] y = new float[x.floats().length];
        for (int start = 0; start < y.length; start += width) {
            float max = Float.NEGATIVE_INFINITY;
            for (int i = 0; i < width; i++) {
                max = Math.max(max, x.floats()[start + i]);
            }
            double sum = 0;
            for (int i = 0; i < width; i++) {
                sum += DeterministicMath.exp((double) x.floats()[start + i] - max);
            }
            for (int i = 0; i < width; i++) {
                y[start + i] = (float) (DeterministicMath.exp((double) x.floats()[start + i] - max) / sum);
            }
        }
        return new Value(x.shape(), y);
    }
}
