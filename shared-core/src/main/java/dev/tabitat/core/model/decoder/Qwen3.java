package dev.tabitat.core.model.decoder;

import dev.tabitat.core.model.decoder.DecoderSpec.Activation;
import dev.tabitat.core.model.decoder.DecoderSpec.Layer;
import dev.tabitat.core.model.decoder.DecoderSpec.Multipliers;
import dev.tabitat.core.model.decoder.DecoderSpec.RotaryPairs;
import dev.tabitat.core.model.encoder.HubConfig;
import java.util.Collections;

/**
 * Qwen3 (Yang and others 2025): as Llama, with a norm of each head's query and key, and heads of a width of their own.
 */
record Qwen3() implements DecoderArchitecture {

    private static final int HEAD_WIDTH = 128;

    @Override
    public DecoderSpec spec(GgufConfig config, TensorFile tensors) {
        CommonSizes sizes = CommonSizes.read(config, tensors);
        return spec(sizes, sizes.rotary(config, tensors), tensors.has("blk.0.attn_q.bias"));
    }

    @Override
    public DecoderSpec spec(HubConfig config, TensorFile tensors) {
        config.requireText("hidden_act", "silu", "An activation other than silu");
        config.requireFlag("use_sliding_window", false, "Attention over a window");
        CommonSizes.requireFullAttention(config);
        CommonSizes sizes = CommonSizes.read(config, HEAD_WIDTH);
        return spec(sizes, sizes.rotary(config), config.flag("attention_bias", false));
    }

    private static DecoderSpec spec(CommonSizes sizes, Rotary rotary, boolean hasBias) {
        return new DecoderSpec("qwen3", sizes.vocabulary(), sizes.width(), sizes.heads(), sizes.keyValueHeads(),
                sizes.headWidth(), sizes.feedForwardWidth(), sizes.contextLength(), sizes.normEpsilon(),
                Activation.SILU, RotaryPairs.HALVES, hasBias, true, false,
                Multipliers.attentionOnly(sizes.headWidth()),
                Collections.nCopies(sizes.layers(), new Layer(0, rotary)));
    }
}
