package dev.tabitat.core.model.decoder;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.format.gguf.GgufBlocks;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The named tensors of a model's files; it notes which of them were used, so that none is left out silently. */
final class TensorFile {

    private static final int MAX_ROW_BYTES = 1 << 26;
    private static final int MAX_VECTOR = 1 << 20;
    private static final int NAMED_IN_A_FAILURE = 3;

    private final Map<String, Entry> entries = new TreeMap<>();
    private final Set<String> used = new HashSet<>();

    /** A tensor. @param shape outermost first */
    record Entry(List<Long> shape, WeightMatrix data) {
    }

    void put(String name, Entry entry) {
        if (entries.put(name, entry) != null) {
            throw new DamagedData("A tensor is in two files of one model.",
                    Finding.at("tensor " + name).expected("each tensor once").found("a second one"));
        }
    }

    boolean has(String name) {
        return entries.containsKey(name);
    }

    /** The names of all tensors. */
    Set<String> names() {
        return entries.keySet();
    }

    /** How many rows a matrix has. @throws DamagedData when it is missing or no matrix */
    long rows(String name) {
        Entry entry = find(name, "a matrix");
        if (entry.shape().size() != 2) {
            throw wrongShape(name, "a matrix", entry);
        }
        return entry.shape().get(0);
    }

    /** A matrix of this shape. @throws DamagedData when it is missing or has another shape */
    WeightMatrix matrix(String name, int rows, int columns) {
        String expected = "[" + rows + ", " + columns + "]";
        Entry entry = find(name, expected);
        if (!entry.shape().equals(List.of((long) rows, (long) columns))) {
            throw wrongShape(name, expected, entry);
        }
        WeightMatrix data = entry.data();
        if (data.type().blockBytes() * (long) columns / data.type().blockElements() > MAX_ROW_BYTES) {
            throw wrongShape(name, "rows of at most " + MAX_ROW_BYTES + " bytes", entry);
        }
        used.add(name);
        return new WeightMatrix(name, data.type(), rows, columns, data.file(), data.offset());
    }

    /** A vector of this length as floats. @throws DamagedData when it is missing, has another shape or is not finite */
    float[] vector(String name, int length) {
        String expected = "[" + length + "]";
        Entry entry = find(name, expected);
        if (!entry.shape().equals(List.of((long) length)) || length > MAX_VECTOR) {
            throw wrongShape(name, expected, entry);
        }
        WeightMatrix data = entry.data();
        int blocks = length / data.type().blockElements();
        if (length % data.type().blockElements() != 0) {
            throw wrongShape(name, "whole blocks of " + data.type(), entry);
        }
        float[] values = new float[length];
        GgufBlocks.dequantize(data.type(), data.file().read(data.offset(), blocks * data.type().blockBytes()), 0,
                length,
                values, 0);
        for (int i = 0; i < length; i++) {
            if (!(Math.abs(values[i]) <= Float.MAX_VALUE)) {
                throw new DamagedData("A weight is not a finite number.",
                        Finding.at("tensor " + name + ", element " + i).expected("finite values").found(values[i]));
            }
        }
        used.add(name);
        return values;
    }

    /** Counts a tensor as used though it has no part in what is computed. */
    void ignore(String name) {
        used.add(name);
    }

    /** @throws Unsupported naming tensors that the architecture has no place for */
    void requireAllUsed(String architecture) {
        StringBuilder names = new StringBuilder();
        int count = 0;
        for (String name : entries.keySet()) {
            if (!used.contains(name) && count++ < NAMED_IN_A_FAILURE) {
                names.append(count == 1 ? "" : ", ").append(name);
            }
        }
        if (count > 0) {
            throw new Unsupported("The model has weights that are not supported.",
                    Finding.at("architecture " + architecture).expected("its known tensors alone")
                            .found(names
                                    + (count > NAMED_IN_A_FAILURE ? " and " + (count - NAMED_IN_A_FAILURE) + " more"
                                            : ""))
                            .remedy("Choose another file of the model, or another model."));
        }
    }

    private Entry find(String name, String expected) {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw new DamagedData("A tensor is missing.", Finding.at("tensor " + name).expected(expected)
                    .found("no such tensor").remedy("Download the file again, or choose another."));
        }
        return entry;
    }

    private static DamagedData wrongShape(String name, String expected, Entry entry) {
        return new DamagedData("A tensor has another shape than the model's configuration says.",
                Finding.at("tensor " + name).expected(expected).found(entry.shape())
                        .remedy("Download the file again, or choose another."));
    }
}
