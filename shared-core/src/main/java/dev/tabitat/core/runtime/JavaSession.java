package dev.tabitat.core.runtime;

import dev.tabitat.core.graph.Graph;
import dev.tabitat.core.graph.Node;
import dev.tabitat.core.graph.Op;
import dev.tabitat.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs a graph step by step in Java, in the arithmetic of its operators. */
final class JavaSession implements Session {

    /** Computes one step from the values before it. */
    @FunctionalInterface
    interface Operators {
        Value compute(Node node, Map<String, Value> values);
    }

    /** The weights that one session loaded, and the open sessions that use them, in the order they were made. */
    private record Part(Map<String, Value> values, List<JavaSession> users) {

        static Part of(List<Node> nodes, Map<String, Tensor> tensors) {
            Map<String, Value> values = new LinkedHashMap<>();
            for (Node node : nodes) {
                values.put(node.name(), Value.of(tensors.get(node.name())));
            }
            return new Part(values, new ArrayList<>());
        }

        boolean isUsedBy(Graph graph) {
            for (String name : values.keySet()) {
                if (graph.node(name) != null) {
                    return true;
                }
            }
            return false;
        }

        long bytes() {
            long bytes = 0;
            for (Value value : values.values()) {
                bytes += 4L * value.shape().elements();
            }
            return bytes;
        }
    }

    private final Graph graph;
    private final Operators operators;
    private final Map<String, Value> weights = new LinkedHashMap<>();
    private final List<Part> parts = new ArrayList<>();
    private boolean closed;

    /** @throws dev.tabitat.core.error.Incompatible when a weight is missing or has another type or shape */
    static JavaSession open(Graph graph, Map<String, Tensor> weights, Operators operators) {
        Weights.check(graph, weights);
        return new JavaSession(graph, List.of(Part.of(graph.weights(), weights)), operators);
    }

    private JavaSession(Graph graph, List<Part> parts, Operators operators) {
        this.graph = graph;
        this.operators = operators;
        for (Part part : parts) {
            weights.putAll(part.values());
            part.users().add(this);
        }
        this.parts.addAll(parts);
    }

    @Override
    public Session derive(Graph other, Map<String, Tensor> added) {
        requireOpen();
        List<Part> used = new ArrayList<>();
        Part brought = Part.of(Weights.checkDerived(graph, other, added), added);
        for (Part part : parts) {
            if (part.isUsedBy(other)) {
                used.add(part);
            }
        }
        used.add(brought);
        return new JavaSession(other, used, operators);
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("The session is closed");
        }
    }

    @Override
    public Map<String, Tensor> run(Map<String, Tensor> inputs) {
        requireOpen();
        Weights.checkInputs(graph, inputs);
        TokenInputs.check(graph, inputs);
        Map<String, Value> values = new LinkedHashMap<>(weights);
        for (Node node : graph.nodes()) {
            if (node.op() instanceof Op.Input) {
                values.put(node.name(), Value.of(inputs.get(node.name())));
            } else if (!(node.op() instanceof Op.Weight)) {
                values.put(node.name(), operators.compute(node, values));
            }
        }
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        for (String name : graph.outputs()) {
            Value value = values.get(name);
            outputs.put(name, Tensor.ofFloats(value.shape(), value.floats()));
        }
        return outputs;
    }

    @Override
    public long memoryBytes() {
        long bytes = 0;
        for (Part part : parts) {
            bytes += part.users().get(0) == this ? part.bytes() : 0;
        }
        return bytes;
    }

    @Override
    public void close() {
        closed = true;
        weights.clear();
        for (Part part : parts) {
            part.users().remove(this);
        }
        parts.clear();
    }
}
