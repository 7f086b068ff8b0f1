package dev.tabitat.core.model;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.format.Safetensors;
import dev.tabitat.core.format.TensorFile;
import dev.tabitat.core.graph.Graph;
import dev.tabitat.core.graph.Op;
import dev.tabitat.core.model.encoder.Bert;
import dev.tabitat.core.model.encoder.EncoderGraph;
import dev.tabitat.core.model.encoder.EncoderInputs;
import dev.tabitat.core.model.encoder.EncoderTensors;
import dev.tabitat.core.model.encoder.WeightLayout;
import dev.tabitat.core.tensor.Quantization4;
import dev.tabitat.core.tensor.Tensor;
import java.util.Map;

/**
 * A BERT encoder (Devlin and others 2018) as a graph: sequences of ids, one after the other, to one embedding each.
 *
 * <p>
 * Tensors have the names of Hugging Face's {@code BertModel}, its pooler left out. A matrix {@code X.weight [out, in]}
 * is
 *
 * <pre>
 * X.weight F32 [out, in]
 * X.weight I8 [out, in]       X.scale F32 [out]
 * X.weight U8 [out, ⌈in / 2⌉] X.scale F32 [out]   X.multiplier U8 [out, ⌈in / 32⌉]    see {@link Quantization4}
 * </pre>
 *
 * A quantized matrix of a layer may have {@code X.smoothing F32 [in]}, by which its input is multiplied; queries, keys
 * and values have the same.
 *
 * <p>
 * Matrices of four bits are expanded as they are loaded, exactly; those of queries, keys and values become one.
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
        WeightLayout layout = layout(config, tensors);
        return new BertEncoder(config, layout.graph(), layout.weights(tensors.tensors()));
    }

    /** The graph, and how its weights are made. @throws DamagedData when a tensor is missing or another */
    static WeightLayout layout(BertConfig config, TensorFile file) {
        Bert bert = Bert.of(config.hidden(), config.layers(), config.heads(), config.intermediate(),
                config.vocabulary(), config.positions(), (float) config.layerNormEpsilon());
        EncoderGraph graph = new EncoderGraph(EncoderTensors.plain(file.types()), EncoderGraph.TokenTypes.FIRST);
        String hidden = bert.hidden(graph);
        String pooled = graph.step(config.normalize() ? "pooled" : EMBEDDINGS, new Op.Pool(config.pooling()), hidden,
                ENDS);
        return graph.layout(config.normalize() ? graph.step(EMBEDDINGS, new Op.Normalize(), pooled) : pooled);
    }
}
