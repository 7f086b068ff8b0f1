package dev.tabitat.core.model.encoder;

import dev.tabitat.core.graph.Op;

/**
 * BERT (Devlin and others 2018) and the encoders with its layers: ELECTRA (Clark and others 2020), whose embeddings may
 * be narrower than its layers, and RoBERTa (Liu and others 2019) with XLM-RoBERTa (Conneau and others 2020), whose
 * positions begin after two rows that are none.
 *
 * <p>
 * Tensors, H the hidden size, I the intermediate one, E the width of embeddings, which is H where nothing projects
 * them:
 *
 * <pre>
 * embeddings.word_embeddings.weight                            [vocabulary, E]
 * embeddings.position_embeddings.weight                        [first + positions, E]
 * embeddings.token_type_embeddings.weight                      [types, E]
 * embeddings.LayerNorm.{weight,bias}                           [E]
 * embeddings_project.{weight,bias}                             [H, E], [H], only where E differs from H
 * encoder.layer.N.attention.self.{query,key,value}.weight      [H, H], bias [H]
 * encoder.layer.N.attention.output.dense.weight                [H, H], bias [H]
 * encoder.layer.N.attention.output.LayerNorm.{weight,bias}     [H]
 * encoder.layer.N.intermediate.dense.weight                    [I, H], bias [I]
 * encoder.layer.N.output.dense.weight                          [H, I], bias [H]
 * encoder.layer.N.output.LayerNorm.{weight,bias}               [H]
 * </pre>
 *
 * @param embedding E
 * @param firstPosition the row of the first position
 * @param positions how many there are from there on: the longest sequence
 * @param types rows of token types; the first is added to every token where no types are given
 */
public record Bert(int hidden, int layers, int heads, int intermediate, int vocabulary, int embedding,
        int firstPosition,
        int positions, int types, float epsilon, Op.Activation activation, ClassifierLayers classifier)
        implements
            EncoderArchitecture {

    private static final ClassifierLayers POOLER = ClassifierLayers.of("pooler.dense", Op.Activation.TANH,
            "classifier");
    private static final int MAX_LAYERS = 256;

    /** BERT as a package of ours describes it. */
    public static Bert of(int hidden, int layers, int heads, int intermediate, int vocabulary, int positions,
            float epsilon) {
        return new Bert(hidden, layers, heads, intermediate, vocabulary, hidden, 0, positions, 1, epsilon,
                Op.Activation.GELU, POOLER);
    }

    static Bert read(HubConfig config) {
        return read(config, 0, 1e-12, POOLER);
    }

    static Bert readElectra(HubConfig config) {
        return read(config, 0, 1e-12,
                ClassifierLayers.of("classifier.dense", Op.Activation.GELU, "classifier.out_proj"));
    }

    /** The row of padding, whose number is that of its token, and those before it are no positions. */
    static Bert readRoberta(HubConfig config) {
        int first = config.countOr("pad_token_id", 1, 0, 1 << 24) + 1;
        return read(config, first, 1e-5,
                ClassifierLayers.of("classifier.dense", Op.Activation.TANH, "classifier.out_proj"));
    }

    private static Bert read(HubConfig config, int first, double epsilon, ClassifierLayers classifier) {
        config.requireAbsolutePositions();
        int hidden = config.width("hidden_size");
        int heads = config.count("num_attention_heads", 1, hidden);
        EncoderArchitecture.requireHeads(config, "num_attention_heads", hidden, heads);
        int rows = config.positions("max_position_embeddings");
        if (rows - first < 2) {
            throw config.wrong("max_position_embeddings", "at least " + (first + 2), rows);
        }
        return new Bert(hidden, config.count("num_hidden_layers", 1, MAX_LAYERS), heads,
                config.count("intermediate_size", 1, Op.MAX_INT8_INPUTS), config.vocabulary("vocab_size"),
                config.countOr("embedding_size", hidden, 1, hidden * 16), first, rows - first,
                config.countOr("type_vocab_size", 2, 0, 1024), config.epsilon("layer_norm_eps", epsilon),
                config.activation("hidden_act", "gelu"), classifier);
    }

    @Override
    public String hidden(EncoderGraph graph) {
        String x = graph.words("embeddings.", vocabulary, embedding, positions, firstPosition, types);
        boolean isPair = types > 0 && graph.types() == EncoderGraph.TokenTypes.GIVEN;
        String[] sum = isPair ? new String[]{x, graph.givenTypes("embeddings.", types, embedding)} : new String[]{x};
        x = graph.norm("embeddings.LayerNorm", epsilon, embedding, EncoderGraph.Bias.GIVEN, sum);
        if (embedding != hidden) {
            x = graph.linear("embeddings_project", x, Op.Activation.NONE, hidden, embedding, EncoderGraph.Bias.GIVEN);
        }
        for (int layer = 0; layer < layers; layer++) {
            x = layer(graph, "encoder.layer." + layer + ".", x);
        }
        return x;
    }

    private String layer(EncoderGraph graph, String prefix, String x) {
        EncoderGraph.Bias bias = EncoderGraph.Bias.GIVEN;
        String self = prefix + "attention.self.";
        String qkv = graph.linear(self + "qkv", x, hidden, hidden, bias, self + "query", self + "key", self + "value");
        String mixed = graph.step(prefix + "attention.self", new Op.Attention(heads), qkv, EncoderInputs.ENDS);
        return feedForward(graph, prefix, x, mixed, prefix + "attention.output.dense",
                prefix + "attention.output.LayerNorm", hidden, intermediate, activation, epsilon);
    }

    /** What follows attention in BERT's layers, and in those of its successors that keep the names. */
    static String feedForward(EncoderGraph graph, String prefix, String x, String mixed, String dense, String norm,
            int hidden, int intermediate, Op.Activation activation, float epsilon) {
        EncoderGraph.Bias bias = EncoderGraph.Bias.GIVEN;
        String projected = graph.linear(dense, mixed, Op.Activation.NONE, hidden, hidden, bias);
        String attended = graph.norm(norm, epsilon, hidden, bias, projected, x);
        String wide = graph.linear(prefix + "intermediate.dense", attended, activation, intermediate, hidden, bias);
        String narrow = graph.linear(prefix + "output.dense", wide, Op.Activation.NONE, hidden, intermediate, bias);
        return graph.norm(prefix + "output.LayerNorm", epsilon, hidden, bias, narrow, attended);
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
}
