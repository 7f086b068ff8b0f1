package dev.tabitat.core.runtime;

import dev.tabitat.core.tensor.Tensor;
import java.util.Map;

/** A graph that is ready to run; not for several threads at once. */
public interface Session extends AutoCloseable {

    /** The values of the graph's outputs, by node name. @throws dev.tabitat.core.error.Incompatible when an input does not fit */
    Map<String, Tensor> run(Map<String, Tensor> inputs);

    /** Bytes held for weights and intermediate values. */
    long memoryBytes();

    /** Frees the memory; never fails. */
    @Override
    void close();
}
