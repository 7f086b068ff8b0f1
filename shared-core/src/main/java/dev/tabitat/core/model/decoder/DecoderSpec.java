package dev.tabitat.core.model.decoder;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import java.util.List;

/**
 * What a decoder-only transformer computes, as data. All of these have the same block:
 *
 * <pre>
 * h      = embedding[token] * multipliers.embedding
 * layer  : a = rmsNorm(h) * attentionNorm
 *          q, k, v = a Wq + bq, a Wk + bk, a Wv + bv            biases only with hasQueryKeyValueBias
 *          q, k = rmsNorm of each head * queryNorm, keyNorm     only with hasQueryKeyNorm
 *          q, k = rotated by position * rotary.frequencies      pairs of elements by rotaryPairs
 *          o = softmax(q k^T * multipliers.attention) v         over the window; query head i reads
 *          o = o Wo                                             key head i / (heads / keyValueHeads)
 *          o = rmsNorm(o) * postAttentionNorm                   only with hasSandwichNorms
 *          h = h + o * multipliers.residual
 *          f = rmsNorm(h) * feedForwardNorm
 *          f = (activation(f Wgate) * (f Wup)) Wdown
 *          f = rmsNorm(f) * postFeedForwardNorm                 only with hasSandwichNorms
 *          h = h + f * multipliers.residual
 * logits = (rmsNorm(h) * outputNorm) Woutput * multipliers.logits
 * </pre>
 *
 * {@code rmsNorm(x) = x / sqrt(mean(x^2) + normEpsilon)}.
 *
 * @param architecture as GGUF names it: {@code llama}, {@code qwen2}, {@code qwen3}, {@code gemma3}
 * @param vocabulary rows of the embedding
 * @param width of a token's hidden state
 * @param heads of the queries
 * @param keyValueHeads of the keys and values, a divisor of {@code heads}
 * @param headWidth of queries, keys and values; {@code heads * headWidth} may differ from {@code width}
 * @param feedForwardWidth between the up and the down projection
 * @param contextLength the most tokens that the model was made for
 * @param normEpsilon what a norm adds to the mean of squares
 * @param layers in order, at least one
 */
public record DecoderSpec(
        String architecture, int vocabulary, int width, int heads, int keyValueHeads, int headWidth,
        int feedForwardWidth, int contextLength, float normEpsilon, Activation activation, RotaryPairs rotaryPairs,
        boolean hasQueryKeyValueBias, boolean hasQueryKeyNorm, boolean hasSandwichNorms, Multipliers multipliers,
        List<Layer> layers) {

    /** The function of the gate. */
    public enum Activation {
        /** {@code x / (1 + e^-x)}. */
        SILU,
        /** {@code x / 2 * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 x^3)))}. */
        GELU_TANH
    }

    /** Which two elements of a head are rotated together. */
    public enum RotaryPairs {
        /** Elements {@code i} and {@code i + pairs}: Hugging Face, and GGUF files of all architectures but llama. */
        HALVES,
        /** Elements {@code 2 i} and {@code 2 i + 1}: GGUF files of llama. */
        NEIGHBOURS
    }

    /**
     * Constant factors.
     *
     * @param embedding of the embedded token
     * @param attention of the products of queries and keys
     * @param residual of what a block adds to the hidden state
     * @param logits of the logits
     */
    public record Multipliers(float embedding, float attention, float residual, float logits) {

        /** Attention over {@code 1 / sqrt(headWidth)}, everything else as it is. */
        public static Multipliers attentionOnly(int headWidth) {
            return new Multipliers(1, (float) (1 / Math.sqrt(headWidth)), 1, 1);
        }
    }

    /**
     * One layer.
     *
     * @param window how many positions a token sees, its own included; 0 for all of them
     */
    public record Layer(int window, Rotary rotary) {
    }

    public DecoderSpec {
        layers = List.copyOf(layers);
        if (layers.isEmpty() || vocabulary < 1 || width < 1 || feedForwardWidth < 1 || contextLength < 1
                || keyValueHeads < 1 || headWidth < 1) {
            throw wrong("sizes of at least 1", layers.size() + " layers, vocabulary " + vocabulary + ", width " + width
                    + ", feed-forward width " + feedForwardWidth + ", context " + contextLength + ", key-value heads "
                    + keyValueHeads + ", head width " + headWidth);
        }
        if (heads < 1 || heads % keyValueHeads != 0) {
            throw wrong("a number of heads that is a multiple of " + keyValueHeads, heads);
        }
        for (Layer layer : layers) {
            if (2 * layer.rotary().pairs() > headWidth) {
                throw wrong("at most " + headWidth / 2 + " rotated pairs a head", layer.rotary().pairs());
            }
        }
    }

    private static DamagedData wrong(String expected, Object found) {
        return new DamagedData("A decoder's sizes contradict each other.",
                Finding.at("model configuration").expected(expected).found(found)
                        .remedy("Download the file again, or choose another."));
    }

    /** Width of all query heads together. */
    public int queryWidth() {
        return heads * headWidth;
    }

    /** Width of all key heads, and of all value heads. */
    public int keyValueWidth() {
        return keyValueHeads * headWidth;
    }

    /** Whether some layer does not see all positions. */
    public boolean hasWindows() {
        for (Layer layer : layers) {
            if (layer.window() > 0) {
                return true;
            }
        }
        return false;
    }
}
