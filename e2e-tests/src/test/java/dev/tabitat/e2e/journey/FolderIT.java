package dev.tabitat.e2e.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.FilePayload;
import dev.tabitat.e2e.support.DocumentsApi;
import dev.tabitat.e2e.support.GivenCases;
import dev.tabitat.e2e.support.HostProcess;
import dev.tabitat.e2e.support.Lab;
import dev.tabitat.e2e.support.Tab;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Folders as people have them, chosen or dropped: hidden folders and lock files stay out and are counted, and names
 * cannot pose as others.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FolderIT {

    private static final char OVERRIDE = '\u202E';
    /** Beside the given case: what other programs leave, and documents in folders of many kinds of names. */
    private static final List<String> HIDDEN = List.of(".git/refs/readme.md", "notes/.drafts/plan.txt",
            "notes/.private.md", "__MACOSX/plan.txt");
    private static final List<String> BY_PRODUCTS = List.of("~$ffer.docx", ".~lock.sheet.ods#", "notes/.plan.txt.swp",
            "Thumbs.db", "notes/.DS_Store", "notes/plan.md~");
    private static final List<String> OTHER_KINDS = List.of("picture.png", "notes/tool.exe");
    private static final List<String> DOCUMENTS = List.of("notes/plan.md", "notes/.../dots.txt",
            "r,s & t/caf.e (2).txt", "a b/~tilde.md", "$cash/lock.md");

    private HostProcess host;
    private Lab lab;
    private Page page;
    private DocumentsApi documentsApi;

    @BeforeAll
    void start() {
        host = HostProcess.start();
        lab = new Lab();
    }

    @AfterAll
    void stop() {
        lab.close();
        host.close();
    }

    @BeforeEach
    void open() {
        Tab tab = Tab.open(lab, host.url()).ready();
        documentsApi = new DocumentsApi(tab);
        page = tab.page();
        page.evaluate("() => { location.hash = 'documents'; }");
        page.locator("#documents-folder").waitFor(
                new Locator.WaitForOptions().setState(com.microsoft.playwright.options.WaitForSelectorState.ATTACHED));
    }

    @AfterEach
    void close() {
        documentsApi.removeAll();
        page.close();
        assertEquals(List.of(), lab.offences());
    }

    /** The files that the given case names: {@code a dropped folder with A, B, C}. */
    private static List<String> given() {
        List<String> words = GivenCases.one("documents-folder-names", "a dropped folder with").words();
        List<String> files = words.subList(words.indexOf("with") + 1, words.size());
        assertEquals(4, files.size(), files.toString());
        return files;
    }

    private static void write(Path folder, List<String> files) throws IOException {
        for (String file : files) {
            Path path = folder.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, "# About " + path.getFileName() + "\n\nEach of these files has its own words: "
                    + file.replace('/', ' ') + ".\n");
        }
    }

    /** Drops a folder on the page as a file manager does. */
    private void drop(Path folder) {
        CDPSession devtools = lab.context().newCDPSession(page);
        for (String type : List.of("dragEnter", "dragOver", "drop")) {
            JsonObject data = new JsonObject();
            data.add("items", new JsonArray());
            JsonArray files = new JsonArray();
            files.add(folder.toString());
            data.add("files", files);
            data.addProperty("dragOperationsMask", 1);
            JsonObject event = new JsonObject();
            event.addProperty("type", type);
            event.addProperty("x", 600);
            event.addProperty("y", 400);
            event.add("data", data);
            devtools.send("Input.dispatchDragEvent", event);
        }
        devtools.detach();
    }

    private Set<String> names() {
        Set<String> names = new TreeSet<>();
        documentsApi.list().forEach(one -> names.add(one.getAsJsonObject().get("name").getAsString()));
        return names;
    }

    private void awaitDocuments(int count) {
        documentsApi.until("list.length >= " + count
                + " && list.every(d => d.state === 'words' || d.state === 'ready' || d.state === 'failed')");
    }

    @Test
    void ofTheGivenFolderOnlyTheNoteComesInHoweverItIsGiven(@TempDir Path temporary) throws IOException {
        assertTrue(GivenCases.one("documents-folder-names", "a dropped folder with").right().startsWith("ok/note.txt"));
        Path folder = temporary.resolve("given");
        write(folder, given());
        drop(folder);
        awaitDocuments(1);
        assertLeftOut("3 files were left out: 2 hidden or in hidden folders, 1 lock or system file.");
        assertEquals(Set.of("note.txt"), names());
        documentsApi.removeAll();
        page.locator("#documents-folder").setInputFiles(folder);
        awaitDocuments(1);
        assertEquals(Set.of("note.txt"), names());
        assertLeftOut("1 lock or system file");
    }

    @Test
    void whatProgramsAndSystemsLeaveStaysOutAndIsCounted(@TempDir Path temporary) throws IOException {
        Path folder = temporary.resolve("papers");
        write(folder, HIDDEN);
        write(folder, BY_PRODUCTS);
        write(folder, OTHER_KINDS);
        write(folder, DOCUMENTS);
        drop(folder);
        assertLeftOut(HIDDEN.size() + BY_PRODUCTS.size() + OTHER_KINDS.size() + 1 + " files were left out: "
                + OTHER_KINDS.size() + " of other kinds, " + (HIDDEN.size() + 1)
                + " hidden or in hidden folders, " + BY_PRODUCTS.size() + " lock or system files.");
        int expected = DOCUMENTS.size() - 1;
        awaitDocuments(expected);
        Set<String> right = new TreeSet<>();
        DOCUMENTS.stream().filter(file -> !file.contains("/.../"))
                .forEach(file -> right.add(file.substring(file.lastIndexOf('/') + 1)));
        assertEquals(right, names(), "a folder named with dots is hidden, and others are not");
    }

    private void assertLeftOut(String sentence) {
        PlaywrightAssertions.assertThat(page.locator("#documents-drop")).containsText(sentence);
    }

    /** The name of the given case, and others that would turn what stands beside them. */
    @Test
    void aNameThatTurnsTheLineIsWrittenOutAndStandsInAnIsolateOfItsOwn() {
        String given = GivenCases.one("documents-folder-names", "a file named").words().stream()
                .filter(word -> word.endsWith(".md")).findFirst().orElseThrow();
        assertEquals("txt.exe.md", given);
        List<String> names = List.of(OVERRIDE + given, "before" + OVERRIDE + "fdp.md", "\u2067isolate\u2069.md",
                "\u200Fmark\u200E.md", "\u05D3\u05D5\u05D7.md");
        // Given without a folder: not every system lets a Java program write such names.
        page.locator("#documents-files").setInputFiles(names.stream()
                .map(name -> new FilePayload(name, "text/markdown",
                        ("# Of its own\n\nThis is file " + names.indexOf(name) + ".\n")
                                .getBytes(StandardCharsets.UTF_8)))
                .toArray(FilePayload[]::new));
        awaitDocuments(names.size());
        assertEquals(new TreeSet<>(names), names(), "the names themselves are kept");
        for (String name : names) {
            String written = name.replace("" + OVERRIDE, "[U+202E]").replace("\u2067", "[U+2067]")
                    .replace("\u2069", "[U+2069]").replace("\u200F", "[U+200F]").replace("\u200E", "[U+200E]");
            PlaywrightAssertions.assertThat(
                    page.locator("#documents-list li bdi").filter(new Locator.FilterOptions().setHasText(written)))
                    .hasCount(1);
        }
        String text = page.locator("#documents-list").textContent();
        for (char turning : new char[]{OVERRIDE, '\u2067', '\u200F', '\u200E'}) {
            assertFalse(text.indexOf(turning) >= 0, "U+" + Integer.toHexString(turning) + " in " + text);
        }
        // What stands after the name begins to its right, also where the name is written from the right.
        boolean isInPlace = (Boolean) page
                .evaluate("() => [...document.querySelectorAll('#documents-list li .what')].every(what => {"
                        + " const name = what.querySelector('bdi').getBoundingClientRect(), facts = what.querySelector('.facts').getBoundingClientRect();"
                        + " return facts.top >= name.bottom - 1 || facts.left >= name.right - 1; })");
        assertTrue(isInPlace, "facts stand behind or below each name");
    }
}
