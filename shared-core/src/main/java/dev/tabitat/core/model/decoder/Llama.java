package dev.tabitat.core.model.decoder;

import dev.tabitat.core.model.decoder.DecoderSpec.Activation;
import dev.tabitat.core.model.decoder.DecoderSpec.Layer;
import dev.tabitat.core.model.decoder.DecoderSpec.Multipliers;
import dev.tabitat.core.model.decoder.DecoderSpec.RotaryPairs;
import dev.tabitat.core.model.encoder.HubConfig;
import java.util.Collections;

/**
 * Llama (Touvron and others 2023): Llama 2 and 3, SmolLM2, Falcon 3, stories260K. Grouped queries, SwiGLU; its GGUF
 * files have the rows of queries and keys in an order in which neighbours are rotated together.
 */
record Llama() implements DecoderArchitecture {

    @Override
    public DecoderSpec spec(GgufConfig config, TensorFile tensors) {
        CommonSizes sizes = CommonSizes.read(config, tensors);
        return spec(sizes, sizes.rotary(config, tensors), RotaryPairs.NEIGHBOURS,
                tensors.has("blk.0.attn_q.bias"));
    }

    @Override
    public DecoderSpec spec(HubConfig config, TensorFile tensors) {
        config.requireText("hidden_act", "silu", "An activation other than silu");
        config.requireFlag("mlp_bias", false, "A feed-forward network with biases");
        CommonSizes sizes = CommonSizes.read(config);
        return spec(sizes, sizes.rotary(config), RotaryPairs.HALVES, config.flag("attention_bias", false));
    }

    private static DecoderSpec spec(CommonSizes sizes, Rotary rotary, RotaryPairs pairs, boolean hasBias) {
        return new DecoderSpec("llama", sizes.vocabulary(), sizes.width(), sizes.heads(), sizes.keyValueHeads(),
                sizes.headWidth(), sizes.feedForwardWidth(), sizes.contextLength(), sizes.normEpsilon(),
                Activation.SILU, pairs, hasBias, false, false, Multipliers.attentionOnly(sizes.headWidth()),
                Collections.nCopies(sizes.layers(), new Layer(0, rotary)));
    }
}
