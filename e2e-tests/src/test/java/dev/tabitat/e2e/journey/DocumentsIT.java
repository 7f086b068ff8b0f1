package dev.tabitat.e2e.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.FilePayload;
import dev.tabitat.e2e.support.Books;
import dev.tabitat.e2e.support.DocumentsApi;
import dev.tabitat.e2e.support.HostProcess;
import dev.tabitat.e2e.support.Lab;
import dev.tabitat.e2e.support.Pdfs;
import dev.tabitat.e2e.support.Tab;
import dev.tabitat.e2e.support.Texts;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Someone adds their papers, asks, reads the exact spot, locks them up, carries them to another browser, and deletes
 * them for good.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class DocumentsIT {

    private static final String ENCODER = "all-minilm-l6-v2:q8";
    private static final String PASSPHRASE = "four unrelated words here";
    private static final String PDF = "application/pdf";
    private static final String KEEPER = "Every evening the keeper wound the clockwork that turned the lens.";

    private static HostProcess host;
    private static Lab lab;
    private static Tab tab;
    private static DocumentsApi documentsApi;

    @BeforeAll
    static void open() {
        host = HostProcess.start();
        lab = new Lab();
        tab = Tab.open(lab, host.url()).ready();
        documentsApi = new DocumentsApi(tab);
    }

    @AfterAll
    static void close() {
        lab.close();
        host.close();
    }

    @Test
    @Order(1)
    void withoutDocumentsAndWithoutAnEncoderItSaysSo() {
        assertEquals("no_documents", documentsApi.search("What is there?").get("verdict").getAsString());
        JsonObject entry = documentsApi.add(Texts.markdown());
        assertEquals("words", entry.get("state").getAsString(), entry.toString());
        JsonObject answer = documentsApi.search("When should rhubarb be cut?");
        assertEquals("words", answer.get("mode").getAsString(), answer.toString());
        assertTrue(answer.get("notice").getAsString().length() > 10, answer.toString());
        assertTrue(top(answer).get("text").getAsString().contains(Texts.markdown().sentence()), answer.toString());
    }

    @Test
    @Order(2)
    void meaningComesWithAnEncoderThatIsInstalledLater() {
        tab.call("install", ENCODER);
        documentsApi.until("list.every(d => d.state === 'ready')");
        JsonObject answer = documentsApi.search("harvesting of sour stalks in summer", Map.of("mode", "meaning"));
        assertEquals("meaning", answer.get("mode").getAsString(), answer.toString());
        assertEquals(documentsApi.status().get("passages"), documentsApi.status().get("embedded"));
    }

    @Test
    @Order(3)
    void everyFormatComesInAndIsFoundByWordsMeaningAndBoth() {
        for (Texts.File file : Texts.readable()) {
            JsonObject entry = documentsApi.add(file);
            assertEquals("ready", entry.get("state").getAsString(), file.name() + ": " + entry);
            for (String mode : List.of("words", "meaning", "hybrid")) {
                // The encoder knows English only: what it makes of Cyrillic is not promised.
                if (mode.equals("words") || !file.name().equals("mayak.txt")) {
                    assertTrue(
                            documentsApi.finds(file.sentence(), file.sentence(),
                                    Map.of("mode", mode, "documents", List.of(entry.get("id").getAsString()))),
                            file.name() + " by " + mode);
                }
            }
            assertSpansAreExact(documentsApi.search(file.sentence()), file.name());
        }
    }

    @Test
    @Order(4)
    void aWordFilesFootnotesAndTablesAreFoundAndWhatWasStruckOutIsNot() {
        String id = idOf("harbour.docx");
        Map<String, ?> only = Map.of("mode", "words", "documents", List.of(id));
        assertTrue(documentsApi.finds(Books.FOOTNOTE, Books.FOOTNOTE, only));
        assertTrue(documentsApi.finds(Books.CELL, Books.CELL, only));
        assertFalse(documentsApi.call("read", Map.of("document", id)).getAsJsonObject().get("text").getAsString()
                .contains("walnuts"));
    }

    @Test
    @Order(5)
    void aPdfComesThroughThePagesFileInputAndEachSentenceIsOnItsPageAndLine() {
        Page page = tab.page();
        page.evaluate("() => { location.hash = 'documents'; }");
        page.locator("#documents-files")
                .setInputFiles(new FilePayload("handbook.pdf", PDF, Pdfs.handbook("A handbook")));
        documentsApi.until("list.some(d => d.name === 'handbook.pdf' && d.state === 'ready')");
        List<Pdfs.Leaf> leaves = Pdfs.handbook();
        for (int at = 0; at < leaves.size(); at++) {
            for (int line = 0; line < leaves.get(at).lines().size(); line++) {
                String sentence = leaves.get(at).lines().get(line);
                JsonObject place = placeOf(sentence);
                assertEquals("page", place.get("unit").getAsString(), place.toString());
                assertEquals(at + 1, place.get("number").getAsInt(), sentence + ": " + place);
                assertOnLine(place, at + 1, line, sentence);
            }
        }
    }

    /** The place of exactly this sentence, as {@code read} tells it. */
    private static JsonObject placeOf(String sentence) {
        String id = idOf("handbook.pdf");
        String text = documentsApi.call("read", Map.of("document", id)).getAsJsonObject().get("text").getAsString();
        int start = text.indexOf(sentence);
        assertTrue(start >= 0, "not in the text: " + sentence + "\n" + text);
        JsonObject stretch = documentsApi.read(id, start, start + sentence.length());
        assertEquals(sentence, stretch.get("text").getAsString());
        return stretch.getAsJsonObject("place");
    }

    private static void assertOnLine(JsonObject place, int page, int line, String sentence) {
        double expected = (Pdfs.TOP + 2 * Pdfs.LEADING * (line + 1)) / 842;
        JsonArray boxes = place.getAsJsonArray("boxes");
        assertFalse(boxes.isEmpty(), sentence);
        for (JsonElement one : boxes) {
            JsonObject box = one.getAsJsonObject();
            double top = box.get("top").getAsDouble();
            double bottom = top + box.get("height").getAsDouble();
            double left = box.get("left").getAsDouble();
            assertEquals(page, box.get("page").getAsInt(), sentence);
            assertTrue(left >= 0 && top >= 0 && bottom <= 1 && left + box.get("width").getAsDouble() <= 1.0001,
                    sentence + ": " + box);
            assertTrue(Math.abs(top - expected) < 0.03 && bottom > expected - 0.015,
                    sentence + " should stand at " + expected + ": " + box);
            assertTrue(left < 0.14, sentence + ": " + box);
        }
    }

    @Test
    @Order(6)
    void theSameBytesAreRecognised() {
        int before = documentsApi.list().size();
        JsonObject again = documentsApi.add("another name.pdf", PDF, Pdfs.handbook("Twice"));
        JsonObject twice = documentsApi.add("a third name.md", "text/markdown", Texts.markdown().bytes());
        assertFalse(again.has("duplicate") && again.get("duplicate").getAsBoolean(), again.toString());
        assertTrue(twice.get("duplicate").getAsBoolean(), twice.toString());
        assertEquals(before + 1, documentsApi.list().size());
        documentsApi.remove(again.get("id").getAsString());
    }

    @Test
    @Order(7)
    void aQuestionThatNothingAnswersGetsNothing() {
        JsonObject answer = documentsApi.search("Which enzymes split lactose in the small intestine of calves?");
        assertEquals("nothing_relevant", answer.get("verdict").getAsString(), answer.toString());
        assertEquals(0, answer.getAsJsonArray("passages").size());
        assertTrue(answer.getAsJsonObject("reason").has("words_asked"), answer.toString());
    }

    @Test
    @Order(8)
    void markupInNamesAndTitlesIsTextAndScriptsOfAPageNeverRun() {
        String title = "<img src=x onerror=\"globalThis.ran=8\">A title";
        JsonObject entry = documentsApi.add("<b onmouseover=ran=9>.pdf", PDF, Pdfs.handbook(title));
        Page page = tab.page();
        page.onDialog(dialog -> {
            page.evaluate("() => { globalThis.ran = 10; }");
            dialog.dismiss();
        });
        page.evaluate("() => { location.hash = 'documents'; }");
        page.locator("#document-" + entry.get("id").getAsString()).waitFor();
        PlaywrightAssertions.assertThat(page.locator("main")).containsText("<img src=x");
        page.locator("#documents-query").fill(Texts.hostileHtml().sentence());
        page.keyboard().press("Enter");
        page.locator("article.hit-card").first().waitFor();
        assertEquals(0, page.locator("main img[src=x], main b, main script, main iframe").count());
        assertEquals(null, page.evaluate("() => globalThis.ran ?? null"));
        assertFalse(documentsApi.call("read", Map.of("document", idOf(Texts.hostileHtml().name()))).toString()
                .contains("hidden line"));
        assertEquals(List.of(), lab.offences());
        documentsApi.remove(entry.get("id").getAsString());
    }

    @Test
    @Order(9)
    void theQuestionIsAKeyAwayOnEveryScreen() {
        Page page = tab.page();
        for (String key : List.of("/", "Control+k")) {
            page.evaluate("() => { location.hash = 'device'; }");
            PlaywrightAssertions.assertThat(page.locator("main h1")).isVisible();
            page.locator("body").click(new com.microsoft.playwright.Locator.ClickOptions().setPosition(2, 2));
            page.keyboard().press(key);
            page.waitForFunction("() => document.activeElement && document.activeElement.type === 'search'");
            assertEquals("#documents", page.evaluate("() => location.hash"));
        }
    }

    @Test
    @Order(10)
    void withTheNetworkOffEverythingGoesOn() {
        lab.context().setOffline(true);
        try {
            JsonObject entry = documentsApi.add("off.txt", "text/plain",
                    "The quarry pond froze so hard that a cart crossed it."
                            .getBytes(java.nio.charset.StandardCharsets.UTF_8));
            assertEquals("ready", entry.get("state").getAsString(), entry.toString());
            JsonObject pdf = documentsApi.add("off.pdf", PDF, Pdfs.handbook("Offline"));
            assertEquals("ready", pdf.get("state").getAsString(), pdf.toString());
            assertTrue(documentsApi.finds("a wagon went over the ice", "quarry pond", Map.of("mode", "meaning")));
            documentsApi.remove(pdf.get("id").getAsString());
            documentsApi.remove(entry.get("id").getAsString());
        } finally {
            lab.context().setOffline(false);
        }
    }

    @Test
    @Order(11)
    void twoTabsSeeEachOthersDocuments() {
        Tab second = Tab.open(lab, host.url()).ready();
        DocumentsApi other = new DocumentsApi(second);
        JsonObject mine = documentsApi.add("mine.txt", "text/plain",
                "The cobbler keeps his awls in a cigar tin.".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertTrue(other.finds("Where does the cobbler keep his awls?", "cigar tin", Map.of()));
        documentsApi.begin("one.txt", "text/plain",
                "A heron waits below the weir for eels.".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        other.begin("two.txt", "text/plain",
                "The glazier cut the pane too short again.".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        for (DocumentsApi one : List.of(documentsApi, other)) {
            one.until("['one.txt', 'two.txt'].every(name => list.some(d => d.name === name && d.state === 'ready'))");
            assertTrue(one.finds("heron at the weir", "heron", Map.of()));
            assertTrue(one.finds("the glazier and the pane", "glazier", Map.of()));
        }
        second.page().close();
        for (String name : List.of("one.txt", "two.txt")) {
            documentsApi.remove(idOf(name));
        }
        documentsApi.remove(mine.get("id").getAsString());
        assertClean("after two tabs");
    }

    @Test
    @Order(12)
    void exportsGiveTheSameAnswersInAnotherBrowser() {
        String question = "How did the keeper turn the lens?";
        JsonArray here = documentsApi.search(question).getAsJsonArray("passages");
        byte[] plain = documentsApi.export(Map.of());
        byte[] sealed = documentsApi.export(Map.of("passphrase", PASSPHRASE));
        assertFalse(new String(sealed, java.nio.charset.StandardCharsets.ISO_8859_1).contains("clockwork"),
                "sealed means unreadable");
        int documents = documentsApi.list().size();
        try (Lab another = new Lab()) {
            Tab there = Tab.open(another, host.url()).ready();
            DocumentsApi guest = new DocumentsApi(there);
            there.call("install", ENCODER);
            byte[] damaged = plain.clone();
            damaged[damaged.length / 2] ^= 1;
            assertNothingTaken(guest, damaged, documents);
            guest.removeAll();
            assertEquals("refused",
                    guest.takeRefused(sealed, Map.of("passphrase", "not the right one")).get("code").getAsString());
            assertEquals(0, guest.list().size());
            assertEquals(documents, guest.take(sealed, Map.of("passphrase", PASSPHRASE)).get("added").getAsInt());
            assertSame(here, guest.search(question).getAsJsonArray("passages"));
            assertEquals(documents, guest.take(plain, Map.of()).get("present").getAsInt());
            assertTrue(there.call("check").getAsJsonObject().get("ok").getAsBoolean());
            assertEquals(List.of(), another.offences());
        }
    }

    /** A damaged export is refused as a whole, or the damaged document of it by its name. */
    private static void assertNothingTaken(DocumentsApi guest, byte[] damaged, int documents) {
        String outcome = guest.takeOutcome(damaged);
        assertTrue(outcome.startsWith("rejected damaged_data") || outcome.contains("\"reason\""), outcome);
        assertTrue(guest.list().size() < documents, "what is damaged stays out: " + outcome);
    }

    private static void assertSame(JsonArray here, JsonArray there) {
        assertEquals(here.size(), there.size());
        for (int at = 0; at < here.size(); at++) {
            JsonObject one = here.get(at).getAsJsonObject();
            JsonObject other = there.get(at).getAsJsonObject();
            assertEquals(one.get("text"), other.get("text"));
            assertEquals(one.get("start"), other.get("start"));
            assertEquals(one.get("score"), other.get("score"));
        }
    }

    @Test
    @Order(13)
    void underAPassphraseNothingIsReadableAndOnlyTheRightOneOpens() {
        documentsApi.call("protect", Map.of("passphrase", PASSPHRASE));
        assertEquals("unlocked", documentsApi.status().get("protection").getAsString());
        assertTrue(documentsApi.finds("How did the keeper turn the lens?", KEEPER, Map.of()));
        reload();
        assertEquals("locked", documentsApi.status().get("protection").getAsString());
        assertEquals("[]",
                documentsApi.traces(KEEPER, Texts.markdown().sentence(), "handbook.pdf", "clockwork").toString());
        assertNotEquals("found", outcomeOfSearch("keeper"));
        assertEquals("refused", documentsApi.rejection("unlock", Map.of("passphrase", "four other words here"))
                .get("code").getAsString());
        assertEquals("locked", documentsApi.status().get("protection").getAsString());
        assertTrue(tab.call("check").getAsJsonObject().get("ok").getAsBoolean());
        documentsApi.call("unlock", Map.of("passphrase", PASSPHRASE));
        assertTrue(documentsApi.finds("How did the keeper turn the lens?", KEEPER, Map.of()));
        assertEquals("[]", documentsApi.traces(KEEPER, "clockwork").toString(), "open in memory, sealed in the store");
        documentsApi.call("lock", Map.of());
        assertEquals("locked", documentsApi.status().get("protection").getAsString());
        documentsApi.call("unlock", Map.of("passphrase", PASSPHRASE));
        assertEquals("refused", documentsApi.rejection("unprotect", Map.of("passphrase", "four other words here"))
                .get("code").getAsString());
        documentsApi.call("unprotect", Map.of("passphrase", PASSPHRASE));
        assertEquals("none", documentsApi.status().get("protection").getAsString());
        reload();
        assertTrue(documentsApi.finds("How did the keeper turn the lens?", KEEPER, Map.of()));
        assertClean("after protection");
    }

    private static String outcomeOfSearch(String query) {
        return (String) tab.page().evaluate("query => tabitat.search({ query }).then(a => a.verdict, e => e.code)",
                query);
    }

    @Test
    @Order(14)
    void whatIsDeletedLeavesATombstoneAndNoTrace() {
        assertNotEquals("[]", documentsApi.traces("clockwork").toString(), "the scan would see it");
        String id = idOf("handbook.pdf");
        JsonObject removed = documentsApi.remove(id);
        assertTrue(removed.get("freed_bytes").getAsLong() > 0 && removed.get("records").getAsInt() > 0,
                removed.toString());
        assertFalse(documentsApi.finds(KEEPER, KEEPER, Map.of("mode", "words")));
        JsonObject left = documentsApi.call("read", Map.of("document", id)).getAsJsonObject();
        assertEquals("deleted", left.get("state").getAsString(), left.toString());
        assertFalse(left.has("text") || left.has("title") && !left.get("title").getAsString().isEmpty(),
                left.toString());
        assertEquals("[]", documentsApi.traces(KEEPER, "clockwork", "handbook", "A handbook").toString());
        reload();
        assertEquals("deleted",
                documentsApi.call("read", Map.of("document", id)).getAsJsonObject().get("state").getAsString());
        assertEquals("[]", documentsApi.traces(KEEPER, "clockwork", "handbook").toString());
        assertClean("after deleting");
        assertEquals("unknown",
                documentsApi.call("read", Map.of("document", "nobody")).getAsJsonObject().get("state").getAsString());
        assertEquals(List.of(), lab.offences());
    }

    private static void reload() {
        tab.page().reload();
        tab.ready();
    }

    private static void assertClean(String when) {
        JsonObject report = tab.call("check").getAsJsonObject();
        assertTrue(report.get("ok").getAsBoolean(), when + ": " + report);
        assertEquals(0, report.getAsJsonObject("documents").get("traces_of_deleted").getAsInt(), when + ": " + report);
    }

    private static void assertSpansAreExact(JsonObject answer, String what) {
        for (JsonElement one : answer.getAsJsonArray("passages")) {
            JsonObject passage = one.getAsJsonObject();
            JsonObject stretch = documentsApi.read(passage.get("document").getAsString(),
                    passage.get("start").getAsInt(), passage.get("end").getAsInt());
            assertEquals(passage.get("text"), stretch.get("text"), what + ": " + passage);
        }
    }

    private static JsonObject top(JsonObject answer) {
        assertEquals("found", answer.get("verdict").getAsString(), answer.toString());
        return answer.getAsJsonArray("passages").get(0).getAsJsonObject();
    }

    private static String idOf(String name) {
        for (JsonElement entry : documentsApi.list()) {
            if (entry.getAsJsonObject().get("name").getAsString().equals(name)) {
                return entry.getAsJsonObject().get("id").getAsString();
            }
        }
        throw new AssertionError("No document named " + name + " in " + documentsApi.list());
    }
}
