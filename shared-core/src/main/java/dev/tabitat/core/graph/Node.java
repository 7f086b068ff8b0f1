package dev.tabitat.core.graph;

import java.util.List;

/**
 * One step of a graph.
 *
 * @param name unique in its graph; names the value that the step makes
 * @param op what it does
 * @param inputs names of earlier nodes, in the order the operator's description gives
 */
public record Node(String name, Op op, List<String> inputs) {

    public Node {
        inputs = List.copyOf(inputs);
    }
}
