package dev.tabitat.core.architecture;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Compares the dependencies between the packages of a module with what its {@code package-info.java} files state. */
public final class PackageCheck {

    /** The package below which all modules of the project have theirs. */
    private static final String PROJECT = "dev.tabitat.";

    private final String module;
    private final Path sources;
    private final Map<String, PackageRule> rules;
    /** By package, the other packages that its classes refer to. */
    private final Map<String, Set<String>> uses = new TreeMap<>();
    private final List<String> violations = new ArrayList<>();

    private PackageCheck(String module, Path sources, Path classes) {
        this.module = module;
        this.sources = sources;
        rules = PackageRule.in(sources);
        ClassReferences.in(classes).forEach((name, references) -> {
            Set<String> used = uses.computeIfAbsent(packageOf(name), key -> new TreeSet<>());
            for (String type : references.types()) {
                String other = packageOf(type);
                if (!other.equals(packageOf(name)) && !other.isEmpty() && !other.startsWith("java.")) {
                    used.add(other);
                }
            }
        });
    }

    /**
     * Everything in which the compiled classes differ from the rules, one sentence each; empty when there is nothing.
     *
     * @param module the package below which the module has its own, such as {@code dev.tabitat.core}
     * @param sources the folder of its sources
     * @param classes the folder of its compiled classes
     */
    public static List<String> violations(String module, Path sources, Path classes) {
        PackageCheck check = new PackageCheck(module, sources, classes);
        check.uses.keySet().forEach(check::check);
        check.cycles();
        return check.violations;
    }

    /** The packages of the module and what each uses, by their short names. */
    public static Map<String, Set<String>> dependencies(String module, Path sources, Path classes) {
        PackageCheck check = new PackageCheck(module, sources, classes);
        Map<String, Set<String>> all = new TreeMap<>();
        check.uses.forEach((name, used) -> {
            Set<String> names = new TreeSet<>();
            used.forEach(other -> names.add(check.shortName(other)));
            all.put(check.shortName(name), names);
        });
        return all;
    }

    private static String packageOf(String type) {
        int dot = type.lastIndexOf('.');
        return dot < 0 ? "" : type.substring(0, dot);
    }

    private String shortName(String name) {
        if (name.startsWith(module + ".")) {
            return name.substring(module.length() + 1);
        }
        return name.startsWith(PROJECT) ? name.substring(PROJECT.length()) : name;
    }

    private void check(String name) {
        PackageRule rule = rules.get(name);
        if (rule == null) {
            violations.add(shortName(name) + " has no package-info.java.");
            return;
        }
        if (rule.entryTypes().size() != 1) {
            violations.add(shortName(name) + " names " + rule.entryTypes().size()
                    + " entry types; write one sentence \"Entry type: {@link X}.\"");
        }
        for (String type : rule.entryTypes()) {
            if (!Files.exists(sources.resolve(name.replace('.', '/')).resolve(type + ".java"))) {
                violations.add(shortName(name) + " names the entry type " + type + ", which it has not.");
            }
        }
        if (rule.dependencies().size() != 1) {
            violations.add(shortName(name) + " lists its dependencies in " + rule.dependencies().size()
                    + " sentences; write one, \"Depends on {@code a}, {@code b}.\" or \"Depends on nothing.\"");
            return;
        }
        compare(shortName(name), uses.get(name), rule.dependencies().get(0));
    }

    private void compare(String name, Set<String> used, List<String> listed) {
        for (String other : used) {
            if (listed.stream().noneMatch(item -> covers(item, other))) {
                violations
                        .add(name + " depends on " + shortName(other) + ", which its package-info.java does not list.");
            }
        }
        Set<String> seen = new HashSet<>();
        for (String item : listed) {
            if (!seen.add(item)) {
                violations.add(name + " lists " + item + " twice.");
            } else if (used.stream().noneMatch(other -> covers(item, other))) {
                violations.add(name + " lists " + item + " and does not use it.");
            }
        }
    }

    /** A library's name covers the packages below it; one of the project stands for itself alone. */
    private boolean covers(String item, String other) {
        return shortName(other).equals(item) || !other.startsWith(PROJECT) && other.startsWith(item + ".");
    }

    /** Adds each group of packages that reach each other. */
    private void cycles() {
        Map<String, Set<String>> reached = new TreeMap<>();
        for (String name : uses.keySet()) {
            Set<String> all = new TreeSet<>();
            reach(name, all);
            reached.put(name, all);
        }
        Set<String> told = new HashSet<>();
        reached.forEach((name, all) -> {
            if (all.contains(name) && told.add(name)) {
                List<String> cycle = new ArrayList<>(List.of(shortName(name)));
                for (String other : all) {
                    if (reached.containsKey(other) && reached.get(other).contains(name) && told.add(other)) {
                        cycle.add(shortName(other));
                    }
                }
                violations.add("A cycle: " + String.join(", ", cycle) + " depend on each other.");
            }
        });
    }

    private void reach(String name, Set<String> all) {
        for (String other : uses.getOrDefault(name, Set.of())) {
            if (all.add(other)) {
                reach(other, all);
            }
        }
    }
}
