package dev.tabitat.core.lineage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.json.CanonicalJson;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.json.JsonString;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Exports of format version 1 still verify; those of version 2 give types as qualified names. */
final class ProvJsonVersionsTest {

    /** Written by the last release of version 1, from {@link LineageSamples#everything()}. */
    private static byte[] versionOne() throws IOException {
        try (InputStream file = ProvJsonVersionsTest.class.getResourceAsStream("export-version-1.json")) {
            return file.readAllBytes();
        }
    }

    @Test
    void anExportOfVersionOneVerifies() throws IOException {
        ImportReport report = ProvJson.verify(versionOne());
        assertEquals(List.of(), report.problems());
        assertEquals(4, report.checked().size(), report.checked().toString());
        List<LineageRecord> records = ProvJson.records(versionOne());
        assertEquals(LineageSamples.everything().stream().map(LineageRecord::kind).toList(),
                records.stream().map(LineageRecord::kind).toList());
        assertArrayEquals(versionOne(), CanonicalJson.bytes(ProvView.of(records, 1)));
    }

    @Test
    void typesAreNamesInVersionOneAndQualifiedNamesInVersionTwo() throws IOException {
        List<Json> before = types(document(versionOne()));
        List<Json> now = types(document(ProvJson.export(ProvJson.records(versionOne()))));
        assertTrue(before.size() > 50, "types: " + before.size());
        assertEquals(before.size(), now.size());
        for (int i = 0; i < now.size(); i++) {
            String name = ((JsonString) before.get(i)).value();
            assertEquals("{\"$\":\"" + name + "\",\"type\":\"prov:QUALIFIED_NAME\"}",
                    CanonicalJson.text((JsonObject) now.get(i)));
        }
    }

    @Test
    void aVersionWithTheViewOfTheOtherDoesNotVerify() throws IOException {
        assertFalse(ProvJson.verify(claiming(versionOne(), 2)).ok());
        assertFalse(ProvJson.verify(claiming(ProvJson.export(LineageSamples.everything()), 1)).ok());
    }

    private static JsonObject document(byte[] file) {
        return JsonReader.readObject(file, JsonLimits.DEFAULT);
    }

    private static byte[] claiming(byte[] file, int version) {
        JsonObject document = document(file);
        JsonObject entities = document.object("entity");
        JsonObject lineage = entities.object("tabitat:lineage").with("tabitat:format_version", version);
        return CanonicalJson.bytes(document.with("entity", entities.with("tabitat:lineage", lineage)));
    }

    /** Every prov:type of a document, in its order. */
    private static List<Json> types(JsonObject document) {
        List<Json> types = new ArrayList<>();
        for (String section : document.names()) {
            for (String id : document.object(section).names()) {
                if (document.object(section).get(id) instanceof JsonObject member && member.has("prov:type")) {
                    types.add(member.get("prov:type"));
                }
            }
        }
        return types;
    }
}
