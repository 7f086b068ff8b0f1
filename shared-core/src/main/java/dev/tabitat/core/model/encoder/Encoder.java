package dev.tabitat.core.model.encoder;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.format.Safetensors;
import dev.tabitat.core.format.TensorFile;
import dev.tabitat.core.graph.Graph;
import dev.tabitat.core.tensor.Tensor;
import java.util.Map;

/**
 * An encoder, with or without a head, that is ready for a backend.
 *
 * @param layout the graph, with the inputs of {@link EncoderInputs}, and how its weights are made
 * @param weights the graph's weights by node name; none where only the header of a file was read
 * @param output the graph's only output: F32 [tokens, n], or [sequences, n] once tokens were pooled
 * @param maxTokens the longest sequence, special tokens included
 * @param hasTypes whether the graph reads {@link EncoderInputs#TYPES}
 */
public record Encoder(WeightLayout layout, Map<String, Tensor> weights, String output, int maxTokens,
        boolean hasTypes) {

    /** What is built on hidden states. */
    @FunctionalInterface
    public interface Head {

        /** Adds its steps; the name of the last. @param hidden F32 [tokens, width] */
        String addTo(EncoderGraph graph, String hidden);
    }

    /**
     * Builds an encoder from a file's tensors; without weights where the file is a header.
     *
     * @param types given only where the architecture has kinds of tokens
     * @throws DamagedData naming a tensor that is missing, has another type or shape, or is not finite
     * @throws Unsupported when the file holds several encoders
     */
    public static Encoder of(EncoderArchitecture architecture, TensorFile file, EncoderGraph.TokenTypes types,
            Head head) {
        boolean hasTypes = types == EncoderGraph.TokenTypes.GIVEN && architecture.tokenTypes() > 1;
        EncoderGraph graph = new EncoderGraph(EncoderTensors.of(file, architecture.knownTensor()),
                hasTypes ? types : EncoderGraph.TokenTypes.FIRST);
        String output = head.addTo(graph, architecture.hidden(graph));
        return of(graph.layout(output), file, output, architecture.maxTokens(), hasTypes);
    }

    /** An encoder with the weights of a file, or none where it is a header. */
    static Encoder of(WeightLayout layout, TensorFile file, String output, int maxTokens, boolean hasTypes) {
        Map<String, Tensor> weights = file instanceof Safetensors all ? layout.weights(all.tensors()) : Map.of();
        return new Encoder(layout, weights, output, maxTokens, hasTypes);
    }

    /** Its hidden states alone. */
    public static Encoder of(EncoderArchitecture architecture, TensorFile file, EncoderGraph.TokenTypes types) {
        return of(architecture, file, types, (graph, hidden) -> hidden);
    }

    /** The same without weights. */
    public Encoder withoutWeights() {
        return new Encoder(layout, Map.of(), output, maxTokens, hasTypes);
    }

    public Graph graph() {
        return layout.graph();
    }

    /** Numbers of one row of the output. */
    public int width() {
        return graph().shape(output).dim(1);
    }
}
