package dev.tabitat.core.format.gguf;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.OutOfBudget;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.format.Slices;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a GGUF file holds, by its header: the metadata, and where each tensor lies.
 *
 * <pre>
 * file     = "GGUF" version tensors:u64 keys:u64 pair{keys} tensor{tensors} padding data
 * version  = u32, 2 or 3
 * pair     = key:text type:u32 value                 each key once, at most 65,535 bytes
 * value    = u8 | i8 | u16 | i16 | u32 | i32 | f32 | bool:u8 (0 or 1) | text | list | u64 | i64 | f64    by type 0 to 12
 * text     = length:u64 UTF-8{length}
 * list     = type:u32 length:u64 value{length}
 * tensor   = name:text rank:u32 dim:u64{rank} type:u32 offset:u64      innermost dim first, rank at most 4
 * padding  = zero bytes up to a multiple of general.alignment (32 where the metadata have none)
 * data     = tensors at their offsets, which are multiples of the alignment; none overlaps another
 * </pre>
 *
 * All little-endian. Version 1 had 32-bit lengths and is refused, as is a big-endian file. Source: {@code gguf.md} of
 * the ggml repository.
 *
 * @param metadata values by key, in the file's order
 * @param tensors in the file's order
 * @param alignment of the tensors, a power of two
 * @param dataStart where in the file the data begin
 */
public record Gguf(
        int version, Map<String, GgufValue> metadata, List<GgufTensor> tensors, int alignment, long dataStart) {

    public static final String ARCHITECTURE = "general.architecture";
    public static final String TOKENS = "tokenizer.ggml.tokens";

    private static final int NAMED_IN_A_FAILURE = 3;

    public Gguf {
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        tensors = List.copyOf(tensors);
    }

    /**
     * Reads a file's header; of its data nothing is read.
     *
     * @throws DamagedData when the file breaks the grammar or is truncated
     * @throws Unsupported when it is of another version or byte order, or has a tensor of an unknown type
     * @throws OutOfBudget when it is over the limits
     */
    public static Gguf read(Slices file, GgufLimits limits) {
        return new GgufReader(file, limits).read();
    }

    public static Gguf read(Slices file) {
        return read(file, GgufLimits.DEFAULT);
    }

    /** The value of a key, if there is one. */
    public Optional<GgufValue> find(String key) {
        return Optional.ofNullable(metadata.get(key));
    }

    /** A text, if there is one. @throws DamagedData when the value is of another type */
    public Optional<String> text(String key) {
        GgufValue value = metadata.get(key);
        if (value instanceof GgufValue.Text text) {
            return Optional.of(text.value());
        }
        requireAbsent(key, value, "a text");
        return Optional.empty();
    }

    /** A whole number from 0 to 2^63 - 1, if there is one. @throws DamagedData when it is another or of another type */
    public Optional<Long> count(String key) {
        GgufValue value = metadata.get(key);
        if (value instanceof GgufValue.Whole whole && whole.value() >= 0) {
            return Optional.of(whole.value());
        }
        requireAbsent(key, value, "a whole number of at least 0");
        return Optional.empty();
    }

    /** Texts, if there are any. @throws DamagedData when the value is of another type */
    public Optional<GgufValue.Texts> texts(String key) {
        GgufValue value = metadata.get(key);
        if (value instanceof GgufValue.Texts texts) {
            return Optional.of(texts);
        }
        requireAbsent(key, value, "a list of texts");
        return Optional.empty();
    }

    /** True or false, if it says. @throws DamagedData when the value is of another type */
    public Optional<Boolean> flag(String key) {
        GgufValue value = metadata.get(key);
        if (value instanceof GgufValue.Flag flag) {
            return Optional.of(flag.value());
        }
        requireAbsent(key, value, "true or false");
        return Optional.empty();
    }

    /** A number, if there is one. @throws DamagedData when the value is of another type */
    public Optional<Double> number(String key) {
        GgufValue value = metadata.get(key);
        if (value instanceof GgufValue.Real real) {
            return Optional.of(real.value());
        }
        if (value instanceof GgufValue.Whole whole) {
            return Optional.of((double) whole.value());
        }
        requireAbsent(key, value, "a number");
        return Optional.empty();
    }

    private static void requireAbsent(String key, GgufValue value, String expected) {
        if (value != null) {
            throw new DamagedData("A value of the metadata has the wrong type.",
                    Finding.at("GGUF, " + key).expected(expected).found(value.kind()));
        }
    }

    /** The model's family, such as {@code llama}; empty when the file does not say. */
    public String architecture() {
        return text(ARCHITECTURE).orElse("");
    }

    /** A tensor by name, if there is one. */
    public Optional<GgufTensor> tensor(String name) {
        for (GgufTensor tensor : tensors) {
            if (tensor.name().equals(name)) {
                return Optional.of(tensor);
            }
        }
        return Optional.empty();
    }

    /** Elements of all tensors together. */
    public long parameters() {
        long parameters = 0;
        for (GgufTensor tensor : tensors) {
            parameters += tensor.elements();
        }
        return parameters;
    }

    /** Refuses types that have no code here. @throws Unsupported naming each of them and the first tensors with it */
    public void requireReadable() {
        Set<String> types = new TreeSet<>();
        StringBuilder names = new StringBuilder();
        int count = 0;
        for (GgufTensor tensor : tensors) {
            if (tensor.type().isReadable()) {
                continue;
            }
            types.add(tensor.type().name());
            if (count++ < NAMED_IN_A_FAILURE) {
                names.append(count == 1 ? "" : ", ").append(tensor.name());
            }
        }
        if (count > 0) {
            throw new Unsupported("The weights are quantized in a way that is not supported.",
                    Finding.at("GGUF, " + count + (count == 1 ? " tensor: " : " tensors: ") + names
                            + (count > NAMED_IN_A_FAILURE ? ", \u2026" : ""))
                            .expected(readable()).found(String.join(", ", types))
                            .remedy("Choose another file of the model, such as Q4_K_M, Q4_0 or Q8_0."));
        }
    }

    /** The types that can be used, for messages. */
    public static String readable() {
        StringBuilder names = new StringBuilder();
        for (GgufType type : GgufType.values()) {
            if (type.isReadable()) {
                names.append(names.length() == 0 ? "" : ", ").append(type.name());
            }
        }
        return names.toString();
    }
}
