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
import dev.tabitat.core.tokenizer.NgramFeatures;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A maximum entropy model over the n-grams that are present: a sparse linear layer and a softmax.
 *
 * <pre>
 * row_offsets I32 [ngrams + 1]   columns U8 [nonzero]   weights F32 [nonzero]   bias F32 [labels]
 * </pre>
 */
public record CharNgramMaxent(Graph graph, Map<String, Tensor> weights, List<String> labels, NgramFeatures ngrams)
        implements
            TextClassifier {

    public static final String ID = "char-ngram-maxent";

    static CharNgramMaxent of(JsonObject architecture, NgramFeatures ngrams, Safetensors tensors) {
        List<String> labels = Models.labels(architecture);
        int features = ngrams.vocabulary().size();
        int nonzero = tensors.tensor("columns").elements();
        Map<String, Tensor> weights = new LinkedHashMap<>();
        weights.put("row_offsets", tensors.tensor("row_offsets", DType.I32, Shape.of(features + 1)));
        weights.put("columns", tensors.tensor("columns", DType.U8, Shape.of(nonzero)));
        weights.put("weights", tensors.tensor("weights", DType.F32, Shape.of(nonzero)));
        weights.put("bias", tensors.tensor("bias", DType.F32, Shape.of(labels.size())));
        checkRows(weights.get("row_offsets").toInts(), weights.get("columns"), nonzero, labels.size());
        Graph graph = new Graph(List.of(
                new Node("indices", new Op.Input(DType.I32, Shape.of(Graph.ANY)), List.of()),
                new Node("values", new Op.Input(DType.F32, Shape.of(Graph.ANY)), List.of()),
                new Node("row_offsets", new Op.Weight(DType.I32, Shape.of(features + 1)), List.of()),
                new Node("columns", new Op.Weight(DType.U8, Shape.of(nonzero)), List.of()),
                new Node("weights", new Op.Weight(DType.F32, Shape.of(nonzero)), List.of()),
                new Node("bias", new Op.Weight(DType.F32, Shape.of(labels.size())), List.of()),
                new Node("sums", new Op.SparseLinear(),
                        List.of("indices", "values", "row_offsets", "columns", "weights", "bias")),
                new Node(SCORES, new Op.Softmax(), List.of("sums"))), List.of(SCORES));
        return new CharNgramMaxent(graph, weights, labels, ngrams);
    }

    @Override
    public Map<String, Tensor> features(String text) {
        int[] indices = ngrams.present(text);
        float[] ones = new float[indices.length];
        java.util.Arrays.fill(ones, 1);
        return Map.of(
                "indices", Tensor.ofInts(Shape.of(indices.length), indices),
                "values", Tensor.ofFloats(Shape.of(ones.length), ones));
    }

    private static void checkRows(int[] offsets, Tensor columns, int nonzero, int labels) {
        int last = 0;
        for (int i = 0; i < offsets.length; i++) {
            if (offsets[i] < last || offsets[i] > nonzero || i == 0 && offsets[0] != 0
                    || i == offsets.length - 1 && offsets[i] != nonzero) {
                throw new DamagedData(
                        "Sparse rows are out of order.",
                        Finding.at("tensor row_offsets, element " + i).expected(last + " to " + nonzero)
                                .found(offsets[i]));
            }
            last = offsets[i];
        }
        byte[] bytes = columns.bytes();
        int start = columns.offset();
        for (int i = 0; i < nonzero; i++) {
            int column = bytes[start + i] & 0xFF;
            if (column >= labels) {
                throw new DamagedData(
                        "A sparse row names a label that is not there.",
                        Finding.at("tensor columns, element " + i).expected("0 to " + (labels - 1)).found(column));
            }
        }
    }
}
