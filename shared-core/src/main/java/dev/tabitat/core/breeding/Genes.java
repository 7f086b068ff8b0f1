package dev.tabitat.core.breeding;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Incompatible;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.format.Safetensors;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.model.CharNgramMaxent;
import dev.tabitat.core.model.CharNgramMlp;
import dev.tabitat.core.packages.ModelPackage;
import dev.tabitat.core.specialist.Specialist;
import dev.tabitat.core.tensor.Quantization;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What of a model can be crossed, merged and mutated: its weights as one vector, the units that belong together in it,
 * and how it becomes files again.
 */
final class Genes {

    private final ModelPackage parent;
    private final String architecture;
    private final List<String> labels;
    /** Tensors in the order of their names; those in int8 as what they stand for. */
    private final Map<String, Tensor> tensors = new TreeMap<>();
    private final Map<String, Tensor> fixed = new LinkedHashMap<>();

    private Genes(ModelPackage parent) {
        this.parent = parent;
        JsonObject json = JsonReader.readObject(parent.file(ModelPackage.ARCHITECTURE), JsonLimits.DEFAULT);
        architecture = json.string("architecture");
        labels = json.findArray("labels").map(dev.tabitat.core.json.JsonArray::strings).orElse(List.of());
        Map<String, Tensor> held = Safetensors.read(parent.file(ModelPackage.WEIGHTS)).tensors();
        switch (architecture) {
            case Specialist.ID -> tensors.putAll(held);
            case CharNgramMlp.ID -> {
                for (String layer : List.of("hidden", "output")) {
                    tensors.put(layer + ".weight",
                            new Quantization(held.get(layer + ".weight"), held.get(layer + ".scale")).toFloats());
                    tensors.put(layer + ".bias", held.get(layer + ".bias"));
                }
            }
            case CharNgramMaxent.ID -> {
                tensors.put("weights", held.get("weights"));
                tensors.put("bias", held.get("bias"));
                fixed.put("row_offsets", held.get("row_offsets"));
                fixed.put("columns", held.get("columns"));
            }
            default -> throw new Unsupported("Models of this kind are not crossed here.",
                    Finding.at(parent.manifest().name().toString())
                            .expected(Specialist.ID + ", " + CharNgramMlp.ID + " or " + CharNgramMaxent.ID)
                            .found(architecture));
        }
    }

    /** @throws Unsupported when its kind cannot be crossed */
    static Genes of(ModelPackage parent) {
        return new Genes(parent);
    }

    String architecture() {
        return architecture;
    }

    List<String> labels() {
        return labels;
    }

    /** @throws Incompatible saying in what the two differ */
    void requireFits(Genes other) {
        String where = parent.manifest().name() + " and " + other.parent.manifest().name();
        require(where, "architecture", architecture, other.architecture);
        require(where, "labels", labels, other.labels);
        require(where, "tensors", shapes(), other.shapes());
        fixed.forEach((name, tensor) -> require(where, "tensor " + name, true,
                Arrays.equals(tensor.toBytes(), other.fixed.get(name).toBytes())));
        if (architecture.equals(Specialist.ID)) {
            require(where, "base", Specialist.read(parent).base(), Specialist.read(other.parent).base());
        } else {
            require(where, "vocabulary", true,
                    Arrays.equals(parent.file(ModelPackage.VOCABULARY), other.parent.file(ModelPackage.VOCABULARY)));
        }
    }

    private static void require(String where, String what, Object expected, Object found) {
        if (!expected.equals(found)) {
            throw new Incompatible("These parents do not fit together.",
                    Finding.at(where + ", " + what).expected(brief(expected)).found(brief(found))
                            .remedy("Cross models of the same base, the same labels and the same shape."));
        }
    }

    private static String brief(Object value) {
        String text = value.toString();
        return text.length() > 120 ? text.substring(0, 120) + "\u2026" : text;
    }

    private String shapes() {
        StringBuilder shapes = new StringBuilder();
        tensors.forEach((name, tensor) -> shapes.append(name).append(tensor.shape()).append(' '));
        return shapes.toString();
    }

    /** All tensors one after the other. */
    double[] values() {
        int count = 0;
        for (Tensor tensor : tensors.values()) {
            count += tensor.elements();
        }
        double[] values = new double[count];
        int at = 0;
        for (Tensor tensor : tensors.values()) {
            for (float value : tensor.toFloats()) {
                values[at++] = value;
            }
        }
        return values;
    }

    /** Of each value the unit that it belongs to: a label's row, or a hidden unit's ways in and out. */
    int[] units() {
        int[] units = new int[values().length];
        int at = 0;
        int hidden = architecture.equals(CharNgramMlp.ID) ? tensors.get("hidden.bias").elements() : 0;
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            int rank = entry.getValue().shape().rank();
            int in = rank == 2 ? entry.getValue().shape().dim(1) : 1;
            int[] columns = entry.getKey().equals("weights") ? fixed.get("columns").toInts() : new int[0];
            for (int i = 0; i < entry.getValue().elements(); i++) {
                int row = columns.length > 0 ? columns[i] : i / in;
                units[at++] = switch (entry.getKey()) {
                    case "output.weight" -> i % in;
                    case "output.bias" -> hidden;
                    default -> row;
                };
            }
        }
        return units;
    }

    /** Whether a value is of a matrix, not of a bias; and of which tensor. */
    int[] matrices() {
        int[] matrices = new int[values().length];
        int at = 0;
        int number = 0;
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            boolean isBias = entry.getKey().endsWith("bias");
            for (int i = 0; i < entry.getValue().elements(); i++) {
                matrices[at++] = isBias ? -1 : number;
            }
            number++;
        }
        return matrices;
    }

    /**
     * The weights' file with other values. @throws dev.tabitat.core.error.InvalidInput when one is beyond what a float
     * holds
     */
    Map<String, Tensor> with(double... values) {
        Map<String, Tensor> made = new TreeMap<>(fixed);
        int at = 0;
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            float[] floats = new float[entry.getValue().elements()];
            for (int i = 0; i < floats.length; i++) {
                floats[i] = Merging.rounded(values[at++], "tensor " + entry.getKey() + ", element " + i);
            }
            Tensor tensor = Tensor.ofFloats(entry.getValue().shape(), floats);
            if (architecture.equals(CharNgramMlp.ID) && entry.getKey().endsWith(".weight")) {
                put(made, entry.getKey().substring(0, entry.getKey().length() - ".weight".length()), tensor);
            } else {
                made.put(entry.getKey(), tensor);
            }
        }
        return made;
    }

    static void put(Map<String, Tensor> into, String layer, Tensor matrix) {
        Quantization quantized = Quantization.int8(matrix);
        into.put(layer + ".weight", quantized.values());
        into.put(layer + ".scale", quantized.scales());
    }

    /** Some rows of a matrix or a vector. */
    static Tensor rows(Tensor tensor, List<Integer> rows) {
        int width = tensor.elements() / tensor.shape().dim(0);
        float[] all = tensor.toFloats();
        float[] some = new float[rows.size() * width];
        for (int i = 0; i < rows.size(); i++) {
            System.arraycopy(all, rows.get(i) * width, some, i * width, width);
        }
        return Tensor.ofFloats(tensor.shape().rank() == 1 ? Shape.of(rows.size()) : Shape.of(rows.size(), width), some);
    }

    Tensor tensor(String name) {
        return tensors.get(name);
    }

    Tensor fixedTensor(String name) {
        return fixed.get(name);
    }
}
