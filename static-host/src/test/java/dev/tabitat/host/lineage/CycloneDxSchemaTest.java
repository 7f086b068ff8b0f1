package dev.tabitat.host.lineage;

import dev.tabitat.core.adapter.AdapterType;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.evidence.Known;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.lineage.AdapterSpec;
import dev.tabitat.core.lineage.BreedingOperator;
import dev.tabitat.core.lineage.CycloneDx;
import dev.tabitat.core.lineage.DescendantBred;
import dev.tabitat.core.lineage.DescendantEvaluated;
import dev.tabitat.core.lineage.ExamplesAdded;
import dev.tabitat.core.lineage.Genesis;
import dev.tabitat.core.lineage.Genome;
import dev.tabitat.core.lineage.Lifecycle;
import dev.tabitat.core.lineage.LifecycleChanged;
import dev.tabitat.core.lineage.LineageBody;
import dev.tabitat.core.lineage.LineageChain;
import dev.tabitat.core.lineage.LineageRecord;
import dev.tabitat.core.lineage.PackageInstalled;
import dev.tabitat.core.lineage.PackageRemoved;
import dev.tabitat.core.lineage.Statement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every parts list is valid by CycloneDX's own schema, 1.7, and its references lead somewhere. */
final class CycloneDxSchemaTest {

    private static final Path SCHEMAS = Path.of("starter/node_modules/@cyclonedx/cyclonedx-library/res/schema");
    private static final String AT = "2026-11-23T09:30:00Z";

    private static JsonSchema schema;

    @BeforeAll
    static void readSchema() throws IOException {
        Map<String, String> texts = Map.of(
                "http://cyclonedx.org/schema/spdx.schema.json", text("spdx"),
                "http://cyclonedx.org/schema/jsf-0.82.schema.json", text("jsf-0.82"),
                "http://cyclonedx.org/schema/cryptography-defs.schema.json", text("cryptography-defs"),
                "http://cyclonedx.org/schema/bom-1.7.schema.json", text("bom-1.7"));
        schema = JsonSchemaFactory
                .getInstance(SpecVersion.VersionFlag.V7,
                        builder -> builder.schemaLoaders(loaders -> loaders.schemas(texts)))
                .getSchema(texts.get("http://cyclonedx.org/schema/bom-1.7.schema.json"), InputFormat.JSON);
    }

    private static String text(String name) throws IOException {
        return Files.readString(SCHEMAS.resolve(name + ".SNAPSHOT.schema.json"));
    }

    private static Digest digest(String of) {
        return Digest.of(of.getBytes(StandardCharsets.UTF_8));
    }

    private static List<LineageRecord> chain(LineageBody... bodies) {
        List<LineageRecord> records = new ArrayList<>(
                List.of(LineageChain.begin(new Genesis("tabitat/0.1.0", "store"), AT)));
        for (LineageBody body : bodies) {
            records.add(LineageChain.append(records.get(records.size() - 1), body, AT));
        }
        return records;
    }

    private static PackageInstalled installed(String name, String licence, String source) {
        return new PackageInstalled(name, digest(name), 100, "sentiment", "none", licence, source,
                source.isEmpty() ? "" : digest(source).toString(), Optional.empty(),
                List.of(new Statement("bytes", "100 bytes", Known.CHECKED)));
    }

    private static DescendantBred bred(String name, List<String> parents, String dataset) {
        AdapterSpec adapter = new AdapterSpec("a", AdapterType.LORA, 8, 1, 2,
                List.of("encoder.layer.5.attention.self.query"), digest("layout"));
        Genome genome = new Genome(name, parents.get(0), "encoder-head", digest("layout").toString(), List.of(adapter),
                parents, BreedingOperator.ADAPTER_MERGE, 7, "", List.of("trained"),
                "urn:x", AT);
        return new DescendantBred(genome, digest(name), "sentiment",
                JsonObject.of("operator", "merge", "version", 1, "dataset", dataset).toString(), 12);
    }

    private static List<LineageRecord> whole() {
        JsonObject card = JsonObject.of("n", 40, "macro_f1", JsonObject.of("value", 0.9, "low", 0.8, "high", 0.95),
                "accuracy", JsonObject.of("n", 40, "correct", 36, "value", 0.9, "low", 0.77, "high", 0.96));
        String data = digest("examples file").toString();
        return chain(installed("minilm:q8", "Apache-2.0", "npm:thing@1.0.0"),
                installed("other:q8", "MIT AND (Apache-2.0 OR BSD-3-Clause)", ""),
                new ExamplesAdded("reviews-examples:1", digest("examples"), digest("examples file"), 60, 36, 12, 12, 2,
                        "by content"),
                bred("r:c1", List.of(digest("minilm:q8").toString()), data),
                bred("r:c2", List.of(digest("minilm:q8").toString()), data),
                bred("r:c3", List.of(digest("r:c1").toString(), digest("r:c2").toString()), data),
                installed("r:c3", "NOASSERTION", ""),
                new DescendantEvaluated(digest("r:c3"), "test", digest("card"), card),
                new LifecycleChanged(digest("r:c3"), "r:c3", "sentiment", Lifecycle.CHAMPION, "", "better"),
                new PackageRemoved("other:q8", digest("other:q8"), 100));
    }

    private static void requireValid(JsonObject bom, String why) {
        assertEquals(Set.of(), schema.validate(bom.toString(), InputFormat.JSON), why);
        Set<String> refs = new HashSet<>();
        bom.array("components").objects().forEach(component -> assertTrue(refs.add(component.string("bom-ref")),
                component.string("bom-ref") + " twice, " + why));
        bom.array("dependencies").objects().forEach(edge -> {
            assertTrue(refs.contains(edge.string("ref")), why);
            edge.array("dependsOn").strings().forEach(on -> assertTrue(refs.contains(on), on + " is nowhere, " + why));
        });
    }

    @Test
    void aWholeLineageIsValidAndNamesItsAncestors() {
        JsonObject bom = CycloneDx.of(whole());
        requireValid(bom, "whole");
        JsonObject merged = bom.array("components").objects().stream()
                .filter(one -> one.string("bom-ref").equals(digest("r:c3").toString())).findFirst().orElseThrow();
        assertEquals(2, merged.object("pedigree").array("ancestors").size());
        assertEquals("0.9", merged.object("modelCard").object("quantitativeAnalysis").array("performanceMetrics")
                .objects().get(0).string("value"));
        assertTrue(merged.toString().contains("champion"), merged.toString());
        assertEquals(bom, CycloneDx.of(whole()), "the same bytes again");
    }

    @Test
    void theSchemaWouldSeeAMistake() {
        assertTrue(!schema.validate(CycloneDx.of(whole()).with("bomFormat", "Other").toString(), InputFormat.JSON)
                .isEmpty());
        assertTrue(!schema.validate(CycloneDx.of(whole()).with("serialNumber", "mine").toString(), InputFormat.JSON)
                .isEmpty());
    }

    @Test
    void ofABrokenChainOnlyTheUnbrokenPartIsTold() {
        List<LineageRecord> records = new ArrayList<>(whole());
        records.remove(3);
        JsonObject bom = CycloneDx.of(records);
        requireValid(bom, "broken");
        assertEquals(1 + 2, bom.array("components").size(), "two packages and a source before the break");
    }

    @Test
    void anyLineageIsValid() {
        long seed = Long.getLong("tabitat.seed", System.nanoTime());
        System.out.println("tabitat.seed=" + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 40; round++) {
            List<LineageRecord> all = whole();
            List<LineageBody> some = new ArrayList<>();
            for (LineageRecord record : all.subList(1, all.size())) {
                if (random.nextInt(3) > 0) {
                    some.add(record.typedBody());
                }
            }
            java.util.Collections.shuffle(some, random);
            requireValid(CycloneDx.of(chain(some.toArray(new LineageBody[0]))), "seed " + seed + ", round " + round);
        }
    }
}
