package dev.tabitat.core.model.encoder;

import dev.tabitat.core.graph.Op;

/**
 * DistilBERT (Sanh and others 2019): half of BERT's layers, no token types, names of its own.
 *
 * <pre>
 * embeddings.{word,position}_embeddings.weight                    [vocabulary, H], [positions, H]
 * embeddings.LayerNorm.{weight,bias}                              [H]
 * transformer.layer.N.attention.{q,k,v,out}_lin.{weight,bias}     [H, H], [H]
 * transformer.layer.N.sa_layer_norm.{weight,bias}                 [H]
 * transformer.layer.N.ffn.lin1.{weight,bias}, lin2                [I, H], [I]; [H, I], [H]
 * transformer.layer.N.output_layer_norm.{weight,bias}             [H]
 * </pre>
 */
public record DistilBert(int hidden, int layers, int heads, int intermediate, int vocabulary, int positions,
        Op.Activation activation) implements EncoderArchitecture {

    private static final float EPSILON = 1e-12f;

    static DistilBert read(HubConfig config) {
        config.requireAbsolutePositions();
        String width = config.named("dim", "hidden_size");
        String heads = config.named("n_heads", "num_attention_heads");
        int hidden = config.width(width);
        int count = config.count(heads, 1, hidden);
        EncoderArchitecture.requireHeads(config, heads, hidden, count);
        return new DistilBert(hidden, config.count(config.named("n_layers", "num_hidden_layers"), 1, 256), count,
                config.count(config.named("hidden_dim", "intermediate_size"), 1, Op.MAX_INT8_INPUTS),
                config.vocabulary("vocab_size"), config.positions("max_position_embeddings"),
                config.activation("activation", "gelu"));
    }

    @Override
    public String hidden(EncoderGraph graph) {
        EncoderGraph.Bias bias = EncoderGraph.Bias.GIVEN;
        String x = graph.words("embeddings.", vocabulary, hidden, positions, 0, 0);
        x = graph.norm("embeddings.LayerNorm", EPSILON, hidden, bias, x);
        for (int layer = 0; layer < layers; layer++) {
            String prefix = "transformer.layer." + layer + ".";
            String self = prefix + "attention.";
            String qkv = graph.linear(self + "qkv_lin", x, hidden, hidden, bias, self + "q_lin", self + "k_lin",
                    self + "v_lin");
            String mixed = graph.step(prefix + "attention", new Op.Attention(heads), qkv, EncoderInputs.ENDS);
            String projected = graph.linear(self + "out_lin", mixed, Op.Activation.NONE, hidden, hidden, bias);
            String attended = graph.norm(prefix + "sa_layer_norm", EPSILON, hidden, bias, projected, x);
            String wide = graph.linear(prefix + "ffn.lin1", attended, activation, intermediate, hidden, bias);
            String narrow = graph.linear(prefix + "ffn.lin2", wide, Op.Activation.NONE, hidden, intermediate, bias);
            x = graph.norm(prefix + "output_layer_norm", EPSILON, hidden, bias, narrow, attended);
        }
        return x;
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
        return ClassifierLayers.of("pre_classifier", Op.Activation.RELU, "classifier");
    }
}
