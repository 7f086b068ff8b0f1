package dev.tabitat.kernels.contract;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.kernels.jvm.JvmKernelHost;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class KernelContractsTest {

    private static final long SEED = Long.getLong("tabitat.seed", KernelContracts.SEED);

    @TestFactory
    Stream<DynamicTest> everyContractHoldsOnTheJvm() {
        System.out.println("tabitat.seed=" + SEED);
        JvmKernelHost host = new JvmKernelHost(256L << 20);
        return KernelContracts.all(host, SEED).stream()
                .map(contract -> DynamicTest.dynamicTest(contract.name(), () -> holds(contract)))
                .onClose(host::close);
    }

    private static void holds(Contract contract) {
        Check check = new Check();
        contract.run(check);
        assertTrue(check.count() > 0, "nothing was checked");
    }
}
