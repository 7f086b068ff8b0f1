package dev.tabitat.core.generation;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.format.Safetensors;
import dev.tabitat.core.format.gguf.GgufType;
import dev.tabitat.core.model.decoder.Decoder;
import dev.tabitat.core.model.decoder.DecoderSamples;
import dev.tabitat.core.model.decoder.DecoderSpec;
import dev.tabitat.core.model.decoder.DecoderSpec.Activation;
import dev.tabitat.core.model.decoder.DecoderSpec.Layer;
import dev.tabitat.core.model.decoder.DecoderSpec.Multipliers;
import dev.tabitat.core.model.decoder.DecoderSpec.RotaryPairs;
import dev.tabitat.core.model.decoder.Rotary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What could be wrong in a decoder's specification is seen by the comparison with llama.cpp. */
final class WrongSpecTest {

    /** Ten times what the right one is allowed. */
    private static final double SEEN = 1e-4;
    private static final double SEEN_GELU = 1e-2;

    private static final List<Decoder> RIGHT = DecoderSamples.ARCHITECTURES.stream()
            .map(architecture -> DecoderSamples.decoder(architecture, GgufType.F16)).toList();

    /** The distance of the last token's logits from llama.cpp's. */
    private static double distance(String architecture, Spec changed) throws IOException {
        float[] all = Safetensors.read(DecoderFixturesTest.bytes("gguf-logits.safetensors"))
                .tensor(architecture + "-F16.exact").toFloats();
        Decoder right = RIGHT.get(DecoderSamples.ARCHITECTURES.indexOf(architecture));
        int[] tokens = DecoderSamples.tokens();
        float[] logits = new float[DecoderSamples.VOCABULARY];
        try (ReferenceDecoder session = new ReferenceDecoder(
                new Decoder(changed.of(right.spec()), right.tensors()));
                DecoderSequence sequence = session.open(tokens.length)) {
            sequence.prefill(tokens, 0, tokens.length);
            sequence.logits(logits);
        }
        return LogitDistance.rms(Arrays.copyOfRange(all, all.length - logits.length, all.length), logits);
    }

    private interface Spec {

        DecoderSpec of(DecoderSpec right);
    }

    private static DecoderSpec with(DecoderSpec s, float epsilon, Activation activation, RotaryPairs pairs,
            boolean hasBias, boolean hasHeadNorm, boolean hasSandwich, Multipliers multipliers, List<Layer> layers) {
        return new DecoderSpec(s.architecture(), s.vocabulary(), s.width(), s.heads(), s.keyValueHeads(),
                s.headWidth(), s.feedForwardWidth(), s.contextLength(), epsilon, activation, pairs, hasBias,
                hasHeadNorm, hasSandwich, multipliers, layers);
    }

    private static DecoderSpec layers(DecoderSpec s, List<Layer> layers) {
        return with(s, s.normEpsilon(), s.activation(), s.rotaryPairs(), s.hasQueryKeyValueBias(),
                s.hasQueryKeyNorm(), s.hasSandwichNorms(), s.multipliers(), layers);
    }

    /** Each layer changed: its window by so much where it has one, its rotary embedding where a base is given. */
    private static DecoderSpec layers(DecoderSpec s, int window, double localBase, double globalBase) {
        List<Layer> changed = new ArrayList<>();
        for (Layer layer : s.layers()) {
            boolean isLocal = layer.window() > 0;
            double base = isLocal ? localBase : globalBase;
            changed.add(new Layer(isLocal ? layer.window() + window : 0,
                    base > 0 ? Rotary.of(base, layer.rotary().pairs()) : layer.rotary()));
        }
        return layers(s, changed);
    }

    private static void seen(String what, String architecture, Spec changed) throws IOException {
        double distance = distance(architecture, changed);
        assertTrue(distance > (architecture.equals("gemma3") ? SEEN_GELU : SEEN), what + ": " + distance);
    }

    @Test
    void theRightOnesAreRight() throws IOException {
        for (String architecture : DecoderSamples.ARCHITECTURES) {
            double distance = distance(architecture, right -> right);
            assertTrue(distance <= (architecture.equals("gemma3") ? SEEN_GELU : SEEN) / 10,
                    architecture + ": " + distance);
        }
    }

    @Test
    void rotaryEmbeddings() throws IOException {
        seen("no rope_freqs", "llama", s -> layers(s, 0, 0, 500_000));
        seen("another base", "qwen2", s -> layers(s, 0, 0, 10_000));
        seen("pairs of halves", "llama", s -> with(s, s.normEpsilon(), s.activation(), RotaryPairs.HALVES, false, false,
                false, s.multipliers(), s.layers()));
        seen("pairs of neighbours", "qwen3", s -> with(s, s.normEpsilon(), s.activation(), RotaryPairs.NEIGHBOURS,
                false, true, false, s.multipliers(), s.layers()));
        seen("the global base in local layers", "gemma3", s -> layers(s, 0, 1_000_000, 0));
        seen("the local base in global layers", "gemma3", s -> layers(s, 0, 0, 10_000));
    }

    @Test
    void windows() throws IOException {
        seen("one more", "gemma3", s -> layers(s, 1, 0, 0));
        seen("one less", "gemma3", s -> layers(s, -1, 0, 0));
        seen("none", "gemma3", s -> layers(s, 1000, 0, 0));
        seen("in every layer", "gemma3", s -> {
            List<Layer> all = new ArrayList<>(s.layers());
            all.set(5, new Layer(6, s.layers().get(5).rotary()));
            return layers(s, all);
        });
    }

    @Test
    void normsBiasesAndFactors() throws IOException {
        seen("no bias", "qwen2", s -> with(s, s.normEpsilon(), s.activation(), s.rotaryPairs(), false, false, false,
                s.multipliers(), s.layers()));
        seen("no norm of queries and keys", "qwen3", s -> with(s, s.normEpsilon(), s.activation(), s.rotaryPairs(),
                false, false, false, s.multipliers(), s.layers()));
        seen("no norms behind", "gemma3", s -> with(s, s.normEpsilon(), s.activation(), s.rotaryPairs(), false, true,
                false, s.multipliers(), s.layers()));
        seen("another activation", "gemma3", s -> with(s, s.normEpsilon(), Activation.SILU, s.rotaryPairs(), false,
                true, true, s.multipliers(), s.layers()));
        seen("embeddings as they are", "gemma3", s -> with(s, s.normEpsilon(), s.activation(), s.rotaryPairs(), false,
                true, true, Multipliers.attentionOnly(s.headWidth()), s.layers()));
        seen("attention over another root", "qwen2", s -> with(s, s.normEpsilon(), s.activation(), s.rotaryPairs(),
                true, false, false, Multipliers.attentionOnly(s.width()), s.layers()));
        seen("an epsilon ten times as large", "llama", s -> with(s, 1e-4f, s.activation(), s.rotaryPairs(), false,
                false, false, s.multipliers(), s.layers()));
    }
}
