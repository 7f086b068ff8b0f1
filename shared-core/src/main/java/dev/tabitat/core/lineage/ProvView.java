package dev.tabitat.core.lineage;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.evidence.Known;
import dev.tabitat.core.json.CanonicalJson;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.json.JsonString;
import dev.tabitat.core.text.Utf8;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The records in the terms of PROV: entities, activities, agents and what relates them. A function of the records
 * alone; {@code docs/formats/lineage.md} lists what each kind becomes. Used once and thrown away.
 */
final class ProvView {

    static final String APP = "tabitat:app";
    static final String LINEAGE = "tabitat:lineage";

    private static final List<String> SECTIONS = List.of("entity", "activity", "agent", "used", "wasGeneratedBy",
            "wasDerivedFrom", "wasAssociatedWith", "wasInvalidatedBy", "wasAttributedTo");

    private final Map<String, Map<String, JsonObject>> sections = new LinkedHashMap<>();
    /** The entity of the latest installation, by manifest digest; removed with the package. */
    private final Map<String, String> installed = new LinkedHashMap<>();

    private final int version;

    private ProvView(int version) {
        this.version = version;
        for (String section : SECTIONS) {
            sections.put(section, new LinkedHashMap<>());
        }
    }

    /**
     * The whole document of an unbroken chain.
     *
     * @param version of the format, 1 to {@link ProvJson#VERSION}
     */
    static JsonObject of(List<LineageRecord> records, int version) {
        ProvView view = new ProvView(version);
        view.addLineage(records);
        for (LineageRecord record : records) {
            view.add(record);
        }
        JsonObject.Builder document = JsonObject.builder();
        document.put("prefix", JsonObject.of("tabitat", ProvJson.NAMESPACE));
        for (Map.Entry<String, Map<String, JsonObject>> section : view.sections.entrySet()) {
            if (!section.getValue().isEmpty()) {
                JsonObject.Builder members = JsonObject.builder();
                for (Map.Entry<String, JsonObject> member : section.getValue().entrySet()) {
                    members.put(member.getKey(), member.getValue());
                }
                document.put(section.getKey(), members.build());
            }
        }
        return document.build();
    }

    /** A type as a qualified name, as PROV-DM defines the attribute; version 1 of the format wrote a plain string. */
    private Json type(String name) {
        return version == 1 ? new JsonString(name) : JsonObject.of("$", name, "type", "prov:QUALIFIED_NAME");
    }

    private void addLineage(List<LineageRecord> records) {
        List<String> texts = new ArrayList<>();
        for (LineageRecord record : records) {
            texts.add(record.canonicalText());
        }
        put("entity", LINEAGE, JsonObject.of("prov:type", type("tabitat:Lineage"),
                "tabitat:format_version", version, "tabitat:length", records.size(),
                "tabitat:head", records.get(records.size() - 1).hash().toString(),
                "tabitat:record", JsonArray.ofStrings(texts)));
        relate("wasAttributedTo", "lineage", "prov:entity", LINEAGE, "prov:agent", APP);
    }

    private void add(LineageRecord record) {
        LineageBody body = record.typedBody();
        if (body instanceof Genesis genesis) {
            put("agent", APP, JsonObject.of("prov:type", type("prov:SoftwareAgent"),
                    "tabitat:created_by", genesis.createdBy(), "tabitat:store_id", genesis.storeId()));
        } else if (body instanceof PackageInstalled install) {
            addInstallation(record, install);
        } else if (body instanceof PackageRemoved removal) {
            addRemoval(record, removal);
        } else if (body instanceof PackageReplaced replacement) {
            addReplacement(record, replacement);
        } else if (body instanceof Runs runs) {
            for (int i = 0; i < runs.runs().size(); i++) {
                addRun(record.seq() + "-" + i, runs.runs().get(i));
            }
        } else if (body instanceof DeviceProfiled profile) {
            addProfile(record, profile);
        } else if (body instanceof StoreRepaired repair) {
            addRepair(record, repair);
        } else if (body instanceof LineageImported imported) {
            addImport(record, imported);
        } else if (body instanceof ExamplesAdded examples) {
            addExamples(record, examples);
        } else if (body instanceof DescendantBred bred) {
            addBred(record, bred);
        } else if (body instanceof DescendantEvaluated evaluated) {
            addEvaluation(record, evaluated);
        } else if (body instanceof RunDecided decided) {
            addDecision(record, decided);
        } else if (body instanceof LifecycleChanged changed) {
            JsonObject described = sections.get("activity").get(activity("lifecycle", record));
            put("activity", "tabitat:lifecycle-" + record.seq(),
                    described.with("tabitat:state", changed.state().id()).with("tabitat:reason", changed.reason()));
            relate("used", "lifecycle-" + record.seq(), "prov:activity", "tabitat:lifecycle-" + record.seq(),
                    "prov:entity", model(changed.manifestDigest()));
        }
    }

    private void addExamples(LineageRecord record, ExamplesAdded examples) {
        String entity = "tabitat:examples-" + examples.examplesDigest().hex();
        put("entity", entity,
                JsonObject.of("prov:type", type("tabitat:Examples"), "prov:label", examples.name(), "tabitat:digest",
                        examples.examplesDigest().toString(),
                        "tabitat:n", examples.n(), "tabitat:split", examples.rule()));
        relate("wasGeneratedBy", "examples-" + record.seq(), "prov:entity", entity, "prov:activity",
                activity("examples", record));
    }

    /** A descendant is derived from each of its parents by one activity, which also used the examples. */
    private void addBred(LineageRecord record, DescendantBred bred) {
        String made = packageEntity(bred.manifestDigest());
        JsonObject described = sections.get("entity").getOrDefault(made,
                JsonObject.of("prov:type", type("tabitat:ModelPackage"), "prov:label", bred.genome().genomeId(),
                        "tabitat:digest",
                        bred.manifestDigest().toString()));
        // As the record has it: exports of older versions have a number here.
        Json seed = record.body().object("genome").get("random_seed");
        put("entity", made,
                described.with("tabitat:genome", CanonicalJson.text(bred.genome().toJson().with("random_seed", seed))));
        String activity = activity("breed", record);
        put("activity", activity,
                sections.get("activity").get(activity).with("tabitat:recipe", bred.recipe())
                        .with("tabitat:operator", bred.genome().operator().id())
                        .with("tabitat:seed", seed));
        relate("wasGeneratedBy", "breed-" + record.seq(), "prov:entity", made, "prov:activity", activity);
        int n = 0;
        for (String parent : bred.genome().mergeParents()) {
            String from = packageEntity(Digest.parse(parent));
            if (!sections.get("entity").containsKey(from)) {
                put("entity", from, JsonObject.of("prov:type", type("tabitat:ModelPackage"), "tabitat:digest", parent));
            }
            relate("used", "breed-" + record.seq() + "-" + n, "prov:activity", activity, "prov:entity", from);
            put("wasDerivedFrom", "_:breed-" + record.seq() + "-" + n++,
                    JsonObject.of("prov:generatedEntity", made, "prov:usedEntity", from, "prov:activity", activity));
        }
        String dataset = JsonReader.readObject(bred.recipe(), JsonLimits.DEFAULT).stringOr("dataset", "");
        if (!dataset.isEmpty()) {
            String examples = "tabitat:examples-" + Digest.parse(dataset).hex();
            if (!sections.get("entity").containsKey(examples)) {
                put("entity", examples,
                        JsonObject.of("prov:type", type("tabitat:Examples"), "tabitat:digest", dataset));
            }
            relate("used", "breed-" + record.seq() + "-examples", "prov:activity", activity, "prov:entity", examples);
        }
    }

    private void addEvaluation(LineageRecord record, DescendantEvaluated evaluated) {
        String entity = "tabitat:scorecard-" + record.seq();
        put("entity", entity,
                JsonObject.of("prov:type", type("tabitat:Scorecard"), "tabitat:digest",
                        evaluated.scorecardDigest().toString(), "tabitat:part", evaluated.part(),
                        "tabitat:measured",
                        CanonicalJson.text(evaluated.scorecard().findObject("fitness").orElse(JsonObject.EMPTY))));
        String activity = activity("evaluate", record);
        relate("used", "evaluate-" + record.seq(), "prov:activity", activity, "prov:entity",
                model(evaluated.manifestDigest()));
        relate("wasGeneratedBy", "evaluate-" + record.seq(), "prov:entity", entity, "prov:activity", activity);
    }

    private void addDecision(LineageRecord record, RunDecided decided) {
        String activity = activity("decide", record);
        put("activity", activity, sections.get("activity").get(activity).with("tabitat:task", decided.task())
                .with("tabitat:decision", CanonicalJson.text(decided.decision())));
        int n = 0;
        for (String candidate : decided.candidates()) {
            relate("used", "decide-" + record.seq() + "-" + n++, "prov:activity", activity, "prov:entity",
                    model(Digest.parse(candidate)));
        }
    }

    private void addInstallation(LineageRecord record, PackageInstalled install) {
        String published = packageEntity(install.manifestDigest());
        JsonObject described = JsonObject.of("prov:type", type("tabitat:ModelPackage"), "prov:label", install.name(),
                "tabitat:digest", install.manifestDigest().toString(), "tabitat:task", install.task(),
                "tabitat:quantization", install.quantization(), "tabitat:licence", install.licence(),
                "tabitat:bytes", install.bytes());
        described = withStatements(described, install, Known.CHECKED);
        described = withStatements(described, install, Known.MEASURED);
        put("entity", published, withStatements(described, install, Known.CLAIMED));
        if (!install.source().isEmpty()) {
            addSource(published, install);
        }
        install.parent().ifPresent(parent -> addParent(published, install, parent));
        String copy = "tabitat:installed-" + record.seq();
        put("entity", copy, JsonObject.of("prov:type", type("tabitat:InstalledPackage"), "prov:label", install.name()));
        String activity = activity("install", record);
        relate("used", "install-" + record.seq(), "prov:activity", activity, "prov:entity", published);
        relate("wasGeneratedBy", "install-" + record.seq(), "prov:entity", copy, "prov:activity", activity);
        relate("wasDerivedFrom", "install-" + record.seq(), "prov:generatedEntity", copy,
                "prov:usedEntity", published);
        installed.put(install.manifestDigest().hex(), copy);
    }

    private static JsonObject withStatements(JsonObject entity, PackageInstalled install, Known how) {
        List<String> said = new ArrayList<>();
        for (Statement fact : install.facts()) {
            if (fact.how() == how) {
                said.add(fact.toString());
            }
        }
        return said.isEmpty() ? entity : entity.with("tabitat:" + how.id(), JsonArray.ofStrings(said));
    }

    private void addSource(String published, PackageInstalled install) {
        String hex = Digest.of(Utf8.encode(install.source())).hex();
        String source = "tabitat:source-" + hex;
        JsonObject described = JsonObject.of("prov:type", type("tabitat:SourceArtifact"), "prov:label",
                install.source());
        put("entity", source, install.sourceDigest().isEmpty()
                ? described
                : described.with("tabitat:digest", install.sourceDigest()));
        relate("wasDerivedFrom", "package-" + install.manifestDigest().hex(), "prov:generatedEntity", published,
                "prov:usedEntity", source);
    }

    private void addParent(String published, PackageInstalled install, PackageInstalled.Parent parent) {
        String from = packageEntity(parent.manifestDigest());
        if (!sections.get("entity").containsKey(from)) {
            put("entity", from, JsonObject.of("prov:type", type("tabitat:ModelPackage"), "prov:label", parent.name(),
                    "tabitat:digest", parent.manifestDigest().toString()));
        }
        put("wasDerivedFrom", "_:parent-" + install.manifestDigest().hex(),
                JsonObject.of("prov:generatedEntity", published,
                        "prov:usedEntity", from, "tabitat:recipe", parent.recipe()));
    }

    private void addRemoval(LineageRecord record, PackageRemoved removal) {
        String copy = installed.remove(removal.manifestDigest().hex());
        String activity = activity("remove", record);
        if (copy != null) {
            relate("wasInvalidatedBy", "remove-" + record.seq(), "prov:entity", copy, "prov:activity", activity);
        }
    }

    private void addReplacement(LineageRecord record, PackageReplaced replacement) {
        String word = replacement.how().id();
        String activity = activity(word, record);
        String now = model(replacement.manifestDigest());
        String before = model(replacement.replacedDigest());
        relate("used", word + "-" + record.seq(), "prov:activity", activity, "prov:entity", now);
        if (replacement.how() == PackageReplaced.How.UPDATE) {
            put("wasDerivedFrom", "_:update-" + record.seq(),
                    JsonObject.of("prov:generatedEntity", now, "prov:usedEntity", before,
                            "prov:activity", activity, "prov:type", type("prov:Revision")));
        }
    }

    private void addRun(String place, RunEvidence run) {
        String activity = "tabitat:run-" + place;
        put("activity", activity, JsonObject.of("prov:type", type("tabitat:Run"), "prov:startTime", run.at(),
                "tabitat:duration_ns", run.durationNs()));
        String input = "tabitat:input-" + place;
        put("entity", input, JsonObject.of("prov:type", type("tabitat:Input"),
                "tabitat:commitment", run.inputCommitment().toString(), "tabitat:chars", run.inputChars()));
        String output = "tabitat:output-" + place;
        put("entity", output, JsonObject.of("prov:type", type("tabitat:Output"),
                "tabitat:digest", run.outputDigest().toString()));
        relate("used", "run-" + place + "-model", "prov:activity", activity, "prov:entity", model(run.model()));
        relate("used", "run-" + place + "-input", "prov:activity", activity, "prov:entity", input);
        relate("wasGeneratedBy", "run-" + place, "prov:entity", output, "prov:activity", activity);
        String backend = "tabitat:backend-" + run.backend();
        put("agent", backend, JsonObject.of("prov:type", type("prov:SoftwareAgent"), "prov:label", run.backend()));
        relate("wasAssociatedWith", "run-" + place, "prov:activity", activity, "prov:agent", backend);
    }

    /** The copy that ran; the package itself where the chain does not hold its installation. */
    private String model(Digest digest) {
        String copy = installed.get(digest.hex());
        if (copy != null) {
            return copy;
        }
        String published = packageEntity(digest);
        if (!sections.get("entity").containsKey(published)) {
            put("entity", published, JsonObject.of("prov:type", type("tabitat:ModelPackage"),
                    "tabitat:digest", digest.toString()));
        }
        return published;
    }

    private void addProfile(LineageRecord record, DeviceProfiled profile) {
        String entity = "tabitat:device-" + profile.profileDigest().hex();
        put("entity", entity, JsonObject.of("prov:type", type("tabitat:DeviceProfile"),
                "tabitat:digest", profile.profileDigest().toString()));
        String activity = activity("profile", record);
        relate("used", "profile-" + record.seq(), "prov:activity", activity, "prov:entity", entity);
    }

    private void addRepair(LineageRecord record, StoreRepaired repair) {
        String activity = activity("repair", record);
        List<String> blobs = new ArrayList<>();
        for (RepairedChunk chunk : repair.repaired()) {
            blobs.add(chunk.blob() + " chunk " + chunk.chunk());
        }
        JsonObject described = sections.get("activity").get(activity);
        put("activity", activity, described.with("tabitat:repaired", JsonArray.ofStrings(blobs)));
    }

    private void addImport(LineageRecord record, LineageImported imported) {
        String entity = "tabitat:export-" + imported.fileDigest().hex();
        put("entity", entity, JsonObject.of("prov:type", type("tabitat:LineageExport"),
                "tabitat:digest", imported.fileDigest().toString(), "tabitat:head", imported.head().toString(),
                "tabitat:length", imported.records()));
        relate("used", "import-" + record.seq(), "prov:activity", activity("import", record),
                "prov:entity", entity);
    }

    /** An activity of the app itself, at the record's moment. */
    private String activity(String name, LineageRecord record) {
        String id = "tabitat:" + name + "-" + record.seq();
        put("activity", id, JsonObject.of("prov:type", type("tabitat:" + name), "prov:endTime", record.createdAtUtc()));
        relate("wasAssociatedWith", name + "-" + record.seq(), "prov:activity", id, "prov:agent", APP);
        return id;
    }

    private static String packageEntity(Digest manifest) {
        return "tabitat:package-" + manifest.hex();
    }

    private void relate(String section, String id, String from, String fromId, String to, String toId) {
        put(section, "_:" + id, JsonObject.of(from, fromId, to, toId));
    }

    private void put(String section, String id, JsonObject value) {
        sections.get(section).put(id, value);
    }
}
