package dev.tabitat.core.format.onnx;

import dev.tabitat.core.tensor.DType;
import java.util.List;

/**
 * What goes into a graph or comes out of it. Source: {@code ValueInfoProto} of onnx.proto.
 *
 * @param name of the value
 * @param dtype element type
 * @param ranked false when the file leaves the shape open
 * @param dims extents, outermost first; none when not ranked
 */
public record OnnxValue(String name, DType dtype, boolean ranked, List<Dim> dims) {

    public OnnxValue {
        dims = List.copyOf(dims);
    }

    /**
     * One extent.
     *
     * @param size elements, or {@link #OPEN}
     * @param symbol the name of an open extent, such as {@code batch}; may be empty
     */
    public record Dim(long size, String symbol) {

        /** The size of an extent that is known only when the graph runs. */
        public static final long OPEN = -1;

        public boolean isOpen() {
            return size == OPEN;
        }

        @Override
        public String toString() {
            return !isOpen() ? Long.toString(size) : symbol.isEmpty() ? "?" : symbol;
        }
    }

    @Override
    public String toString() {
        return name + " " + dtype + (ranked ? dims.toString() : "");
    }
}
