package dev.tabitat.core.format.gguf;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Where a tensor lies and what it is.
 *
 * @param dims extents as the file has them, the innermost first, each at least 1; at most four
 * @param offset of its first byte from the start of the file's data
 * @param bytes its length
 */
public record GgufTensor(String name, GgufType type, List<Long> dims, long offset, long bytes) {

    public GgufTensor {
        dims = List.copyOf(dims);
    }

    /** Extents as everywhere else here, the outermost first: {@code [out, in]} of a matrix. */
    public List<Long> shape() {
        List<Long> shape = new ArrayList<>(dims);
        Collections.reverse(shape);
        return shape;
    }

    public long elements() {
        long elements = 1;
        for (long dim : dims) {
            elements *= dim;
        }
        return elements;
    }
}
