package dev.tabitat.core.model.encoder;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.format.TensorFile;
import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The tensors of a model's file by the names that an architecture gives them.
 *
 * <p>
 * Files put a prefix before the encoder's names ({@code bert.}, {@code roberta.}, {@code model.}), not before those of
 * heads; old files say {@code gamma} and {@code beta} for the {@code weight} and {@code bias} of a norm. Numbers of
 * half precision (F16, BF16) become F32, exactly.
 */
public final class EncoderTensors {

    private final Map<String, TensorType> types;
    private final String prefix;

    private EncoderTensors(Map<String, TensorType> types, String prefix) {
        this.types = types;
        this.prefix = prefix;
    }

    /**
     * @param known the name of a tensor that every file of this architecture has: what stands before it is the prefix
     * @throws DamagedData when there is none
     * @throws Unsupported when there are several: which is meant cannot be known
     */
    public static EncoderTensors of(TensorFile file, String known) {
        Map<String, TensorType> types = file.types();
        List<String> prefixes = new ArrayList<>();
        for (String name : types.keySet()) {
            if (name.equals(known) || name.endsWith("." + known)) {
                prefixes.add(name.substring(0, name.length() - known.length()));
            }
        }
        if (prefixes.isEmpty()) {
            throw new DamagedData("A tensor is missing.", Finding.at("tensor " + known)
                    .expected("a tensor of that name, or with a prefix such as bert.").found("none")
                    .remedy("Look whether config.json and the weights belong together."));
        }
        if (prefixes.size() > 1) {
            throw new Unsupported("A file with several encoders is not supported.",
                    Finding.at("tensor " + known).expected("one prefix").found(prefixes));
        }
        return new EncoderTensors(types, prefixes.get(0));
    }

    /** The tensors by their own names, without a prefix. */
    public static EncoderTensors plain(Map<String, TensorType> types) {
        return new EncoderTensors(types, "");
    }

    /** Whether there is one. */
    public boolean has(String name) {
        return types.containsKey(nameInFile(name));
    }

    /** What it is in the file. @throws DamagedData when it is missing */
    public TensorType type(String name) {
        TensorType type = types.get(nameInFile(name));
        if (type == null) {
            throw new DamagedData("A tensor is missing.", Finding.at("tensor " + nameInFile(name))
                    .expected("a tensor of that name").found("only " + types.keySet()));
        }
        return type;
    }

    /** The type that its elements have in the file. @throws DamagedData when it is missing */
    public DType dtype(String name) {
        return type(name).dtype();
    }

    /** The shape that it has in the file. @throws DamagedData when it is missing */
    public Shape shape(String name) {
        return type(name).shape();
    }

    /** What it is called in the file. */
    public String nameInFile(String name) {
        if (types.containsKey(prefix + name)) {
            return prefix + name;
        }
        String old = name.endsWith("LayerNorm.weight") ? name.substring(0, name.length() - 6) + "gamma"
                : name.endsWith("LayerNorm.bias") ? name.substring(0, name.length() - 4) + "beta" : name;
        if (types.containsKey(prefix + old)) {
            return prefix + old;
        }
        // Heads stand beside the encoder.
        return types.containsKey(name) || prefix.isEmpty() ? name : prefix + name;
    }
}
