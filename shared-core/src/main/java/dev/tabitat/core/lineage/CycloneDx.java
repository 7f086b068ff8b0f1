package dev.tabitat.core.lineage;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The lineage as a parts list of machine learning: a CycloneDX 1.7 document (ECMA-424) with a component for each model,
 * data set and source, their ancestors, and what was measured of them. Built from the unbroken part of the chain only;
 * of the same chain, the same bytes.
 */
public final class CycloneDx {

    /** Its media type. */
    public static final String TYPE = "application/vnd.cyclonedx+json";

    private CycloneDx() {}

    public static JsonObject of(List<LineageRecord> records) {
        ChainReport chain = LineageChain.verify(records);
        Builder builder = new Builder();
        List<LineageRecord> sound = records.subList(0, (int) chain.verified());
        sound.forEach(builder::add);
        return builder.build(chain, sound);
    }

    /** Collects what the chain says; used once. */
    private static final class Builder {

        private final Map<String, PackageInstalled> packages = new LinkedHashMap<>();
        private final Map<String, DescendantBred> bred = new LinkedHashMap<>();
        private final Map<String, List<DescendantEvaluated>> evaluations = new LinkedHashMap<>();
        private final Map<String, LifecycleChanged> lives = new LinkedHashMap<>();
        private final Map<String, ExamplesAdded> examples = new LinkedHashMap<>();
        private final Map<String, PackageInstalled> sources = new LinkedHashMap<>();
        private final Set<String> removed = new LinkedHashSet<>();
        private final Map<String, Set<String>> dependencies = new LinkedHashMap<>();
        private String madeBy = "tabitat";

        void add(LineageRecord record) {
            LineageBody body = record.typedBody();
            if (body instanceof Genesis genesis) {
                madeBy = genesis.createdBy();
            } else if (body instanceof PackageInstalled one) {
                packages.put(one.manifestDigest().toString(), one);
                removed.remove(one.manifestDigest().toString());
                if (!one.source().isEmpty()) {
                    sources.putIfAbsent("source:" + one.source(), one);
                }
            } else if (body instanceof PackageRemoved one) {
                removed.add(one.manifestDigest().toString());
            } else if (body instanceof DescendantBred one) {
                bred.put(one.manifestDigest().toString(), one);
            } else if (body instanceof DescendantEvaluated one) {
                evaluations.computeIfAbsent(one.manifestDigest().toString(), key -> new ArrayList<>()).add(one);
            } else if (body instanceof LifecycleChanged one) {
                lives.put(one.manifestDigest().toString(), one);
            } else if (body instanceof ExamplesAdded one) {
                examples.put(one.examplesDigest().toString(), one);
            }
        }

        JsonObject build(ChainReport chain, List<LineageRecord> sound) {
            List<Json> components = new ArrayList<>();
            Set<String> data = new LinkedHashSet<>();
            examples.values().forEach(one -> data.add(one.manifestDigest().toString()));
            sources.forEach((ref, one) -> components.add(source(ref, one)));
            examples.values().forEach(one -> components.add(data(one)));
            packages.forEach((ref, one) -> {
                if (!data.contains(ref)) {
                    components.add(model(ref, one.name()));
                }
            });
            bred.forEach((ref, one) -> {
                if (!packages.containsKey(ref)) {
                    components.add(model(ref, one.genome().genomeId()));
                }
            });
            List<Json> edges = new ArrayList<>();
            dependencies.forEach((ref, on) -> edges
                    .add(JsonObject.of("ref", ref, "dependsOn", JsonArray.ofStrings(new ArrayList<>(on)))));
            JsonObject metadata = JsonObject.of("tools",
                    JsonObject.of("components",
                            JsonArray.of(JsonObject.of("type", "application", "name", before(madeBy, '/'), "version",
                                    after(madeBy, '/')))),
                    "properties", JsonArray.of(property("tabitat:lineage-head", chain.head().toString()),
                            property("tabitat:lineage-records", Long.toString(chain.verified()))));
            metadata = sound.isEmpty() ? metadata
                    : metadata.with("timestamp", sound.get(sound.size() - 1).createdAtUtc());
            return JsonObject.of("$schema", "http://cyclonedx.org/schema/bom-1.7.schema.json", "bomFormat", "CycloneDX",
                    "specVersion", "1.7", "serialNumber", serial(chain.head()),
                    "version", 1, "metadata", metadata, "components", new JsonArray(components), "dependencies",
                    new JsonArray(edges));
        }

        /** The head's first digits as a UUID of version 8 (RFC 9562, "custom"). */
        private static String serial(Digest head) {
            String hex = head.hex();
            return "urn:uuid:" + hex.substring(0, 8) + "-" + hex.substring(8, 12) + "-8" + hex.substring(13, 16) + "-a"
                    + hex.substring(17, 20) + "-" + hex.substring(20, 32);
        }

        private static String before(String text, char mark) {
            int at = text.indexOf(mark);
            return at < 0 ? text : text.substring(0, at);
        }

        private static String after(String text, char mark) {
            int at = text.indexOf(mark);
            return at < 0 ? "unknown" : text.substring(at + 1);
        }

        private static JsonObject property(String name, String value) {
            return JsonObject.of("name", name, "value", value);
        }

        private static JsonArray hash(String digest) {
            return JsonArray.of(JsonObject.of("alg", "SHA-256", "content", Digest.parse(digest).hex()));
        }

        private JsonObject source(String ref, PackageInstalled one) {
            dependencies.computeIfAbsent(ref, key -> new LinkedHashSet<>());
            JsonObject json = JsonObject.of("type", "file", "bom-ref", ref, "name", one.source(), "properties",
                    JsonArray.of(property("tabitat:how", "claimed")));
            return one.sourceDigest().isEmpty() ? json : json.with("hashes", hash(one.sourceDigest()));
        }

        private JsonObject data(ExamplesAdded one) {
            String ref = one.manifestDigest().toString();
            dependencies.computeIfAbsent(ref, key -> new LinkedHashSet<>());
            return JsonObject.of("type", "data", "bom-ref", ref, "name", before(one.name(), ':'), "version",
                    after(one.name(), ':'), "hashes", hash(one.examplesDigest().toString()),
                    "data",
                    JsonArray.of(JsonObject.of("type", "dataset", "name", one.name(), "classification", "private",
                            "contents", JsonObject.of("properties", JsonArray.of(
                                    property("examples", Long.toString(one.n())),
                                    property("labels", Long.toString(one.labels())),
                                    property("train", Long.toString(one.train())),
                                    property("select", Long.toString(one.select())),
                                    property("test", Long.toString(one.test())), property("split", one.rule()))))),
                    "properties", JsonArray.of(property("tabitat:how", "checked")));
        }

        private JsonObject model(String ref, String name) {
            Set<String> on = dependencies.computeIfAbsent(ref, key -> new LinkedHashSet<>());
            PackageInstalled installed = packages.get(ref);
            DescendantBred descendant = bred.get(ref);
            List<Json> properties = new ArrayList<>();
            properties.add(property("tabitat:manifest-digest", ref));
            properties.add(property("tabitat:lifecycle-state",
                    lives.containsKey(ref) && !removed.contains(ref) ? lives.get(ref).state().id()
                            : (removed.contains(ref) || installed == null ? Lifecycle.ARCHIVED
                                    : descendant == null ? Lifecycle.SPECIALIST : Lifecycle.LAB).id()));
            JsonObject json = JsonObject.of("type", "machine-learning-model", "bom-ref", ref, "name", before(name, ':'),
                    "version", after(name, ':'), "hashes", hash(ref));
            if (installed != null && !installed.licence().equals("NOASSERTION")) {
                json = json.with("licenses", JsonArray.of(JsonObject.of("expression", installed.licence())));
            }
            if (installed != null) {
                installed.facts()
                        .forEach(fact -> properties.add(property("tabitat:" + fact.how().id(), fact.toString())));
                if (!installed.source().isEmpty() && descendant == null) {
                    on.add("source:" + installed.source());
                }
            }
            json = json.with("modelCard", card(ref, installed, descendant));
            json = json.with("pedigree", pedigree(on, installed, descendant));
            if (descendant != null) {
                properties.add(property("tabitat:genome-id", descendant.genome().genomeId()));
                properties.add(property("tabitat:operator", descendant.genome().operator().id()));
                properties.add(property("tabitat:random-seed", Long.toString(descendant.genome().randomSeed())));
            }
            return json.with("properties", new JsonArray(properties));
        }

        private JsonObject card(String ref, PackageInstalled installed, DescendantBred descendant) {
            JsonObject parameters = JsonObject.of("task",
                    descendant != null ? descendant.task() : installed == null ? "unknown" : installed.task());
            if (descendant != null) {
                parameters = parameters.with("modelArchitecture", descendant.genome().baseFamily());
                ExamplesAdded data = examples.get(recipe(descendant.recipe()).stringOr("dataset", ""));
                parameters = data == null ? parameters
                        : parameters.with("datasets",
                                JsonArray.of(JsonObject.of("ref", data.manifestDigest().toString())));
            }
            List<Json> metrics = new ArrayList<>();
            for (DescendantEvaluated one : evaluations.getOrDefault(ref, List.of())) {
                for (String name : List.of("macro_f1", "accuracy")) {
                    one.scorecard().findObject(name).filter(figure -> figure.has("value")).ifPresent(
                            figure -> metrics.add(JsonObject.of("type", name, "value", figure.get("value").toString(),
                                    "slice", one.part() + ", n = " + one.scorecard().integerOr("n", 0),
                                    "confidenceInterval",
                                    JsonObject.of("lowerBound", figure.get("low").toString(), "upperBound",
                                            figure.get("high").toString()))));
                }
            }
            JsonObject json = JsonObject.of("modelParameters", parameters);
            json = metrics.isEmpty() ? json
                    : json.with("quantitativeAnalysis", JsonObject.of("performanceMetrics", new JsonArray(metrics)));
            return json.with("considerations", JsonObject.of("technicalLimitations",
                    JsonArray.of("It gives every text one of its labels, also one that is none of them.")));
        }

        private JsonObject pedigree(Set<String> on, PackageInstalled installed, DescendantBred descendant) {
            List<Json> ancestors = new ArrayList<>();
            String notes = "";
            if (descendant != null) {
                for (String parent : descendant.genome().mergeParents()) {
                    ancestors.add(ancestor(parent, on));
                }
                ExamplesAdded data = examples.get(recipe(descendant.recipe()).stringOr("dataset", ""));
                if (data != null) {
                    on.add(data.manifestDigest().toString());
                }
                notes = descendant.recipe();
            } else if (installed != null && installed.parent().isPresent()) {
                ancestors.add(ancestor(installed.parent().get().manifestDigest().toString(), on));
                notes = installed.parent().get().recipe();
            }
            JsonObject json = JsonObject.of("ancestors", new JsonArray(ancestors));
            return notes.isEmpty() ? json : json.with("notes", notes);
        }

        /** An ancestor by name and digest; one that has a component of its own is depended on too. */
        private JsonObject ancestor(String digest, Set<String> on) {
            String name = packages.containsKey(digest) ? packages.get(digest).name()
                    : bred.containsKey(digest) ? bred.get(digest).genome().genomeId()
                            : Digest.parse(digest).shortForm();
            if (packages.containsKey(digest) || bred.containsKey(digest)) {
                on.add(digest);
            }
            return JsonObject.of("type", "machine-learning-model", "name", name, "hashes", hash(digest));
        }

        private static JsonObject recipe(String text) {
            return JsonReader.readObject(text, JsonLimits.DEFAULT);
        }
    }
}
