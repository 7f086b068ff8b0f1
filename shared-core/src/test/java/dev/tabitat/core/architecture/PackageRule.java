package dev.tabitat.core.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a {@code package-info.java} states about its package, in two sentences of its Javadoc:
 *
 * <pre>
 * entry   = "Entry type: {@link " simple name "}."
 * depends = "Depends on " ("nothing" | item *("," item)) "."       item = "{@code " package "}"
 * </pre>
 *
 * A package's name is written below that of the module, of the project, or in full.
 *
 * @param entryTypes the simple names in the sentences of the first form; there must be one
 * @param dependencies the lists of the sentences of the second form; there must be one
 */
public record PackageRule(List<String> entryTypes, List<List<String>> dependencies) {

    private static final Pattern ENTRY = Pattern.compile("Entry type: \\{@link (\\w+)}\\.");
    private static final Pattern DEPENDS = Pattern
            .compile("Depends on (nothing|\\{@code [\\w.]+}(?:, \\{@code [\\w.]+})*)\\.");
    private static final Pattern ITEM = Pattern.compile("\\{@code ([\\w.]+)}");

    /** Reads the text of a {@code package-info.java}. */
    static PackageRule parse(String source) {
        String text = source.replaceAll("\\n\\s*\\*\\s?", " ").replaceAll("\\s+", " ");
        List<String> entries = new ArrayList<>();
        for (Matcher matcher = ENTRY.matcher(text); matcher.find();) {
            entries.add(matcher.group(1));
        }
        List<List<String>> lists = new ArrayList<>();
        for (Matcher matcher = DEPENDS.matcher(text); matcher.find();) {
            List<String> names = new ArrayList<>();
            for (Matcher item = ITEM.matcher(matcher.group(1)); item.find();) {
                names.add(item.group(1));
            }
            lists.add(names);
        }
        return new PackageRule(entries, lists);
    }

    /** By package, the rules below a folder of sources. */
    static Map<String, PackageRule> in(Path sources) {
        Map<String, PackageRule> rules = new TreeMap<>();
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file : files.filter(path -> path.endsWith("package-info.java")).toList()) {
                String name = sources.relativize(file.getParent()).toString().replace('/', '.');
                rules.put(name, parse(Files.readString(file)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rules;
    }
}
