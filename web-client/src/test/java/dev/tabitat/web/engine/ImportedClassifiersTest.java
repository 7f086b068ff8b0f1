package dev.tabitat.web.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.format.Slices;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.text.Utf8;
import dev.tabitat.web.protocol.FromEngine;
import dev.tabitat.web.store.Batch;
import dev.tabitat.web.store.MemoryRecords;
import dev.tabitat.web.store.Table;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Classifiers of elsewhere are candidates for their own labels, and no other kind of model is. */
final class ImportedClassifiersTest {

    private final FakeEngineEnvironment environment = new FakeEngineEnvironment();
    private Engine engine;

    @BeforeEach
    void start() {
        MemoryRecords records = new MemoryRecords();
        records.apply(new Batch().put(Table.SETTINGS, "declined/lande:q8", "yes"));
        engine = new Engine(environment, records, "", environment::send);
        engine.begin();
    }

    private void add(String name, Map<String, byte[]> files) {
        List<JsonObject> listed = new ArrayList<>();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        files.forEach((path, bytes) -> {
            listed.add(JsonObject.of("path", path, "bytes", bytes.length));
            all.writeBytes(bytes);
        });
        FromEngine end = environment.call(engine, "addModel",
                JsonObject.of("source", JsonObject.of("files", listed), "name", name),
                Optional.of(Slices.of(all.toByteArray())));
        assertTrue(end instanceof FromEngine.Done, end.text());
    }

    /** A classifier of two labels. */
    private static Map<String, byte[]> classifier(String no, String yes) {
        Map<String, byte[]> files = new LinkedHashMap<>(FakeHub.fixture("bert-sequence"));
        String config = Utf8.decode(files.get("config.json"));
        int from = config.indexOf("\"id2label\"");
        int to = config.indexOf('}', from) + 1;
        String labels = "\"id2label\": {\"0\": \"" + no + "\", \"1\": \"" + yes + "\", \"2\": \"neither\"}";
        files.put("config.json", Utf8.encode(config.substring(0, from) + labels + config.substring(to)));
        return files;
    }

    private JsonObject entry(String name) {
        for (JsonObject one : ((JsonArray) environment.done(engine, "catalog")).objects()) {
            if (one.string("name").equals(name)) {
                return one;
            }
        }
        throw new AssertionError(name + " is not in the catalogue");
    }

    @Test
    void aClassifierIsACandidateForItsOwnLabelsOnly() {
        add("mood:v1", classifier("negative", "positive"));
        add("spam:v1", classifier("ham", "spam"));
        String mood = entry("mood:v1").string("task");
        assertTrue(mood.startsWith("text-classification (negative, positive"), mood);
        assertEquals("classifier", entry("mood:v1").object("import").string("kind"));
        JsonObject choice = environment.object(engine, "choose", "task", mood);
        assertEquals("mood:v1", choice.string("selected"));
        assertFalse(choice.array("candidates").toString().contains("spam:v1"), choice.toString());
        assertEquals("mood:v1", environment.object(engine, "classify", "task", mood, "input", "fine").string("model"));
    }

    @Test
    void labelsWithoutNamesAreTheModelsOwn() {
        add("first:v1", classifier("LABEL_0", "LABEL_1"));
        assertEquals("text-classification (first)", entry("first:v1").string("task"));
    }

    @Test
    void anEncoderIsNoCandidateForLabels() {
        add("vectors:v1", FakeHub.sentences());
        JsonObject choice = environment.object(engine, "choose", "task", entry("vectors:v1").string("task"));
        assertFalse(choice.has("selected") && choice.stringOr("selected", "").equals("vectors:v1"), choice.toString());
    }
}
