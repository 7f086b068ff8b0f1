package dev.tabitat.web.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.format.Slices;
import dev.tabitat.core.format.tar.TarEntry;
import dev.tabitat.core.format.tar.TarReader;
import dev.tabitat.core.json.CanonicalJson;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.packages.Manifest;
import dev.tabitat.core.packages.OciArchive;
import dev.tabitat.web.engine.catalog.Packages;
import dev.tabitat.web.protocol.FromEngine;
import dev.tabitat.web.store.MemoryRecords;
import dev.tabitat.web.store.RecordStore;
import dev.tabitat.web.store.Table;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Packages leave as one file and come in again, or not at all. */
final class ArchivesTest {

    private final FakeEngineEnvironment environment = new FakeEngineEnvironment();
    private Manifest starter;

    @BeforeEach
    void offer() {
        starter = TinyModels.offer(environment, "lande", 0.9);
        TinyModels.offer(environment, "other", 0.5);
    }

    private Engine start(RecordStore records) {
        Engine engine = new Engine(environment, records, "", environment::send);
        engine.begin();
        return engine;
    }

    /** An engine in another browser, without a host. */
    private Engine elsewhere(RecordStore records) {
        environment.resources.clear();
        return start(records);
    }

    private byte[] export(Engine engine, Object... params) {
        JsonObject result = environment.object(engine, "export", params);
        byte[] file = environment.files.get(environment.files.size() - 1);
        assertEquals(file.length, result.integer("bytes"));
        return file;
    }

    private FromEngine importFile(Engine engine, byte[] file) {
        return environment.call(engine, "import", JsonObject.EMPTY, Optional.of(Slices.of(file)));
    }

    private JsonObject importReport(Engine engine, byte[] file) {
        FromEngine end = importFile(engine, file);
        assertTrue(end instanceof FromEngine.Done, end.text());
        return (JsonObject) ((FromEngine.Done) end).result();
    }

    @Test
    void aPackageComesInElsewhereAndAnswersTheSame() {
        Engine here = start(new MemoryRecords());
        byte[] file = export(here, "what", "package", "root", "lande:q8", "format", "oci");
        assertArrayEquals(file, export(here, "what", "package", "root", "lande:q8"), "the same every time");
        OciArchive archive = OciArchive.read(Slices.of(file));
        assertArrayEquals(starter.bytes(), archive.manifest(archive.manifests().get(0)));
        Engine there = elsewhere(new MemoryRecords());
        JsonObject report = importReport(there, file);
        assertTrue(report.bool("ok"), report.toString());
        assertEquals("[\"lande:q8\"]", report.array("installed").toString());
        assertTrue(report.array("checked").toString().contains(starter.digest().toString()), report.toString());
        assertEquals(environment.object(here, "classify", "model", "lande:q8", "input", "aaab").array("results"),
                environment.object(there, "classify", "model", "lande:q8", "input", "aaab").array("results"));
        assertTrue(environment.object(there, "check").bool("ok"));
        assertTrue(importReport(there, file).bool("ok"), "a second time does no harm");
        assertEquals(0, environment.object(there, "ledger").integer("received_bytes"), "nothing came over a network");
    }

    @Test
    void anEcologyHoldsEveryPackageAndItsLineage() {
        Engine here = start(new MemoryRecords());
        environment.done(here, "install", "name", "other:q8");
        byte[] file = export(here, "what", "ecology");
        assertEquals(3, OciArchive.read(Slices.of(file)).manifests().size());
        JsonObject report = importReport(elsewhere(new MemoryRecords()), file);
        assertTrue(report.bool("ok"), report.toString());
        assertEquals(2, report.array("installed").size());
        assertTrue(report.array("checked").size() > 2, "the lineage was verified too: " + report);
    }

    @Test
    void examplesStayAboveTheModelThatLearntFromThemInAnotherBrowser() {
        String examples = TinyModels.offerExamples(environment, "reviews");
        TinyModels.offerDescendant(environment, "mine", starter.digest(), "lande:q8",
                "{\"operator\":\"train_head\",\"parents\":[\"" + starter.digest() + "\"],\"dataset\":\"" + examples
                        + "\"}");
        Engine here = start(new MemoryRecords());
        environment.done(here, "install", "name", "reviews:q8");
        environment.done(here, "install", "name", "mine:q8");
        Engine there = elsewhere(new MemoryRecords());
        assertTrue(importReport(there, export(here, "what", "ecology")).bool("ok"));
        String learnt = "{\"from\":\"" + digest(there, "reviews:q8") + "\",\"operator\":\"learn\",\"to\":\""
                + digest(there, "mine:q8") + "\"}";
        assertTrue(
                environment.object(there, "lineage").array("edges").objects().stream()
                        .anyMatch(edge -> CanonicalJson.text(edge).equals(learnt)),
                environment.object(there, "lineage").array("edges").toString());
    }

    private String digest(Engine engine, String name) {
        return ((JsonArray) environment.done(engine, "installed")).objects().stream()
                .filter(one -> one.string("name").equals(name)).findFirst().orElseThrow().string("digest");
    }

    @Test
    void everyFlippedByteOfAPackageIsRefusedAndLeavesNothing() {
        byte[] sound = export(start(new MemoryRecords()), "what", "package", "root", "lande:q8");
        for (TarEntry entry : TarReader.read(Slices.of(sound)).values()) {
            byte[] file = sound.clone();
            file[(int) (entry.offset() + entry.size() / 2)] ^= 0x40;
            RecordStore records = new MemoryRecords();
            Engine there = elsewhere(records);
            FromEngine end = importFile(there, file);
            boolean refused = end instanceof FromEngine.Failed
                    || !((JsonObject) ((FromEngine.Done) end).result()).bool("ok");
            assertTrue(refused || entry.name().equals("oci-layout"), entry + ": " + end.text());
            if (refused) {
                assertEquals(0, ((JsonArray) environment.done(there, "installed")).size(), entry.toString());
            }
            assertTrue(environment.object(there, "check").bool("ok"), entry.toString());
        }
    }

    @Test
    void whatIsNoArchiveIsNamed() {
        Engine engine = start(new MemoryRecords());
        byte[] sound = export(engine, "what", "package", "root", "lande:q8");
        for (Map.Entry<byte[], String> wrong : Map.of(
                new byte[]{0x1F, (byte) 0x8B, 8, 0}, "unsupported",
                "<!doctype html><p>Sign in".getBytes(StandardCharsets.UTF_8), "damaged_data",
                "version https://git-lfs.github.com/spec/v1\n".getBytes(StandardCharsets.UTF_8), "damaged_data",
                new byte[0], "damaged_data",
                Arrays.copyOf(sound, sound.length / 2), "damaged_data").entrySet()) {
            FromEngine end = importFile(engine, wrong.getKey());
            assertTrue(end instanceof FromEngine.Failed failed && failed.error().code().equals(wrong.getValue()),
                    end.text());
        }
        assertEquals("invalid_input", environment.refusal(engine, "export", "what", "package", "root", "nobody:q8"));
        assertEquals("invalid_input", environment.refusal(engine, "export", "what", "package"));
        assertEquals("invalid_input", environment.refusal(engine, "export", "what", "ecology", "format", "prov"));
    }

    @Test
    void anotherVersionIsNotReplaced() {
        byte[] file = export(start(new MemoryRecords()), "what", "package", "root", "lande:q8");
        environment.resources.clear();
        TinyModels.offer(environment, "lande", 0.7);
        Engine there = start(new MemoryRecords());
        JsonObject report = importReport(there, file);
        assertFalse(report.bool("ok"), report.toString());
        assertTrue(report.array("refused").toString().contains("Another version of this package is in this tab."),
                report.toString());
    }

    @Test
    void damageInTheStoreIsNotExported() {
        RecordStore records = new MemoryRecords();
        Engine engine = start(records);
        String key = records.keys(Table.CHUNKS).get(0);
        byte[] bytes = records.bytes(Table.CHUNKS, key).orElseThrow().clone();
        bytes[0] ^= 1;
        records.apply(new dev.tabitat.web.store.Batch().put(Table.CHUNKS, key, bytes));
        assertEquals("damaged_data", environment.refusal(engine, "export", "what", "package", "root", "lande:q8"));
    }
}
