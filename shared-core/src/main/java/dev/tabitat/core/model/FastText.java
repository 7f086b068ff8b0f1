package dev.tabitat.core.model;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.format.Safetensors;
import dev.tabitat.core.graph.Graph;
import dev.tabitat.core.graph.Node;
import dev.tabitat.core.graph.Op;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import dev.tabitat.core.tokenizer.SubwordVocabulary;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A fastText classifier (Joulin and others 2017): the mean of the rows of a text's words and runs of letters, a linear
 * layer and a hierarchical softmax. Its rows come product-quantized (Joulin and others 2016, "FastText.zip"), each as a
 * direction and a norm, and are decoded when the model is loaded.
 *
 * <pre>
 * codes         U8  [rows, parts]         which centroid each part of a row is
 * centroids     F32 [parts, 256, width / parts]
 * norm_codes    U8  [rows]                 which norm
 * norms         F32 [256]
 * output.weight F32 [labels - 1, width]    a row for each inner node of the tree
 * tree          I32 [labels - 1, 2]        as {@link HierarchicalSoftmax} has it
 * </pre>
 */
public record FastText(Graph graph, Map<String, Tensor> weights, List<String> labels, SubwordVocabulary vocabulary,
        HierarchicalSoftmax softmax)
        implements
            TextClassifier {

    public static final String ID = "fasttext";

    private static final int CENTROIDS = 256;
    private static final int MAX_PARTS = 256;

    static FastText of(JsonObject architecture, SubwordVocabulary vocabulary, Safetensors tensors) {
        List<String> labels = Models.labels(architecture);
        if (labels.size() < 2) {
            throw new DamagedData("There are too few labels.",
                    Finding.at("field \"labels\"").expected("at least 2").found(labels.size()));
        }
        int rows = vocabulary.size();
        Tensor centroids = tensors.tensor("centroids");
        int parts = centroids.shape().rank() == 3 ? centroids.shape().dim(0) : 0;
        int width = parts == 0 ? 0 : parts * centroids.shape().dim(2);
        if (parts < 1 || parts > MAX_PARTS || width < 1 || width > MAX_PARTS) {
            throw new DamagedData("The centroids are not as they should be.",
                    Finding.at("tensor centroids").expected("[parts, 256, width / parts] of a width up to " + MAX_PARTS)
                            .found(centroids.shape()));
        }
        float[] table = decode(rows, parts, width, tensors);
        int inner = labels.size() - 1;
        Map<String, Tensor> weights = new LinkedHashMap<>();
        weights.put("row_offsets", Tensor.ofInts(Shape.of(rows + 1), offsets(rows, width)));
        weights.put("columns", Tensor.ofBytes(DType.U8, Shape.of(rows * width), columns(rows, width)));
        weights.put("rows", Tensor.ofFloats(Shape.of(rows * width), table));
        weights.put("zero", Tensor.ofFloats(Shape.of(width), new float[width]));
        weights.put("output.weight", tensors.tensor("output.weight", DType.F32, Shape.of(inner, width)));
        weights.put("output.bias", Tensor.ofFloats(Shape.of(inner), new float[inner]));
        Graph graph = new Graph(List.of(
                new Node("indices", new Op.Input(DType.I32, Shape.of(Graph.ANY)), List.of()),
                new Node("values", new Op.Input(DType.F32, Shape.of(Graph.ANY)), List.of()),
                new Node("row_offsets", new Op.Weight(DType.I32, Shape.of(rows + 1)), List.of()),
                new Node("columns", new Op.Weight(DType.U8, Shape.of(rows * width)), List.of()),
                new Node("rows", new Op.Weight(DType.F32, Shape.of(rows * width)), List.of()),
                new Node("zero", new Op.Weight(DType.F32, Shape.of(width)), List.of()),
                new Node("output.weight", new Op.Weight(DType.F32, Shape.of(inner, width)), List.of()),
                new Node("output.bias", new Op.Weight(DType.F32, Shape.of(inner)), List.of()),
                new Node("mean", new Op.SparseLinear(),
                        List.of("indices", "values", "row_offsets", "columns", "rows", "zero")),
                new Node(SCORES, new Op.Linear(Op.Activation.NONE), List.of("mean", "output.weight", "output.bias"))),
                List.of(SCORES));
        return new FastText(graph, weights, labels, vocabulary,
                HierarchicalSoftmax.of(tensors.tensor("tree", DType.I32, Shape.of(inner, 2))));
    }

    @Override
    public Map<String, Tensor> features(String text) {
        SubwordVocabulary.Bag bag = vocabulary.count(text);
        float[] shares = new float[bag.rows().length];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = (float) ((double) bag.times()[i] / bag.total());
        }
        return Map.of("indices", Tensor.ofInts(Shape.of(shares.length), bag.rows()), "values",
                Tensor.ofFloats(Shape.of(shares.length), shares));
    }

    /** The graph ends with the scores of the tree's inner nodes. */
    @Override
    public float[] scores(float... output) {
        return softmax.probabilities(output);
    }

    /** Norm times direction: F32 [rows, width]. */
    private static float[] decode(int rows, int parts, int width, Safetensors tensors) {
        byte[] codes = tensors.tensor("codes", DType.U8, Shape.of(rows, parts)).toBytes();
        byte[] normCodes = tensors.tensor("norm_codes", DType.U8, Shape.of(rows)).toBytes();
        float[] norms = tensors.tensor("norms", DType.F32, Shape.of(CENTROIDS)).toFloats();
        int part = width / parts;
        float[] centroids = tensors.tensor("centroids", DType.F32, Shape.of(parts, CENTROIDS, part)).toFloats();
        float[] table = new float[rows * width];
        for (int row = 0; row < rows; row++) {
            float norm = norms[normCodes[row] & 0xFF];
            for (int p = 0; p < parts; p++) {
                int from = (p * CENTROIDS + (codes[row * parts + p] & 0xFF)) * part;
                for (int i = 0; i < part; i++) {
                    table[row * width + p * part + i] = norm * centroids[from + i];
                }
            }
        }
        for (int i = 0; i < table.length; i++) {
            if (!Float.isFinite(table[i])) {
                throw new DamagedData("A weight is not a finite number.",
                        Finding.at("row " + i / width + " of the decoded rows").expected("a finite value once scaled")
                                .found(Float.toString(table[i])));
            }
        }
        return table;
    }

    private static int[] offsets(int rows, int width) {
        int[] offsets = new int[rows + 1];
        for (int row = 0; row <= rows; row++) {
            offsets[row] = row * width;
        }
        return offsets;
    }

    /** Every row has a value in every column. */
    private static byte[] columns(int rows, int width) {
        byte[] columns = new byte[rows * width];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = (byte) (i % width);
        }
        return columns;
    }
}
