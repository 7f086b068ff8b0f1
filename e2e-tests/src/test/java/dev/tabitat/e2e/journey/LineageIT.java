package dev.tabitat.e2e.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import dev.tabitat.e2e.support.GivenCases;
import dev.tabitat.e2e.support.HostProcess;
import dev.tabitat.e2e.support.Lab;
import dev.tabitat.e2e.support.Samples;
import dev.tabitat.e2e.support.Tab;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * They download a file that says exactly what ran, and anyone can verify it: here by code that knows only its format.
 */
final class LineageIT {

    @Test
    void theExportedFileVerifiesOutsideTheBrowserAndHoldsWhatRanButNoText() throws Exception {
        String text = Samples.BY_LANGUAGE.get("pol");
        try (HostProcess host = HostProcess.start(); Lab lab = new Lab()) {
            Tab tab = Tab.open(lab, host.url()).ready();
            tab.call("install", "opennlp-langdetect:fp32");
            tab.classify(text);
            tab.label("opennlp-langdetect:fp32", text);
            Page page = tab.page();
            page.evaluate("() => { location.hash = 'lineage'; }");
            PlaywrightAssertions.assertThat(page.locator("main h1")).hasText("Where it came from");
            PlaywrightAssertions.assertThat(page.locator(".d-n").first()).isVisible();
            Download download = page.waitForDownload(
                    () -> page.getByRole(com.microsoft.playwright.options.AriaRole.BUTTON,
                            new Page.GetByRoleOptions().setName("Export as file")).click());
            Path file = download.path();
            String content = Files.readString(file);

            assertTypesAreQualifiedNames(content);
            List<JsonObject> records = verify(content);
            System.out.println("Lineage: " + records.size() + " records verified outside the browser");
            assertEquals("genesis", records.get(0).get("kind").getAsString());
            List<String> installed = records.stream()
                    .filter(record -> record.get("kind").getAsString().equals("package_installed"))
                    .map(record -> record.getAsJsonObject("body").get("name").getAsString())
                    .toList();
            assertEquals(List.of("lande:q8", "opennlp-langdetect:fp32"), installed);
            long runs = records.stream()
                    .filter(record -> record.get("kind").getAsString().equals("runs"))
                    .mapToLong(record -> record.getAsJsonObject("body").getAsJsonArray("runs").size())
                    .sum();
            assertTrue(runs >= 2, "runs on record: " + runs);
            assertFalse(content.contains(text.substring(0, 12)), "no text is in the file");

            page.locator("#lineage-file").setInputFiles(file);
            PlaywrightAssertions.assertThat(page.locator("main")).containsText("The file is whole");

            Path spoiled = Files.createTempFile("lineage", ".json");
            Files.writeString(spoiled, content.replaceFirst("lande:q8", "lande:q9"));
            page.locator("#lineage-file").setInputFiles(spoiled);
            PlaywrightAssertions.assertThat(page.locator("main")).containsText("does not verify");
            Files.delete(spoiled);
            assertEquals(List.of(), lab.offences());
        }
    }

    /**
     * Each type is a qualified name of a namespace that the file declares, in the form of the given case; a plain
     * string would be no type of PROV's.
     */
    private static void assertTypesAreQualifiedNames(String content) {
        String right = GivenCases.one("prov-types", "read by Python's prov").right();
        JsonObject given = JsonParser.parseString(right.substring(right.indexOf('{'), right.indexOf('}') + 1))
                .getAsJsonObject();
        JsonObject document = JsonParser.parseString(content).getAsJsonObject();
        List<JsonElement> types = new ArrayList<>();
        gather(document, types);
        assertTrue(types.contains(given), given + " in " + types);
        for (JsonElement type : types) {
            assertTrue(type.isJsonObject() && type.getAsJsonObject().get("type").equals(given.get("type")),
                    type.toString());
            String prefix = type.getAsJsonObject().get("$").getAsString().replaceAll(":.*", "");
            assertTrue(prefix.equals("prov") || document.getAsJsonObject("prefix").has(prefix), type.toString());
        }
    }

    private static void gather(JsonElement element, List<JsonElement> types) {
        if (element.isJsonArray()) {
            element.getAsJsonArray().forEach(one -> gather(one, types));
        } else if (element.isJsonObject()) {
            element.getAsJsonObject().entrySet().forEach(entry -> {
                if (!entry.getKey().equals("prov:type")) {
                    gather(entry.getValue(), types);
                } else if (entry.getValue().isJsonArray()) {
                    entry.getValue().getAsJsonArray().forEach(types::add);
                } else {
                    types.add(entry.getValue());
                }
            });
        }
    }

    /** docs/formats/lineage.md, "Verifying the chain". */
    private static List<JsonObject> verify(String content) throws Exception {
        JsonObject lineage = JsonParser.parseString(content).getAsJsonObject().getAsJsonObject("entity")
                .getAsJsonObject("tabitat:lineage");
        String expected = "sha256:" + "0".repeat(64);
        List<JsonObject> records = new ArrayList<>();
        for (JsonElement element : lineage.getAsJsonArray("tabitat:record")) {
            String text = element.getAsString();
            JsonObject record = JsonParser.parseString(text).getAsJsonObject();
            assertEquals(records.size(), record.get("seq").getAsInt());
            assertEquals(expected, record.get("previous").getAsString());
            assertEquals(records.isEmpty(), record.get("kind").getAsString().equals("genesis"));
            expected = "sha256:" + HexFormat.of().formatHex(
                    MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
            records.add(record);
        }
        assertEquals(expected, lineage.get("tabitat:head").getAsString());
        assertEquals(records.size(), lineage.get("tabitat:length").getAsInt());
        return records;
    }
}
