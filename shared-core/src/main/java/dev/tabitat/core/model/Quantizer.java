package dev.tabitat.core.model;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.ids.Identified;
import dev.tabitat.core.ids.Ids;
import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.tensor.Quantization4;
import dev.tabitat.core.tensor.Quantization;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Makes the weights of an encoder smaller, as {@link BertEncoder} reads them. The same bytes on every machine. */
public final class Quantizer {

    /** How many bits a weight keeps. */
    public enum Kind implements Identified {
        INT8("int8"),
        INT4("int4");

        private final String id;

        Kind(String id) {
            this.id = id;
        }

        /** Its name in recipes. */
        @Override
        public String id() {
            return id;
        }

        /** @throws InvalidInput when there is none of this name */
        public static Kind parse(String id) {
            return Ids.parse(values(), id, "kind",
                    finding -> new InvalidInput("This kind of quantization is unknown.", finding));
        }
    }

    private static final String WEIGHT = ".weight";

    /** No factor comes from less than this part of a layer's largest. */
    private static final float SPAN = 1000;

    private Quantizer() {}

    /** As {@link #quantize(Map, Kind, Map)}, without smoothing. */
    public static Map<String, Tensor> quantize(Map<String, Tensor> tensors, Kind kind) {
        return quantize(tensors, kind, Map.of());
    }

    /**
     * Quantizes the matrices of linear layers and of word embeddings; positions, token types, norms and biases stay as
     * they are.
     *
     * <p>
     * Where the largest inputs of a layer are known, what is hard to quantize in its input moves into its weights:
     * input i is multiplied by √(w / a) and the weights divided by it, a being the largest input i and w the largest
     * weight of it, each at least a thousandth of the layer's largest (Xiao and others 2023, "SmoothQuant", with α =
     * 1/2).
     *
     * @param tensors F32, by the names of {@link BertEncoder}
     * @param largest the largest magnitude of each input, by the name of a matrix without {@code .weight}; those that
     * read the same input must have the same
     * @throws DamagedData when a matrix holds NaN or infinity
     * @throws InvalidInput when there is nothing to quantize, or a part of it is quantized
     */
    public static Map<String, Tensor> quantize(Map<String, Tensor> tensors, Kind kind, Map<String, float[]> largest) {
        Map<String, float[]> smoothing = smoothing(tensors, largest);
        Map<String, Tensor> quantized = new TreeMap<>();
        int matrices = 0;
        for (Map.Entry<String, Tensor> entry : new TreeMap<>(tensors).entrySet()) {
            String name = entry.getKey();
            Tensor tensor = entry.getValue();
            if (tensor.firstNotFinite() >= 0) {
                throw new DamagedData("A weight is not a finite number.",
                        Finding.at("tensor " + name + ", element " + tensor.firstNotFinite()).expected("finite values")
                                .found("NaN or infinity"));
            }
            if (tensor.dtype() != DType.F32) {
                throw new InvalidInput("Only F32 can be quantized.",
                        Finding.at("tensor " + name).expected("F32").found(tensor.dtype()));
            }
            if (tensor.shape().rank() == 2 && isMatrix(name)) {
                String matrix = name.substring(0, name.length() - WEIGHT.length());
                put(matrix, smooth(matrix, tensor, smoothing.get(matrix), quantized), kind, quantized);
                matrices++;
            } else {
                quantized.put(name, tensor);
            }
        }
        if (matrices == 0) {
            throw new InvalidInput("There is nothing to quantize.",
                    Finding.at("tensors").expected("matrices of an encoder").found("none"));
        }
        return quantized;
    }

    private static boolean isMatrix(String name) {
        return name.endsWith(WEIGHT) && !name.endsWith("position_embeddings.weight")
                && !name.endsWith("token_type_embeddings.weight");
    }

    /** A factor for each input; matrices with the same largest inputs share theirs. */
    private static Map<String, float[]> smoothing(Map<String, Tensor> tensors, Map<String, float[]> largest) {
        Map<float[], float[]> weights = new IdentityHashMap<>();
        for (Map.Entry<String, float[]> entry : new TreeMap<>(largest).entrySet()) {
            Tensor matrix = tensors.get(entry.getKey() + WEIGHT);
            int in = entry.getValue().length;
            if (matrix == null || matrix.shape().rank() != 2 || matrix.shape().dim(1) != in) {
                throw new InvalidInput("The largest inputs belong to no matrix.",
                        Finding.at(entry.getKey()).expected("a matrix of " + in + " inputs")
                                .found(matrix == null ? "none" : matrix.shape()));
            }
            float[] most = weights.computeIfAbsent(entry.getValue(), key -> new float[in]);
            float[] values = matrix.toFloats();
            for (int i = 0; i < values.length; i++) {
                most[i % in] = Math.max(most[i % in], Math.abs(values[i]));
            }
        }
        Map<float[], float[]> factors = new IdentityHashMap<>();
        Map<String, float[]> byName = new TreeMap<>();
        largest.forEach((name, inputs) -> byName.put(name,
                factors.computeIfAbsent(inputs, key -> factors(inputs, weights.get(inputs)))));
        return byName;
    }

    private static float[] factors(float[] inputs, float[] weights) {
        float leastInput = most(inputs) / SPAN;
        float leastWeight = most(weights) / SPAN;
        float[] factors = new float[inputs.length];
        for (int i = 0; i < factors.length; i++) {
            double factor = Math.sqrt((double) Math.max(weights[i], leastWeight) / Math.max(inputs[i], leastInput));
            factors[i] = factor >= Float.MIN_NORMAL && factor <= Float.MAX_VALUE ? (float) factor : 1;
        }
        return factors;
    }

    private static float most(float[] values) {
        float most = 0;
        for (float value : values) {
            most = Math.max(most, value);
        }
        return most;
    }

    private static Tensor smooth(String name, Tensor matrix, float[] factors, Map<String, Tensor> quantized) {
        if (factors == null) {
            return matrix;
        }
        quantized.put(name + ".smoothing", Tensor.ofFloats(Shape.of(factors.length), factors));
        float[] values = matrix.toFloats();
        for (int i = 0; i < values.length; i++) {
            values[i] /= factors[i % factors.length];
        }
        return Tensor.ofFloats(matrix.shape(), values);
    }

    private static void put(String name, Tensor matrix, Kind kind, Map<String, Tensor> quantized) {
        if (kind == Kind.INT8) {
            Quantization bytes = Quantization.int8(matrix);
            quantized.put(name + WEIGHT, bytes.values());
            quantized.put(name + ".scale", bytes.scales());
        } else {
            Quantization4 halves = Quantization4.of(matrix);
            quantized.put(name + WEIGHT, halves.values());
            quantized.put(name + ".multiplier", halves.multipliers());
            quantized.put(name + ".scale", halves.scales());
        }
    }
}
