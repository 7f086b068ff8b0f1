package dev.tabitat.core.tensor;

/**
 * What a tensor is, without its elements.
 *
 * @param dtype element type
 * @param shape extents
 */
public record TensorType(DType dtype, Shape shape) {

    /** Bytes of all elements; at most 8 · (2^31 - 1). */
    public long bytes() {
        return (long) shape.elements() * dtype.bytes();
    }

    @Override
    public String toString() {
        return dtype + " " + shape;
    }
}
