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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A graph over any number of rows: weights are written once; each run is planned for its rows and made by one call. */
final class RowSession implements Session {

    private final KernelMemory memory;
    private final KernelModule kernels;
    private final Int8Dot dot;
    private final ThreadPool threads;
    private final RowGraph rowGraph;
    private final List<SharedConstants> parts;
    private Region arena;
    private boolean open = true;

    private RowSession(KernelMemory memory, KernelModule kernels, Int8Dot dot, ThreadPool threads, RowGraph rowGraph,
            List<SharedConstants> parts, Region arena) {
        this.memory = memory;
        this.kernels = kernels;
        this.dot = dot;
        this.threads = threads;
        this.rowGraph = rowGraph;
        this.parts = parts;
        this.arena = arena;
        parts.forEach(part -> part.use(this));
    }

    /**
     * @param weights that the graph's constants are made of
     * @throws dev.tabitat.core.error.OutOfBudget when there is not enough memory; nothing is taken then
     */
    static RowSession open(KernelMemory memory, KernelModule kernels, Int8Dot dot, ThreadPool threads,
            RowGraph rowGraph, Map<String, Tensor> weights) {
        return open(memory, kernels, dot, threads, rowGraph, weights, List.of());
    }

    /**
     * One whose constants are in memory already.
     *
     * @param constants where they are; belongs to the session from now on
     * @throws dev.tabitat.core.error.OutOfBudget when there is not enough memory; the constants remain the caller's
     */
    static RowSession over(KernelMemory memory, KernelModule kernels, Int8Dot dot, ThreadPool threads,
            RowGraph rowGraph, Region constants) {
        Region arena = memory.take(0, "a model");
        return new RowSession(memory, kernels, dot, threads, rowGraph, List.of(new SharedConstants(memory, constants)),
                arena);
    }

    private static RowSession open(
            KernelMemory memory, KernelModule kernels, Int8Dot dot, ThreadPool threads, RowGraph rowGraph,
            Map<String, Tensor> weights, List<SharedConstants> before) {
        Region constants = memory.take(rowGraph.constantBytes(), "a model");
        try {
            for (RowGraph.Constant constant : rowGraph.constants()) {
                Bytes bytes = constant.bytes(weights, dot);
                if (bytes.length() > 0) {
                    memory.host().write(constants.address() + constant.slot().offset(), bytes.data(), bytes.offset(),
                            bytes.length());
                }
            }
            List<SharedConstants> parts = new ArrayList<>(before);
            parts.add(new SharedConstants(memory, constants));
            return new RowSession(memory, kernels, dot, threads, rowGraph, parts, memory.take(0, "a model"));
        } catch (TabitatException e) {
            memory.giveBack(constants);
            throw e;
        }
    }

    /** Writes what is added; the rest stays where it is. */
    @Override
    public Session derive(Graph graph, Map<String, Tensor> added) {
        requireOpen();
        return open(memory, kernels, dot, threads, rowGraph.derive(graph, added), added, parts);
    }

    private void requireOpen() {
        if (!open) {
            throw new IllegalStateException("The session is closed");
        }
    }

    @Override
    public Map<String, Tensor> run(Map<String, Tensor> inputs) {
        requireOpen();
        Graph graph = rowGraph.graph();
        Weights.checkInputs(graph, inputs);
        Map<String, Integer> rows = TokenInputs.check(graph, inputs);
        try {
            return run(graph, rows, inputs);
        } catch (ThreadPool.Stopped stopped) {
            // A straggler may still write there: this arena is not used again.
            arena = memory.take(0, "a model");
            return run(graph, rows, inputs);
        }
    }

    private Map<String, Tensor> run(Graph graph, Map<String, Integer> rows, Map<String, Tensor> inputs) {
        RowPlan plan = new RowPlan(rowGraph, dot, rows, inputs, threads.threads(rowGraph.products(rows)));
        makeRoom(plan.bytes());
        for (Node input : graph.inputs()) {
            write(plan.place(input.name()), GraphPlan.bytes(inputs.get(input.name())));
        }
        write(plan.programPlace(), plan.programs(addresses(), arena.address(), threads.control()));
        threads.run(kernels, plan.spans(arena.address()));
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
        long bytes = open ? arena.bytes() : 0;
        for (SharedConstants part : parts) {
            bytes += part.bytesOf(this);
        }
        return bytes;
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            memory.giveBack(arena);
            parts.forEach(part -> part.leave(this));
        }
    }

    private int[] addresses() {
        int[] addresses = new int[parts.size()];
        for (int i = 0; i < addresses.length; i++) {
            addresses[i] = parts.get(i).address();
        }
        return addresses;
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
