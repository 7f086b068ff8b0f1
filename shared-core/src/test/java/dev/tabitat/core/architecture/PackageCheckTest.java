package dev.tabitat.core.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each kind of violation is found, in small modules that are compiled for the purpose. */
final class PackageCheckTest {

    private static final String ONE = "package dev.tabitat.sample.one;\npublic final class One {}\n";
    private static final String TWO = "package dev.tabitat.sample.two;\nimport dev.tabitat.sample.one.One;\n"
            + "public final class Two { public One one() { return new One(); } }\n";

    @TempDir
    private Path folder;

    private final Map<String, String> sources = new TreeMap<>(Map.of(
            "one/One.java", ONE, "one/package-info.java", info("one", "Entry type: {@link One}. Depends on nothing."),
            "two/Two.java", TWO,
            "two/package-info.java", info("two", "Entry type: {@link Two}. Depends on\n * {@code one}.")));

    private static String info(String name, String rules) {
        return "/**\n * A sample.\n *\n * <p>\n * " + rules + "\n */\npackage dev.tabitat.sample." + name + ";\n";
    }

    private Path compile() throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-d", folder.resolve("classes").toString()));
        for (Map.Entry<String, String> source : sources.entrySet()) {
            Path file = folder.resolve("sources/dev/tabitat/sample").resolve(source.getKey());
            Files.createDirectories(file.getParent());
            Files.writeString(file, source.getValue());
            arguments.add(file.toString());
        }
        int result = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        assertEquals(0, result, "the sample compiles");
        return folder.resolve("classes");
    }

    private List<String> violations() throws IOException {
        Path classes = compile();
        return PackageCheck.violations("dev.tabitat.sample", folder.resolve("sources"), classes);
    }

    private void expect(String... expected) throws IOException {
        assertEquals(List.of(expected), violations());
    }

    @Test
    void aModuleThatKeepsItsRulesHasNoViolations() throws IOException {
        expect();
    }

    @Test
    void aDependencyThatIsNotListedIsFound() throws IOException {
        sources.put("two/package-info.java", info("two", "Entry type: {@link Two}. Depends on nothing."));
        expect("two depends on one, which its package-info.java does not list.");
    }

    @Test
    void aDependencyThatIsListedAndNotUsedIsFound() throws IOException {
        sources.put("one/package-info.java",
                info("one", "Entry type: {@link One}. Depends on {@code two}, {@code core.json}."));
        expect("one lists two and does not use it.", "one lists core.json and does not use it.");
    }

    @Test
    void aCycleIsFound() throws IOException {
        sources.put("one/One.java", ONE.replace("{}", "{ dev.tabitat.sample.two.Two two; }"));
        sources.put("one/package-info.java", info("one", "Entry type: {@link One}. Depends on {@code two}."));
        expect("A cycle: one, two depend on each other.");
    }

    @Test
    void aPackageNeedsOneEntryTypeThatExistsAndOneList() throws IOException {
        sources.put("one/package-info.java", info("one", "Depends on nothing."));
        sources.put("two/package-info.java", info("two", "Entry type: {@link Three}. Depends on one."));
        expect("one names 0 entry types; write one sentence \"Entry type: {@link X}.\"",
                "two names the entry type Three, which it has not.",
                "two lists its dependencies in 0 sentences; write one, \"Depends on {@code a}, {@code b}.\" or "
                        + "\"Depends on nothing.\"");
    }

    @Test
    void aPackageWithoutRulesIsFound() throws IOException {
        sources.remove("two/package-info.java");
        expect("two has no package-info.java.");
    }

    @Test
    void aLibraryIsListedByItsNameInFull() throws IOException {
        sources.put("one/One.java", ONE.replace("{}", "{ org.junit.jupiter.api.Test test; }"));
        expect("one depends on org.junit.jupiter.api, which its package-info.java does not list.");
        sources.put("one/package-info.java", info("one", "Entry type: {@link One}. Depends on {@code org.junit}."));
        expect();
    }

    @Test
    void forbiddenPartsOfTheClassLibraryAreFound() throws IOException {
        sources.put("one/One.java", ONE.replace("{}", """
                {
                    long a = System.nanoTime();
                    double b = Math.random() + new java.util.Random().nextInt() + new java.util.Random(7).nextInt();
                    java.nio.file.Path c;
                    Object d = One.class.getDeclaredFields();
                    ThreadLocal<String> e;
                }"""));
        List<String> found = PureCode.violations(compile());
        String name = "dev.tabitat.sample.one.One uses ";
        for (String expected : List.of("java.lang.reflect.Field.", "java.nio.file.Path.", "java.lang.ThreadLocal.",
                "java.lang.System.nanoTime()J.", "java.lang.Math.random()D.", "java.util.Random.<init>()V.",
                "java.lang.Class.getDeclaredFields()[Ljava/lang/reflect/Field;.")) {
            assertTrue(found.contains(name + expected), expected + " in " + found);
        }
        assertEquals(7, found.size(), found.toString());
    }
}
