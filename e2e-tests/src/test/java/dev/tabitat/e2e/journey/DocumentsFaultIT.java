package dev.tabitat.e2e.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitForSelectorState;
import dev.tabitat.e2e.support.Books;
import dev.tabitat.e2e.support.DebianDocuments;
import dev.tabitat.e2e.support.DocumentsApi;
import dev.tabitat.e2e.support.HostProcess;
import dev.tabitat.e2e.support.Lab;
import dev.tabitat.e2e.support.Pdfs;
import dev.tabitat.e2e.support.Tab;
import dev.tabitat.e2e.support.Texts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that are locked, broken, hostile or very long, a tab that dies and a disk that fills: clear words, nothing half
 * done, nothing lost.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class DocumentsFaultIT {

    private static final String ENCODER = "all-minilm-l6-v2:q8";
    private static final String PDF = "application/pdf";
    private static final String DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    private static final int PAGES = 2000;
    /** No hostile file keeps a tab busy for longer. */
    private static final long PATIENCE_MS = 60_000;

    /** What one task of the page may change in the DOM and receive, in nodes and in bytes, while a document is read. */
    private static final int MAX_CHANGES_OF_A_TASK = 120;
    private static final int MAX_MESSAGE_TO_THE_PAGE = 20_000;

    private static HostProcess host;
    private static Lab lab;
    private static Tab tab;
    private static DocumentsApi documentsApi;

    @BeforeAll
    static void open() {
        host = HostProcess.start();
        lab = new Lab();
        openTab();
        documentsApi.add(Texts.markdown());
    }

    private static void openTab() {
        tab = Tab.open(lab, host.url()).ready();
        tab.page().setDefaultTimeout(PATIENCE_MS);
        documentsApi = new DocumentsApi(tab);
    }

    @AfterAll
    static void close() {
        lab.close();
        host.close();
    }

    private static void assertUnharmed(String when) {
        JsonObject report = tab.call("check").getAsJsonObject();
        assertTrue(report.get("ok").getAsBoolean(), when + ": " + report);
        assertEquals(0, report.getAsJsonObject("documents").get("traces_of_deleted").getAsInt(), when + ": " + report);
        assertTrue(
                documentsApi.finds(Texts.markdown().sentence(), Texts.markdown().sentence(), Map.of("mode", "words")),
                when);
    }

    @Test
    @Order(1)
    void whatCannotBeReadIsNamedWithARemedy() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("locked.pdf", Pdfs.locked("sesame"));
        files.put("scan.pdf", Pdfs.scanned());
        files.put("noise.pdf", noise("%PDF-1.7\n"));
        files.put("empty.pdf", new byte[0]);
        files.put("locked.docx", Books.locked("sesame"));
        files.put("noise.docx", noise("PK\u0003\u0004"));
        files.forEach((name, bytes) -> {
            JsonObject error = documentsApi.refusal(name, name.endsWith("pdf") ? PDF : DOCX, bytes);
            System.out.println(name + ": " + error);
            assertFalse(error.get("code").getAsString().equals("internal"), name + ": " + error);
            assertTrue(
                    error.get("message").getAsString().length() > 10 && error.get("remedy").getAsString().length() > 5,
                    name + ": " + error);
        });
        assertUnharmed("after unreadable files");
    }

    /** Noise behind the first bytes of the format. */
    private static byte[] noise(String magic) {
        byte[] bytes = new byte[20_000];
        new Random(7).nextBytes(bytes);
        byte[] head = magic.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(head, 0, bytes, 0, head.length);
        return bytes;
    }

    /** Such a file is read as far as it goes or refused; never is anything claimed of it that is not in it. */
    @Test
    @Order(2)
    void damagedFilesAreMendedOrRefused() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("truncated.pdf", Pdfs.truncated());
        files.put("spoiled.pdf", Pdfs.spoiled());
        files.put("without-table.pdf", Pdfs.withoutXref());
        files.forEach((name, bytes) -> System.out.println(name + ": " + outcome(name, PDF, bytes)));
        assertUnharmed("after damaged files");
    }

    @Test
    @Order(3)
    void bombsEndInTimeAndTheTabLives() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("bomb.pdf", Pdfs.bomb(2L << 30));
        files.put("endless.pdf", Pdfs.endless());
        files.put("bomb.docx", Books.bomb(1L << 30));
        files.forEach((name, bytes) -> {
            long start = System.nanoTime();
            String outcome = outcome(name, name.endsWith("pdf") ? PDF : DOCX, bytes);
            System.out.printf("%s, %,d bytes: %s after %.1f s%n", name, bytes.length, outcome,
                    (System.nanoTime() - start) / 1e9);
            assertFalse(outcome.startsWith("waiting") || outcome.contains("internal"), name + ": " + outcome);
        });
        assertUnharmed("after bombs");
        assertEquals(List.of(), lab.offences());
    }

    /**
     * The state that the file came to, or the code and the message of its refusal; {@code waiting} where neither came
     * in time.
     */
    private static String outcome(String name, String type, byte[] bytes) {
        documentsApi.begin(name, type, bytes);
        return (String) tab.page().evaluate(
                """
                        async ([name, patience]) => {
                          const end = performance.now() + patience;
                          while (performance.now() < end) {
                            const mine = (await tabitat.documents.list()).find(d => d.name === name);
                            if (mine && mine.state !== 'waiting' && mine.state !== 'reading') return mine.state + (mine.error ? ' ' + mine.error.code + ': ' + mine.error.message : ' ' + JSON.stringify(mine.notices));
                            await new Promise(r => setTimeout(r, 50));
                          }
                          return 'waiting';
                        }""",
                List.of(name, (double) PATIENCE_MS));
    }

    @Test
    @Order(4)
    void aDocumentOfTwoThousandPagesIsReadWithLittleWorkOnThePage(@TempDir Path folder) throws IOException {
        byte[] file = Pdfs.ofPages(PAGES);
        // By its path: bytes that the test hands over would be decoded on the page.
        Path path = Files.write(folder.resolve("ledgers.pdf"), file);
        tab.page().evaluate("() => { location.hash = 'documents'; }");
        // The screen is drawn, and its lists have come, before its work is counted.
        tab.page().locator("#documents-files")
                .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED));
        tab.page().waitForFunction(
                "async () => { const list = await tabitat.documents.list(); return list.length === 0 || document.querySelector('.files > li') !== null; }");
        tab.page().evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))");
        tab.page().evaluate(
                "() => { __watch.longTasks.length = 0; __watch.mostChanges = 0; __watch.longestMessage = 0; }");
        long start = System.nanoTime();
        tab.page().locator("#documents-files").setInputFiles(path);
        documentsApi
                .until("list.some(d => d.name === 'ledgers.pdf' && ['words', 'ready', 'failed'].includes(d.state))");
        double seconds = (System.nanoTime() - start) / 1e9;
        JsonObject entry = entry("ledgers.pdf");
        assertFalse(entry.get("state").getAsString().equals("failed"), entry.toString());
        assertEquals(PAGES, entry.get("pages").getAsInt(), entry.toString());
        JsonObject work = JsonParser.parseString((String) tab.page().evaluate("() => JSON.stringify(__watch)"))
                .getAsJsonObject();
        System.out.printf(
                "%d pages, %,d bytes: searchable by words after %.1f s; page tasks over 50 ms: %s; most DOM changes in a task %s;"
                        + " longest message to the page %s%n",
                PAGES, file.length, seconds, work.get("longTasks"), work.get("mostChanges"),
                work.get("longestMessage"));
        // The page's part does not grow with the document: it shows progress, and sees neither the file nor its text.
        assertTrue(work.get("mostChanges").getAsInt() < MAX_CHANGES_OF_A_TASK, work.toString());
        assertTrue(work.get("longestMessage").getAsInt() < MAX_MESSAGE_TO_THE_PAGE, work.toString());
        StringBuilder marks = new StringBuilder();
        for (int page = 1; page <= PAGES; page++) {
            marks.append(Pdfs.mark(page)).append(' ');
        }
        String missing = (String) tab.page().evaluate(
                """
                        async marks => {
                          const missing = [];
                          for (const [at, mark] of marks.trim().split(' ').entries()) {
                            const { passages } = await tabitat.search({ query: mark, mode: 'words', k: 3 });
                            const place = passages.find(p => p.text.includes(mark))?.place;
                            if (!place || place.number > at + 1 || (place.to ?? place.number) < at + 1) missing.push([at + 1, place]);
                          }
                          return JSON.stringify(missing);
                        }""",
                marks.toString());
        assertEquals("[]", missing, "pages that were not found, or found elsewhere");
        documentsApi.remove(entry.get("id").getAsString());
        assertUnharmed("after a long file");
    }

    @Test
    @Order(6)
    void aTabThatDiesIsTakenUpWhereItStopped() {
        tab.call("install", ENCODER);
        documentsApi.begin("long.txt", "text/plain", essays(200));
        documentsApi.until("list.some(d => d.name === 'long.txt' && d.embedded > 60)");
        lab.kill();
        lab.open();
        openTab();
        int least = entry("long.txt").get("embedded").getAsInt();
        assertTrue(least > 0, "what was embedded is kept: " + entry("long.txt"));
        JsonObject status = documentsApi.call("pause", Map.of()).getAsJsonObject();
        assertEquals("paused", status.get("state").getAsString(), status.toString());
        tab.page().reload();
        tab.ready();
        status = documentsApi.status();
        assertEquals("paused", status.get("state").getAsString(), "a pause outlives the tab: " + status);
        int held = entry("long.txt").get("embedded").getAsInt();
        assertTrue(held >= least, least + ", then " + held);
        documentsApi.call("resume", Map.of());
        String counts = (String) tab.page().evaluate(
                """
                        async least => {
                          for (let last = least; ; await new Promise(r => setTimeout(r, 50))) {
                            const mine = (await tabitat.documents.list()).find(d => d.name === 'long.txt');
                            if (mine.embedded < last) return 'fell from ' + last + ' to ' + mine.embedded;
                            last = mine.embedded;
                            if (mine.state === 'ready') return mine.embedded === mine.passages ? 'all' : JSON.stringify(mine);
                          }
                        }""",
                held);
        assertEquals("all", counts);
        for (int at = 1; at <= 200; at += 57) {
            assertTrue(documentsApi.finds(Pdfs.mark(at), Pdfs.mark(at), Map.of("mode", "words")), "paragraph " + at);
        }
        assertUnharmed("after a death");
    }

    /** So many paragraphs, each with a word of its own. */
    private static byte[] essays(int count) {
        StringBuilder text = new StringBuilder();
        for (int at = 1; at <= count; at++) {
            text.append("The chronicle of the year calls it ").append(Pdfs.mark(at)).append(". ");
            for (int sentence = 0; sentence < 9; sentence++) {
                text.append(
                        "In those days the mill by the ford ground barley for the villages along the upper river, and the reeve kept count. ");
            }
            text.append("\n\n");
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Test
    @Order(7)
    void aFullDiskRefusesTheWholeFileAndNothingElse() {
        try (Lab small = new Lab()) {
            Page blank = small.newPage();
            CDPSession session = small.context().newCDPSession(blank);
            JsonObject quota = new JsonObject();
            quota.addProperty("origin", host.url().toString().replaceAll("/$", ""));
            quota.addProperty("quotaSize", 12_000_000);
            session.send("Storage.overrideQuotaForOrigin", quota);
            Tab narrow = Tab.open(small, host.url()).ready();
            DocumentsApi there = new DocumentsApi(narrow);
            there.add(Texts.csv());
            Random random = new Random(11);
            StringBuilder text = new StringBuilder();
            while (text.length() < 14_000_000) {
                text.append(Long.toString(random.nextLong() >>> 1, 36)).append(text.length() % 7 == 0 ? ".\n\n" : " ");
            }
            String outcome = (String) narrow.page().evaluate(
                    "text => tabitat.documents.add(new File([text], 'heavy.txt', { type: 'text/plain' })).then(d => 'taken ' + d.state, e => e.code + ': ' + e.message + ' ' + e.remedy)",
                    text.toString());
            System.out.println("No space: " + outcome);
            assertTrue(outcome.startsWith("out_of_budget"), outcome);
            JsonObject report = narrow.call("check").getAsJsonObject();
            assertTrue(report.get("ok").getAsBoolean(), report.toString());
            assertTrue(there.finds(Texts.csv().sentence(), Texts.csv().sentence(), Map.of("mode", "words")));
            assertEquals(List.of(), small.offences());
        }
    }

    /** What real tools made, before there is an encoder: Debian's policy as a PDF, an e-book, pages and plain text. */
    @Test
    @Order(5)
    void debiansOwnDocumentsComeIn() {
        List<Texts.File> files = DebianDocuments.policy();
        assumeTrue(!files.isEmpty(), "debian-policy could not be downloaded");
        for (Texts.File file : files) {
            JsonObject entry = documentsApi.add(file);
            System.out.println(file.name() + ": " + entry.get("format") + ", " + entry.get("characters")
                    + " characters, " + entry.get("passages") + " passages, notices " + entry.get("notices"));
            assertTrue(documentsApi.finds(file.sentence(), file.sentence().split(" ")[0],
                    Map.of("mode", "words", "documents", List.of(entry.get("id").getAsString()))), file.name());
            documentsApi.remove(entry.get("id").getAsString());
        }
        assertUnharmed("after Debian's policy");
    }

    private static JsonObject entry(String name) {
        for (JsonElement entry : JsonParser.parseString(documentsApi.list().toString()).getAsJsonArray()) {
            if (entry.getAsJsonObject().get("name").getAsString().equals(name)) {
                return entry.getAsJsonObject();
            }
        }
        throw new AssertionError("No document named " + name + " in " + documentsApi.list());
    }
}
