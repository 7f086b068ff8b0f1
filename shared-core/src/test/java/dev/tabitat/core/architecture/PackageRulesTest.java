package dev.tabitat.core.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The packages of the core depend on each other as they state, and use nothing that would tie them to a machine. */
final class PackageRulesTest {

    private static final Path SOURCES = Path.of("src/main/java");
    private static final Path CLASSES = Path.of("target/classes");
    private static final String MODULE = "dev.tabitat.core";

    @Test
    void eachPackageStatesItsEntryTypeAndDependsOnWhatItLists() {
        assertEquals(List.of(), PackageCheck.violations(MODULE, SOURCES, CLASSES));
    }

    @Test
    void theCoreUsesNoReflectionFilesNetworkClockOrUnseededRandomness() {
        assertEquals(List.of(), PureCode.violations(CLASSES));
    }

    /** A reader that finds no references would pass as well. */
    @Test
    void dependenciesAreFound() {
        var dependencies = PackageCheck.dependencies(MODULE, SOURCES, CLASSES);
        assertTrue(dependencies.size() > 35, dependencies.keySet().toString());
        assertEquals(Set.of("error", "tensor"), dependencies.get("graph"));
        assertTrue(dependencies.get("retrieval").contains("org.tartarus.snowball"));
    }
}
