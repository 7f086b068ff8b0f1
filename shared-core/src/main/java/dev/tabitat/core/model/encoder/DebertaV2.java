package dev.tabitat.core.model.encoder;

import dev.tabitat.core.graph.Op;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonString;
import dev.tabitat.core.model.encoder.WeightLayout.Part;
import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * DeBERTa v2 and v3 (He and others 2021): BERT whose attention tells what a token says from where it stands.
 *
 * <pre>
 * embeddings.word_embeddings.weight                                   [vocabulary, H]
 * embeddings.{position,token_type}_embeddings.weight                  [positions, H], [types, H], where the config has them
 * embeddings.LayerNorm.{weight,bias}                                  [H]
 * encoder.rel_embeddings.weight                                       [2 · buckets, H]
 * encoder.LayerNorm.{weight,bias}                                     [H], of the row above
 * encoder.layer.N.attention.self.{query,key,value}_proj.{weight,bias} [H, H], [H]
 * and the rest of a layer as in {@link Bert}
 * </pre>
 *
 * Distances are projected by the same matrices as queries and keys: once, as the model is loaded.
 *
 * @param span distances in each direction that have rows of their own or shared
 * @param buckets how many of them, or 0 where each distance has one
 * @param types rows of token types, 0 for none
 * @param hasPositions whether positions are added to the words too
 */
public record DebertaV2(int hidden, int layers, int heads, int intermediate, int vocabulary, int positions, int span,
        int buckets, int furthest, int types, boolean hasPositions, boolean hasDistanceNorm, float epsilon,
        Op.Activation activation, Op.Activation pooler) implements EncoderArchitecture {

    static DebertaV2 read(HubConfig config) {
        config.requireEncoder();
        config.requireFlag("relative_attention", true, "DeBERTa without relative attention");
        config.requireFlag("share_att_key", true, "A separate projection of distances");
        List<String> kinds = kinds(config);
        if (kinds.size() != 2 || !kinds.contains("c2p") || !kinds.contains("p2c")) {
            throw config.unsupported("Attention by " + kinds, "pos_att_type", "c2p and p2c");
        }
        if (config.countOr("conv_kernel_size", 0, 0, 1 << 16) > 0) {
            throw config.unsupported("A convolution after the first layer", "conv_kernel_size", 0);
        }
        int hidden = config.width("hidden_size");
        int heads = config.count("num_attention_heads", 1, hidden);
        EncoderArchitecture.requireHeads(config, "num_attention_heads", hidden, heads);
        requireSame(config, "embedding_size", hidden, "A different embedding width");
        requireSame(config, "pooler_hidden_size", hidden, "A different pooler width");
        requireSame(config, "attention_head_size", hidden / heads, "A separate head width");
        String norm = config.text("norm_rel_ebd", "none").toLowerCase(Locale.ROOT);
        if (!norm.equals("none") && !norm.equals("layer_norm")) {
            throw config.unsupported("Distances normed by \"" + norm + "\"", "norm_rel_ebd", "none or layer_norm");
        }
        int positions = config.count("max_position_embeddings", 2, 1 << 15);
        int furthest = config.countOr("max_relative_positions", -1, -1, 1 << 15);
        furthest = furthest < 1 ? positions : furthest;
        int buckets = Math.max(0, config.countOr("position_buckets", -1, -1, 1 << 15));
        return new DebertaV2(hidden, config.count("num_hidden_layers", 1, 256), heads,
                config.count("intermediate_size", 1, Op.MAX_INT8_INPUTS), config.vocabulary("vocab_size"), positions,
                buckets > 0 ? buckets : furthest, buckets, furthest, config.countOr("type_vocab_size", 0, 0, 1024),
                config.flag("position_biased_input", true), norm.equals("layer_norm"),
                config.epsilon("layer_norm_eps", 1e-7), config.activation("hidden_act", "gelu"),
                config.activation("pooler_hidden_act", "gelu"));
    }

    /** A list, or names with bars between them. */
    private static List<String> kinds(HubConfig config) {
        List<String> kinds = new ArrayList<>();
        if (config.has("pos_att_type") && config.isArray("pos_att_type")) {
            for (Json kind : config.array("pos_att_type").items()) {
                kinds.add(kind instanceof JsonString text ? text.value() : kind.toString());
            }
        } else {
            String all = config.text("pos_att_type", "").toLowerCase(Locale.ROOT);
            int bar = all.indexOf('|');
            kinds.add(bar < 0 ? all : all.substring(0, bar).trim());
            if (bar >= 0) {
                kinds.add(all.substring(bar + 1).trim());
            }
        }
        return kinds;
    }

    private static void requireSame(HubConfig config, String field, int only, String what) {
        if (config.has(field) && config.count(field, 1, 1 << 20) != only) {
            throw config.unsupported(what, field, only);
        }
    }

    @Override
    public String hidden(EncoderGraph graph) {
        EncoderGraph.Bias bias = EncoderGraph.Bias.GIVEN;
        String x = graph.norm("embeddings.LayerNorm", epsilon, hidden, bias, words(graph));
        String buckets = graph.weight("encoder.buckets", distances());
        List<Part> rows = distanceRows(graph);
        for (int layer = 0; layer < layers; layer++) {
            String prefix = "encoder.layer." + layer + ".";
            String self = prefix + "attention.self.";
            String qkv = graph.linear(self + "qkv_proj", x, hidden, hidden, bias, self + "query_proj",
                    self + "key_proj", self + "value_proj");
            String keys = projected(graph, self + "position_keys", self + "key_proj", rows);
            String queries = projected(graph, self + "position_queries", self + "query_proj", rows);
            String mixed = graph.step(prefix + "attention.self", new Op.DisentangledAttention(heads), qkv,
                    EncoderInputs.ENDS, keys, queries, buckets);
            x = Bert.feedForward(graph, prefix, x, mixed, prefix + "attention.output.dense",
                    prefix + "attention.output.LayerNorm", hidden, intermediate, activation, epsilon);
        }
        return x;
    }

    private String[] words(EncoderGraph graph) {
        boolean isPair = types > 0 && graph.types() == EncoderGraph.TokenTypes.GIVEN;
        String x;
        if (hasPositions) {
            x = graph.words("embeddings.", vocabulary, hidden, positions, 0, types);
        } else {
            x = graph.lookup("embeddings.word_embeddings", EncoderInputs.IDS, vocabulary, hidden);
            if (types > 0 && !isPair) {
                x = graph.step("embeddings.sum", new Op.Shift(), x,
                        graph.firstType("embeddings.", hidden));
            }
        }
        return isPair ? new String[]{x, graph.givenTypes("embeddings.", types, hidden)} : new String[]{x};
    }

    /** The row of each distance from query to key, [2 · positions - 1]. */
    private Tensor distances() {
        int[] buckets = new int[2 * positions - 1];
        for (int i = 0; i < buckets.length; i++) {
            int distance = i - (positions - 1);
            int bucket = this.buckets > 0 ? RelativePositions.deberta(distance, this.buckets, furthest) : distance;
            buckets[i] = Math.max(0, Math.min(2 * span - 1, bucket + span));
        }
        return Tensor.ofInts(Shape.of(buckets.length), buckets);
    }

    /** The rows of distances [2 · span, H], and gamma and beta of their norm where there is one. */
    private List<Part> distanceRows(EncoderGraph graph) {
        Part rows = graph.floats("encoder.rel_embeddings.weight", Shape.of(2 * span, hidden));
        return hasDistanceNorm
                ? List.of(rows, graph.floats("encoder.LayerNorm.weight", Shape.of(hidden)),
                        graph.floats("encoder.LayerNorm.bias", Shape.of(hidden)))
                : List.of(rows);
    }

    /** The rows of distances as all layers read them. */
    private float[] normedRows(List<Part> parts, Map<String, Tensor> tensors) {
        float[] rows = floats(parts.get(0), tensors);
        for (int at = 0; hasDistanceNorm && at < rows.length; at += hidden) {
            norm(rows, at, floats(parts.get(1), tensors), floats(parts.get(2), tensors));
        }
        return rows;
    }

    private static float[] floats(Part part, Map<String, Tensor> tensors) {
        return WeightLayout.part(part, DType.F32, Shape.of(part.elements()), tensors).toFloats();
    }

    private void norm(float[] rows, int at, float[] gamma, float[] beta) {
        double mean = 0;
        double squares = 0;
        for (int i = 0; i < hidden; i++) {
            mean += rows[at + i] / (double) hidden;
        }
        for (int i = 0; i < hidden; i++) {
            squares += (rows[at + i] - mean) * (rows[at + i] - mean);
        }
        double scale = 1 / Math.sqrt(squares / hidden + epsilon);
        for (int i = 0; i < hidden; i++) {
            rows[at + i] = (float) ((rows[at + i] - mean) * scale * gamma[i] + beta[i]);
        }
    }

    /** The rows of distances as a layer projects them: a weight. */
    private String projected(EncoderGraph graph, String name, String layer, List<Part> rows) {
        Part matrix = graph.matrixInFloats(layer, hidden, hidden);
        Part bias = graph.floats(layer + ".bias", Shape.of(hidden));
        List<String> from = new ArrayList<>(matrix.tensors());
        from.addAll(bias.tensors());
        for (Part part : rows) {
            from.addAll(part.tensors());
        }
        return graph.weight(name, DType.F32, Shape.of(2 * span, hidden), from, tensors -> projected(
                normedRows(rows, tensors), floats(matrix, tensors), floats(bias, tensors)));
    }

    /** rows · Wᵀ + b, [2 · span, H]: for each input all outputs at once, which no sum has to wait for. */
    private Tensor projected(float[] rows, float[] matrix, float... bias) {
        float[] turned = new float[matrix.length];
        for (int i = 0; i < turned.length; i++) {
            turned[i % hidden * hidden + i / hidden] = matrix[i];
        }
        float[] y = new float[rows.length];
        double[] sums = new double[hidden];
        for (int row = 0; row < rows.length; row += hidden) {
            Arrays.fill(sums, 0);
            for (int i = 0; i < hidden; i++) {
                double factor = rows[row + i];
                int from = i * hidden;
                for (int o = 0; o < sums.length; o++) {
                    sums[o] += factor * turned[from + o];
                }
            }
            for (int o = 0; o < hidden; o++) {
                y[row + o] = (float) (sums[o] + bias[o]);
            }
        }
        return Tensor.ofFloats(Shape.of(2 * span, hidden), y);
    }

    @Override
    public int width() {
        return hidden;
    }

    @Override
    public int maxTokens() {
        return positions;
    }

    @Override
    public int tokenTypes() {
        return types;
    }

    @Override
    public ClassifierLayers classifier() {
        return ClassifierLayers.of("pooler.dense", pooler, "classifier");
    }
}
