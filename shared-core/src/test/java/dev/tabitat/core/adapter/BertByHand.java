package dev.tabitat.core.adapter;

import dev.tabitat.core.graph.Op;
import dev.tabitat.core.model.BertConfig;
import dev.tabitat.core.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A BERT encoder written out in double from its definition, with nothing of the runtime: what adapters' results are
 * compared with. Weights can be added to, hidden states too.
 */
public final class BertByHand {

    private final BertConfig config;
    private final Map<String, double[]> weights = new LinkedHashMap<>();
    private final Map<Integer, double[]> shifts = new LinkedHashMap<>();

    /** @param tensors F32 by the names of Hugging Face's {@code BertModel} */
    public BertByHand(BertConfig config, Map<String, Tensor> tensors) {
        this.config = config;
        tensors.forEach((name, tensor) -> weights.put(name, doubles(tensor.toFloats())));
    }

    /** W[o, i] of a module + factor · delta[o, i]. */
    public void add(String module, double factor, double[][] delta) {
        double[] w = weights.get(module + ".weight");
        int in = delta[0].length;
        if (w.length != delta.length * in) {
            throw new AssertionError(module + " has another shape");
        }
        for (int o = 0; o < delta.length; o++) {
            for (int i = 0; i < in; i++) {
                w[o * in + i] += factor * delta[o][i];
            }
        }
    }

    /** The hidden state after a layer + factor · vector. */
    public void shift(int layer, double factor, float... vector) {
        double[] sum = shifts.computeIfAbsent(layer, key -> new double[vector.length]);
        for (int i = 0; i < vector.length; i++) {
            sum[i] += factor * vector[i];
        }
    }

    /** The matrix product b · a, b [out, rank] and a [rank, in]. */
    public static double[][] product(float[] b, float[] a, int rank) {
        double[][] product = new double[b.length / rank][a.length / rank];
        for (int o = 0; o < product.length; o++) {
            for (int i = 0; i < product[0].length; i++) {
                for (int r = 0; r < rank; r++) {
                    product[o][i] += (double) b[o * rank + r] * a[r * product[0].length + i];
                }
            }
        }
        return product;
    }

    /** A module's weights now. */
    public double[] weights(String module) {
        return weights.get(module + ".weight");
    }

    /** The embedding of a sequence of ids. */
    public double[] embed(int... ids) {
        int hidden = config.hidden();
        double[][] x = new double[ids.length][hidden];
        for (int t = 0; t < ids.length; t++) {
            for (int i = 0; i < hidden; i++) {
                x[t][i] = weights.get("embeddings.word_embeddings.weight")[ids[t] * hidden + i]
                        + weights.get("embeddings.position_embeddings.weight")[t * hidden + i]
                        + weights.get("embeddings.token_type_embeddings.weight")[i];
            }
        }
        x = norm("embeddings.LayerNorm", x, null);
        for (int layer = 0; layer < config.layers(); layer++) {
            x = layer("encoder.layer." + layer + ".", x);
            for (double[] row : x) {
                for (int i = 0; shifts.containsKey(layer) && i < hidden; i++) {
                    row[i] += shifts.get(layer)[i];
                }
            }
        }
        double[] pooled = new double[hidden];
        int rows = config.pooling() == Op.Pooling.FIRST ? 1 : x.length;
        double squares = 0;
        for (int i = 0; i < hidden; i++) {
            for (int t = 0; t < rows; t++) {
                pooled[i] += x[t][i] / rows;
            }
            squares += pooled[i] * pooled[i];
        }
        for (int i = 0; config.normalize() && i < hidden; i++) {
            pooled[i] /= Math.sqrt(squares);
        }
        return pooled;
    }

    private double[][] layer(String name, double[][] x) {
        double[][] q = linear(name + "attention.self.query", x);
        double[][] k = linear(name + "attention.self.key", x);
        double[][] v = linear(name + "attention.self.value", x);
        int size = config.hidden() / config.heads();
        double[][] mixed = new double[x.length][config.hidden()];
        for (int head = 0; head < config.heads(); head++) {
            for (int t = 0; t < x.length; t++) {
                double[] scores = new double[x.length];
                double sum = 0;
                for (int u = 0; u < x.length; u++) {
                    double dot = 0;
                    for (int i = head * size; i < (head + 1) * size; i++) {
                        dot += q[t][i] * k[u][i];
                    }
                    scores[u] = Math.exp(dot / Math.sqrt(size));
                    sum += scores[u];
                }
                for (int u = 0; u < x.length; u++) {
                    for (int i = head * size; i < (head + 1) * size; i++) {
                        mixed[t][i] += scores[u] / sum * v[u][i];
                    }
                }
            }
        }
        double[][] attended = norm(name + "attention.output.LayerNorm", linear(name + "attention.output.dense", mixed),
                x);
        double[][] wide = linear(name + "intermediate.dense", attended);
        for (double[] row : wide) {
            for (int i = 0; i < row.length; i++) {
                row[i] = row[i] * 0.5 * (1 + erf(row[i] / Math.sqrt(2)));
            }
        }
        return norm(name + "output.LayerNorm", linear(name + "output.dense", wide), attended);
    }

    private double[][] linear(String name, double[][] x) {
        double[] w = weights.get(name + ".weight");
        double[] b = weights.get(name + ".bias");
        int in = x[0].length;
        double[][] y = new double[x.length][b.length];
        for (int t = 0; t < x.length; t++) {
            for (int o = 0; o < b.length; o++) {
                double sum = b[o];
                for (int i = 0; i < in; i++) {
                    sum += w[o * in + i] * x[t][i];
                }
                y[t][o] = sum;
            }
        }
        return y;
    }

    private double[][] norm(String name, double[][] x, double[][] residual) {
        double[] gamma = weights.get(name + ".weight");
        double[] beta = weights.get(name + ".bias");
        double[][] y = new double[x.length][gamma.length];
        for (int t = 0; t < x.length; t++) {
            double mean = 0;
            for (int i = 0; i < gamma.length; i++) {
                y[t][i] = x[t][i] + (residual == null ? 0 : residual[t][i]);
                mean += y[t][i] / gamma.length;
            }
            double variance = 0;
            for (int i = 0; i < gamma.length; i++) {
                variance += (y[t][i] - mean) * (y[t][i] - mean) / gamma.length;
            }
            for (int i = 0; i < gamma.length; i++) {
                y[t][i] = (y[t][i] - mean) / Math.sqrt(variance + config.layerNormEpsilon()) * gamma[i] + beta[i];
            }
        }
        return y;
    }

    /** The series of the error function; beyond 5 it is 1 to every digit that matters. */
    private static double erf(double x) {
        if (Math.abs(x) > 5) {
            return Math.signum(x);
        }
        double term = x;
        double sum = x;
        for (int n = 1; n < 150; n++) {
            term *= -x * x / n;
            sum += term / (2 * n + 1);
        }
        return sum * 2 / Math.sqrt(Math.PI);
    }

    private static double[] doubles(float... values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }
}
