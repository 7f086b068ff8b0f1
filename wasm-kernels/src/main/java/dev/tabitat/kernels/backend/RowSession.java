package dev.tabitat.kernels.backend;

import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.graph.Graph;
import dev.tabitat.core.graph.Node;
import dev.tabitat.core.runtime.Session;
import dev.tabitat.core.runtime.TokenInputs;
import dev.tabitat.core.runtime.Weights;
import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import dev.tabitat.kernels.kernel.Int8Dot;
import java.util.LinkedHashMap;
import java.util.Map;

/** A graph over any number of rows: weights are written once; each run is planned for its rows and made by one call. */
final class RowSession implements Session {

    private final KernelMemory memory;
    private final KernelModule kernels;
    private final Int8Dot dot;
    private final Crew crew;
    private final RowGraph rowGraph;
    private final Region constants;
    private Region arena;
    private boolean open = true;

    private RowSession(KernelMemory memory, KernelModule kernels, Int8Dot dot, Crew crew, RowGraph rowGraph, Region constants, Region arena) {
        this.memory = memory;
        this.kernels = kernels;
        this.dot = dot;
        this.crew = crew;
        this.rowGraph = rowGraph;
        this.constants = constants;
        this.arena = arena;
    }

    /** @throws dev.tabitat.core.error.OutOfBudget when there is not enough memory; nothing is taken then */
    static RowSession open(KernelMemory memory, KernelModule kernels, Int8Dot dot, Crew crew, RowGraph rowGraph) {
        Region constants = memory.take(rowGraph.constantBytes(), "a model");
        try {
            for (RowGraph.Constant constant : rowGraph.constants()) {
                Bytes bytes = constant.bytes().get();
                if (bytes.length() > 0) {
                    memory.host().write(constants.address() + constant.slot().offset(), bytes.data(), bytes.offset(), bytes.length());
                }
            }
            rowGraph.constants().clear();
            return new RowSession(memory, kernels, dot, crew, rowGraph, constants, memory.take(0, "a model"));
        } catch (TabitatException e) {
            memory.giveBack(constants);
            throw e;
        }
    }

    @Override
    public Map<String, Tensor> run(Map<String, Tensor> inputs) {
        if (!open) {
            throw new IllegalStateException("The session is closed");
        }
        Graph graph = rowGraph.graph();
        Weights.checkInputs(graph, inputs);
        Map<String, Integer> rows = TokenInputs.check(graph, inputs);
        RowPlan plan = new RowPlan(rowGraph, dot, rows, inputs, crew.threads(rowGraph.products(rows)));
        makeRoom(plan.bytes());
        for (Node input : graph.inputs()) {
            write(plan.place(input.name()), GraphPlan.bytes(inputs.get(input.name())));
        }
        write(plan.programPlace(), plan.programs(constants.address(), arena.address(), crew.place()));
        crew.run(kernels, plan.spans(arena.address()));
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        for (String output : graph.outputs()) {
            Shape shape = Shape.of(rows.get(output), graph.shape(output).dim(1));
            byte[] bytes = new byte[4 * shape.elements()];
            memory.host().read(arena.address() + plan.place(output).offset(), bytes, 0, bytes.length);
            outputs.put(output, new Tensor(DType.F32, shape, bytes, 0));
        }
        return outputs;
    }

    @Override
    public long memoryBytes() {
        return open ? (long) constants.bytes() + arena.bytes() : 0;
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            memory.giveBack(arena);
            memory.giveBack(constants);
        }
    }

    /** Exchanges the arena for a larger one when a run needs more. */
    private void makeRoom(long bytes) {
        if (bytes > arena.bytes()) {
            Region larger = memory.take(bytes, "the values of a run");
            memory.giveBack(arena);
            arena = larger;
        }
    }

    private void write(Slot slot, Bytes bytes) {
        if (bytes.length() > 0) {
            memory.host().write(arena.address() + slot.offset(), bytes.data(), bytes.offset(), bytes.length());
        }
    }
}
