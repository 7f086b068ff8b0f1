package dev.tabitat.core.runtime;

import dev.tabitat.core.graph.Graph;
import dev.tabitat.core.tensor.Tensor;
import java.util.Map;

/** A way to run graphs. */
public interface Backend {

    /** {@code reference}, {@code wasm} or {@code webgpu}. */
    String id();

    /**
     * Makes a graph ready to run with these weights, by node name.
     *
     * @throws dev.tabitat.core.error.Unsupported when an operator is unknown here
     * @throws dev.tabitat.core.error.OutOfBudget when there is not enough memory
     * @throws dev.tabitat.core.error.Incompatible when a weight is missing or has another type or shape
     */
    Session open(Graph graph, Map<String, Tensor> weights);
}
