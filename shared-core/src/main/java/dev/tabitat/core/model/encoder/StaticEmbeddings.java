package dev.tabitat.core.model.encoder;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.format.Safetensors;
import dev.tabitat.core.graph.Graph;
import dev.tabitat.core.graph.Op;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import java.util.Map;

/**
 * Static embeddings (model2vec; {@code StaticEmbedding} of sentence-transformers): the mean of the rows of a text's
 * tokens. Special and unknown tokens do not count and are left out by the caller; a text of which nothing is left has a
 * vector of zeros, and never comes here.
 *
 * <pre>
 * embeddings [rows, width]        or embedding.weight
 * mapping    integers [vocabulary], optional: each token's row
 * weights    [vocabulary], optional: what each token counts
 * </pre>
 *
 * Mapping and weights are applied once, as the model is loaded.
 */
public final class StaticEmbeddings {

    /** Where model2vec cuts a text unless its config says otherwise. */
    private static final int MAX_TOKENS = 512;

    private static final String TABLE = "embeddings.weight";

    private StaticEmbeddings() {}

    /** Whether a file's tensors are such. */
    public static boolean isFor(Safetensors file) {
        return file.tensors().containsKey("embedding.weight")
                || file.tensors().containsKey("embeddings") && file.tensors().get("embeddings").shape().rank() == 2;
    }

    /**
     * @param json model2vec's {@code config.json}
     * @throws DamagedData naming a tensor that is missing or does not fit
     */
    public static Encoder of(JsonObject json, Safetensors file) {
        HubConfig config = new HubConfig(json);
        Tensor table = table(file);
        EncoderGraph graph = new EncoderGraph(EncoderTensors.plain(file), EncoderGraph.TokenTypes.FIRST);
        String rows = graph.step("embeddings", new Op.Lookup(), EncoderInputs.IDS, graph.weight(TABLE, table));
        String output = graph.step("mean", new Op.Pool(Op.Pooling.MEAN), rows, EncoderInputs.ENDS);
        if (config.flag("normalize", true)) {
            output = graph.step("normalized", new Op.Normalize(), output);
        }
        Graph whole = graph.graph(output);
        Map<String, Tensor> weights = graph.weights();
        return new Encoder(whole, weights, output, config.countOr("max_length", MAX_TOKENS, 1, 1 << 20), false);
    }

    /**
     * The tokens that count: the first {@code maxTokens}, without those that are unknown. Where none is left the text's
     * vector is zeros. (model2vec cuts very long texts by characters too, to save time; their tail can differ.)
     *
     * @param ids of a text, without special tokens
     * @param unknown the unknown token, or -1 where there is none
     */
    public static int[] counted(int[] ids, int unknown, int maxTokens) {
        int[] counted = new int[Math.min(ids.length, maxTokens)];
        int count = 0;
        for (int i = 0; i < counted.length; i++) {
            if (ids[i] != unknown) {
                counted[count++] = ids[i];
            }
        }
        return java.util.Arrays.copyOf(counted, count);
    }

    private static Tensor table(Safetensors file) {
        String name = file.tensors().containsKey("embedding.weight") ? "embedding.weight" : "embeddings";
        file.requireFinite(name);
        Tensor stored = file.tensor(name);
        if (stored.shape().rank() != 2) {
            throw EncoderGraph.unfit(name, "[rows, width]", stored.shape());
        }
        int width = stored.shape().dim(1);
        int[] mapping = mapping(file, stored.shape().dim(0));
        float[] weights = weights(file, mapping.length);
        float[] values = stored.toFloats();
        float[] table = new float[mapping.length * width];
        for (int i = 0; i < table.length; i++) {
            table[i] = values[mapping[i / width] * width + i % width] * weights[i / width];
        }
        return Tensor.ofFloats(Shape.of(mapping.length, width), table);
    }

    /** The row of each token. */
    private static int[] mapping(Safetensors file, int rows) {
        if (!file.tensors().containsKey("mapping")) {
            int[] same = new int[rows];
            for (int i = 0; i < rows; i++) {
                same[i] = i;
            }
            return same;
        }
        // Integers of 64 bits in most files; rows are few enough for floats to hold them.
        float[] stored = file.tensor("mapping").toFloats();
        int[] mapping = new int[stored.length];
        for (int i = 0; i < mapping.length; i++) {
            mapping[i] = (int) stored[i];
            if (mapping[i] != stored[i] || mapping[i] < 0 || mapping[i] >= rows) {
                throw EncoderGraph.unfit("mapping, element " + i, "0 to " + (rows - 1), stored[i]);
            }
        }
        return mapping;
    }

    /** What each token counts. */
    private static float[] weights(Safetensors file, int vocabulary) {
        if (!file.tensors().containsKey("weights")) {
            float[] ones = new float[vocabulary];
            java.util.Arrays.fill(ones, 1);
            return ones;
        }
        file.requireFinite("weights");
        float[] weights = file.tensor("weights").toFloats();
        if (weights.length != vocabulary) {
            throw EncoderGraph.unfit("weights", "[" + vocabulary + "]", file.tensor("weights").shape());
        }
        return weights;
    }
}
