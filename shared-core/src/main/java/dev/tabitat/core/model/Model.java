package dev.tabitat.core.model;

import dev.tabitat.core.graph.Graph;
import dev.tabitat.core.tensor.Tensor;
import java.util.Map;

/** What a package holds: a graph, its weights, and how a text becomes its inputs. */
public sealed interface Model permits TextClassifier, TextEncoder, HeadedEncoder {

    Graph graph();

    /** The graph's weights by node name. */
    Map<String, Tensor> weights();
}
