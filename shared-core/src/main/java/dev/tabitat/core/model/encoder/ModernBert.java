package dev.tabitat.core.model.encoder;

import dev.tabitat.core.graph.Op;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonString;
import java.util.ArrayList;
import java.util.List;

/**
 * ModernBERT (Warner and others 2024): norms before the layers, rotary positions, gated GELU, and attention to all
 * tokens only in some layers, in the others to those nearby.
 *
 * <pre>
 * embeddings.tok_embeddings.weight           [vocabulary, H]
 * embeddings.norm.weight                     [H]
 * layers.N.attn_norm.weight                  [H], not in layer 0
 * layers.N.attn.{Wqkv,Wo}.weight             [3 H, H], [H, H]
 * layers.N.mlp_norm.weight                   [H]
 * layers.N.mlp.{Wi,Wo}.weight                [2 I, H], the gate's rows before the values'; [H, I]
 * final_norm.weight                          [H]
 * </pre>
 *
 * with {@code .bias} beside each where the config says so.
 *
 * @param isGlobal for each layer, whether its tokens see all others
 * @param reach how many tokens away those of the other layers see
 */
public record ModernBert(int hidden, int heads, int intermediate, int vocabulary, int positions, List<Boolean> isGlobal,
        int reach, double globalTheta, double localTheta, float epsilon, Op.Activation activation,
        EncoderGraph.Bias attentionBias, EncoderGraph.Bias gateBias, EncoderGraph.Bias normBias,
        ClassifierLayers classifier) implements EncoderArchitecture {

    private static final double GLOBAL_THETA = 160_000;
    private static final double LOCAL_THETA = 10_000;

    public ModernBert {
        isGlobal = List.copyOf(isGlobal);
    }

    static ModernBert read(HubConfig config) {
        config.requireEncoder();
        int hidden = config.width("hidden_size");
        int heads = config.count("num_attention_heads", 1, hidden);
        EncoderArchitecture.requireEvenHeads(config, "num_attention_heads", hidden, heads);
        String pooling = config.text("classifier_pooling", "cls");
        if (!pooling.equals("cls") && !pooling.equals("mean")) {
            throw config.unsupported("Pooling by \"" + pooling + "\" before a classifier", "classifier_pooling",
                    "cls or mean");
        }
        float epsilon = config.epsilon("norm_eps", 1e-5);
        double globalTheta = theta(config, "full_attention", "global_rope_theta", GLOBAL_THETA);
        return new ModernBert(hidden, heads, config.count("intermediate_size", 1, Op.MAX_INT8_INPUTS),
                config.vocabulary("vocab_size"), config.positions("max_position_embeddings"), layers(config),
                config.count("local_attention", 1, 1 << 20) / 2, globalTheta, localTheta(config, globalTheta), epsilon,
                config.activation("hidden_activation", "gelu"),
                EncoderGraph.Bias.when(config.flag("attention_bias", false)),
                EncoderGraph.Bias.when(config.flag("mlp_bias", false)),
                EncoderGraph.Bias.when(config.flag("norm_bias", false)),
                new ClassifierLayers(pooling.equals("cls") ? Op.Pooling.FIRST : Op.Pooling.MEAN, "head.dense",
                        config.activation("classifier_activation", "gelu"), "head.norm", epsilon, "classifier", true));
    }

    /** Listed one by one, or every so many from the first. */
    private static List<Boolean> layers(HubConfig config) {
        int count = config.count("num_hidden_layers", 1, 256);
        List<Boolean> isGlobal = new ArrayList<>();
        if (config.has("layer_types")) {
            JsonArray types = config.array("layer_types");
            if (types.items().size() != count) {
                throw config.wrong("layer_types", count + " layers", types.items().size());
            }
            for (Json type : types.items()) {
                boolean isFull = type.equals(new JsonString("full_attention"));
                if (!isFull && !type.equals(new JsonString("sliding_attention"))) {
                    throw config.unsupported("A layer of the type " + type, "layer_types",
                            "full_attention or sliding_attention");
                }
                isGlobal.add(isFull);
            }
            return isGlobal;
        }
        int every = config.countOr("global_attn_every_n_layers", 3, 1, 256);
        for (int i = 0; i < count; i++) {
            isGlobal.add(i % every == 0);
        }
        return isGlobal;
    }

    /** Transformers 5 writes them under {@code rope_parameters}, older versions and the hub one by one. */
    private static double theta(HubConfig config, String kind, String old, double otherwise) {
        config.requireNone("rope_scaling", "Scaling of rotary positions");
        HubConfig parameters = config.section("rope_parameters").section(kind);
        parameters.requireText("rope_type", "default", "Scaling of rotary positions");
        return parameters.positiveOr("rope_theta", config.positiveOr(old, otherwise));
    }

    /** A null, and nothing else, means that near tokens turn as far ones do. */
    private static double localTheta(HubConfig config, double globalTheta) {
        return theta(config, "sliding_attention", "local_rope_theta",
                config.isNull("local_rope_theta") ? globalTheta : LOCAL_THETA);
    }

    @Override
    public String hidden(EncoderGraph graph) {
        String x = graph.lookup("embeddings.tok_embeddings", EncoderInputs.IDS, vocabulary, hidden);
        x = graph.norm("embeddings.norm", epsilon, hidden, normBias, x);
        String[] global = rotary(graph, "rotary.global", globalTheta);
        String[] local = isGlobal.contains(false) ? rotary(graph, "rotary.local", localTheta) : global;
        for (int i = 0; i < isGlobal.size(); i++) {
            x = layer(graph, i, x, isGlobal.get(i) ? global : local);
        }
        return graph.norm("final_norm", epsilon, hidden, normBias, x);
    }

    private String[] rotary(EncoderGraph graph, String name, double theta) {
        RotaryTables tables = RotaryTables.of(positions, hidden / heads, theta);
        return new String[]{graph.weight(name + ".cosines", tables.cosines()),
                graph.weight(name + ".sines", tables.sines())};
    }

    private String layer(EncoderGraph graph, int index, String x, String... rotary) {
        String prefix = "layers." + index + ".";
        String normed = index == 0 ? x : graph.norm(prefix + "attn_norm", epsilon, hidden, normBias, x);
        String qkv = graph.linear(prefix + "attn.Wqkv", normed, Op.Activation.NONE, 3 * hidden, hidden, attentionBias);
        String turned = graph.step(prefix + "attn.rotated", new Op.Rotate(heads), qkv, EncoderInputs.PLACES, rotary[0],
                rotary[1]);
        Op attention = isGlobal.get(index) ? new Op.Attention(heads) : new Op.LocalAttention(heads, reach);
        String mixed = graph.step(prefix + "attn", attention, turned, EncoderInputs.ENDS);
        String projected = graph.linear(prefix + "attn.Wo", mixed, Op.Activation.NONE, hidden, hidden, attentionBias);
        String attended = graph.step(prefix + "attn.sum", new Op.Add(), projected, x);
        String again = graph.norm(prefix + "mlp_norm", epsilon, hidden, normBias, attended);
        String both = graph.linear(prefix + "mlp.Wi", again, Op.Activation.NONE, 2 * intermediate, hidden, gateBias);
        String gated = graph.step(prefix + "mlp.gated", new Op.Gate(activation), both);
        String narrow = graph.linear(prefix + "mlp.Wo", gated, Op.Activation.NONE, hidden, intermediate, gateBias);
        return graph.step(prefix + "mlp.sum", new Op.Add(), narrow, attended);
    }

    @Override
    public String knownTensor() {
        return "embeddings.tok_embeddings.weight";
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
}
