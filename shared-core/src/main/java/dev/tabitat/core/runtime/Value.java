package dev.tabitat.core.runtime;

import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;

/** A tensor unpacked once for the reference; exactly one of the arrays is there. */
record Value(Shape shape, float[] floats, int[] ints, byte[] bytes) {

    Value(Shape shape, float... floats) {
        this(shape, floats, null, null);
    }

    static Value of(Tensor tensor) {
        if (tensor.dtype() == DType.I8) {
            return new Value(tensor.shape(), null, null, tensor.toBytes());
        }
        return switch (tensor.dtype()) {
            case F32, F16, BF16, F64 -> new Value(tensor.shape(), tensor.toFloats());
            default -> new Value(tensor.shape(), null, tensor.toInts(), null);
        };
    }
}
