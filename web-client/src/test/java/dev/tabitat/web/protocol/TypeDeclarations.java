package dev.tabitat.web.protocol;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The methods of the public API as {@code tabitat.d.ts} declares them: their names, and of each the properties of its
 * options. Reads the part of TypeScript that the file is written in.
 */
final class TypeDeclarations {

    /**
     * A property of a method's options.
     *
     * @param isRequired whether every way to call the method has it
     */
    record Property(String type, boolean isRequired) {}

    /** One way to call a method. */
    record Signature(List<Parameter> parameters) {}

    record Parameter(String name, boolean isOptional, String type) {}

    private record Interface(List<String> parents, List<String> members) {}

    private static final Pattern MEMBER = Pattern.compile("(?s)(?:readonly )?(\\w+)(\\?)?: (.*)");
    private static final Pattern METHOD = Pattern.compile("(?s)(\\w+)\\((.*)\\): Promise<(.*)>");

    private final Map<String, Interface> interfaces = new LinkedHashMap<>();
    private final Map<String, String> aliases = new LinkedHashMap<>();
    private final Map<String, List<Signature>> methods = new LinkedHashMap<>();
    private final Map<String, List<String>> results = new LinkedHashMap<>();

    TypeDeclarations(String source) {
        String text = source.replaceAll("(?s)/\\*.*?\\*/", "").replaceAll("(?m)//.*$", "").replace("=>", "\u21d2")
                .replaceAll("\\s+", " ").replace(": | ", ": ");
        Matcher heads = Pattern.compile("export interface (\\w+)(?:<\\w+>)?(?: extends ([^{]+))? \\{").matcher(text);
        while (heads.find()) {
            String body = text.substring(heads.end(), end(text, heads.end()));
            List<String> parents = heads.group(2) == null ? List.of() : split(heads.group(2), ',');
            interfaces.put(heads.group(1), new Interface(parents, split(body, ';')));
        }
        Matcher types = Pattern.compile("export type (\\w+) = ").matcher(text);
        while (types.find()) {
            aliases.put(types.group(1), split(text.substring(types.end()), ';').get(0));
        }
        addMethods("Tabitat", "");
        addMethods("Documents", "documents.");
    }

    /** Where the bracket closes that was opened before {@code from}. */
    private static int end(String text, int from) {
        int depth = 1;
        int at = from;
        while (depth > 0) {
            char c = text.charAt(at++);
            depth += "{([<".indexOf(c) >= 0 ? 1 : "})]>".indexOf(c) >= 0 ? -1 : 0;
        }
        return at - 1;
    }

    /** The parts between separators that stand outside of brackets; empty ones are left out. */
    static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int from = 0;
        for (int at = 0; at <= text.length(); at++) {
            char c = at < text.length() ? text.charAt(at) : separator;
            depth += "{([<".indexOf(c) >= 0 ? 1 : "})]>".indexOf(c) >= 0 ? -1 : 0;
            if (c == separator && depth == 0) {
                if (!text.substring(from, at).isBlank()) {
                    parts.add(text.substring(from, at).strip());
                }
                from = at + 1;
            }
        }
        return parts;
    }

    private void addMethods(String owner, String prefix) {
        for (String member : interfaces.get(owner).members()) {
            Matcher method = METHOD.matcher(member);
            if (method.matches()) {
                List<Parameter> parameters = new ArrayList<>();
                for (String one : split(method.group(2), ',')) {
                    Matcher parameter = MEMBER.matcher(one);
                    if (!parameter.matches()) {
                        throw new IllegalArgumentException("This parameter cannot be read: " + one);
                    }
                    parameters.add(
                            new Parameter(parameter.group(1), parameter.group(2) != null, parameter.group(3).strip()));
                }
                results.computeIfAbsent(prefix + method.group(1), name -> new ArrayList<>())
                        .add(method.group(3).strip());
                methods.computeIfAbsent(prefix + method.group(1), name -> new ArrayList<>())
                        .add(new Signature(parameters));
            }
        }
    }

    /** The type of what a method gives; of several ways to call it the union. */
    String result(String method) {
        return String.join(" | ", results.get(method));
    }

    /** By name, every way to call it. */
    Map<String, List<Signature>> methods() {
        return methods;
    }

    /** The properties of a value of this type, in each of its forms; none for a type that is no object. */
    List<Map<String, Property>> forms(String type) {
        List<String> alternatives = split(type, '|');
        if (alternatives.size() > 1) {
            List<Map<String, Property>> all = new ArrayList<>();
            alternatives.forEach(one -> all.addAll(forms(one)));
            return all;
        }
        List<String> parts = split(type, '&');
        if (parts.size() > 1) {
            List<Map<String, Property>> all = List.of(Map.of());
            for (String part : parts) {
                all = combined(all, forms(part));
            }
            return all;
        }
        if (type.startsWith("(")) {
            return forms(type.substring(1, type.length() - 1));
        }
        if (type.startsWith("{")) {
            return List.of(properties(split(type.substring(1, type.length() - 1), ';')));
        }
        String name = type.replaceAll("<.*", "");
        Interface named = interfaces.get(name);
        if (named != null) {
            List<Map<String, Property>> all = List.of(properties(named.members()));
            for (String parent : named.parents()) {
                all = combined(all, forms(parent));
            }
            return all;
        }
        return List.of(Map.of());
    }

    private static List<Map<String, Property>> combined(List<Map<String, Property>> some,
            List<Map<String, Property>> others) {
        List<Map<String, Property>> all = new ArrayList<>();
        for (Map<String, Property> one : some) {
            for (Map<String, Property> other : others) {
                Map<String, Property> both = new LinkedHashMap<>(one);
                both.putAll(other);
                all.add(both);
            }
        }
        return all;
    }

    private static Map<String, Property> properties(List<String> members) {
        Map<String, Property> properties = new LinkedHashMap<>();
        for (String member : members) {
            Matcher property = MEMBER.matcher(member);
            if (!property.matches()) {
                throw new IllegalArgumentException("This property cannot be read: " + member);
            }
            properties.put(property.group(1), new Property(property.group(3).strip(), property.group(2) == null));
        }
        return properties;
    }

    /** What a name stands for that is declared as another type. */
    Optional<String> alias(String name) {
        return Optional.ofNullable(aliases.get(name));
    }

    /** The members of an interface with those of its parents, as written; none where there is no such interface. */
    List<String> members(String name, Function<String, List<String>> ofParent) {
        Interface found = interfaces.get(name);
        if (found == null) {
            return List.of();
        }
        List<String> all = new ArrayList<>(found.members());
        found.parents().forEach(parent -> all.addAll(ofParent.apply(parent)));
        return all;
    }

    /** The words of a type that is a list of texts in quotes; empty for another type. */
    Optional<List<String>> words(String type) {
        String written = aliases.getOrDefault(type, type);
        List<String> words = new ArrayList<>();
        for (String one : split(written, '|')) {
            if (!one.startsWith("\"")) {
                return Optional.empty();
            }
            words.add(one.substring(1, one.length() - 1));
        }
        return Optional.of(words);
    }
}
