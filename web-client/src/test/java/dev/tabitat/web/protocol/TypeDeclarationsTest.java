package dev.tabitat.web.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** {@code tabitat.d.ts} declares the public methods with the parameters that they have. */
final class TypeDeclarationsTest {

    /** What stays on the side of the script. */
    private static final Set<String> LOCAL = Set.of("signal", "onProgress", "onToken");
    /** Properties that may be files, whose bytes then come beside the call. */
    private static final Set<String> FILES = Set.of("examples", "dataset", "weights");

    private final TypeDeclarations declarations = read();

    private static TypeDeclarations read() {
        try {
            return new TypeDeclarations(Files.readString(Path.of("src/main/web/tabitat.d.ts")));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Every way to call a method, each as the properties of the one object that the engine takes. */
    private List<Map<String, TypeDeclarations.Property>> ways(Method method) {
        List<Map<String, TypeDeclarations.Property>> ways = new ArrayList<>();
        for (TypeDeclarations.Signature signature : declarations.methods().get(method.wireName())) {
            List<TypeDeclarations.Parameter> parameters = new ArrayList<>(signature.parameters());
            Map<String, TypeDeclarations.Property> first = new LinkedHashMap<>();
            if (method.has(Method.NAME_FIRST)) {
                first.put("name", new TypeDeclarations.Property(parameters.remove(0).type(), true));
            } else if (method.has(Method.SOURCE_FIRST)) {
                first.put("source", new TypeDeclarations.Property(parameters.remove(0).type(), true));
            } else if (method.has(Method.FILE_FIRST)) {
                assertTrue(parameters.remove(0).type().contains("Blob"), method.wireName());
            }
            assertTrue(parameters.size() <= 1, method.wireName());
            if (parameters.isEmpty()) {
                ways.add(first);
                continue;
            }
            if (parameters.get(0).isOptional()) {
                ways.add(first);
            }
            for (Map<String, TypeDeclarations.Property> form : declarations.forms(parameters.get(0).type())) {
                Map<String, TypeDeclarations.Property> way = new LinkedHashMap<>(first);
                if (form.isEmpty() && method.has(Method.ID_FIRST)) {
                    way.put("id", new TypeDeclarations.Property("string", true));
                }
                way.putAll(form);
                ways.add(way);
            }
        }
        return ways;
    }

    @Test
    void theDeclaredMethodsAreThePublicOnes() {
        Set<String> expected = new TreeSet<>();
        for (Method method : Methods.values()) {
            if (method.has(Method.API)) {
                expected.add(method.wireName());
            }
        }
        assertEquals(expected, new TreeSet<>(declarations.methods().keySet()));
    }

    @Test
    void eachHasTheDeclaredParametersAndNoOther() {
        for (Method method : Methods.values()) {
            if (!method.has(Method.API)) {
                continue;
            }
            List<Map<String, TypeDeclarations.Property>> ways = ways(method);
            Set<String> declared = new TreeSet<>();
            ways.forEach(way -> declared.addAll(way.keySet()));
            declared.removeAll(LOCAL);
            Set<String> fields = new TreeSet<>();
            for (Field field : Parameters.of(method).fields()) {
                fields.add(field.name());
                boolean isDeclaredRequired = ways.stream().allMatch(
                        way -> way.containsKey(field.name()) && way.get(field.name()).isRequired());
                boolean isFile = method.has(Method.BYTES) && FILES.contains(field.name());
                assertEquals(isDeclaredRequired && !isFile, field.isRequired(),
                        method + ", " + field.name() + ": required");
            }
            if (method.has(Method.BYTES)) {
                declared.removeIf(name -> name.equals("weights") && !fields.contains(name));
            }
            assertEquals(declared, fields, method.wireName());
        }
    }

    @Test
    void whatReportsProgressIsDeclaredSo() {
        for (Method method : Methods.values()) {
            if (method.has(Method.API)) {
                boolean isDeclared = ways(method).stream().anyMatch(way -> way.containsKey("onProgress"));
                assertEquals(isDeclared, method.has(Method.PROGRESS), method.wireName());
            }
        }
    }

    /** The words that a declared parameter may be are those that its field takes. */
    @Test
    void declaredWordsAreTaken() {
        int lists = 0;
        for (Method method : Methods.values()) {
            if (!method.has(Method.API)) {
                continue;
            }
            for (Map<String, TypeDeclarations.Property> way : ways(method)) {
                for (Field field : Parameters.of(method).fields()) {
                    Optional<List<String>> words = way.containsKey(field.name())
                            ? declarations.words(way.get(field.name()).type())
                            : Optional.empty();
                    for (String word : words.orElse(List.of())) {
                        field.kind().read(new Kind.Place(method.wireName(), field.name()), Json.of(word));
                    }
                    lists += words.isPresent() ? 1 : 0;
                }
            }
        }
        assertTrue(lists > 15, lists + " lists of words");
    }

    @Test
    void fieldsThatTakeOnlyWordsTakeNoOtherThanTheDeclaredOnes() {
        for (Method method : Methods.values()) {
            for (Field field : Parameters.of(method).fields()) {
                Optional<List<String>> taken = words(field);
                if (!method.has(Method.API) || taken.isEmpty()) {
                    continue;
                }
                Set<String> declared = new TreeSet<>();
                for (Map<String, TypeDeclarations.Property> way : ways(method)) {
                    if (way.containsKey(field.name())) {
                        declared.addAll(declarations.words(way.get(field.name()).type()).orElse(List.of()));
                    }
                }
                Set<String> expected = new TreeSet<>(taken.get());
                // Nothing is the same as a parameter that is not given.
                expected.remove("");
                assertEquals(expected, declared, method + ", " + field.name());
            }
        }
    }

    private static Optional<List<String>> words(Field field) {
        try {
            field.kind().read(new Kind.Place("any", field.name()), Json.of("\u0000"));
            return Optional.empty();
        } catch (InvalidInput e) {
            String words = e.finding().expected();
            return words.startsWith("one of [")
                    ? Optional.of(List.of(words.substring(8, words.length() - 1).split(", ")))
                    : Optional.empty();
        }
    }
}
