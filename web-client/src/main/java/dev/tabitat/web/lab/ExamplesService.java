package dev.tabitat.web.lab;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.examples.CleanedExamples;
import dev.tabitat.core.examples.Example;
import dev.tabitat.core.examples.Examples;
import dev.tabitat.core.examples.Sheet;
import dev.tabitat.core.examples.Split;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonString;
import dev.tabitat.core.lineage.ExamplesAdded;
import dev.tabitat.core.packages.Descriptor;
import dev.tabitat.core.packages.Manifest;
import dev.tabitat.core.packages.MediaTypes;
import dev.tabitat.core.packages.PackageAnnotations;
import dev.tabitat.core.packages.PackageName;
import dev.tabitat.core.text.Utf8;
import dev.tabitat.web.engine.catalog.CatalogEntry;
import dev.tabitat.web.fetch.CancellationToken;
import dev.tabitat.web.protocol.params.LabParams;
import dev.tabitat.web.store.StoredPackage;
import dev.tabitat.web.store.TabStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Imports examples: from a file, from pasted text, from a script, or those in the store by name. */
final class ExamplesService {

    private final TabStore store;
    private final LabModels labModels;
    private final LabEnvironment environment;

    ExamplesService(TabStore store, LabModels labModels, LabEnvironment environment) {
        this.store = store;
        this.labModels = labModels;
        this.environment = environment;
    }

    /** Examples as they came, with what is said of them. */
    record Taken(Optional<Sheet> sheet, CleanedExamples cleaning) {
    }

    /**
     * @param wanted a package's name, a text (CSV or JSON Lines), or a list of {text, label}; bytes stand for it
     * @throws InvalidInput saying what it is not
     */
    Taken take(LabParams.Given wanted, Optional<Slices> bytes) {
        String name = wanted.field();
        if (bytes.isPresent()) {
            if (bytes.get().length() > Sheet.MAX_BYTES) {
                throw new InvalidInput("The file is too long for examples.", Finding.at(name)
                        .expected("at most " + Sheet.MAX_BYTES + " bytes").found(bytes.get().length() + " bytes"));
            }
            return ofSheet(wanted, Sheet.read(bytes.get().read(0, (int) bytes.get().length())));
        }
        Optional<Json> given = wanted.rows();
        if (given.isPresent() && given.get() instanceof JsonArray array) {
            return new Taken(Optional.empty(), ofList(array, name));
        }
        if (given.isPresent() && given.get() instanceof JsonString text) {
            Optional<StoredPackage> named = named(text.value());
            if (named.isPresent()) {
                Examples here = Examples.read(store.packages().file(named.get(), LabModels.EXAMPLES));
                return new Taken(Optional.empty(), new CleanedExamples(here, List.of()));
            }
            return ofSheet(wanted, Sheet.read(Utf8.encode(Utf8.replaceUnpairedSurrogates(text.value()))));
        }
        throw new InvalidInput("There are no examples.", Finding.at(name).expected(
                "a file, a text of rows, a list of {text, label}, or the name or digest of examples that are here")
                .found(given.isEmpty() ? "nothing" : given.get().kind()));
    }

    private Optional<StoredPackage> named(String text) {
        return text.length() > 200 ? Optional.empty()
                : store.packages().installed().stream().filter(one -> one.manifest().isExamples()
                        && (one.name().equals(text) || one.manifest().layers().stream()
                                .anyMatch(layer -> layer.digest().toString().equals(text))))
                        .findFirst();
    }

    private static Taken ofSheet(LabParams.Given wanted, Sheet sheet) {
        int text = wanted.textColumn().map(sheet::column).orElseGet(sheet::textColumn);
        int label = wanted.labelColumn().map(sheet::column).orElseGet(sheet::labelColumn);
        if (text == label) {
            throw new InvalidInput("Text and label are the same column.",
                    Finding.at("label_column").expected("another column than \"" + sheet.columns().get(text) + "\"")
                            .found("the same"));
        }
        return new Taken(Optional.of(sheet), CleanedExamples.of(sheet, text, label));
    }

    private static CleanedExamples ofList(JsonArray array, String name) {
        List<List<String>> rows = new ArrayList<>();
        for (JsonObject item : array.objects()) {
            String text = item.findString("text").or(() -> item.findString("input")).orElse("");
            String label = item.findString("label").or(() -> item.findString("output")).orElse("");
            rows.add(List.of(text, label));
        }
        if (rows.size() > Examples.MOST) {
            throw new InvalidInput("There are too many rows.",
                    Finding.at(name).expected("at most " + Examples.MOST).found(rows.size()).remedy("Take a sample."));
        }
        return CleanedExamples.of(new Sheet("list", "UTF-8", "", List.of("text", "label"), rows, 1), 0, 1);
    }

    /** {@code {sheet?, examples: {n, labels, digest, notices}, split?, too_few?}}. */
    JsonObject look(Taken taken) {
        JsonObject json = JsonObject.of("examples", taken.cleaning().toJson());
        json = taken.sheet().isPresent() ? json.with("sheet", taken.sheet().get().toJson()) : json;
        try {
            return json.with("split", Split.of(taken.cleaning().examples().requireEnough()).toJson());
        } catch (InvalidInput tooFew) {
            return json.with("too_few",
                    JsonObject.of("message", tooFew.getMessage(), "expected", tooFew.finding().expected(), "found",
                            tooFew.finding().found(), "remedy",
                            tooFew.finding().remedy()));
        }
    }

    /**
     * Keeps examples as a package of their own; the same ones are kept once.
     *
     * @return the digest of their file
     */
    Digest keep(String task, Examples examples) {
        Split split = Split.of(examples.requireEnough());
        byte[] bytes = examples.bytes();
        Digest digest = Digest.of(bytes);
        Descriptor layer = Descriptor.ofFile(MediaTypes.DATASET, LabModels.EXAMPLES, bytes);
        PackageName name = new PackageName(Runs.slug(task) + "-examples", digest.hex().substring(0, 12));
        Map<String, String> notes = new LinkedHashMap<>();
        notes.put(PackageAnnotations.FORMAT_VERSION, Integer.toString(PackageAnnotations.FORMAT));
        notes.put(PackageAnnotations.NAME, name.name());
        notes.put(PackageAnnotations.TAG, name.tag());
        notes.put(PackageAnnotations.TITLE, "Examples for " + task);
        notes.put(PackageAnnotations.SUMMARY,
                examples.items().size() + " labelled texts. They are a person's own: think before you hand them on.");
        notes.put(PackageAnnotations.LICENCE, "NOASSERTION");
        notes.put(PackageAnnotations.TASK, task);
        notes.put(PackageAnnotations.LABELS, Integer.toString(examples.labels().size()));
        Manifest manifest = new Manifest(MediaTypes.EXAMPLES, Descriptor.EMPTY, List.of(layer), Optional.empty(),
                notes);
        StoredPackage made = StoredPackage.of(manifest.bytes(), environment.nowUtc());
        boolean isHere = store.packages().find(name).filter(one -> one.digest().equals(made.digest())).isPresent();
        if (!isHere) {
            environment.aloneWith(made.name(), new CancellationToken(), () -> {
                store.packages().put(made,
                        Map.of(LabModels.EXAMPLES, bytes, StoredPackage.CONFIG, Descriptor.emptyBytes()),
                        new CatalogEntry(made).installed(),
                        new ExamplesAdded(made.name(), made.digest(), digest, examples.items().size(),
                                split.train().size(), split.select().size(), split.test().size(),
                                examples.labels().size(), Split.RULE));
                return made;
            });
        }
        return digest;
    }

    /** Examples of a digest in one of their parts: train, select, test or all. */
    List<Example> part(Digest digest, String part) {
        Examples examples = labModels.examples(digest);
        if (part.equals("all")) {
            return examples.items();
        }
        Split split = Split.of(examples);
        return part.equals("train") ? split.train() : part.equals("select") ? split.select() : split.test();
    }
}
