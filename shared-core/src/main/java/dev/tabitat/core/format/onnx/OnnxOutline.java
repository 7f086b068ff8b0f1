package dev.tabitat.core.format.onnx;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.OutOfBudget;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.format.Slices;
import java.util.List;
import java.util.Optional;

/**
 * A graph of operators and the shapes of its weights, whose elements were not read: what a large file is recognised by.
 *
 * @param graph without its weights; where its failures name a byte, they count the bytes that are no weight's
 * @param weights in the file's order
 */
public record OnnxOutline(OnnxModel graph, List<Weight> weights) {

    public OnnxOutline {
        weights = List.copyOf(weights);
    }

    /**
     * A weight without its elements.
     *
     * @param type as onnx.proto names it, such as {@code FLOAT} or {@code INT8}
     * @param dims extents, outermost first, each at least 0
     * @param bytes of its elements in this file
     * @param location the file that has its elements, where it is another one
     */
    public record Weight(String name, String type, List<Long> dims, long bytes, Optional<String> location) {

        public Weight {
            dims = List.copyOf(dims);
        }

        public long elements() {
            long elements = 1;
            for (long dim : dims) {
                elements *= dim;
            }
            return elements;
        }
    }

    /**
     * Reads a file but its weights' elements.
     *
     * @param budget bytes that may be read
     * @throws DamagedData when the file breaks the grammar, or its graph is not sound
     * @throws Unsupported when it uses what {@link OnnxModel} does not read; weights in other files are no such case
     * here
     * @throws OutOfBudget when it is over its limits, or has more beside its weights than the budget
     */
    public static OnnxOutline read(Slices file, OnnxLimits limits, long budget) {
        return new OnnxOutlineReader(file, limits, budget).read();
    }

    /** As above, within 64 MiB. */
    public static OnnxOutline read(Slices file) {
        return read(file, OnnxLimits.DEFAULT, 64L << 20);
    }

    /** Elements of all weights together; small integer constants, which graphs have many of, do not count. */
    public long parameters() {
        long parameters = 0;
        for (Weight weight : weights) {
            boolean isConstant = weight.type().equals("INT64") || weight.type().equals("BOOL");
            parameters += isConstant ? 0 : weight.elements();
        }
        return parameters;
    }
}
