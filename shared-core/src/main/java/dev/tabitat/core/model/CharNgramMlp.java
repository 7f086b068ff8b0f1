package dev.tabitat.core.model;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.format.Safetensors;
import dev.tabitat.core.graph.Graph;
import dev.tabitat.core.graph.Node;
import dev.tabitat.core.graph.Op;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.tensor.Quantization;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import dev.tabitat.core.tokenizer.NgramFeatures;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * n-gram frequencies through one hidden layer with ReLU to a softmax; weights int8 with a scale for each output.
 *
 * <pre>
 * hidden.weight I8 [hidden, ngrams]   hidden.scale F32 [hidden]   hidden.bias F32 [hidden]
 * output.weight I8 [labels, hidden]   output.scale F32 [labels]   output.bias F32 [labels]
 * </pre>
 */
public record CharNgramMlp(Graph graph, Map<String, Tensor> weights, List<String> labels,
        NgramFeatures ngrams) implements TextClassifier {

    public static final String ID = "char-ngram-mlp";

    static CharNgramMlp of(JsonObject architecture, NgramFeatures ngrams, Safetensors tensors) {
        List<String> labels = Models.labels(architecture);
        int in = ngrams.vocabulary().size();
        int hidden = tensors.tensor("hidden.bias").elements();
        Map<String, Tensor> weights = new LinkedHashMap<>();
        layer("hidden", hidden, in, tensors, weights);
        layer("output", labels.size(), hidden, tensors, weights);
        Graph graph = new Graph(List.of(
                new Node("x", new Op.Input(DType.F32, Shape.of(1, in)), List.of()),
                new Node("hidden.weight", new Op.Weight(DType.F32, Shape.of(hidden, in)), List.of()),
                new Node("hidden.bias", new Op.Weight(DType.F32, Shape.of(hidden)), List.of()),
                new Node("hidden", new Op.Linear(Op.Activation.RELU), List.of("x", "hidden.weight", "hidden.bias")),
                new Node("output.weight", new Op.Weight(DType.F32, Shape.of(labels.size(), hidden)), List.of()),
                new Node("output.bias", new Op.Weight(DType.F32, Shape.of(labels.size())), List.of()),
                new Node("output", new Op.Linear(Op.Activation.NONE),
                        List.of("hidden", "output.weight", "output.bias")),
                new Node(SCORES, new Op.Softmax(), List.of("output"))), List.of(SCORES));
        return new CharNgramMlp(graph, weights, labels, ngrams);
    }

    @Override
    public Map<String, Tensor> features(String text) {
        float[] values = ngrams.dense(text);
        return Map.of("x", Tensor.ofFloats(Shape.of(1, values.length), values));
    }

    private static void layer(String name, int out, int in, Safetensors tensors, Map<String, Tensor> weights) {
        Tensor matrix = new Quantization(
                tensors.tensor(name + ".weight", DType.I8, Shape.of(out, in)),
                tensors.tensor(name + ".scale", DType.F32, Shape.of(out))).toFloats();
        int at = matrix.firstNotFinite();
        if (at >= 0) {
            throw new DamagedData(
                    "A weight is not a finite number.",
                    Finding.at("tensor " + name + ".weight, element " + at).expected("a finite value once scaled")
                            .found("infinity"));
        }
        weights.put(name + ".weight", matrix);
        weights.put(name + ".bias", tensors.tensor(name + ".bias", DType.F32, Shape.of(out)));
    }
}
