package dev.tabitat.kernels.backend;

import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.format.SafetensorsHeader;
import dev.tabitat.core.graph.Graph;
import dev.tabitat.core.graph.Op;
import dev.tabitat.core.model.encoder.WeightLayout;
import dev.tabitat.core.runtime.Backend;
import dev.tabitat.core.runtime.Session;
import dev.tabitat.core.runtime.Weights;
import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.tensor.Tensor;
import dev.tabitat.kernels.kernel.Int8Dot;
import dev.tabitat.kernels.kernel.KernelLibrary;
import dev.tabitat.kernels.kernel.WeightPacking;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Runs graphs with the SIMD kernels of {@link KernelLibrary}.
 *
 * <p>
 * Opening a session plans its memory and writes the weights and the program; a run writes the inputs, makes one call
 * into WebAssembly (more only for sparse inputs beyond {@link Plan#SPARSE_CAPACITY}) and reads the outputs. Several
 * sessions live in one memory; a closed one's part is used again. The results are the same bits on every engine and
 * differ from the reference, which adds in double precision, by rounding only.
 */
public final class WasmBackend implements Backend {

    /** The name of this backend. */
    public static final String ID = "wasm";

    private final KernelMemory memory;
    private final KernelModule kernels;
    private final Supplier<Int8Dot> fastest;
    private final ThreadSettings settings;
    private Optional<Rows> rows = Optional.empty();
    private Optional<KernelModule> packing = Optional.empty();

    private Optional<WorkerPool> workers = Optional.empty();
    private Optional<ThreadPool> pool = Optional.empty();
    private int limit = Integer.MAX_VALUE;

    /** The kernels that multiply int8 in one way. */
    private record Rows(KernelModule kernels, Int8Dot dot) {
    }

    /**
     * A backend on a host whose memory nobody else uses.
     *
     * @throws dev.tabitat.core.error.Unsupported when the engine refuses the kernels, for lack of SIMD
     */
    public WasmBackend(KernelHost host) {
        this(new KernelMemory(host));
    }

    /** A backend that shares a memory with whoever else takes regions of it. */
    public WasmBackend(KernelMemory memory) {
        this(memory, () -> Int8Dot.PLAIN);
    }

    /**
     * @param fastest asked once, when the first graph over any number of rows is opened
     * @throws dev.tabitat.core.error.Unsupported when the engine refuses the kernels, for lack of SIMD
     */
    public WasmBackend(KernelMemory memory, Supplier<Int8Dot> fastest) {
        this(memory, fastest, ThreadSettings.DEFAULT);
    }

    /** With settings of threads other than the default ones. */
    public WasmBackend(KernelMemory memory, Supplier<Int8Dot> fastest, ThreadSettings settings) {
        this.memory = memory;
        this.fastest = fastest;
        this.settings = settings;
        this.kernels = module(Int8Dot.PLAIN);
    }

    /** One on a given pool of threads. */
    WasmBackend(KernelMemory memory, ThreadPool threads) {
        this(memory, () -> Int8Dot.PLAIN);
        this.pool = Optional.of(threads);
    }

    /** No more threads than these from now on; fewer where there are not as many, or too little to do. */
    public void limitThreads(int most) {
        limit = most;
        workers.ifPresent(pool -> pool.limit(most));
    }

    /** The threads that take part in large runs now. */
    public int threads() {
        return Math.min(limit, workers.map(WorkerPool::ready).orElse(1));
    }

    /** Whether every worker that was started is ready, or no longer waited for. */
    public boolean isComplete() {
        return workers.map(WorkerPool::isComplete).orElse(true);
    }

    /**
     * Waits for absent workers no longer: {@link #threadProblem} names them from now on, and those that start later
     * still take part.
     */
    public void stopWaitingForThreads() {
        workers.ifPresent(WorkerPool::stopWaiting);
    }

    /**
     * Why there are fewer threads than asked for: workers were given up, so that one thread runs everything, or did not
     * start; empty while all work.
     */
    public Optional<String> threadProblem() {
        return workers.flatMap(WorkerPool::problem);
    }

    /** Workers start with the first graph that can use them. */
    private ThreadPool pool(Int8Dot dot) {
        if (pool.isEmpty()) {
            if (memory.host().threads() > 1) {
                workers = Optional.of(WorkerPool.start(memory, memory.host().kernels(dot), settings));
                workers.get().limit(limit);
            }
            pool = Optional.of(workers.isPresent() ? workers.get() : ThreadPool.SINGLE);
        }
        return pool.get();
    }

    private KernelModule module(Int8Dot dot) {
        return memory.host().instantiate(memory.host().kernels(dot));
    }

    private Rows rows() {
        if (rows.isEmpty()) {
            Int8Dot dot = fastest.get();
            rows = Optional.of(new Rows(dot == Int8Dot.PLAIN ? kernels : module(dot), dot));
        }
        return rows.get();
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Session open(Graph graph, Map<String, Tensor> weights) {
        if (RowGraph.isFor(graph)) {
            Rows rows = rows();
            return RowSession.open(memory, rows.kernels(), rows.dot(), pool(rows.dot()),
                    RowGraph.of(graph, weights), weights);
        }
        return fixed(graph, weights);
    }

    /**
     * Opens a session whose weights come as the bytes of a file, piece by piece, in this backend's memory.
     *
     * @param layout of a graph over any number of rows, such as an encoder's
     * @param header of the file
     * @param mostPiece bytes of the largest piece
     * @throws dev.tabitat.core.error.Unsupported when there is no kernel for a step
     * @throws dev.tabitat.core.error.OutOfBudget when there is not enough memory; nothing is taken then
     */
    public WeightLoader load(WeightLayout layout, SafetensorsHeader header, int mostPiece) {
        Rows rows = rows();
        RowGraph graph = RowGraph.of(layout.graph());
        if (packing.isEmpty()) {
            packing = Optional.of(memory.host().instantiate(WeightPacking.module(KernelHost.MEMORY_MODULE,
                    KernelHost.MEMORY_FIELD, memory.host().isShared())));
        }
        WeightPacker packer = WeightPacker.of(memory, kernels, packing.get(), rows.dot(), graph);
        try {
            return new WeightLoader(memory, layout, header, packer, mostPiece,
                    constants -> RowSession.over(memory, rows.kernels(), rows.dot(), pool(rows.dot()), graph,
                            constants));
        } catch (TabitatException e) {
            packer.close();
            throw e;
        }
    }

    /** The host whose memory this is. */
    public KernelHost host() {
        return memory.host();
    }

    /** Vectors beside the sessions, searched by the same kernels and threads. */
    public KernelVectors vectors(int width) {
        Rows rows = rows();
        return new KernelVectors(memory, rows.kernels(), rows.dot(), pool(rows.dot()), width);
    }

    private WasmSession fixed(Graph graph, Map<String, Tensor> weights) {
        GraphPlan plan = GraphPlan.of(graph, weights);
        return new WasmSession(this, graph, weights, plan, PlanSession.open(memory, kernels, plan.plan(), "a model"));
    }

    private record WasmSession(WasmBackend backend, Graph graph, Map<String, Tensor> weights, GraphPlan plan,
            PlanSession session) implements Session {

        /** Networks of a fixed size are small: their weights are written once more. */
        @Override
        public Session derive(Graph other, Map<String, Tensor> added) {
            Weights.checkDerived(graph, other, added);
            Map<String, Tensor> all = new LinkedHashMap<>(weights);
            all.putAll(added);
            return backend.fixed(other, all);
        }

        @Override
        public Map<String, Tensor> run(Map<String, Tensor> inputs) {
            Weights.checkInputs(graph, inputs);
            for (Map.Entry<String, Tensor> input : inputs.entrySet()) {
                Slot slot = plan.slots().get(input.getKey());
                if (slot != null && isInput(input.getKey())) {
                    session.put(slot, GraphPlan.bytes(input.getValue()));
                }
            }
            List<SparseEntries> sparse = new ArrayList<>();
            for (GraphPlan.SparseInput names : plan.sparseInputs()) {
                sparse.add(new SparseEntries(GraphPlan.bytes(inputs.get(names.indices())),
                        GraphPlan.bytes(inputs.get(names.values()))));
            }
            session.run(sparse);
            Map<String, Tensor> outputs = new LinkedHashMap<>();
            for (String output : graph.outputs()) {
                byte[] bytes = session.get(plan.slots().get(output));
                outputs.put(output, new Tensor(DType.F32, graph.shape(output), bytes, 0));
            }
            return outputs;
        }

        @Override
        public long memoryBytes() {
            return session.memoryBytes();
        }

        @Override
        public void close() {
            session.close();
        }

        private boolean isInput(String name) {
            return graph.node(name).op() instanceof Op.Input;
        }
    }
}
