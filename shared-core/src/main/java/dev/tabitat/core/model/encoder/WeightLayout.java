package dev.tabitat.core.model.encoder;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.format.Safetensors;
import dev.tabitat.core.graph.Graph;
import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.tensor.Quantization4;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import dev.tabitat.core.tensor.TensorType;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How the weights of a graph are made of the tensors of a file: known from the file's header, before any element is
 * read.
 *
 * @param parts of each weight of the graph, by node name: their elements lie one after the other in the weight
 * @param rules what is demanded of each tensor that is used, by its name
 */
public record WeightLayout(Graph graph, Map<String, List<Part>> parts, Map<String, Rule> rules) {

    /** What a weight, or some of its rows, is made of. */
    public sealed interface Part permits Stored, Expanded, Computed {

        /** How many elements of its weight it makes. */
        int elements();

        /** The tensors that it is made of, by their names in the file. */
        List<String> tensors();
    }

    /**
     * Elements of a tensor as they are; of half precision (F16, BF16) in F32, exactly. More than one part only where
     * each is a whole tensor.
     *
     * @param from the first of them
     */
    public record Stored(String tensor, int from, int elements) implements Part {
        @Override
        public List<String> tensors() {
            return List.of(tensor);
        }
    }

    /**
     * A matrix in int8, made of one in four bits.
     *
     * @param tensor its values
     * @param rows of the matrix
     * @param columns of the matrix
     */
    public record Expanded(String tensor, String multipliers, String scales, int rows, int columns) implements Part {
        @Override
        public int elements() {
            return rows * columns;
        }

        @Override
        public List<String> tensors() {
            return List.of(tensor, multipliers, scales);
        }
    }

    /**
     * What is computed once, as the model is loaded.
     *
     * @param tensors that it is computed from
     */
    public record Computed(List<String> tensors, int elements, Maker maker) implements Part {

        public Computed {
            tensors = List.copyOf(tensors);
        }
    }

    /** Computes elements of a weight. */
    @FunctionalInterface
    public interface Maker {

        /** @param tensors at least those that the part names, checked @return elements of the weight's type */
        Tensor make(Map<String, Tensor> tensors);
    }

    /**
     * What is demanded of a tensor; floats are finite.
     *
     * @param isPositive whether every element is above 0
     * @param sameAs the tensor that it equals; empty where there is none
     */
    public record Rule(TensorType type, boolean isPositive, String sameAs) {}

    /**
     * The weights, by node name; a weight that is a tensor as it is shares its bytes.
     *
     * @param tensors of the file, by their names in it
     * @throws DamagedData as {@link #check}
     */
    public Map<String, Tensor> weights(Map<String, Tensor> tensors) {
        for (String name : rules.keySet()) {
            check(name, tensors);
        }
        Map<String, Tensor> weights = new LinkedHashMap<>();
        for (String name : parts.keySet()) {
            weights.put(name, weight(name, tensors));
        }
        return weights;
    }

    /**
     * Checks the elements of a tensor that is in memory, with the one that it must equal.
     *
     * @throws DamagedData when one is NaN, infinite or out of range
     */
    public void check(String name, Map<String, Tensor> tensors) {
        Tensor tensor = tensors.get(name);
        Rule rule = rules.get(name);
        int odd = tensor.firstNotFinite();
        if (odd >= 0) {
            throw Safetensors.notFinite(name, odd);
        }
        if (rule.isPositive()) {
            float[] values = tensor.toFloats();
            for (int i = 0; i < values.length; i++) {
                if (!(values[i] > 0)) {
                    throw unfit(name + ", element " + i, "a number above 0", values[i]);
                }
            }
        }
        if (!rule.sameAs().isEmpty() && !Arrays.equals(tensor.toFloats(), tensors.get(rule.sameAs()).toFloats())) {
            throw unfit(name, "that of " + rule.sameAs(), "another");
        }
    }

    /**
     * A weight, made of tensors that are in memory.
     *
     * @param tensors at least those that its parts name
     * @throws DamagedData when a matrix of four bits holds a number out of range
     */
    public Tensor weight(String name, Map<String, Tensor> tensors) {
        DType dtype = graph.dtype(name);
        Shape shape = graph.shape(name);
        List<Part> all = parts.get(name);
        if (all.size() == 1) {
            return part(all.get(0), dtype, shape, tensors);
        }
        byte[] bytes = new byte[shape.elements() * dtype.bytes()];
        int at = 0;
        for (Part part : all) {
            Tensor rows = part(part, dtype, Shape.of(part.elements()), tensors);
            System.arraycopy(rows.bytes(), rows.offset(), bytes, at, rows.byteLength());
            at += rows.byteLength();
        }
        return new Tensor(dtype, shape, bytes, 0);
    }

    /**
     * A matrix of four bits in int8.
     *
     * @throws DamagedData when it holds a number out of range
     */
    public static Tensor expand(Expanded part, Map<String, Tensor> tensors) {
        try {
            return new Quantization4(part.columns(), tensors.get(part.tensor()), tensors.get(part.multipliers()),
                    tensors.get(part.scales())).expand().values();
        } catch (DamagedData damaged) {
            Finding finding = damaged.finding();
            throw new DamagedData(damaged.getMessage(), Finding.at("tensor " + part.tensor() + ", " + finding.where())
                    .expected(finding.expected()).found(finding.found()));
        }
    }

    /** What a part makes, as a tensor of this type and shape. */
    public static Tensor part(Part part, DType dtype, Shape shape, Map<String, Tensor> tensors) {
        if (part instanceof Expanded expanded) {
            return shaped(expand(expanded, tensors), shape);
        }
        if (part instanceof Computed computed) {
            return shaped(computed.maker().make(tensors), shape);
        }
        Stored stored = (Stored) part;
        Tensor tensor = tensors.get(stored.tensor());
        Tensor elements = new Tensor(tensor.dtype(), shape, tensor.bytes(),
                tensor.offset() + stored.from() * tensor.dtype().bytes());
        return tensor.dtype() == dtype ? elements : Tensor.ofFloats(shape, elements.toFloats());
    }

    private static Tensor shaped(Tensor tensor, Shape shape) {
        return new Tensor(tensor.dtype(), shape, tensor.bytes(), tensor.offset());
    }

    static DamagedData unfit(String tensor, String expected, Object found) {
        return new DamagedData("A tensor does not fit its encoder.",
                Finding.at("tensor " + tensor).expected(expected).found(found));
    }
}
