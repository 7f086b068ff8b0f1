package dev.tabitat.core.importing;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.OutOfBudget;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The files of one model, by their paths below its root; JSON files are read once. A damaged one is a problem. */
final class SmallFiles {

    private static final JsonLimits LIMITS = new JsonLimits(8 << 20, 64);

    private final ModelFiles source;
    private final String root;
    private final List<Problem> problems;
    private final Map<String, ModelFile> byPath = new HashMap<>();
    private final Map<String, Optional<Json>> read = new HashMap<>();

    /** @param root the folder of the model with its slash, or empty */
    SmallFiles(ModelFiles source, String root, List<Problem> problems) {
        this.source = source;
        this.root = root;
        this.problems = problems;
        for (ModelFile file : source.list()) {
            byPath.put(file.path(), file);
        }
    }

    String path(String name) {
        return root + name;
    }

    boolean has(String name) {
        return byPath.containsKey(root + name);
    }

    Slices open(String name) {
        return source.open(root + name);
    }

    /** Some bytes from the beginning. */
    byte[] head(String name, int most) {
        Slices file = open(name);
        return file.read(0, (int) Math.min(most, file.length()));
    }

    /** The object in a file; empty when the file is missing or, which is noted as a problem, damaged. */
    Optional<JsonObject> json(String name) {
        Optional<Json> value = value(name);
        if (value.isPresent() && value.get() instanceof JsonObject object) {
            return Optional.of(object);
        }
        return Optional.empty();
    }

    /** The value in a file, as {@link #json}. */
    Optional<Json> value(String name) {
        Optional<Json> known = read.get(name);
        if (known == null) {
            known = has(name) ? parse(name) : Optional.empty();
            read.put(name, known);
        }
        return known;
    }

    private Optional<Json> parse(String name) {
        try {
            Slices file = open(name);
            if (file.length() > LIMITS.maxBytes()) {
                throw new OutOfBudget("A configuration file is too large.", Finding.at(name)
                        .expected("at most " + LIMITS.maxBytes() + " bytes").found(file.length() + " bytes"));
            }
            return Optional.of(JsonReader.read(file.read(0, (int) file.length()), LIMITS));
        } catch (TabitatException failure) {
            problems.add(new Problem(Problem.DAMAGED,
                    path(name) + " cannot be read: " + failure.getMessage() + " Found: "
                            + failure.finding().found() + ", at " + failure.finding().where() + ".",
                    "Download the file again, or choose another model."));
            return Optional.empty();
        }
    }
}
