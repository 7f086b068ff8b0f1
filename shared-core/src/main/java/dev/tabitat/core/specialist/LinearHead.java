package dev.tabitat.core.specialist;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.math.DeterministicMath;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Softmax over a linear layer on an embedding: p = softmax((W · e + b) / temperature), in double over ascending
 * columns.
 *
 * @param labels in the order of the rows of W, each once, at least two
 * @param width of an embedding
 * @param weights F32 [labels, width]
 * @param bias F32 [labels]
 * @param temperature above 0; 1 as it was trained
 */
public record LinearHead(List<String> labels, int width, float[] weights, float[] bias, double temperature) {

    public static final String WEIGHT = "head.weight";
    public static final String BIAS = "head.bias";

    public LinearHead {
        labels = List.copyOf(labels);
        if (labels.size() < 2 || weights.length != labels.size() * width || bias.length != labels.size()
                || !(temperature > 0 && temperature < 1e6)) {
            throw new DamagedData("A head's parts do not belong together.", Finding.at("head")
                    .expected(labels.size() + " labels by " + width + ", a temperature above 0")
                    .found(weights.length + " weights, " + bias.length + " biases, temperature " + temperature));
        }
    }

    /** @throws DamagedData when a tensor is missing, of another shape or not finite */
    public static LinearHead of(List<String> labels, int width, double temperature, Map<String, Tensor> tensors) {
        return new LinearHead(labels, width, floats(WEIGHT, Shape.of(labels.size(), width), tensors),
                floats(BIAS, Shape.of(labels.size()), tensors), temperature);
    }

    private static float[] floats(String name, Shape shape, Map<String, Tensor> tensors) {
        Tensor tensor = tensors.get(name);
        if (tensor == null || !tensor.shape().equals(shape) || tensor.firstNotFinite() >= 0) {
            throw new DamagedData("A head's tensor is missing or of another shape.",
                    Finding.at("tensor " + name).expected("finite F32 " + shape)
                            .found(tensor == null ? "nothing" : tensor.dtype() + " " + tensor.shape()));
        }
        return tensor.toFloats();
    }

    public Map<String, Tensor> tensors() {
        Map<String, Tensor> tensors = new TreeMap<>();
        tensors.put(WEIGHT, Tensor.ofFloats(Shape.of(labels.size(), width), weights));
        tensors.put(BIAS, Tensor.ofFloats(Shape.of(labels.size()), bias));
        return tensors;
    }

    public LinearHead withTemperature(double other) {
        return new LinearHead(labels, width, weights, bias, other);
    }

    /** A probability for each label, of the embedding that begins at {@code from}. */
    public double[] probabilities(float[] embeddings, int from) {
        double[] logits = new double[labels.size()];
        for (int label = 0; label < logits.length; label++) {
            double sum = bias[label];
            for (int i = 0; i < width; i++) {
                sum += (double) weights[label * width + i] * embeddings[from + i];
            }
            logits[label] = sum / temperature;
        }
        DeterministicMath.softmax(logits);
        return logits;
    }
}
