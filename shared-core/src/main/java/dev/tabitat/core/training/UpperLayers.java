package dev.tabitat.core.training;

import dev.tabitat.core.adapter.Modules;
import dev.tabitat.core.graph.Op;
import dev.tabitat.core.math.ExactFloats;
import dev.tabitat.core.model.BertConfig;
import dev.tabitat.core.model.FloatMatrix;
import dev.tabitat.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The last layers of an encoder with what is learnt in them: forward to embeddings, and backward from their gradient
 * (Rumelhart, Hinton and Williams 1986). Matrices are in floats whatever the encoder's are; a quantized one is taken
 * for what its integers stand for.
 *
 * <p>
 * Layers are those of {@link dev.tabitat.core.model.BertEncoder}. Sequences lie one after the other without padding.
 */
final class UpperLayers {

    private static final double MIN_NORM = 1e-12;
    private static final float ROOT_TWO_PI = 0.3989422804014327f;

    private final BertConfig config;
    private final MatrixProducts products;
    private final List<Layer> layers = new ArrayList<>();
    private final int first;
    private final List<Trainable> trainables;

    /** A linear layer: W {@code [out, in]}, its transpose, and its bias. */
    private record Matrix(Modules.Linear module, float[] weight, float[] turned, float[] bias) {

        static Matrix of(Modules.Linear module, Map<String, Tensor> tensors) {
            float[] weight = FloatMatrix.of(tensors, module.name(), module.out(), module.in());
            return new Matrix(module, weight, MatrixProducts.transposed(weight, module.out(), module.in()),
                    FloatMatrix.vector(tensors, module.name() + ".bias", module.out()));
        }
    }

    private record Norm(float[] gamma, float[] beta) {

        static Norm of(String name, int width, Map<String, Tensor> tensors) {
            return new Norm(FloatMatrix.vector(tensors, name + ".weight", width),
                    FloatMatrix.vector(tensors, name + ".bias", width));
        }
    }

    private record Layer(int index, Matrix query, Matrix key, Matrix value, Matrix mixed, Norm attended, Matrix wide,
            Matrix narrow, Norm out) {
    }

    /**
     * @param first the lowest layer that is learnt in, from 0
     * @param tensors of the encoder by the names of Hugging Face's {@code BertModel}
     */
    UpperLayers(BertConfig config, Map<String, Tensor> tensors, int first, List<Trainable> trainables,
            MatrixProducts products) {
        this.config = config;
        this.products = products;
        this.first = first;
        this.trainables = trainables;
        Modules modules = Modules.of(config);
        for (int i = first; i < config.layers(); i++) {
            String name = "encoder.layer." + i + ".";
            layers.add(new Layer(i, matrix(modules, name + "attention.self.query", tensors),
                    matrix(modules, name + "attention.self.key", tensors),
                    matrix(modules, name + "attention.self.value", tensors),
                    matrix(modules, name + "attention.output.dense", tensors),
                    Norm.of(name + "attention.output.LayerNorm", config.hidden(), tensors),
                    matrix(modules, name + "intermediate.dense", tensors),
                    matrix(modules, name + "output.dense", tensors),
                    Norm.of(name + "output.LayerNorm", config.hidden(), tensors)));
        }
    }

    private static Matrix matrix(Modules modules, String name, Map<String, Tensor> tensors) {
        return Matrix.of(modules.linear(name), tensors);
    }

    /** What a forward pass leaves for the backward pass. */
    static final class Trace {

        private final int[] ends;
        private final List<Map<String, float[]>> layers = new ArrayList<>();
        private final float[] pooled;
        private final float[] embeddings;

        Trace(int[] ends, int sequences, int width) {
            this.ends = ends;
            pooled = new float[sequences * width];
            embeddings = new float[sequences * width];
        }

        /** One row a sequence. */
        float[] embeddings() {
            return embeddings;
        }
    }

    /**
     * @param hidden what comes into the first layer, {@code [tokens, hidden]}
     * @param ends of the sequences, from 0 to the number of tokens
     */
    Trace forward(float[] hidden, int... ends) {
        int width = config.hidden();
        int sequences = ends.length - 1;
        Trace trace = new Trace(ends, sequences, width);
        float[] x = hidden;
        for (Layer layer : layers) {
            x = forward(layer, x, trace);
        }
        for (int s = 0; s < sequences; s++) {
            int to = config.pooling() == Op.Pooling.FIRST ? ends[s] + 1 : ends[s + 1];
            for (int i = 0; i < width; i++) {
                double sum = 0;
                for (int token = ends[s]; token < to; token++) {
                    sum += x[token * width + i];
                }
                trace.pooled[s * width + i] = (float) (sum / (to - ends[s]));
            }
            double norm = config.normalize() ? norm(trace.pooled, s * width, width) : 1;
            for (int i = 0; i < width; i++) {
                trace.embeddings[s * width + i] = (float) (trace.pooled[s * width + i] / norm);
            }
        }
        return trace;
    }

    private static double norm(float[] values, int from, int width) {
        double squares = 0;
        for (int i = 0; i < width; i++) {
            squares += (double) values[from + i] * values[from + i];
        }
        return Math.max(MIN_NORM, Math.sqrt(squares));
    }

    private float[] forward(Layer layer, float[] x, Trace trace) {
        Map<String, float[]> kept = new LinkedHashMap<>();
        trace.layers.add(kept);
        int tokens = x.length / config.hidden();
        kept.put("x", x);
        float[] q = linear(layer.query(), x, tokens, kept);
        float[] k = linear(layer.key(), x, tokens, kept);
        float[] v = linear(layer.value(), x, tokens, kept);
        kept.put("q", q);
        kept.put("k", k);
        kept.put("v", v);
        float[] attention = attention(q, k, v, trace.ends, kept);
        kept.put("attention", attention);
        float[] mixed = linear(layer.mixed(), attention, tokens, kept);
        add(mixed, x);
        float[] attended = normed(layer.attended(), mixed, kept, "attended");
        kept.put("h", attended);
        float[] wide = linear(layer.wide(), attended, tokens, kept);
        kept.put("wide", wide);
        float[] active = new float[wide.length];
        for (int i = 0; i < wide.length; i++) {
            active[i] = ExactFloats.gelu(wide[i]);
        }
        kept.put("active", active);
        float[] narrow = linear(layer.narrow(), active, tokens, kept);
        add(narrow, attended);
        float[] y = normed(layer.out(), narrow, kept, "out");
        for (Trainable trainable : trainables) {
            if (trainable instanceof Trainable.Shift shift && shift.layer() == layer.index()) {
                for (int i = 0; i < y.length; i++) {
                    y[i] += (float) shift.values()[i % config.hidden()];
                }
            }
        }
        return y;
    }

    private static void add(float[] to, float[] what) {
        for (int i = 0; i < to.length; i++) {
            to[i] += what[i];
        }
    }

    private float[] linear(Matrix matrix, float[] x, int rows, Map<String, float[]> kept) {
        int in = matrix.module().in();
        int out = matrix.module().out();
        float[] turned = matrix.turned();
        for (Trainable trainable : trainables) {
            if (trainable instanceof Trainable.Sparse sparse && sparse.module().equals(matrix.module())) {
                turned = turned == matrix.turned() ? turned.clone() : turned;
                for (int i = 0; i < sparse.places().length; i++) {
                    int place = sparse.places()[i];
                    turned[place % in * out + place / in] += (float) sparse.values()[i];
                }
            }
        }
        float[] y = products.product(x, turned, rows, in, out);
        for (int i = 0; i < y.length; i++) {
            y[i] += matrix.bias()[i % out];
        }
        for (Trainable trainable : trainables) {
            if (trainable instanceof Trainable.LowRank change && change.module().equals(matrix.module())) {
                int rank = change.rank();
                float[] inner = products.product(x, MatrixProducts.transposed(change.down(), rank, in), rows, in, rank);
                kept.put("inner/" + matrix.module().name(), inner);
                add(y, products.product(inner, MatrixProducts.transposed(change.scaledUp(), out, rank), rows, rank,
                        out));
            }
        }
        return y;
    }

    /** One head of one sequence, padded with zeros to a multiple of four tokens. */
    private float[] head(float[] values, int from, int count, int padded, int column, int size) {
        float[] head = new float[padded * size];
        for (int token = 0; token < count; token++) {
            System.arraycopy(values, (from + token) * config.hidden() + column, head, token * size, size);
        }
        return head;
    }

    private void put(float[] head, float[] into, int from, int count, int column, int size) {
        for (int token = 0; token < count; token++) {
            System.arraycopy(head, token * size, into, (from + token) * config.hidden() + column, size);
        }
    }

    private float[] attention(float[] q, float[] k, float[] v, int[] ends, Map<String, float[]> kept) {
        int size = config.hidden() / config.heads();
        float scale = (float) (1 / Math.sqrt(size));
        float[] y = new float[q.length];
        for (int s = 0; s + 1 < ends.length; s++) {
            int count = ends[s + 1] - ends[s];
            int padded = count + 3 & ~3;
            for (int head = 0; head < config.heads(); head++) {
                int column = head * size;
                float[] keys = MatrixProducts.transposed(head(k, ends[s], count, padded, column, size), padded, size);
                float[] p = products.product(head(q, ends[s], count, padded, column, size), keys, padded, size, padded);
                for (int row = 0; row < padded; row++) {
                    softmax(p, row * padded, row < count ? count : 0, padded, scale);
                }
                kept.put("p/" + s + "/" + head, p);
                put(products.product(p, head(v, ends[s], count, padded, column, size), padded, padded, size), y,
                        ends[s], count, column, size);
            }
        }
        return y;
    }

    /** softmax(scale · scores) of the first {@code count}; zero after them. */
    private static void softmax(float[] p, int from, int count, int padded, float scale) {
        float max = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < count; i++) {
            max = Math.max(max, p[from + i]);
        }
        float sum = 0;
        for (int i = 0; i < count; i++) {
            p[from + i] = ExactFloats.exp((p[from + i] - max) * scale);
            sum += p[from + i];
        }
        for (int i = 0; i < padded; i++) {
            p[from + i] = i < count ? p[from + i] / sum : 0;
        }
    }

    /** Keeps what is normalised and 1/√variance, and gives the result. */
    private float[] normed(Norm norm, float[] x, Map<String, float[]> kept, String name) {
        int width = config.hidden();
        float[] off = new float[x.length];
        float[] scales = new float[x.length / width];
        float[] y = new float[x.length];
        for (int row = 0; row < scales.length; row++) {
            int start = row * width;
            double sum = 0;
            for (int i = 0; i < width; i++) {
                sum += x[start + i];
            }
            double mean = sum / width;
            double squares = 0;
            for (int i = 0; i < width; i++) {
                double one = x[start + i] - mean;
                squares += one * one;
            }
            double scale = 1 / Math.sqrt(squares / width + config.layerNormEpsilon());
            scales[row] = (float) scale;
            for (int i = 0; i < width; i++) {
                off[start + i] = (float) ((x[start + i] - mean) * scale);
                y[start + i] = off[start + i] * norm.gamma()[i] + norm.beta()[i];
            }
        }
        kept.put(name + ".off", off);
        kept.put(name + ".scales", scales);
        return y;
    }

    /**
     * Adds to the gradients of what is learnt.
     *
     * @param gradient of the loss by the embeddings, {@code [sequences, hidden]}
     */
    void backward(Trace trace, float... gradient) {
        int width = config.hidden();
        int[] ends = trace.ends;
        float[] dx = new float[ends[ends.length - 1] * width];
        for (int s = 0; s + 1 < ends.length; s++) {
            double norm = config.normalize() ? norm(trace.pooled, s * width, width) : 1;
            double along = 0;
            for (int i = 0; i < width && config.normalize(); i++) {
                along += (double) gradient[s * width + i] * trace.embeddings[s * width + i];
            }
            int to = config.pooling() == Op.Pooling.FIRST ? ends[s] + 1 : ends[s + 1];
            for (int i = 0; i < width; i++) {
                float each = (float) ((gradient[s * width + i] - along * trace.embeddings[s * width + i]) / norm
                        / (to - ends[s]));
                for (int token = ends[s]; token < to; token++) {
                    dx[token * width + i] = each;
                }
            }
        }
        for (int i = layers.size() - 1; i >= 0; i--) {
            dx = backward(layers.get(i), trace.layers.get(i), dx, ends);
        }
    }

    private float[] backward(Layer layer, Map<String, float[]> kept, float[] dy, int... ends) {
        int width = config.hidden();
        int tokens = dy.length / width;
        for (Trainable trainable : trainables) {
            if (trainable instanceof Trainable.Shift shift && shift.layer() == layer.index()) {
                for (int i = 0; i < dy.length; i++) {
                    shift.gradient()[i % width] += dy[i];
                }
            }
        }
        float[] dNarrow = normedBack(layer.out(), kept, "out", dy);
        float[] dActive = linearBack(layer.narrow(), kept.get("active"), dNarrow, tokens, kept);
        float[] wide = kept.get("wide");
        for (int i = 0; i < wide.length; i++) {
            float x = wide[i];
            dActive[i] *= ExactFloats.phi(x) + x * ROOT_TWO_PI * ExactFloats.exp(-0.5f * x * x);
        }
        float[] dAttended = linearBack(layer.wide(), kept.get("h"), dActive, tokens, kept);
        add(dAttended, dNarrow);
        float[] dMixed = normedBack(layer.attended(), kept, "attended", dAttended);
        float[] dAttention = linearBack(layer.mixed(), kept.get("attention"), dMixed, tokens, kept);
        float[] dq = new float[dy.length];
        float[] dk = new float[dy.length];
        float[] dv = new float[dy.length];
        attentionBack(kept, dAttention, dq, dk, dv, ends);
        boolean isLast = layer.index() == first;
        float[] dx = isLast ? new float[0] : dMixed;
        float[] x = kept.get("x");
        List<Matrix> matrices = List.of(layer.query(), layer.key(), layer.value());
        List<float[]> gradients = List.of(dq, dk, dv);
        for (int i = 0; i < matrices.size(); i++) {
            learn(matrices.get(i), x, gradients.get(i), tokens, kept);
            if (!isLast) {
                add(dx, inputGradient(matrices.get(i), gradients.get(i), tokens, kept));
            }
        }
        return dx;
    }

    private float[] linearBack(Matrix matrix, float[] x, float[] dy, int rows, Map<String, float[]> kept) {
        learn(matrix, x, dy, rows, kept);
        return inputGradient(matrix, dy, rows, kept);
    }

    /** By the layer's input. */
    private float[] inputGradient(Matrix matrix, float[] dy, int rows, Map<String, float[]> kept) {
        int in = matrix.module().in();
        int out = matrix.module().out();
        float[] weight = matrix.weight();
        for (Trainable trainable : trainables) {
            if (trainable instanceof Trainable.Sparse sparse && sparse.module().equals(matrix.module())) {
                weight = weight == matrix.weight() ? weight.clone() : weight;
                for (int i = 0; i < sparse.places().length; i++) {
                    weight[sparse.places()[i]] += (float) sparse.values()[i];
                }
            }
        }
        float[] dx = products.product(dy, weight, rows, out, in);
        for (Trainable trainable : trainables) {
            if (trainable instanceof Trainable.LowRank change && change.module().equals(matrix.module())) {
                float[] dInner = kept.get("dInner/" + matrix.module().name());
                add(dx, products.product(dInner, change.down(), rows, change.rank(), in));
            }
        }
        return dx;
    }

    /** By what is learnt of the layer. */
    private void learn(Matrix matrix, float[] x, float[] dy, int rows, Map<String, float[]> kept) {
        int in = matrix.module().in();
        int out = matrix.module().out();
        for (Trainable trainable : trainables) {
            if (trainable instanceof Trainable.LowRank change && change.module().equals(matrix.module())) {
                int rank = change.rank();
                float[] dInner = products.product(dy, change.scaledUp(), rows, out, rank);
                kept.put("dInner/" + matrix.module().name(), dInner);
                float[] dDown = products.product(MatrixProducts.transposed(dInner, rows, rank), x, rank, rows, in);
                float[] dUp = products.product(MatrixProducts.transposed(dy, rows, out),
                        kept.get("inner/" + matrix.module().name()), out, rows, rank);
                for (int i = 0; i < dDown.length; i++) {
                    change.gradient()[i] += dDown[i];
                }
                for (int i = 0; i < dUp.length; i++) {
                    change.gradient()[dDown.length + i] += change.factor() * dUp[i];
                }
            } else if (trainable instanceof Trainable.Sparse sparse && sparse.module().equals(matrix.module())) {
                float[] dWeight = products.product(MatrixProducts.transposed(dy, rows, out), x, out, rows, in);
                for (int i = 0; i < sparse.places().length; i++) {
                    sparse.gradient()[i] += dWeight[sparse.places()[i]];
                }
            }
        }
    }

    private float[] normedBack(Norm norm, Map<String, float[]> kept, String name, float[] dy) {
        int width = config.hidden();
        float[] off = kept.get(name + ".off");
        float[] scales = kept.get(name + ".scales");
        float[] dx = new float[dy.length];
        for (int row = 0; row < scales.length; row++) {
            int start = row * width;
            double sum = 0;
            double along = 0;
            for (int i = 0; i < width; i++) {
                double one = (double) dy[start + i] * norm.gamma()[i];
                sum += one;
                along += one * off[start + i];
            }
            for (int i = 0; i < width; i++) {
                dx[start + i] = (float) (scales[row]
                        * ((double) dy[start + i] * norm.gamma()[i] - (sum + off[start + i] * along) / width));
            }
        }
        return dx;
    }

    private void attentionBack(Map<String, float[]> kept, float[] dy, float[] dq, float[] dk, float[] dv, int... ends) {
        int size = config.hidden() / config.heads();
        float scale = (float) (1 / Math.sqrt(size));
        for (int s = 0; s + 1 < ends.length; s++) {
            int from = ends[s];
            int count = ends[s + 1] - from;
            int padded = count + 3 & ~3;
            for (int head = 0; head < config.heads(); head++) {
                int column = head * size;
                float[] p = kept.get("p/" + s + "/" + head);
                float[] out = head(dy, from, count, padded, column, size);
                put(products.product(MatrixProducts.transposed(p, padded, padded), out, padded, padded, size), dv, from,
                        count, column, size);
                float[] dp = products.product(out,
                        MatrixProducts.transposed(head(kept.get("v"), from, count, padded, column, size), padded, size),
                        padded, size, padded);
                for (int row = 0; row < padded; row++) {
                    float along = 0;
                    for (int i = 0; i < padded; i++) {
                        along += dp[row * padded + i] * p[row * padded + i];
                    }
                    for (int i = 0; i < padded; i++) {
                        dp[row * padded + i] = p[row * padded + i] * (dp[row * padded + i] - along) * scale;
                    }
                }
                put(products.product(dp, head(kept.get("k"), from, count, padded, column, size), padded, padded, size),
                        dq, from, count, column, size);
                put(products.product(MatrixProducts.transposed(dp, padded, padded),
                        head(kept.get("q"), from, count, padded, column, size), padded, padded, size), dk, from,
                        count, column, size);
            }
        }
    }
}
