package dev.tabitat.core.contract;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The contracts on the JVM. */
final class CoreContractsTest {

    @TestFactory
    Stream<DynamicTest> contracts() {
        return CoreContracts.all().stream().map(contract -> dynamicTest(contract.name(), () -> {
            Check check = new Check();
            contract.run(check);
            assertTrue(check.count() > 0, "a contract that checks nothing");
        }));
    }
}
