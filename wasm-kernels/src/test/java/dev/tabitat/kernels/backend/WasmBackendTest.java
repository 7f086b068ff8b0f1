package dev.tabitat.kernels.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.OutOfBudget;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.graph.Graph;
import dev.tabitat.core.graph.Node;
import dev.tabitat.core.graph.Op;
import dev.tabitat.core.runtime.ReferenceBackend;
import dev.tabitat.core.runtime.Session;
import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import dev.tabitat.kernels.contract.BackendContract;
import dev.tabitat.kernels.contract.KernelContracts;
import dev.tabitat.kernels.jvm.JvmKernelHost;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WasmBackendTest {

    private static final long SEED = Long.getLong("tabitat.seed", KernelContracts.SEED);

    private final JvmKernelHost host = new JvmKernelHost(1 << 20);

    @AfterEach
    void closeHost() {
        host.close();
    }

    @Test
    void theReferenceKeepsTheContractItDefines() {
        BackendContract contract = new BackendContract(new ReferenceBackend(), SEED);
        contract.run(new Check());
        assertEquals(0, contract.worstDifference());
    }

    @Test
    void everySessionGivesItsMemoryBack() {
        KernelMemory memory = new KernelMemory(host);
        BackendContract contract = new BackendContract(new WasmBackend(memory), SEED);
        contract.run(new Check());
        System.out.println("tabitat.seed=" + SEED + " largest difference " + contract.worstDifference());
        assertEquals(0, memory.usedBytes());
        assertTrue(contract.worstDifference() > 0, "sums in f32 round differently from sums in double precision");
    }

    @Test
    void aModelLargerThanTheMemoryIsOutOfBudget() {
        WasmBackend backend = new WasmBackend(host);
        Map<String, Tensor> weights = layer(600, 600);
        Graph graph = graph(weights, Shape.of(1, 600));
        assertThrows(OutOfBudget.class, () -> backend.open(graph, weights));
        Map<String, Tensor> small = layer(4, 4);
        try (Session session = backend.open(graph(small, Shape.of(1, 4)), small)) {
            assertEquals(1, session.run(Map.of("x", Tensor.ofFloats(Shape.of(1, 4), 1, 2, 3, 4))).size());
        }
    }

    @Test
    void rowsMayBeKnownOnlyWhenItRuns() {
        Map<String, Tensor> weights = layer(4, 4);
        Graph graph = graph(weights, Shape.of(Graph.ANY, 4));
        try (Session session = new WasmBackend(host).open(graph, weights)) {
            for (int rows : new int[]{2, 7, 1}) {
                Map<String, Tensor> found = session
                        .run(Map.of("x", Tensor.ofFloats(Shape.of(rows, 4), new float[4 * rows])));
                assertEquals(Shape.of(rows, 4), found.values().iterator().next().shape());
            }
        }
    }

    @Test
    void outputsThatDoNotFillVectorsAreUnsupportedWhereRowsVary() {
        Map<String, Tensor> weights = layer(4, 3);
        Graph graph = graph(weights, Shape.of(Graph.ANY, 4));
        assertThrows(Unsupported.class, () -> new WasmBackend(host).open(graph, weights));
    }

    @Test
    void compressedRowsThatReachOutsideAreDamaged() {
        assertEquals("node y, row offset 2", damaged(new int[]{0, 1, 4}, 0, 1, 2).finding().where());
        assertEquals("node y, row offset 1", damaged(new int[]{2, 1, 3}, 0, 1, 2).finding().where());
        assertEquals("node y, row offset 0", damaged(new int[]{-1, 1, 3}, 0, 1, 2).finding().where());
        assertEquals("node y, row offsets", damaged(new int[]{}, 0, 1, 2).finding().where());
        assertEquals("node y, column 1", damaged(new int[]{0, 1, 3}, 0, 3, 2).finding().where());
        assertEquals("node y, column 2", damaged(new int[]{0, 1, 3}, 0, 1, 255).finding().where());
    }

    private DamagedData damaged(int[] offsets, int... columns) {
        byte[] narrow = new byte[columns.length];
        for (int i = 0; i < narrow.length; i++) {
            narrow[i] = (byte) columns[i];
        }
        Map<String, Tensor> weights = new LinkedHashMap<>();
        weights.put("offsets", Tensor.ofInts(Shape.of(offsets.length), offsets));
        weights.put("columns", Tensor.ofBytes(DType.U8, Shape.of(narrow.length), narrow));
        weights.put("stored", Tensor.ofFloats(Shape.of(narrow.length), new float[narrow.length]));
        weights.put("bias", Tensor.ofFloats(Shape.of(3), 0, 0, 0));
        List<Node> nodes = new ArrayList<>();
        nodes.add(new Node("indices", new Op.Input(DType.I32, Shape.of(Graph.ANY)), List.of()));
        nodes.add(new Node("values", new Op.Input(DType.F32, Shape.of(Graph.ANY)), List.of()));
        weights.forEach(
                (name, tensor) -> nodes.add(new Node(name, new Op.Weight(tensor.dtype(), tensor.shape()), List.of())));
        nodes.add(new Node("y", new Op.SparseLinear(),
                List.of("indices", "values", "offsets", "columns", "stored", "bias")));
        Graph graph = new Graph(nodes, List.of("y"));
        return assertThrows(DamagedData.class, () -> new WasmBackend(host).open(graph, weights));
    }

    private static Map<String, Tensor> layer(int in, int out) {
        return Map.of("w", Tensor.ofFloats(Shape.of(out, in), new float[out * in]),
                "b", Tensor.ofFloats(Shape.of(out), new float[out]));
    }

    private static Graph graph(Map<String, Tensor> weights, Shape x) {
        return new Graph(List.of(
                new Node("x", new Op.Input(DType.F32, x), List.of()),
                new Node("w", new Op.Weight(DType.F32, weights.get("w").shape()), List.of()),
                new Node("b", new Op.Weight(DType.F32, weights.get("b").shape()), List.of()),
                new Node("y", new Op.Linear(Op.Activation.NONE), List.of("x", "w", "b"))), List.of("y"));
    }
}
