package dev.tabitat.web.gpu;

import dev.tabitat.core.graph.Graph;
import dev.tabitat.core.runtime.Session;
import dev.tabitat.core.runtime.TokenInputs;
import dev.tabitat.core.runtime.Weights;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A graph on whichever device its backend has. */
final class WebGpuSession implements Session {

    private final WebGpuBackend backend;
    private final Graph graph;
    private final Plan plan;
    private final Map<String, Tensor> weights = new LinkedHashMap<>();
    private final List<String> computed = new ArrayList<>();
    /** The session that it shares weights with, as long as that one is open. */
    private final Optional<WebGpuSession> base;
    private Resident resident;
    private boolean closed;

    WebGpuSession(WebGpuBackend backend, Graph graph, Plan plan, Map<String, Tensor> weights,
            Optional<WebGpuSession> base, Resident resident) {
        this.base = base;
        this.backend = backend;
        this.graph = graph;
        this.plan = plan;
        this.resident = resident;
        graph.weights().forEach(node -> this.weights.put(node.name(), weights.get(node.name())));
        for (String output : graph.outputs()) {
            if (plan.isComputed(output) && !computed.contains(output)) {
                computed.add(output);
            }
        }
    }

    @Override
    public Session derive(Graph other, Map<String, Tensor> added) {
        requireOpen();
        Weights.checkDerived(graph, other, added);
        Plan changed = new Plan(other, backend.packedDot());
        Map<String, Tensor> all = new LinkedHashMap<>(weights);
        all.putAll(added);
        return new WebGpuSession(backend, other, changed, all, Optional.of(this),
                backend.onDevice(gpu -> new Resident(gpu, changed, other, all, Optional.of(on(gpu)))));
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
        Map<String, Shape> shapes = ShapeChecks.of(graph, inputs, weights);
        Map<String, Tensor> needed = new LinkedHashMap<>();
        graph.inputs().forEach(node -> needed.put(node.name(), inputs.get(node.name())));
        Map<String, Tensor> values = backend.onDevice(gpu -> on(gpu).run(needed, shapes, computed));
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        for (String name : graph.outputs()) {
            outputs.put(name, values.containsKey(name) ? values.get(name)
                    : inputs.containsKey(name) ? inputs.get(name) : weights.get(name));
        }
        return outputs;
    }

    @Override
    public long memoryBytes() {
        return closed ? 0 : resident.memoryBytes();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            resident.free();
        }
    }

    private Resident on(Gpu gpu) {
        if (resident.gpu() != gpu) {
            resident.free();
            boolean isShared = base.isPresent() && !base.get().closed;
            resident = new Resident(gpu, plan, graph, weights,
                    isShared ? Optional.of(base.get().on(gpu)) : Optional.empty());
        }
        return resident;
    }
}
