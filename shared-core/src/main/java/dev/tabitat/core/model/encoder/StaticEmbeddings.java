package dev.tabitat.core.model.encoder;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.format.TensorFile;
import dev.tabitat.core.graph.Op;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.model.encoder.WeightLayout.Part;
import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import dev.tabitat.core.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
    private static final String NORMALIZED = "normalized";
    private static final String ROWS = "embedding.weight";

    private StaticEmbeddings() {}

    /** Whether a file's tensors are such. */
    public static boolean isFor(TensorFile file) {
        Map<String, TensorType> types = file.types();
        return types.containsKey(ROWS)
                || types.containsKey("embeddings") && types.get("embeddings").shape().rank() == 2;
    }

    /**
     * With vectors of length 1, whatever the config says.
     *
     * @param json model2vec's {@code config.json}
     * @throws DamagedData naming a tensor that is missing or does not fit
     */
    public static Encoder normalized(JsonObject json, TensorFile file) {
        return of(json.with("normalize", true), file);
    }

    /** As the config says: see {@link #normalized}. */
    public static Encoder of(JsonObject json, TensorFile file) {
        HubConfig config = new HubConfig(json);
        EncoderTensors tensors = EncoderTensors.plain(file.types());
        EncoderGraph graph = new EncoderGraph(tensors, EncoderGraph.TokenTypes.FIRST);
        String rows = rows(graph, tensors);
        String output = graph.step("mean", new Op.Pool(Op.Pooling.MEAN), rows, EncoderInputs.ENDS);
        if (config.flag("normalize", true)) {
            output = graph.step(NORMALIZED, new Op.Normalize(), output);
        }
        return Encoder.of(graph.layout(output), file, output, config.countOr("max_length", MAX_TOKENS, 1, 1 << 20),
                false);
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
        return Arrays.copyOf(counted, count);
    }

    /** Each token's row; with neither mapping nor weights the file's own, which may be quantized. */
    private static String rows(EncoderGraph graph, EncoderTensors tensors) {
        String name = tensors.has(ROWS) ? ROWS : "embeddings";
        Shape stored = tensors.shape(name);
        if (stored.rank() != 2) {
            throw EncoderGraph.unfit(name, "[rows, width]", stored);
        }
        int count = stored.dim(0);
        int width = stored.dim(1);
        boolean isPlain = !tensors.has("mapping") && !tensors.has("weights");
        if (isPlain && name.equals(ROWS)) {
            return graph.lookup("embedding", EncoderInputs.IDS, count, columns(tensors, width));
        }
        if (isPlain) {
            return graph.step("embeddings", new Op.Lookup(), EncoderInputs.IDS, graph.whole(TABLE, name, stored));
        }
        int in = columns(tensors, width);
        Part table = name.equals(ROWS) ? graph.matrixInFloats("embedding", count, in) : graph.floats(name, stored);
        List<String> from = new ArrayList<>(table.tensors());
        int vocabulary = tensors.has("mapping") ? graph.numbers("mapping")
                : tensors.has("weights") ? graph.numbers("weights") : count;
        for (String one : List.of("mapping", "weights")) {
            if (tensors.has(one)) {
                from.add(one);
                int found = graph.numbers(one);
                if (found != vocabulary) {
                    throw EncoderGraph.unfit(one, "[" + vocabulary + "]", tensors.shape(one));
                }
            }
        }
        String weight = graph.weight(TABLE, DType.F32, Shape.of(vocabulary, in), from,
                all -> table(WeightLayout.part(table, DType.F32, Shape.of(count, in), all), all, vocabulary));
        return graph.step("embeddings", new Op.Lookup(), EncoderInputs.IDS, weight);
    }

    /** Columns of a table, two of which are one of four bits. */
    private static int columns(EncoderTensors tensors, int stored) {
        return tensors.has("embedding.multiplier") ? 2 * stored : stored;
    }

    private static Tensor table(Tensor stored, Map<String, Tensor> tensors, int vocabulary) {
        int width = stored.shape().dim(1);
        int[] mapping = mapping(tensors, vocabulary, stored.shape().dim(0));
        float[] weights = weights(tensors, vocabulary);
        float[] values = stored.toFloats();
        float[] table = new float[mapping.length * width];
        for (int i = 0; i < table.length; i++) {
            table[i] = values[mapping[i / width] * width + i % width] * weights[i / width];
        }
        return Tensor.ofFloats(Shape.of(mapping.length, width), table);
    }

    /** The row of each token. */
    private static int[] mapping(Map<String, Tensor> tensors, int vocabulary, int rows) {
        int[] mapping = new int[vocabulary];
        // Integers of 64 bits in most files; rows are few enough for floats to hold them.
        float[] stored = tensors.containsKey("mapping") ? tensors.get("mapping").toFloats() : new float[0];
        for (int i = 0; i < mapping.length; i++) {
            mapping[i] = stored.length == 0 ? i : (int) stored[i];
            if (stored.length > 0 && mapping[i] != stored[i] || mapping[i] < 0 || mapping[i] >= rows) {
                throw EncoderGraph.unfit("mapping, element " + i, "0 to " + (rows - 1),
                        stored.length == 0 ? Integer.toString(i) : Float.toString(stored[i]));
            }
        }
        return mapping;
    }

    /** What each token counts. */
    private static float[] weights(Map<String, Tensor> tensors, int vocabulary) {
        if (tensors.containsKey("weights")) {
            return tensors.get("weights").toFloats();
        }
        float[] ones = new float[vocabulary];
        Arrays.fill(ones, 1);
        return ones;
    }
}
