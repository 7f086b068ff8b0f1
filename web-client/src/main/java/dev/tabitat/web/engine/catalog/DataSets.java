package dev.tabitat.web.engine.catalog;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.examples.Example;
import dev.tabitat.core.examples.Examples;
import dev.tabitat.core.examples.Split;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonString;
import dev.tabitat.core.packages.Descriptor;
import dev.tabitat.web.store.PackageStore;
import dev.tabitat.web.store.StoredPackage;
import java.util.ArrayList;
import java.util.List;

/** Examples for calibrating and comparing: those that the lab keeps, by name or digest, or a list. */
public final class DataSets {

    private final PackageStore store;

    public DataSets(PackageStore store) {
        this.store = store;
    }

    /** @param part of a data set that is kept; a list is one part */
    public record Part(Digest dataset, String part, List<Example> examples, List<String> labels) {
    }

    /**
     * @param given a package's name, a digest of examples, or a list of {text, label}
     * @param part train, select, test or all
     */
    public Part take(Json given, String part, String where) {
        if (given instanceof JsonArray list) {
            List<Example> all = new ArrayList<>();
            for (JsonObject one : list.objects()) {
                all.add(new Example(one.string("text"), one.string("label")));
            }
            Examples examples = Examples.sorted(all);
            return part(examples, examples.digest(), part, where);
        }
        String name = given instanceof JsonString text ? text.value() : "";
        for (StoredPackage one : store.installed()) {
            for (Descriptor layer : one.manifest().layers()) {
                if (one.manifest().isExamples() && layer.path().endsWith(".jsonl")
                        && (one.name().equals(name) || layer.digest().toString().equals(name))) {
                    return part(Examples.read(store.file(one, layer.path())), layer.digest(), part, where);
                }
            }
        }
        throw new InvalidInput("There are no such examples in this tab.",
                Finding.at(where)
                        .expected("the name or digest of examples that the lab keeps, or a list of {text, label}")
                        .found(name.isEmpty() ? given.kind() : name.length() > 100 ? "a long text" : name));
    }

    private static Part part(Examples examples, Digest digest, String part, String where) {
        List<Example> some = switch (part) {
            case "train" -> Split.of(examples).train();
            case "select" -> Split.of(examples).select();
            case "test" -> Split.of(examples).test();
            default -> examples.items();
        };
        if (some.isEmpty()) {
            throw new InvalidInput("There is nothing in this part of the examples.",
                    Finding.at(where).expected("at least one example").found("none"));
        }
        return new Part(digest, part, some, examples.labels());
    }
}
