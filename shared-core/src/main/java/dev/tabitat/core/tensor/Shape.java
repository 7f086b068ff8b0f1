package dev.tabitat.core.tensor;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import java.util.ArrayList;
import java.util.List;

/**
 * Extents, outermost first; a scalar has none.
 *
 * @param dims each at least 0; their product at most 2^31 - 1
 */
public record Shape(List<Integer> dims) {

    public Shape {
        dims = List.copyOf(dims);
        long elements = 1;
        for (int dim : dims) {
            elements *= dim;
            if (dim < 0 || elements > Integer.MAX_VALUE) {
                throw new DamagedData(
                        "A shape is out of range.",
                        Finding.NONE.expected("extents of at least 0, at most 2^31 - 1 elements").found(dims));
            }
        }
    }

    public static Shape of(int... dims) {
        List<Integer> list = new ArrayList<>(dims.length);
        for (int dim : dims) {
            list.add(dim);
        }
        return new Shape(list);
    }

    public int rank() {
        return dims.size();
    }

    /** The extent of one axis; a negative axis counts from the end. */
    public int dim(int axis) {
        return dims.get(axis < 0 ? dims.size() + axis : axis);
    }

    public int elements() {
        int elements = 1;
        for (int dim : dims) {
            elements *= dim;
        }
        return elements;
    }

    @Override
    public String toString() {
        return dims.toString();
    }
}
