package dev.tabitat.core.architecture;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What code may use of the class library that gives the same results everywhere and reaches nothing outside: no
 * reflection, files, network, clock, threads, nor randomness without a seed.
 */
public final class PureCode {

    /**
     * Packages of the class library that may be used; compiled lambdas, records and joined texts refer to two of them.
     */
    private static final Set<String> PACKAGES = Set.of("java.lang", "java.lang.invoke", "java.lang.runtime",
            "java.util", "java.util.function", "java.util.stream", "java.util.zip");

    /** Types outside those packages that may be used: bytes in memory, and what a lambda's bridge refers to. */
    private static final Set<String> TYPES = Set.of("java.io.ByteArrayOutputStream", "java.io.Serializable");

    /** Types within those packages that may not be used. */
    private static final Set<String> FORBIDDEN_TYPES = Set.of("java.lang.Thread", "java.lang.ThreadLocal",
            "java.lang.Process", "java.lang.ProcessBuilder", "java.lang.Runtime", "java.lang.ClassLoader",
            "java.lang.Module", "java.util.UUID", "java.util.Timer", "java.util.Date", "java.util.Calendar",
            "java.util.TimeZone", "java.util.Scanner", "java.util.ServiceLoader", "java.util.zip.ZipFile");

    /** Members that may not be used, by how they begin. */
    private static final List<String> FORBIDDEN_MEMBERS = List.of("java.lang.System.currentTimeMillis",
            "java.lang.System.nanoTime", "java.lang.System.getenv", "java.lang.System.getProperty",
            "java.lang.System.in", "java.lang.System.out", "java.lang.System.err", "java.lang.System.exit",
            "java.lang.Math.random", "java.util.Random.<init>()", "java.util.SplittableRandom.<init>()",
            "java.util.Collections.shuffle(Ljava/util/List;)", "java.lang.Class.forName", "java.lang.Class.getResource",
            "java.lang.Class.getDeclared", "java.lang.Class.getMethod", "java.lang.Class.getField",
            "java.lang.Class.getConstructor", "java.lang.Class.newInstance");

    private PureCode() {}

    /** What the classes of a folder use and may not, one sentence each; empty when there is nothing. */
    public static List<String> violations(Path classes) {
        List<String> violations = new ArrayList<>();
        ClassReferences.in(classes).forEach((name, references) -> {
            for (String type : references.types()) {
                String place = type.substring(0, Math.max(0, type.lastIndexOf('.')));
                String outer = type.contains("$") ? type.substring(0, type.indexOf('$')) : type;
                if (type.startsWith("java") && !PACKAGES.contains(place) && !TYPES.contains(type)
                        || FORBIDDEN_TYPES.contains(outer)) {
                    violations.add(name + " uses " + type + ".");
                }
            }
            for (String member : references.members()) {
                if (FORBIDDEN_MEMBERS.stream().anyMatch(member::startsWith)) {
                    violations.add(name + " uses " + member + ".");
                }
            }
        });
        return violations;
    }
}
