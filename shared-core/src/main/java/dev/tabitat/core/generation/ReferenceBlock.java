package dev.tabitat.core.generation;

import dev.tabitat.core.format.gguf.GgufBlocks;
import dev.tabitat.core.math.DeterministicMath;
import dev.tabitat.core.model.decoder.DecoderSpec;
import dev.tabitat.core.model.decoder.DecoderSpec.Activation;
import dev.tabitat.core.model.decoder.DecoderSpec.RotaryPairs;
import dev.tabitat.core.model.decoder.DecoderTensors;
import dev.tabitat.core.model.decoder.WeightMatrix;

/** One pass of a few tokens through all layers, each token computed as if it were alone: {@link DecoderSpec}. */
final class ReferenceBlock {

    private static final int READ_BYTES = 1 << 20;
    private static final double ROOT_2_BY_PI = 0.7978845608028654;

    private final DecoderSpec spec;
    private final DecoderTensors tensors;
    private final ReferenceSequence cache;
    /** The weights of one row. */
    private float[] row = new float[0];

    ReferenceBlock(ReferenceDecoder session, ReferenceSequence cache) {
        spec = session.spec();
        tensors = session.tensors();
        this.cache = cache;
    }

    /**
     * Adds the keys and values of tokens to the cache.
     *
     * @param position of the first of them
     * @return the hidden state of the last one behind all layers
     */
    float[] run(int[] tokens, int from, int count, int position) {
        int width = spec.width();
        float[] hidden = new float[count * width];
        for (int t = 0; t < count; t++) {
            tensors.embedding().row(tokens[from + t], hidden, t * width);
        }
        scale(hidden, spec.multipliers().embedding());
        for (int layer = 0; layer < spec.layers().size(); layer++) {
            DecoderTensors.Layer weights = tensors.layers().get(layer);
            float[] attended = attention(layer, norm(hidden, width, weights.attentionNorm()), count, position);
            add(hidden, spec.hasSandwichNorms() ? norm(attended, width, weights.postAttentionNorm()) : attended);
            float[] fed = feedForward(weights, norm(hidden, width, weights.feedForwardNorm()), count);
            add(hidden, spec.hasSandwichNorms() ? norm(fed, width, weights.postFeedForwardNorm()) : fed);
        }
        float[] last = new float[width];
        System.arraycopy(hidden, (count - 1) * width, last, 0, width);
        return last;
    }

    void logits(float[] hidden, float[] into) {
        float[] logits = product(tensors.output(), norm(hidden, spec.width(), tensors.outputNorm()), 1);
        scale(logits, spec.multipliers().logits());
        System.arraycopy(logits, 0, into, 0, into.length);
    }

    private float[] attention(int layer, float[] input, int count, int position) {
        DecoderTensors.Layer weights = tensors.layers().get(layer);
        float[] queries = product(weights.query(), input, count);
        float[] keys = product(weights.key(), input, count);
        float[] values = product(weights.value(), input, count);
        if (spec.hasQueryKeyValueBias()) {
            addBias(queries, weights.queryBias());
            addBias(keys, weights.keyBias());
            addBias(values, weights.valueBias());
        }
        if (spec.hasQueryKeyNorm()) {
            queries = norm(queries, spec.headWidth(), weights.queryNorm());
            keys = norm(keys, spec.headWidth(), weights.keyNorm());
        }
        rotate(layer, queries, spec.heads(), count, position);
        rotate(layer, keys, spec.keyValueHeads(), count, position);
        System.arraycopy(keys, 0, cache.keys(layer), position * spec.keyValueWidth(), keys.length);
        System.arraycopy(values, 0, cache.values(layer), position * spec.keyValueWidth(), values.length);
        float[] mixed = new float[count * spec.queryWidth()];
        for (int t = 0; t < count; t++) {
            for (int head = 0; head < spec.heads(); head++) {
                attend(layer, queries, t, head, position + t, mixed);
            }
        }
        return product(weights.attentionOutput(), mixed, count);
    }

    /** One head of one token: what it sees, weighed by the softmax of its products with the keys. */
    private void attend(int layer, float[] queries, int token, int head, int position, float[] into) {
        int size = spec.headWidth();
        int stride = spec.keyValueWidth();
        int column = head / (spec.heads() / spec.keyValueHeads()) * size;
        int query = token * spec.queryWidth() + head * size;
        int window = spec.layers().get(layer).window();
        int first = window > 0 ? Math.max(0, position - window + 1) : 0;
        double[] scores = new double[position - first + 1];
        float[] keys = cache.keys(layer);
        for (int i = 0; i < scores.length; i++) {
            int key = (first + i) * stride + column;
            double sum = 0;
            for (int k = 0; k < size; k++) {
                sum += (double) queries[query + k] * keys[key + k];
            }
            scores[i] = sum * spec.multipliers().attention();
        }
        DeterministicMath.softmax(scores);
        double[] mixed = new double[size];
        float[] values = cache.values(layer);
        for (int i = 0; i < scores.length; i++) {
            int value = (first + i) * stride + column;
            for (int k = 0; k < size; k++) {
                mixed[k] += scores[i] * values[value + k];
            }
        }
        for (int k = 0; k < size; k++) {
            into[query + k] = (float) mixed[k];
        }
    }

    private void rotate(int layer, float[] vectors, int heads, int count, int position) {
        int pairs = spec.layers().get(layer).rotary().pairs();
        float[] cosines = new float[pairs];
        float[] sines = new float[pairs];
        boolean isHalves = spec.rotaryPairs() == RotaryPairs.HALVES;
        for (int t = 0; t < count; t++) {
            spec.layers().get(layer).rotary().turns(position + t, cosines, sines, 0);
            for (int head = 0; head < heads; head++) {
                int at = (t * heads + head) * spec.headWidth();
                for (int i = 0; i < pairs; i++) {
                    int a = at + (isHalves ? i : 2 * i);
                    int b = at + (isHalves ? i + pairs : 2 * i + 1);
                    double x = vectors[a];
                    double y = vectors[b];
                    vectors[a] = (float) (x * cosines[i] - y * sines[i]);
                    vectors[b] = (float) (x * sines[i] + y * cosines[i]);
                }
            }
        }
    }

    private float[] feedForward(DecoderTensors.Layer weights, float[] input, int count) {
        float[] gate = product(weights.gate(), input, count);
        float[] up = product(weights.up(), input, count);
        boolean isSilu = spec.activation() == Activation.SILU;
        for (int i = 0; i < gate.length; i++) {
            double x = gate[i];
            double activated = isSilu ? x / (1 + DeterministicMath.exp(-x))
                    : x / 2 * (1 + DeterministicMath.tanh(ROOT_2_BY_PI * (x + 0.044715 * x * x * x)));
            gate[i] = (float) (activated * up[i]);
        }
        return product(weights.down(), gate, count);
    }

    /** {@code y[t, r] = sum of w[r, i] x[t, i]}: four sums of every fourth product, then their sum. */
    private float[] product(WeightMatrix matrix, float[] input, int count) {
        int columns = matrix.columns();
        int rows = matrix.rows();
        float[] output = new float[count * rows];
        if (row.length < columns) {
            row = new float[columns];
        }
        int atOnce = Math.max(1, Math.min(rows, READ_BYTES / matrix.rowBytes()));
        for (int first = 0; first < rows; first += atOnce) {
            int some = Math.min(atOnce, rows - first);
            byte[] blocks = matrix.read(first, some);
            for (int r = 0; r < some; r++) {
                GgufBlocks.dequantize(matrix.type(), blocks, r * matrix.rowBytes(), columns, row, 0);
                for (int t = 0; t < count; t++) {
                    output[t * rows + first + r] = (float) dot(row, input, t * columns, columns);
                }
            }
        }
        return output;
    }

    private static double dot(float[] weights, float[] input, int at, int length) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int whole = length & ~3;
        for (int i = 0; i < whole; i += 4) {
            a += (double) weights[i] * input[at + i];
            b += (double) weights[i + 1] * input[at + i + 1];
            c += (double) weights[i + 2] * input[at + i + 2];
            d += (double) weights[i + 3] * input[at + i + 3];
        }
        for (int i = whole; i < length; i++) {
            a += (double) weights[i] * input[at + i];
        }
        return a + b + (c + d);
    }

    /** {@link DecoderSpec}'s rmsNorm of each part of this size, times the weights. */
    private float[] norm(float[] input, int size, float[] weights) {
        float[] output = new float[input.length];
        for (int at = 0; at < input.length; at += size) {
            double squares = 0;
            for (int i = 0; i < size; i++) {
                squares += (double) input[at + i] * input[at + i];
            }
            double factor = 1 / Math.sqrt(squares / size + spec.normEpsilon());
            for (int i = 0; i < size; i++) {
                output[at + i] = (float) (input[at + i] * factor * weights[i]);
            }
        }
        return output;
    }

    private static void scale(float[] values, float factor) {
        if (factor == 1) {
            return;
        }
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
    }

    private void add(float[] hidden, float[] added) {
        float factor = spec.multipliers().residual();
        for (int i = 0; i < hidden.length; i++) {
            hidden[i] += added[i] * factor;
        }
    }

    private static void addBias(float[] values, float[] bias) {
        for (int i = 0; i < values.length; i++) {
            values[i] += bias[i % bias.length];
        }
    }
}
