package dev.tabitat.core.model.decoder;

import dev.tabitat.core.model.decoder.DecoderSpec.Activation;
import dev.tabitat.core.model.decoder.DecoderSpec.Layer;
import dev.tabitat.core.model.decoder.DecoderSpec.Multipliers;
import dev.tabitat.core.model.decoder.DecoderSpec.RotaryPairs;
import dev.tabitat.core.model.encoder.HubConfig;
import java.util.Collections;

/** Qwen2 and Qwen2.5 (Yang and others 2024): as Llama, with biases of queries, keys and values. */
record Qwen2() implements DecoderArchitecture {

    @Override
    public DecoderSpec spec(GgufConfig config, TensorFile tensors) {
        CommonSizes sizes = CommonSizes.read(config, tensors);
        return spec(sizes, sizes.rotary(config, tensors));
    }

    @Override
    public DecoderSpec spec(HubConfig config, TensorFile tensors) {
        config.requireText("hidden_act", "silu", "An activation other than silu");
        config.requireFlag("use_sliding_window", false, "Attention over a window");
        CommonSizes.requireFullAttention(config);
        CommonSizes sizes = CommonSizes.read(config);
        return spec(sizes, sizes.rotary(config));
    }

    private static DecoderSpec spec(CommonSizes sizes, Rotary rotary) {
        return new DecoderSpec("qwen2", sizes.vocabulary(), sizes.width(), sizes.heads(), sizes.keyValueHeads(),
                sizes.headWidth(), sizes.feedForwardWidth(), sizes.contextLength(), sizes.normEpsilon(),
                Activation.SILU, RotaryPairs.HALVES, true, false, false, Multipliers.attentionOnly(sizes.headWidth()),
                Collections.nCopies(sizes.layers(), new Layer(0, rotary)));
    }
}
