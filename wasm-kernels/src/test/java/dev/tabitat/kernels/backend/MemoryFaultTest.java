package dev.tabitat.kernels.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.error.OutOfBudget;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.format.Safetensors;
import dev.tabitat.core.format.SafetensorsHeader;
import dev.tabitat.core.format.SafetensorsLimits;
import dev.tabitat.core.graph.Graph;
import dev.tabitat.core.graph.Node;
import dev.tabitat.core.graph.Op;
import dev.tabitat.core.model.encoder.WeightLayout;
import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import dev.tabitat.kernels.jvm.JvmKernelHost;
import dev.tabitat.kernels.kernel.Int8Dot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an engine refuses, tried on an engine that really refuses it. */
class MemoryFaultTest {

    private static final int PAGE = 65_536;

    @Test
    void anEngineWithoutSimdRefusesTheKernels() {
        try (JvmKernelHost host = JvmKernelHost.withoutSimd(PAGE)) {
            assertThrows(Unsupported.class, () -> kernels(host));
        }
    }

    @Test
    void aSessionThatDoesNotFitTakesNothing() {
        try (JvmKernelHost host = new JvmKernelHost(4 * PAGE)) {
            KernelMemory memory = new KernelMemory(host);
            Plan plan = new Plan();
            plan.slot(5 * PAGE);
            KernelModule kernels = kernels(host);
            assertThrows(OutOfBudget.class, () -> PlanSession.open(memory, kernels, plan, "a model"));
            assertEquals(0, memory.usedBytes());
            memory.giveBack(memory.take(3 * PAGE, "a smaller model"));
            assertEquals(0, memory.usedBytes());
        }
    }

    @Test
    void aFailedWriteGivesTheMemoryBack() {
        try (JvmKernelHost host = new JvmKernelHost(4 * PAGE)) {
            KernelMemory memory = new KernelMemory(new RefusingWrites(host));
            Plan plan = new Plan();
            plan.constant(Bytes.ofWords(1, 2, 3));
            KernelModule kernels = kernels(host);
            assertThrows(OutOfBudget.class, () -> PlanSession.open(memory, kernels, plan, "a model"));
            assertEquals(0, memory.usedBytes());
        }
    }

    @Test
    void aFileOfWeightsThatDoesNotFitTakesNothing() {
        Map<String, Tensor> tensors = Map.of("w", Tensor.ofFloats(Shape.of(1000, 64), new float[64_000]),
                "b", Tensor.ofFloats(Shape.of(1000), new float[1000]));
        byte[] file = new Safetensors(tensors, Map.of()).write();
        SafetensorsHeader header = SafetensorsHeader.read(file, file.length, SafetensorsLimits.DEFAULT);
        Graph graph = new Graph(List.of(new Node("x", new Op.Input(DType.F32, Shape.of(Graph.ANY, 64)), List.of()),
                new Node("w", new Op.Weight(DType.F32, Shape.of(1000, 64)), List.of()),
                new Node("b", new Op.Weight(DType.F32, Shape.of(1000)), List.of()),
                new Node("y", new Op.Linear(Op.Activation.GELU), List.of("x", "w", "b"))), List.of("y"));
        Map<String, List<WeightLayout.Part>> parts = Map.of("w", List.of(new WeightLayout.Stored("w", 0, 64_000)), "b",
                List.of(new WeightLayout.Stored("b", 0, 1000)));
        Map<String, WeightLayout.Rule> rules = new LinkedHashMap<>();
        header.types().forEach((name, type) -> rules.put(name, new WeightLayout.Rule(type, false, "")));
        WeightLayout layout = new WeightLayout(graph, parts, rules);
        // First the weights do not fit, then the window beside them does not, then both do.
        for (int pages : new int[]{3, 6, 9}) {
            try (JvmKernelHost host = new JvmKernelHost(pages * PAGE)) {
                KernelMemory memory = new KernelMemory(host);
                WasmBackend backend = new WasmBackend(memory);
                if (pages < 9) {
                    OutOfBudget refused = assertThrows(OutOfBudget.class,
                            () -> backend.load(layout, header, file.length));
                    assertTrue(refused.finding().where().contains("kernel memory"), refused.finding().toString());
                } else {
                    WeightLoader loader = backend.load(layout, header, file.length);
                    assertTrue(memory.usedBytes() > 8 * PAGE / 2);
                    loader.close();
                    loader.close();
                }
                assertEquals(0, memory.usedBytes());
            }
        }
    }

    @Test
    void aPlanBeyondTwoGigabytesIsRefusedBeforeAnyMemoryIsTaken() {
        Plan plan = new Plan();
        plan.slot(1L << 30);
        OutOfBudget refused = assertThrows(OutOfBudget.class, () -> plan.slot(1L << 30));
        assertTrue(refused.finding().expected().contains("2147483648"));
    }

    private static KernelModule kernels(KernelHost host) {
        return host.instantiate(host.kernels(Int8Dot.PLAIN));
    }
}
