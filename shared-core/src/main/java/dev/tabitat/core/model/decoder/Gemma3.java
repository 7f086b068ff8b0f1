package dev.tabitat.core.model.decoder;

import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.model.decoder.DecoderSpec.Activation;
import dev.tabitat.core.model.decoder.DecoderSpec.Layer;
import dev.tabitat.core.model.decoder.DecoderSpec.Multipliers;
import dev.tabitat.core.model.decoder.DecoderSpec.RotaryPairs;
import dev.tabitat.core.model.encoder.HubConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * Gemma 3, text only (Gemma Team 2025): norms before and behind each part, norms of queries and keys, GeGLU, embeddings
 * times the root of the width; five layers over a window with a rotary base of their own to one over everything.
 */
record Gemma3() implements DecoderArchitecture {

    private static final double GLOBAL_BASE = 1_000_000;
    private static final double LOCAL_BASE = 10_000;
    private static final int PATTERN = 6;
    private static final int HEAD_WIDTH = 256;
    /** The 27B model scales queries by its width over its heads. */
    private static final int LAYERS_OF_27B = 62;

    @Override
    public DecoderSpec spec(GgufConfig config, TensorFile tensors) {
        CommonSizes sizes = CommonSizes.read(config, tensors);
        if (config.has("final_logit_softcapping") && config.positiveOr("final_logit_softcapping", 1) > 0) {
            throw config.unsupported("Capped logits are not supported.", "final_logit_softcapping", "none", "a number");
        }
        Rotary global = sizes.rotary(config, tensors);
        Rotary local = Rotary.of(config.positiveOr("rope.freq_base_swa", LOCAL_BASE), sizes.pairs(config));
        int window = config.sizeOr("attention.sliding_window", 0);
        String pattern = "attention.sliding_window_pattern";
        int period = config.isList(pattern) ? 0 : config.sizeOr(pattern, PATTERN);
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i < sizes.layers(); i++) {
            boolean isLocal = window > 0 && (period == 0 ? config.flag(pattern, i) : i % period < period - 1);
            layers.add(isLocal ? new Layer(window, local) : new Layer(0, global));
        }
        int scaled = sizes.layers() == LAYERS_OF_27B ? sizes.width() / sizes.heads() : sizes.headWidth();
        return spec(sizes, scaled, layers);
    }

    @Override
    public DecoderSpec spec(HubConfig config, TensorFile tensors) {
        config.requireText("hidden_activation", "gelu_pytorch_tanh", "An activation other than gelu_pytorch_tanh");
        config.requireNone("attn_logit_softcapping", "Capped attention");
        config.requireNone("final_logit_softcapping", "Capped logits");
        config.requireFlag("attention_bias", false, "Attention with biases");
        config.requireFlag("use_bidirectional_attention", false, "Attention in both directions");
        CommonSizes sizes = CommonSizes.read(config, HEAD_WIDTH);
        HubConfig parameters = config.section("rope_parameters");
        HubConfig full = parameters.section("full_attention");
        HubConfig sliding = parameters.section("sliding_attention");
        Rotary global = config.has("rope_parameters") ? sizes.rotary(full, full, GLOBAL_BASE)
                : sizes.rotary(config, config.section("rope_scaling"), GLOBAL_BASE);
        Rotary local = config.has("rope_parameters") ? sizes.rotary(sliding, sliding, LOCAL_BASE)
                : Rotary.of(config.positiveOr("rope_local_base_freq", LOCAL_BASE), sizes.headWidth() / 2);
        int window = config.count("sliding_window", 1, sizes.contextLength());
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i < sizes.layers(); i++) {
            layers.add(isLocal(config, i) ? new Layer(window, local) : new Layer(0, global));
        }
        return spec(sizes, config.positiveOr("query_pre_attn_scalar", 256), layers);
    }

    private static boolean isLocal(HubConfig config, int layer) {
        if (!config.isArray("layer_types")) {
            return (layer + 1) % config.countOr("sliding_window_pattern", PATTERN, 1, 1 << 20) != 0;
        }
        JsonArray types = config.array("layer_types");
        String type = layer < types.size() ? types.get(layer).toString() : "nothing";
        if (!type.equals("\"sliding_attention\"") && !type.equals("\"full_attention\"")) {
            throw config.wrong("layer_types", "sliding_attention or full_attention for each layer",
                    type + " for layer " + layer);
        }
        return type.equals("\"sliding_attention\"");
    }

    private static DecoderSpec spec(CommonSizes sizes, double attentionScalar, List<Layer> layers) {
        Multipliers multipliers = new Multipliers((float) Math.sqrt(sizes.width()),
                (float) (1 / Math.sqrt(attentionScalar)), 1, 1);
        return new DecoderSpec("gemma3", sizes.vocabulary(), sizes.width(), sizes.heads(), sizes.keyValueHeads(),
                sizes.headWidth(), sizes.feedForwardWidth(), sizes.contextLength(), sizes.normEpsilon(),
                Activation.GELU_TANH, RotaryPairs.HALVES, false, true, true, multipliers, layers);
    }

    @Override
    public String hubFeedForwardNorm() {
        return "pre_feedforward_layernorm";
    }

    @Override
    public float hubNormOffset() {
        return 1;
    }

    @Override
    public boolean isTiedByDefault() {
        return true;
    }
}
