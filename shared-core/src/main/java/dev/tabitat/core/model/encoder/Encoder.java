package dev.tabitat.core.model.encoder;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.format.Safetensors;
import dev.tabitat.core.graph.Graph;
import dev.tabitat.core.tensor.Tensor;
import java.util.Map;

/**
 * An encoder, with or without a head, that is ready for a backend.
 *
 * @param graph inputs of {@link EncoderInputs}
 * @param weights the graph's weights by node name
 * @param output the graph's only output: F32 [tokens, n], or [sequences, n] once tokens were pooled
 * @param maxTokens the longest sequence, special tokens included
 * @param hasTypes whether the graph reads {@link EncoderInputs#TYPES}
 */
public record Encoder(Graph graph, Map<String, Tensor> weights, String output, int maxTokens, boolean hasTypes) {

    /** What is built on hidden states. */
    @FunctionalInterface
    public interface Head {

        /** Adds its steps; the name of the last. @param hidden F32 [tokens, width] */
        String addTo(EncoderGraph graph, String hidden);
    }

    /**
     * Builds an encoder from a file's tensors.
     *
     * @param types given only where the architecture has kinds of tokens
     * @throws DamagedData naming a tensor that is missing, has another type or shape, or is not finite
     * @throws Unsupported when the file holds several encoders
     */
    public static Encoder of(EncoderArchitecture architecture, Safetensors file, EncoderGraph.TokenTypes types,
            Head head) {
        boolean hasTypes = types == EncoderGraph.TokenTypes.GIVEN && architecture.tokenTypes() > 1;
        EncoderGraph graph = new EncoderGraph(EncoderTensors.of(file, architecture.knownTensor()),
                hasTypes ? types : EncoderGraph.TokenTypes.FIRST);
        String output = head.addTo(graph, architecture.hidden(graph));
        return new Encoder(graph.graph(output), graph.weights(), output, architecture.maxTokens(), hasTypes);
    }

    /** Its hidden states alone. */
    public static Encoder of(EncoderArchitecture architecture, Safetensors file, EncoderGraph.TokenTypes types) {
        return of(architecture, file, types, (graph, hidden) -> hidden);
    }

    /** Numbers of one row of the output. */
    public int width() {
        return graph.shape(output).dim(1);
    }
}
