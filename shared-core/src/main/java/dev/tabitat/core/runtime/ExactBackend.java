package dev.tabitat.core.runtime;

import dev.tabitat.core.graph.Graph;
import dev.tabitat.core.tensor.Tensor;
import java.util.Map;

/**
 * The arithmetic of the plain WebAssembly kernels in Java, to the bit: every sum in the order in which they add, every
 * step rounded to float as they round. What is bred on kernels in a tab is replayed with it where there are none.
 */
public final class ExactBackend implements Backend {

    @Override
    public String id() {
        return "exact";
    }

    @Override
    public Session open(Graph graph, Map<String, Tensor> weights) {
        return JavaSession.open(graph, weights, new ExactOperators(graph)::compute);
    }
}
