package dev.tabitat.core.runtime;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.graph.Graph;
import dev.tabitat.core.tensor.Tensor;
import java.util.Map;

/** A graph that is ready to run; not for several threads at once. */
public interface Session extends AutoCloseable {

    /**
     * The values of the graph's outputs, by node name. @throws dev.tabitat.core.error.Incompatible when an input does
     * not fit
     */
    Map<String, Tensor> run(Map<String, Tensor> inputs);

    /**
     * Another graph over the same weights, made without copying them. The two close in any order: weights are held
     * until the last session that uses them closes.
     *
     * @param graph each of its weights is a weight of this session's graph, with the same type and shape, or is
     * {@code added}
     * @param added further weights by node name, all finite; none has the name of a weight of this session's graph
     * @throws dev.tabitat.core.error.Incompatible when a weight is neither, or has another type or shape, or a name is
     * taken
     * @throws dev.tabitat.core.error.DamagedData when an added weight is not finite, or indices are out of range
     * @throws dev.tabitat.core.error.OutOfBudget when there is not enough memory; this session is as it was
     * @throws Unsupported when this backend has no kernel for a step, or cannot share weights
     */
    default Session derive(Graph graph, Map<String, Tensor> added) {
        throw new Unsupported("This backend cannot run a model with adapters.",
                Finding.at("session").expected("one that shares its weights").found(getClass().getSimpleName())
                        .remedy("Run it on another backend, or merge the adapters into the model."));
    }

    /**
     * Bytes held for weights and intermediate values. What sessions share is counted by the first made of those that
     * are open, so that the sum over all sessions is what is held.
     */
    long memoryBytes();

    /** Frees the memory; never fails. */
    @Override
    void close();
}
