package dev.tabitat.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.architecture.PackageCheck;
import dev.tabitat.core.architecture.PureCode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The packages of the kernels depend on each other as they state, and use nothing that would tie them to a machine. */
final class PackageRulesTest {

    private static final Path SOURCES = Path.of("src/main/java");
    private static final Path CLASSES = Path.of("target/classes");
    private static final String MODULE = "dev.tabitat.kernels";

    @Test
    void eachPackageStatesItsEntryTypeAndDependsOnWhatItLists() {
        assertEquals(List.of(), PackageCheck.violations(MODULE, SOURCES, CLASSES));
        assertTrue(PackageCheck.dependencies(MODULE, SOURCES, CLASSES).get("backend").contains("core.graph"));
    }

    @Test
    void theKernelsUseNoReflectionFilesNetworkClockOrUnseededRandomness() {
        assertEquals(List.of(), PureCode.violations(CLASSES));
    }
}
