package dev.tabitat.core.lineage;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.evidence.Known;
import dev.tabitat.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Small chains that the tests of this package share. */
final class LineageSamples {

    static final String AT = "2026-11-23T09:30:00Z";

    private LineageSamples() {
    }

    static Digest digest(String of) {
        return Digest.of(of.getBytes(StandardCharsets.UTF_8));
    }

    static PackageInstalled lande() {
        return new PackageInstalled("lande:q8", digest("lande"), 109_000, "language-identification", "int8", "MIT",
                "npm:lande@1.0.10", digest("tarball").toString(), Optional.empty(), List.of(
                        new Statement("bytes", "109 KB in 1 piece, every digest right", Known.CHECKED),
                        new Statement("accuracy on UDHR", "0.953", Known.CLAIMED)));
    }

    static final String RECIPE = "{\"operator\":\"quantization\",\"kind\":\"int8\"}";

    static RunEvidence run(String model, String backend, long durationNs) {
        return new RunEvidence(digest(model), backend, "2026-11-23T09:30:01.250Z", digest("salt and text"), 11,
                digest("answer"), durationNs);
    }

    static DescendantBred bred(String name, String digest, List<String> parents, String more) {
        return new DescendantBred(
                new Genome(name, parents.get(0), "encoder-head", "schema", List.of(), parents,
                        BreedingOperator.MODEL_SOUP, 7, "", List.of("bred"), "urn:x", AT),
                digest(digest), "reviews", "{\"operator\":\"merge\",\"version\":1" + more + "}", 12.5);
    }

    static JsonObject scorecard() {
        return JsonObject.of("n", 12, "macro_f1", JsonObject.of("value", 0.875, "low", 0.75, "high", 1), "accuracy",
                JsonObject.of("n", 12, "correct", 11, "value", 0.9, "low", 0.7, "high", 1),
                "fitness", JsonObject.of("genome_id", "reviews:c1", "evaluation_scope", "test", "utility", 0.875));
    }

    /** Genesis, an installation and one run: the smallest chain that says something. */
    static List<LineageRecord> small() {
        return chain(lande(), new Runs(List.of(run("lande", "wasm", 410_000))));
    }

    /** One record of every kind, and one of a kind that nobody knows yet. */
    static List<LineageRecord> everything() {
        return chain(
                new DeviceProfiled(digest("device"), List.of("reference", "wasm")),
                lande(),
                new PackageInstalled("bare:fp32", digest("bare"), 12, "spam", "none", "Apache-2.0", "", "",
                        Optional.empty(), List.of()),
                new PackageInstalled("child:q8", digest("child"), 9, "spam", "int8", "Apache-2.0", "", "",
                        Optional.of(new PackageInstalled.Parent("bare:fp32", digest("bare"), RECIPE)), List.of()),
                new PackageInstalled("orphan:q4", digest("orphan"), 8, "spam", "int4", "Apache-2.0", "", "",
                        Optional.of(new PackageInstalled.Parent("gone:fp32", digest("gone"), RECIPE)), List.of()),
                new Runs(List.of(run("lande", "wasm", 400_000), run("lande", "wasm", 600_000),
                        run("lande", "reference", 5_000_000), run("stranger", "wasm", 1))),
                new StoreRepaired(List.of(new RepairedChunk("lande:q8", digest("blob"), "model.safetensors", 0,
                        digest("right"), "missing"))),
                new LineageImported(digest("file"), digest("head"), 3),
                new PackageReplaced("child:q8", digest("child"), digest("bare"), PackageReplaced.How.UPDATE),
                new PackageReplaced("child:q8", digest("bare"), digest("child"), PackageReplaced.How.ROLLBACK),
                new PackageReplaced("child:q8", digest("stranger"), digest("nobody"), PackageReplaced.How.UPDATE),
                new ExamplesAdded("reviews-examples:1", digest("examples package"), digest("examples"), 60, 36, 12, 12,
                        2, "by content"),
                bred("reviews:c1", "c1", List.of(digest("bare").toString()),
                        ",\"dataset\":\"" + digest("examples") + "\""),
                bred("reviews:c2", "c2", List.of(digest("c1").toString(), digest("unknown parent").toString()), ""),
                new DescendantEvaluated(digest("c1"), "test", digest("scorecard"), scorecard()),
                new RunDecided("reviews", digest("examples"), 7,
                        List.of(digest("c1").toString(), digest("c2").toString()), List.of(digest("c1").toString()),
                        digest("c1").toString(), "", JsonObject.of("outcome", "champion", "reason", "It is better.")),
                new LifecycleChanged(digest("c1"), "reviews:c1", "reviews", Lifecycle.CHAMPION,
                        digest("bare").toString(), "It is better."),
                new UnknownBody("bred", JsonObject.of("parents", 2, "note", "é😀\u001f")),
                new PackageRemoved("bare:fp32", digest("bare"), 12),
                new PackageRemoved("bare:fp32", digest("bare"), 0),
                lande());
    }

    static List<LineageRecord> chain(LineageBody... bodies) {
        List<LineageRecord> records = new ArrayList<>();
        records.add(LineageChain.begin(new Genesis("tabitat/0.1.0", "0123456789abcdef"), AT));
        for (LineageBody body : bodies) {
            records.add(LineageChain.append(records.get(records.size() - 1), body, AT));
        }
        return records;
    }
}
