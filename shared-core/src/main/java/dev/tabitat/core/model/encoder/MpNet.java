package dev.tabitat.core.model.encoder;

import dev.tabitat.core.graph.Op;
import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;

/**
 * MPNet (Song and others 2020): positions as in RoBERTa, and a bias to every score by the distance of the tokens, the
 * same in all layers.
 *
 * <pre>
 * embeddings.{word,position}_embeddings.weight                [vocabulary, H], [2 + positions, H]
 * embeddings.LayerNorm.{weight,bias}                          [H]
 * encoder.relative_attention_bias.weight                      [buckets, heads]
 * encoder.layer.N.attention.attn.{q,k,v,o}.{weight,bias}      [H, H], [H]
 * encoder.layer.N.attention.LayerNorm.{weight,bias}           [H]
 * encoder.layer.N.{intermediate,output}.dense.{weight,bias}   [I, H], [I]; [H, I], [H]
 * encoder.layer.N.output.LayerNorm.{weight,bias}              [H]
 * </pre>
 *
 * @param positions the longest sequence
 * @param buckets rows of the bias; 32 of them are used, whatever their number
 */
public record MpNet(int hidden, int layers, int heads, int intermediate, int vocabulary, int positions, int buckets,
        float epsilon, Op.Activation activation) implements EncoderArchitecture {

    /** The row of padding and the one before it are no positions. */
    private static final int FIRST_POSITION = 2;

    private static final String BIAS = "encoder.relative_attention_bias.weight";

    static MpNet read(HubConfig config) {
        config.requireAbsolutePositions();
        int hidden = config.width("hidden_size");
        int heads = config.count("num_attention_heads", 1, hidden);
        EncoderArchitecture.requireHeads(config, "num_attention_heads", hidden, heads);
        return new MpNet(hidden, config.count("num_hidden_layers", 1, 256), heads,
                config.count("intermediate_size", 1, Op.MAX_INT8_INPUTS), config.vocabulary("vocab_size"),
                config.count("max_position_embeddings", FIRST_POSITION + 2, 1 << 15) - FIRST_POSITION,
                config.countOr("relative_attention_num_buckets", RelativePositions.MPNET_BUCKETS,
                        RelativePositions.MPNET_BUCKETS, 1 << 16),
                config.epsilon("layer_norm_eps", 1e-12), config.activation("hidden_act", "gelu"));
    }

    @Override
    public String hidden(EncoderGraph graph) {
        EncoderGraph.Bias bias = EncoderGraph.Bias.GIVEN;
        String x = graph.words("embeddings.", vocabulary, hidden, positions, FIRST_POSITION, 0);
        x = graph.norm("embeddings.LayerNorm", epsilon, hidden, bias, x);
        WeightLayout.Part rows = graph.floats(BIAS, Shape.of(buckets, heads));
        String distances = graph.weight(BIAS, DType.F32, Shape.of(heads, 2 * positions - 1), rows.tensors(),
                tensors -> distances(WeightLayout.part(rows, DType.F32, Shape.of(buckets, heads), tensors)));
        for (int layer = 0; layer < layers; layer++) {
            String prefix = "encoder.layer." + layer + ".";
            String self = prefix + "attention.attn.";
            String qkv = graph.linear(self + "qkv", x, hidden, hidden, bias, self + "q", self + "k", self + "v");
            String mixed = graph.step(prefix + "attention.attn", new Op.BiasedAttention(heads), qkv, EncoderInputs.ENDS,
                    distances);
            x = Bert.feedForward(graph, prefix, x, mixed, self + "o", prefix + "attention.LayerNorm", hidden,
                    intermediate, activation, epsilon);
        }
        return x;
    }

    /** The bias of each head for each distance, [heads, 2 · positions - 1]. */
    private Tensor distances(Tensor table) {
        float[] rows = table.toFloats();
        int columns = 2 * positions - 1;
        float[] bias = new float[heads * columns];
        for (int i = 0; i < bias.length; i++) {
            int distance = i % columns - (positions - 1);
            bias[i] = rows[RelativePositions.mpnet(distance) * heads + i / columns];
        }
        return Tensor.ofFloats(Shape.of(heads, columns), bias);
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
        return 0;
    }

    @Override
    public ClassifierLayers classifier() {
        return ClassifierLayers.of("classifier.dense", Op.Activation.TANH, "classifier.out_proj");
    }
}
