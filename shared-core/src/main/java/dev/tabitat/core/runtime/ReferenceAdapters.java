package dev.tabitat.core.runtime;

import dev.tabitat.core.graph.Op;

/**
 * The operators that change a layer's outputs, for {@link ReferenceBackend}: sums in double in index order, results in
 * float.
 */
final class ReferenceAdapters {

    private ReferenceAdapters() {}

    static Value lowRank(int from, Value... inputs) {
        float[] y = copy(inputs[0]);
        float[] x = inputs[1].floats();
        float[] down = inputs[2].floats();
        float[] up = inputs[3].floats();
        int rows = inputs[0].shape().dim(0);
        int out = inputs[0].shape().dim(1);
        int in = inputs[1].shape().dim(1);
        int rank = inputs[2].shape().dim(0);
        int width = inputs[3].shape().dim(0);
        double[] narrow = new double[rank];
        for (int row = 0; row < rows; row++) {
            for (int r = 0; r < rank; r++) {
                narrow[r] = 0;
                for (int i = 0; i < in; i++) {
                    narrow[r] += (double) down[r * in + i] * x[row * in + i];
                }
            }
            for (int o = 0; o < width; o++) {
                double sum = 0;
                for (int r = 0; r < rank; r++) {
                    sum += up[o * rank + r] * narrow[r];
                }
                y[row * out + from + o] = (float) (y[row * out + from + o] + sum);
            }
        }
        return new Value(inputs[0].shape(), y);
    }

    static Value sparseDelta(int from, Value... inputs) {
        float[] y = copy(inputs[0]);
        float[] x = inputs[1].floats();
        int[] ends = inputs[2].ints();
        int[] columns = inputs[3].ints();
        float[] values = inputs[4].floats();
        int rows = inputs[0].shape().dim(0);
        int out = inputs[0].shape().dim(1);
        int in = inputs[1].shape().dim(1);
        for (int row = 0; row < rows; row++) {
            for (int o = 0; o + 1 < ends.length; o++) {
                double sum = 0;
                for (int k = ends[o]; k < ends[o + 1]; k++) {
                    sum += (double) values[k] * x[row * in + columns[k]];
                }
                y[row * out + from + o] = (float) (y[row * out + from + o] + sum);
            }
        }
        return new Value(inputs[0].shape(), y);
    }

    static Value shift(Value x, Value vector) {
        float[] y = copy(x);
        int width = vector.floats().length;
        for (int i = 0; i < y.length; i++) {
            y[i] += vector.floats()[i % width];
        }
        return new Value(x.shape(), y);
    }

    static Value activate(Op.Activation activation, Value x) {
        float[] y = copy(x);
        for (int i = 0; i < y.length; i++) {
            y[i] = (float) ReferenceEncoder.activated(activation, y[i]);
        }
        return new Value(x.shape(), y);
    }

    /** Values are shared between steps: each makes its own. */
    private static float[] copy(Value value) {
        float[] copy = new float[value.floats().length];
        System.arraycopy(value.floats(), 0, copy, 0, copy.length);
        return copy;
    }
}
