package dev.tabitat.core.model;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.tensor.Quantization;
import dev.tabitat.core.tensor.Quantization4;
import dev.tabitat.core.tensor.Tensor;
import java.util.Map;
import java.util.TreeMap;

/** Makes the weights of an encoder smaller, as {@link BertEncoder} reads them. The same bytes on every machine. */
public final class Quantizer {

    /** How many bits a weight keeps. */
    public enum Kind {
        INT8("int8"),
        INT4("int4");

        private final String id;

        Kind(String id) {
            this.id = id;
        }

        /** Its name in recipes. */
        public String id() {
            return id;
        }

        /** @throws InvalidInput when there is none of this name */
        public static Kind parse(String id) {
            for (Kind kind : values()) {
                if (kind.id.equals(id)) {
                    return kind;
                }
            }
            throw new InvalidInput("This kind of quantization is unknown.", Finding.at("kind").expected("int8 or int4").found(id));
        }
    }

    private static final String WEIGHT = ".weight";

    private Quantizer() {}

    /**
     * Quantizes the matrices of linear layers and of word embeddings; positions, token types, norms and biases stay as they are.
     *
     * @param tensors F32, by the names of {@link BertEncoder}
     * @throws DamagedData when a matrix holds NaN or infinity
     * @throws InvalidInput when there is nothing to quantize, or a part of it is quantized
     */
    public static Map<String, Tensor> quantize(Map<String, Tensor> tensors, Kind kind) {
        Map<String, Tensor> quantized = new TreeMap<>();
        int matrices = 0;
        for (Map.Entry<String, Tensor> entry : new TreeMap<>(tensors).entrySet()) {
            String name = entry.getKey();
            Tensor tensor = entry.getValue();
            if (tensor.firstNotFinite() >= 0) {
                throw new DamagedData("A weight is not a finite number.",
                        Finding.at("tensor " + name + ", element " + tensor.firstNotFinite()).expected("finite values").found("NaN or infinity"));
            }
            if (tensor.dtype() != DType.F32) {
                throw new InvalidInput("Only F32 can be quantized.", Finding.at("tensor " + name).expected("F32").found(tensor.dtype()));
            }
            if (tensor.shape().rank() == 2 && isMatrix(name)) {
                put(name.substring(0, name.length() - WEIGHT.length()), tensor, kind, quantized);
                matrices++;
            } else {
                quantized.put(name, tensor);
            }
        }
        if (matrices == 0) {
            throw new InvalidInput("There is nothing to quantize.", Finding.at("tensors").expected("matrices of an encoder").found("none"));
        }
        return quantized;
    }

    private static boolean isMatrix(String name) {
        return name.endsWith(WEIGHT) && !name.endsWith("position_embeddings.weight") && !name.endsWith("token_type_embeddings.weight");
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
