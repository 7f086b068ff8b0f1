package dev.tabitat.core.model.encoder;

import dev.tabitat.core.graph.Op;

/**
 * NomicBERT (Nussbaum and others 2024): BERT with rotary positions, a gated SiLU and no biases but those of the norms.
 *
 * <p>
 * Files of the hub and files that Transformers 5 writes differ in their names; per layer, P being
 * {@code encoder.layers.N.} or {@code layers.N.}:
 *
 * <pre>
 * hub                        Transformers 5
 * emb_ln                     embeddings.LayerNorm                    [H]
 * P attn.Wqkv                P self_attn.{q,k,v}_proj                [3 H, H]; three of [H, H]
 * P attn.out_proj            P self_attn.o_proj                      [H, H]
 * P norm1, norm2             P post_attention_layernorm, post_mlp_layernorm   [H]
 * P mlp.fc11                 P mlp.up_proj, the value                [I, H]
 * P mlp.fc12                 P mlp.gate_proj, the gate               [I, H]
 * P mlp.fc2                  P mlp.down_proj                         [H, I]
 * </pre>
 *
 * @param positions the longest sequence
 */
public record NomicBert(int hidden, int layers, int heads, int intermediate, int vocabulary, int positions, int types,
        double theta, float epsilon, Op.Activation activation) implements EncoderArchitecture {

    static NomicBert read(HubConfig config) {
        config.requireEncoder();
        config.requireFlag("causal", false, "Attention to earlier tokens alone");
        config.requireFlag("prenorm", false, "A norm before each layer");
        config.requireFlag("use_rms_norm", false, "A norm without a mean");
        config.requireFlag("parallel_block", false, "Attention and feed-forward side by side");
        config.requireFlag("rotary_emb_interleaved", false, "Rotation of neighbouring columns");
        for (String bias : new String[]{"qkv_proj_bias", "mlp_fc1_bias", "mlp_fc2_bias"}) {
            config.requireFlag(bias, false, "A bias in these layers");
        }
        config.requireNone("rotary_scaling_factor", "Scaling of rotary positions");
        config.requireNone("rotary_emb_scale_base", "Scaling of rotary positions");
        config.requireNone("num_experts", "A mixture of experts");
        if (config.positiveOr("rotary_emb_fraction", 1) != 1) {
            throw config.unsupported("Rotation of a part of the columns", "rotary_emb_fraction", 1);
        }
        String width = config.named("n_embd", "hidden_size");
        String heads = config.named("n_head", "num_attention_heads");
        int hidden = config.width(width);
        int count = config.count(heads, 1, hidden);
        EncoderArchitecture.requireEvenHeads(config, heads, hidden, count);
        if (config.has("head_dim") && config.count("head_dim", 1, hidden) != hidden / count) {
            throw config.unsupported("A separate head width", "head_dim", hidden / count);
        }
        return new NomicBert(hidden, config.count(config.named("n_layer", "num_hidden_layers"), 1, 256), count,
                config.count(config.named("n_inner", "intermediate_size"), 1, Op.MAX_INT8_INPUTS),
                config.vocabulary("vocab_size"),
                config.positions(config.named("n_positions", "max_position_embeddings")),
                config.countOr("type_vocab_size", 2, 0, 1024), theta(config),
                config.epsilon(config.named("layer_norm_epsilon", "layer_norm_eps"), 1e-12), gate(config));
    }

    private static double theta(HubConfig config) {
        HubConfig parameters = config.section("rope_parameters");
        parameters.requireText("rope_type", "default", "Scaling of rotary positions");
        return parameters.positiveOr("rope_theta", config.positiveOr("rotary_emb_base", 1000));
    }

    private static Op.Activation gate(HubConfig config) {
        if (!config.has("activation_function")) {
            return config.activation("hidden_act", "silu");
        }
        String name = config.text("activation_function", "");
        return switch (name) {
            case "swiglu" -> Op.Activation.SILU;
            case "geglu" -> Op.Activation.GELU;
            default -> throw config.unsupported("The activation \"" + name + "\"", "activation_function",
                    "swiglu or geglu");
        };
    }

    @Override
    public String hidden(EncoderGraph graph) {
        String x = graph.lookup("embeddings.word_embeddings", EncoderInputs.IDS, vocabulary, hidden);
        String[] sum = {x};
        if (types > 0 && graph.types() == EncoderGraph.TokenTypes.GIVEN) {
            sum = new String[]{x, graph.givenTypes("embeddings.", types, hidden)};
        } else if (types > 0) {
            sum = new String[]{graph.step("embeddings.sum", new Op.Shift(), x,
                    graph.firstType("embeddings.", hidden))};
        }
        boolean isOfHub = graph.tensors().has("emb_ln.weight");
        x = graph.norm(isOfHub ? "emb_ln" : "embeddings.LayerNorm", epsilon, hidden, EncoderGraph.Bias.GIVEN, sum);
        RotaryTables tables = RotaryTables.of(positions, hidden / heads, theta);
        String cosines = graph.weight("rotary.cosines", tables.cosines());
        String sines = graph.weight("rotary.sines", tables.sines());
        for (int layer = 0; layer < layers; layer++) {
            Names names = Names.of(isOfHub, layer);
            String turned = graph.step(names.attention() + ".rotated", new Op.Rotate(heads), qkv(graph, names, x),
                    EncoderInputs.PLACES, cosines, sines);
            String mixed = graph.step(names.attention(), new Op.Attention(heads), turned, EncoderInputs.ENDS);
            x = feedForward(graph, names, x, mixed);
        }
        return x;
    }

    private String qkv(EncoderGraph graph, Names names, String x) {
        EncoderGraph.Bias none = EncoderGraph.Bias.NONE;
        String self = names.attention();
        return names.isOfHub()
                ? graph.linear(self + ".Wqkv", x, Op.Activation.NONE, 3 * hidden, hidden, none)
                : graph.linear(self + ".qkv_proj", x, hidden, hidden, none, self + ".q_proj", self + ".k_proj",
                        self + ".v_proj");
    }

    private String feedForward(EncoderGraph graph, Names names, String x, String mixed) {
        EncoderGraph.Bias none = EncoderGraph.Bias.NONE;
        EncoderGraph.Bias given = EncoderGraph.Bias.GIVEN;
        String projected = graph.linear(names.attentionOutput(), mixed, Op.Activation.NONE, hidden, hidden, none);
        String attended = graph.norm(names.firstNorm(), epsilon, hidden, given, projected, x);
        String both = graph.linear(names.mlp() + ".gate_up", attended, intermediate, hidden, none, names.gate(),
                names.value());
        String gated = graph.step(names.mlp() + ".gated", new Op.Gate(activation), both);
        String narrow = graph.linear(names.down(), gated, Op.Activation.NONE, hidden, intermediate, none);
        return graph.norm(names.secondNorm(), epsilon, hidden, given, narrow, attended);
    }

    /** The names of a layer's tensors. */
    private record Names(boolean isOfHub, String attention, String attentionOutput, String firstNorm, String mlp,
            String gate, String value, String down, String secondNorm) {

        static Names of(boolean isOfHub, int layer) {
            String prefix = (isOfHub ? "encoder.layers." : "layers.") + layer + ".";
            String mlp = prefix + "mlp";
            return isOfHub
                    ? new Names(true, prefix + "attn", prefix + "attn.out_proj", prefix + "norm1", mlp, mlp + ".fc12",
                            mlp + ".fc11", mlp + ".fc2", prefix + "norm2")
                    : new Names(false, prefix + "self_attn", prefix + "self_attn.o_proj",
                            prefix + "post_attention_layernorm", mlp, mlp + ".gate_proj", mlp + ".up_proj",
                            mlp + ".down_proj", prefix + "post_mlp_layernorm");
        }
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
        return ClassifierLayers.of("pooler.dense", Op.Activation.TANH, "classifier");
    }
}
