package dev.tabitat.core.runtime;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.graph.Graph;
import dev.tabitat.core.tensor.Tensor;
import java.util.Map;

/**
 * {@link ReferenceBackend} for classifiers over n-grams alone: a program that has no other one is much smaller, and its
 * results are the same.
 */
public final class ClassifierBackend implements Backend {

    @Override
    public String id() {
        return "reference";
    }

    /** @throws Unsupported when a run reaches a step that no classifier has */
    @Override
    public Session open(Graph graph, Map<String, Tensor> weights) {
        return JavaSession.open(graph, weights, (node, values) -> {
            Value value = ClassifierOperators.compute(node, values);
            if (value == null) {
                throw new Unsupported("This backend runs classifiers over n-grams only.",
                        Finding.at("node " + node.name()).expected("an operator of a classifier").found(node.name()));
            }
            return value;
        });
    }
}
