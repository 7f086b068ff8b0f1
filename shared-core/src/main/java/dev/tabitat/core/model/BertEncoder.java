package dev.tabitat.core.model;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.format.Safetensors;
import dev.tabitat.core.graph.Graph;
import dev.tabitat.core.graph.Op;
import dev.tabitat.core.model.encoder.Bert;
import dev.tabitat.core.model.encoder.Encoder;
import dev.tabitat.core.model.encoder.EncoderGraph;
import dev.tabitat.core.model.encoder.EncoderInputs;
import dev.tabitat.core.tensor.Tensor;
import java.util.Map;

/**
 * A BERT encoder (Devlin and others 2018) as a graph: sequences of ids, one after the other, to one embedding each.
 *
 * <p>
 * Tensors have the names of Hugging Face's {@code BertModel}, its pooler left out, see {@link Bert}; quantized ones are
 * read as {@link EncoderGraph} says. Matrices of queries, keys and values become one.
 *
 * @param graph inputs {@link #IDS}, {@link #PLACES} and {@link #ENDS}; output {@link #EMBEDDINGS}
 * @param weights the graph's weights by node name
 */
public record BertEncoder(BertConfig config, Graph graph, Map<String, Tensor> weights) {

    /** Input: I32 [tokens], rows of the vocabulary. */
    public static final String IDS = EncoderInputs.IDS;

    /** Input: I32 [tokens], each token's place in its sequence, from 0. */
    public static final String PLACES = EncoderInputs.PLACES;

    /** Input: I32 [sequences + 1], from 0 to the number of tokens. */
    public static final String ENDS = EncoderInputs.ENDS;

    /** Output: F32 [sequences, hidden]. */
    public static final String EMBEDDINGS = "embeddings";

    /** @throws DamagedData when a tensor is missing, has another type or shape, or holds a number out of range */
    public static BertEncoder of(BertConfig config, Safetensors tensors) {
        Bert bert = Bert.of(config.hidden(), config.layers(), config.heads(), config.intermediate(),
                config.vocabulary(), config.positions(), (float) config.layerNormEpsilon());
        Encoder encoder = Encoder.of(bert, tensors, EncoderGraph.TokenTypes.FIRST, (graph, hidden) -> {
            String pooled = graph.step(config.normalize() ? "pooled" : EMBEDDINGS, new Op.Pool(config.pooling()),
                    hidden,
                    ENDS);
            return config.normalize() ? graph.step(EMBEDDINGS, new Op.Normalize(), pooled) : pooled;
        });
        return new BertEncoder(config, encoder.graph(), encoder.weights());
    }
}
