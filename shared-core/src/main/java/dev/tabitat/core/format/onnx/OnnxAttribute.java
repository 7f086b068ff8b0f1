package dev.tabitat.core.format.onnx;

import dev.tabitat.core.tensor.Tensor;
import java.util.List;

/**
 * A constant of a node, by name. Source: {@code AttributeProto} of onnx.proto; graphs, sparse tensors and types are not
 * read.
 */
public sealed interface OnnxAttribute {

    String name();

    /** {@code FLOAT}. */
    record OfFloat(String name, float value) implements OnnxAttribute {}

    /** {@code INT}. */
    record OfInt(String name, long value) implements OnnxAttribute {}

    /** {@code STRING}, which is UTF-8. */
    record OfString(String name, String value) implements OnnxAttribute {}

    /** {@code TENSOR}. */
    record OfTensor(String name, Tensor value) implements OnnxAttribute {}

    /** {@code FLOATS}. */
    record OfFloats(String name, List<Float> values) implements OnnxAttribute {

        public OfFloats {
            values = List.copyOf(values);
        }
    }

    /** {@code INTS}. */
    record OfInts(String name, List<Long> values) implements OnnxAttribute {

        public OfInts {
            values = List.copyOf(values);
        }
    }

    /** {@code STRINGS}. */
    record OfStrings(String name, List<String> values) implements OnnxAttribute {

        public OfStrings {
            values = List.copyOf(values);
        }
    }
}
