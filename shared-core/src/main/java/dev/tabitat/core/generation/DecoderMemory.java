package dev.tabitat.core.generation;

import dev.tabitat.core.model.decoder.DecoderSpec;
import dev.tabitat.core.model.decoder.DecoderTensors;

/**
 * The memory that a decoder takes, in bytes.
 *
 * <pre>
 * weights    the matrices in their file's types, and the vectors in F32
 * cache      2 * positions * keyValueHeads * headWidth * bytes of an element, for each layer; positions are at most the
 *            layer's window plus one part of a prompt where the cache is a ring
 * buffers    of one part of a prompt: hidden states, queries, keys, values, gate and up; the scores of one token's
 *            attention; the logits of one token
 * </pre>
 *
 * @param elementBytes of keys and values: 4 for F32, 2 for F16
 * @param partTokens how many tokens of a prompt are evaluated at once
 * @param isRing whether layers with a window keep only what they see
 */
public record DecoderMemory(int elementBytes, int partTokens, boolean isRing) {

    /** Bytes of the weights. */
    public static long weights(DecoderSpec spec, DecoderTensors tensors) {
        long vectors = spec.width();
        for (DecoderTensors.Layer layer : tensors.layers()) {
            vectors += layer.attentionNorm().length + layer.queryBias().length + layer.keyBias().length
                    + layer.valueBias().length + layer.queryNorm().length + layer.keyNorm().length
                    + layer.postAttentionNorm().length + layer.feedForwardNorm().length
                    + layer.postFeedForwardNorm().length;
        }
        return tensors.matrixBytes() + Float.BYTES * vectors;
    }

    /** Bytes of the keys and values of one sequence. @param context its capacity in tokens */
    public long cache(DecoderSpec spec, int context) {
        long positions = 0;
        for (DecoderSpec.Layer layer : spec.layers()) {
            boolean isShort = isRing && layer.window() > 0;
            positions += isShort ? Math.min(context, (long) layer.window() + partTokens) : context;
        }
        return 2 * positions * spec.keyValueWidth() * elementBytes;
    }

    /** Bytes of what a pass holds beside weights and cache. */
    public long buffers(DecoderSpec spec, int context) {
        long tokenFloats = 3L * spec.width() + 2L * spec.queryWidth() + 2L * spec.keyValueWidth()
                + 2L * spec.feedForwardWidth();
        return Float.BYTES * (partTokens * tokenFloats + (long) context * spec.heads() + spec.vocabulary());
    }

    /** Bytes of everything with one sequence. */
    public long total(DecoderSpec spec, DecoderTensors tensors, int context) {
        return weights(spec, tensors) + cache(spec, context) + buffers(spec, context);
    }

    /**
     * The largest context that fits, a multiple of 256 or the model's own; 0 when not even 256 tokens do.
     *
     * @param budget bytes for weights, cache and buffers
     * @param most tokens that are of use, such as Ollama's default of 4,096
     */
    public int largestContext(DecoderSpec spec, DecoderTensors tensors, long budget, int most) {
        int context = Math.min(spec.contextLength(), most);
        while (context > 0 && total(spec, tensors, context) > budget) {
            context = (context - 1) / CONTEXT_STEP * CONTEXT_STEP;
        }
        return context;
    }

    private static final int CONTEXT_STEP = 256;
}
