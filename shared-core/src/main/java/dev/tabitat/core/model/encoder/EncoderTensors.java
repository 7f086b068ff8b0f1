package dev.tabitat.core.model.encoder;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.format.Safetensors;
import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * The tensors of a model's file by the names that an architecture gives them.
 *
 * <p>
 * Files put a prefix before the encoder's names ({@code bert.}, {@code roberta.}, {@code model.}), not before those of
 * heads; old files say {@code gamma} and {@code beta} for the {@code weight} and {@code bias} of a norm. Numbers of
 * half precision (F16, BF16) become F32, exactly.
 */
public final class EncoderTensors {

    private final Safetensors file;
    private final String prefix;

    private EncoderTensors(Safetensors file, String prefix) {
        this.file = file;
        this.prefix = prefix;
    }

    /**
     * @param known the name of a tensor that every file of this architecture has: what stands before it is the prefix
     * @throws DamagedData when there is none
     * @throws Unsupported when there are several: which is meant cannot be known
     */
    public static EncoderTensors of(Safetensors file, String known) {
        List<String> prefixes = new ArrayList<>();
        for (String name : file.tensors().keySet()) {
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
        return new EncoderTensors(file, prefixes.get(0));
    }

    /** The tensors by their own names, without a prefix. */
    static EncoderTensors plain(Safetensors file) {
        return new EncoderTensors(file, "");
    }

    /** Whether there is one. */
    public boolean has(String name) {
        return file.tensors().containsKey(nameInFile(name));
    }

    /** The type that it has in the file. @throws DamagedData when it is missing */
    public DType dtype(String name) {
        return file.tensor(nameInFile(name)).dtype();
    }

    /** The shape that it has in the file. @throws DamagedData when it is missing */
    public Shape shape(String name) {
        return file.tensor(nameInFile(name)).shape();
    }

    /** A tensor of this type and shape, all finite. @throws DamagedData when it is another */
    public Tensor tensor(String name, DType dtype, Shape shape) {
        return file.tensor(nameInFile(name), dtype, shape);
    }

    /** Floats of this shape in F32, all finite. @throws DamagedData when they are missing, or another type or shape */
    public Tensor floats(String name, Shape shape) {
        DType dtype = dtype(name);
        if (dtype == DType.F16 || dtype == DType.BF16) {
            return Tensor.ofFloats(shape, tensor(name, dtype, shape).toFloats());
        }
        return tensor(name, DType.F32, shape);
    }

    private String nameInFile(String name) {
        if (file.tensors().containsKey(prefix + name)) {
            return prefix + name;
        }
        String old = name.endsWith("LayerNorm.weight") ? name.substring(0, name.length() - 6) + "gamma"
                : name.endsWith("LayerNorm.bias") ? name.substring(0, name.length() - 4) + "beta" : name;
        if (file.tensors().containsKey(prefix + old)) {
            return prefix + old;
        }
        // Heads stand beside the encoder.
        return file.tensors().containsKey(name) || prefix.isEmpty() ? name : prefix + name;
    }
}
