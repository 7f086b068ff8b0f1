package dev.tabitat.core.runtime;

import dev.tabitat.core.graph.Graph;
import dev.tabitat.core.tensor.Tensor;
import java.util.Map;

/**
 * The definition of right: plain scalar Java, one operator after the other, sums in double in index order, results in
 * float.
 */
public final class ReferenceBackend implements Backend {

    @Override
    public String id() {
        return "reference";
    }

    @Override
    public Session open(Graph graph, Map<String, Tensor> weights) {
        return JavaSession.open(graph, weights, ReferenceOperators::compute);
    }
}
