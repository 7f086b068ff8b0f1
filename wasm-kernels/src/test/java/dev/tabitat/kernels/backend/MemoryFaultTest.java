package dev.tabitat.kernels.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.error.OutOfBudget;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.kernels.jvm.JvmKernelHost;
import dev.tabitat.kernels.kernel.Int8Dot;
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
