package dev.tabitat.core.runtime;

import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import java.util.Map;

/** Weights of a graph that are read when they are needed. May wait. */
public interface WeightReader {

    /**
     * A weight by its node's name.
     *
     * @throws dev.tabitat.core.error.DamagedData when it is not finite or out of range
     */
    Tensor read(String name);

    /**
     * Rows of a weight of one or two axes, in the order of {@code rows}. @throws dev.tabitat.core.error.DamagedData as
     * read
     */
    Tensor rows(String name, int... rows);

    /** Weights that are in memory. */
    static WeightReader of(Map<String, Tensor> weights) {
        return new WeightReader() {
            @Override
            public Tensor read(String name) {
                return weights.get(name);
            }

            @Override
            public Tensor rows(String name, int... rows) {
                return picked(weights.get(name), rows);
            }
        };
    }

    /** Rows of a tensor of one or two axes. */
    static Tensor picked(Tensor whole, int... rows) {
        Shape wanted = whole.shape().rank() == 2 ? Shape.of(rows.length, whole.shape().dim(1))
                : Shape.of(rows.length);
        int bytes = wanted.elements() / rows.length * whole.dtype().bytes();
        byte[] all = new byte[rows.length * bytes];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(whole.bytes(), whole.offset() + rows[i] * bytes, all, i * bytes, bytes);
        }
        return new Tensor(whole.dtype(), wanted, all, 0);
    }
}
