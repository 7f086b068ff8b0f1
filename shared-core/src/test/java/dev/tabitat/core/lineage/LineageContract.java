package dev.tabitat.core.lineage;

import dev.tabitat.core.adapter.AdapterType;
import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.evidence.Known;
import dev.tabitat.core.json.CanonicalJson;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** What the lineage promises. */
public final class LineageContract implements Contract {

    @Override
    public String name() {
        return "lineage: chain, graph and PROV-JSON";
    }

    @Override
    public void run(Check check) {
        aHashIsTheDigestOfTheCanonicalText(check);
        everyBodyComesBack(check);
        aChainVerifies(check);
        aBrokenChainNamesItsFirstBrokenRecord(check);
        unknownKindsAreKeptAndReported(check);
        theGraphSumsRunsUp(check);
        whatWasBredElsewhereKeepsItsExamplesAndParents(check);
        anExportVerifies(check);
        anAlteredExportDoesNot(check);
        whatIsNoExportIsRefused(check);
        genomesAndNodesComeBack(check);
    }

    private void aHashIsTheDigestOfTheCanonicalText(Check check) {
        LineageRecord genesis = LineageSamples.chain().get(0);
        String text = "{\"body\":{\"created_by\":\"tabitat/0.1.0\",\"store_id\":\"0123456789abcdef\"},"
                + "\"created_at_utc\":\"2026-11-23T09:30:00Z\",\"kind\":\"genesis\",\"previous\":\"sha256:"
                + "0".repeat(64) + "\",\"seq\":0}";
        check.equal("canonical text", text, genesis.canonicalText());
        check.equal("hash", Digest.of(text.getBytes(StandardCharsets.UTF_8)), genesis.hash());
        check.equal("hash, fixed for ever",
                "sha256:d2da1981e7a0b5924eefa660d1cb845c0af96996f74c4adc6aaef4e7faaad3a0", genesis.hash().toString());
    }

    private void everyBodyComesBack(Check check) {
        for (LineageRecord record : LineageSamples.everything()) {
            LineageBody body = record.typedBody();
            check.equal(record.kind() + " kind", record.kind(), body.kind());
            check.equal(record.kind() + " body", record.body(), body.toJson());
            check.equal(record.kind() + " as JSON", record, LineageRecord.fromJson(record.toJson()));
            check.equal(record.kind() + " as text", record, LineageRecord.fromCanonicalText(record.canonicalText()));
        }
    }

    private void aChainVerifies(Check check) {
        List<LineageRecord> records = LineageSamples.everything();
        ChainReport report = LineageChain.verify(records);
        check.isTrue("an unbroken chain is ok", report.ok());
        check.equal("all verified", (long) records.size(), report.verified());
        check.equal("its head", records.get(records.size() - 1).hash(), report.head());
        check.isTrue("no records are no chain", !LineageChain.verify(List.of()).ok());
    }

    private void aBrokenChainNamesItsFirstBrokenRecord(Check check) {
        List<LineageRecord> records = LineageSamples.everything();
        LineageRecord third = records.get(3);
        List<LineageRecord> altered = new ArrayList<>(records);
        altered.set(3, new LineageRecord(3, third.previous(), third.kind(), third.createdAtUtc(),
                third.body().with("licence", "GPL-3.0-only"), third.hash()));
        broken(check, "an altered body", altered, 3, "altered");
        List<LineageRecord> without = new ArrayList<>(records);
        without.remove(4);
        broken(check, "a record left out", without, 4, "missing or out of place");
        List<LineageRecord> swapped = new ArrayList<>(records);
        Collections.swap(swapped, 2, 3);
        broken(check, "two records swapped", swapped, 2, "out of place");
        broken(check, "a chain without its beginning", records.subList(1, 4), 0, "out of place");
        List<LineageRecord> rehashed = new ArrayList<>(records);
        rehashed.set(3, LineageRecord.of(3, third.previous(), third.kind(), third.createdAtUtc(),
                third.body().with("licence", "GPL-3.0-only")));
        broken(check, "an altered body with a new hash", rehashed, 4, "does not follow");
        List<LineageRecord> malformed = LineageSamples.chain(new UnknownBody(Runs.KIND, JsonObject.of("runs", 7)));
        broken(check, "a malformed body", malformed, 1, "malformed");
        List<LineageRecord> twice = LineageSamples.chain(new Genesis("tabitat/0.1.0", "b"));
        broken(check, "a second genesis", twice, 1, "another chain");
        broken(check, "another first record", List.of(LineageRecord.of(0, LineageRecord.NO_PREVIOUS, "bred",
                LineageSamples.AT, JsonObject.of())), 0, "no genesis");
    }

    private static void broken(Check check, String what, List<LineageRecord> records, int at, String reason) {
        ChainReport report = LineageChain.verify(records);
        check.isTrue(what + " is noticed", !report.ok());
        check.equal(what + " is found at", (long) at, report.verified());
        check.isTrue(what + " is explained: " + report.reason(), report.reason().contains(reason));
        check.fails(what + " is not exported", InvalidInput.class, () -> ProvJson.export(records));
    }

    private void unknownKindsAreKeptAndReported(Check check) {
        List<LineageRecord> records = LineageSamples.everything();
        check.equal("unknown kinds", List.of("bred"), LineageChain.verify(records).unknownKinds());
        List<LineageRecord> back = ProvJson.records(ProvJson.export(records));
        check.equal("every record comes back, unknown ones too", records, back);
        ImportReport report = ProvJson.verify(ProvJson.export(records));
        check.isTrue("the import says so", report.notices().get(0).contains("'bred'"));
    }

    private void theGraphSumsRunsUp(Check check) {
        LineageGraph graph = LineageGraph.of(LineageSamples.everything());
        String lande = LineageSamples.digest("lande").toString();
        GraphNode runs = node(graph, "runs:" + lande + ":wasm");
        check.equal("name", "lande:q8 on wasm", runs.name());
        check.equal("number of runs", new Statement("runs", "2", Known.MEASURED), runs.facts().get(0));
        check.equal("median", new Statement("median time", "0.50 ms", Known.MEASURED), runs.facts().get(1));
        check.equal("on which device", "urn:tabitat:device-" + LineageSamples.digest("device").hex(),
                runs.node().resourceProfileUri());
        check.equal("a removed package is archived", Lifecycle.ARCHIVED,
                node(graph, LineageSamples.digest("bare").toString()).node().lifecycleState());
        GraphNode model = node(graph, lande);
        check.equal("an installed one is a specialist", Lifecycle.SPECIALIST, model.node().lifecycleState());
        check.isTrue("mended pieces are told",
                model.facts().contains(new Statement("pieces mended", "1", Known.CHECKED)));
        check.isTrue("it was converted from its source", graph.edges().contains(
                new LineageGraph.Edge("source:npm:lande@1.0.10", lande, "conversion")));
        String child = LineageSamples.digest("child").toString();
        check.isTrue("a child was quantized from its parent", graph.edges().contains(
                new LineageGraph.Edge(LineageSamples.digest("bare").toString(), child, "quantization")));
        check.isTrue("its recipe is told", node(graph, child).facts().contains(
                new Statement("recipe", LineageSamples.RECIPE, Known.CLAIMED)));
        check.equal("a parent that was never installed has its name", "gone:fp32",
                node(graph, LineageSamples.digest("gone").toString()).name());
        check.fails("a recipe without an operator", DamagedData.class,
                () -> new PackageInstalled.Parent("a:b", LineageSamples.digest("bare"), "{}"));
        check.isTrue("it ran", graph.edges().contains(
                new LineageGraph.Edge(lande, "runs:" + lande + ":wasm", "run")));
        check.equal("installed twice, shown once", 1, count(graph, "lande:q8"));
        JsonObject json = graph.toJson();
        check.isTrue("chain_ok", json.bool("chain_ok"));
        check.equal("length", (long) LineageSamples.everything().size(), json.integer("length"));
        check.equal("nodes", graph.nodes().size(), json.array("nodes").size());
    }

    /**
     * In a tab that only installed them, examples still stand above what learnt from them, and all parents above their
     * child.
     */
    private void whatWasBredElsewhereKeepsItsExamplesAndParents(Check check) {
        String examples = LineageSamples.digest("examples").toString();
        PackageInstalled data = new PackageInstalled("reviews-examples:1", LineageSamples.digest("data"), 9, "reviews",
                "none", "NOASSERTION", "", "", Optional.empty(),
                List.of(new Statement(PackageInstalled.EXAMPLES, examples, Known.CHECKED)));
        String mother = LineageSamples.digest("mother").toString();
        String recipe = "{\"operator\":\"cross\",\"parents\":[\"" + mother + "\",\"" + LineageSamples.digest("father")
                + "\",7],\"dataset\":\"" + examples + "\"}";
        PackageInstalled model = new PackageInstalled("reviews:c1", LineageSamples.digest("c1"), 9, "reviews", "none",
                "MIT", "", "",
                Optional.of(new PackageInstalled.Parent("base:q8", LineageSamples.digest("mother"), recipe)),
                List.of());
        String id = model.manifestDigest().toString();
        List<LineageGraph.Edge> expected = List.of(new LineageGraph.Edge(mother, id, "cross"),
                new LineageGraph.Edge(LineageSamples.digest("father").toString(), id, "cross"),
                new LineageGraph.Edge(data.manifestDigest().toString(), id, "learn"));
        for (List<LineageRecord> chain : List.of(LineageSamples.chain(data, model),
                LineageSamples.chain(model, data))) {
            LineageGraph graph = LineageGraph.of(chain);
            check.equal("edges", expected, graph.edges());
            check.equal("the package of examples is drawn as examples", GraphNode.Kind.EXAMPLES,
                    node(graph, data.manifestDigest().toString()).kind());
        }
        PackageInstalled claimed = new PackageInstalled("x:1", LineageSamples.digest("x"), 9, "reviews", "none", "MIT",
                "", "", Optional.empty(),
                List.of(new Statement(PackageInstalled.EXAMPLES, examples, Known.CLAIMED)));
        check.equal("what is only claimed makes no edge", 2,
                LineageGraph.of(LineageSamples.chain(claimed, model)).edges().size());
    }

    private static GraphNode node(LineageGraph graph, String id) {
        for (GraphNode node : graph.nodes()) {
            if (node.node().id().equals(id)) {
                return node;
            }
        }
        throw new AssertionError("no node " + id);
    }

    private static int count(LineageGraph graph, String name) {
        int count = 0;
        for (GraphNode node : graph.nodes()) {
            count += node.name().equals(name) ? 1 : 0;
        }
        return count;
    }

    private void anExportVerifies(Check check) {
        for (List<LineageRecord> records : List.of(LineageSamples.chain(), LineageSamples.small(),
                LineageSamples.everything())) {
            byte[] file = ProvJson.export(records);
            check.isTrue("the same records give the same bytes", Arrays.equals(file, ProvJson.export(records)));
            ImportReport report = ProvJson.verify(file);
            check.equal("problems", List.of(), report.problems());
            check.isTrue("ok", report.ok() && report.chainOk());
            check.equal("records", (long) records.size(), report.records());
            check.equal("four things were checked", 4, report.checked().size());
        }
        ImportReport report = ProvJson.verify(ProvJson.export(LineageSamples.everything()));
        check.isTrue("runs are measured: " + report.measured(),
                report.measured().get(0).startsWith("lande:q8 on wasm: 2 runs, median 0.50 ms"));
        check.isTrue("licences are claimed", report.claimed().contains("lande:q8: licence: MIT"));
    }

    private void anAlteredExportDoesNot(Check check) {
        JsonObject document = JsonReader.readObject(ProvJson.export(LineageSamples.small()), JsonLimits.DEFAULT);
        JsonObject agents = document.object("agent");
        JsonObject app = agents.object("tabitat:app").with("tabitat:created_by", "someone else");
        problem(check, "a changed view", document.with("agent", agents.with("tabitat:app", app)),
                "/agent/tabitat:app");
        problem(check, "an added section", document.with("wasInfluencedBy", JsonObject.of()), "/wasInfluencedBy");
        JsonObject entities = document.object("entity");
        JsonObject lineage = entities.object("tabitat:lineage");
        problem(check, "another head", document.with("entity", entities.with("tabitat:lineage",
                lineage.with("tabitat:head", LineageSamples.digest("x").toString()))), "ends at");
        List<String> texts = new ArrayList<>(lineage.array("tabitat:record").strings());
        texts.remove(texts.size() - 1);
        problem(check, "a record cut off", document.with("entity", entities.with("tabitat:lineage",
                lineage.with("tabitat:record", JsonArray.ofStrings(texts)))), "cut off");
    }

    private static void problem(Check check, String what, JsonObject document, String words) {
        ImportReport report = ProvJson.verify(CanonicalJson.bytes(document));
        check.isTrue(what + " is noticed", !report.ok());
        check.isTrue(what + " is explained: " + report.problems(),
                String.join(" ", report.problems()).contains(words));
    }

    private void whatIsNoExportIsRefused(Check check) {
        refused(check, "nothing", "");
        refused(check, "a web page", "<!doctype html><title>Not found</title>");
        refused(check, "another document", "{\"entity\":{}}");
        refused(check, "no records", lineage("{\"tabitat:format_version\":1,\"tabitat:record\":[]}"));
        refused(check, "a version that never was", lineage("{\"tabitat:format_version\":0,\"tabitat:record\":[]}"));
        refused(check, "records that are no texts", lineage("{\"tabitat:format_version\":1,\"tabitat:record\":[1]}"));
        refused(check, "a text that is no record",
                lineage("{\"tabitat:format_version\":1,\"tabitat:record\":[\"{}\"]}"));
        check.fails("a newer version", Unsupported.class, () -> ProvJson.verify(bytes(
                lineage("{\"tabitat:format_version\":3,\"tabitat:record\":[]}"))));
    }

    private static String lineage(String entity) {
        return "{\"entity\":{\"tabitat:lineage\":" + entity + "}}";
    }

    private static void refused(Check check, String what, String file) {
        check.fails(what + " is refused", DamagedData.class, () -> ProvJson.verify(bytes(file)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void genomesAndNodesComeBack(Check check) {
        AdapterSpec adapter = new AdapterSpec("reviews", AdapterType.LORA, 8, 1, 0.5, List.of("w1"),
                LineageSamples.digest("layout"));
        Genome genome = new Genome("g1", "base", "char-ngram-mlp", "schema", List.of(adapter), List.of("a", "b"),
                BreedingOperator.MODEL_SOUP, 7, "npm:lande@1.0.10", List.of("mean"), "urn:x", LineageSamples.AT);
        check.equal("genome", genome, Genome.fromJson(genome.toJson()));
        for (String id : List.of("adapter_merge", "model_soup", "distillation", "quantization", "pruning",
                "router_specialization",
                "head_training", "adapter_training", "task_delta", "sparse_task_delta", "crossover", "mutation")) {
            check.equal("operator " + id, id, Genome.fromJson(genome.toJson().with("operator", id)).operator().id());
        }
        check.fails("an operator that does not exist", DamagedData.class,
                () -> Genome.fromJson(genome.toJson().with("operator", "grafting")));
        LineageNode node = LineageNode.of("n", "", Lifecycle.LAB, LineageSamples.AT).withParent("p")
                .withQuantization("int8");
        check.isTrue("what is not known is absent", !node.toJson().has("rollback_target"));
    }
}
