package dev.tabitat.core.model.decoder;

import java.util.List;

/**
 * The weights of a decoder. Vectors are floats; one that the architecture does not have is empty. Norms of Gemma are
 * {@code 1 + weight} here, as GGUF files have them.
 *
 * @param embedding {@code [vocabulary, width]}
 * @param layers as many as the spec has
 * @param outputNorm {@code [width]}
 * @param output {@code [vocabulary, width]}; the same object as {@code embedding} where they are tied
 */
public record DecoderTensors(WeightMatrix embedding, List<Layer> layers, float[] outputNorm, WeightMatrix output) {

    /**
     * The weights of one layer.
     *
     * @param attentionNorm {@code [width]}
     * @param query {@code [heads * headWidth, width]}
     * @param key {@code [keyValueHeads * headWidth, width]}
     * @param value as {@code key}
     * @param queryBias {@code [heads * headWidth]} or empty
     * @param keyBias {@code [keyValueHeads * headWidth]} or empty
     * @param valueBias as {@code keyBias}
     * @param queryNorm {@code [headWidth]} or empty
     * @param keyNorm {@code [headWidth]} or empty
     * @param attentionOutput {@code [width, heads * headWidth]}
     * @param postAttentionNorm {@code [width]} or empty
     * @param feedForwardNorm {@code [width]}
     * @param gate {@code [feedForwardWidth, width]}
     * @param up as {@code gate}
     * @param down {@code [width, feedForwardWidth]}
     * @param postFeedForwardNorm {@code [width]} or empty
     */
    public record Layer(
            float[] attentionNorm, WeightMatrix query, WeightMatrix key, WeightMatrix value, float[] queryBias,
            float[] keyBias, float[] valueBias, float[] queryNorm, float[] keyNorm, WeightMatrix attentionOutput,
            float[] postAttentionNorm, float[] feedForwardNorm, WeightMatrix gate, WeightMatrix up, WeightMatrix down,
            float[] postFeedForwardNorm) {

        /** The matrices, in the order in which they are used. */
        public List<WeightMatrix> matrices() {
            return List.of(query, key, value, attentionOutput, gate, up, down);
        }
    }

    public DecoderTensors {
        layers = List.copyOf(layers);
    }

    /** Whether the logits are computed with the embedding. */
    public boolean isTied() {
        return output == embedding;
    }

    /** Bytes of all matrices in their file's types; a tied one counts once. */
    public long matrixBytes() {
        long bytes = embedding.bytes() + (isTied() ? 0 : output.bytes());
        for (Layer layer : layers) {
            for (WeightMatrix matrix : layer.matrices()) {
                bytes += matrix.bytes();
            }
        }
        return bytes;
    }
}
