package dev.tabitat.web.view.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.format.Slices;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonNull;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.protocol.Topic;
import dev.tabitat.web.view.dom.Html;
import dev.tabitat.web.view.parts.Drawn;
import dev.tabitat.web.view.screen.FakeEngineClient;
import dev.tabitat.web.view.screen.FakePage;
import dev.tabitat.web.view.screen.FakeShared;
import dev.tabitat.web.view.screen.PackagesController;
import dev.tabitat.web.view.screen.PickedFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The documents screen follows events, asks the newest question, and leaves nothing of what is locked or deleted. */
final class DocumentsControllerTest {

    private final FakePage page = new FakePage();
    private final FakeEngineClient engine = new FakeEngineClient();
    private final List<String> lookedAt = new ArrayList<>();
    private final DocumentsController controller = new DocumentsController(engine, page, new FakeShared(),
            new PackagesController(engine, page, storage -> {}), lookedAt::add);

    private Drawn draw() {
        return new Drawn(controller.render());
    }

    private void open(JsonObject... entries) {
        controller.open();
        engine.open("documents.list").answer(JsonArray.of((Object[]) entries));
        engine.open("documents.status").answer(JsonObject.of("state", "idle"));
        engine.clear();
    }

    private static JsonObject entry(String id, String state) {
        return JsonObject.of("id", id, "title", "Title " + id, "state", state, "bytes", 10);
    }

    private static JsonObject found(String document) {
        return JsonObject.of("verdict", "found", "mode", "words", "reason", JsonObject.EMPTY, "searched",
                JsonObject.of("documents", 1, "passages", 1), "total_duration", 1_000_000, "passages",
                JsonArray.of(passage(document)));
    }

    private static JsonObject passage(String document) {
        return JsonObject.of("document", document, "title", "Title", "start", 3, "end", 9, "text", "a text", "index", 0,
                "of", 1, "ranks", JsonObject.EMPTY, "highlights", JsonArray.EMPTY);
    }

    private void ask(String query) {
        draw().type("documents-query", query);
        page.pass(1_000);
    }

    private List<String> after(JsonObject body) {
        engine.clear();
        controller.onEvent(Topic.DOCUMENTS, body);
        page.pass(1_000);
        return engine.methods();
    }

    @Test
    void nothingIsRequestedBeforeTheScreenWasOpen() {
        assertEquals(List.of(), after(JsonObject.of("status", JsonObject.of("state", "working"))));
        open(entry("a", "ready"));
        assertEquals(List.of("documents.list", "documents.status"), after(JsonObject.EMPTY));
        controller.onEvent(Topic.LINEAGE, JsonObject.EMPTY);
        controller.onEvent(Topic.LEDGER, JsonObject.EMPTY);
        engine.clear();
        page.pass(1_000);
        assertEquals(List.of(), engine.methods());
    }

    @Test
    void anEarlierTabsWorkGoesOnOnce() {
        controller.storageKnown(JsonObject.of("mode", "indexeddb", "documents_unfinished", true));
        controller.storageKnown(JsonObject.of("mode", "indexeddb", "documents_unfinished", true));
        assertEquals(List.of("documents.status"), engine.methods());
        controller.storageKnown(JsonObject.of("mode", "memory"));
        assertTrue(controller.isInMemory());
    }

    @Test
    void eventsAreAppliedAndKeepWhatIsTyped() {
        open(entry("a", "ready"));
        draw().type("documents-query", "leave");
        draw().type("documents-seals", "my passphrase");
        after(JsonObject.of("status", JsonObject.of("state", "working"), "progress",
                JsonObject.of("done", 1, "total", 2, "unit", "passages", "phase", "meaning", "name", "a.pdf")));
        assertEquals("working", controller.state().library().status().orElseThrow().string("state"));
        assertTrue(draw().words().contains("a.pdf"), draw().words());
        assertEquals("leave", controller.state().question().query());
        assertEquals("my passphrase", controller.state().field("seals"));
        controller.pause();
        engine.open("documents.pause").answer(JsonObject.of("state", "paused"));
        assertEquals("my passphrase", controller.state().field("seals"), "pausing takes nothing that is typed");
    }

    @Test
    void anOlderQuestionIsCancelledAndItsAnswerIgnored() {
        open(entry("a", "ready"));
        ask("one");
        ask("two");
        FakeEngineClient.Sent older = engine.sent.get(0);
        assertTrue(older.isCancelled);
        engine.sent.get(1).answer(found("b"));
        older.answer(found("a"));
        assertEquals("b", controller.state().found().answer().orElseThrow().array("passages").objects().get(0)
                .string("document"));
        ask("");
        assertTrue(controller.state().found().answer().isEmpty());
    }

    @Test
    void aQuestionIsAskedAsItIsNarrowedDown() {
        open(entry("a", "ready"));
        ask("leave");
        draw().type("documents-only", "a");
        draw().type("documents-from", "2026-03-01");
        draw().type("documents-k", "50");
        assertEquals(
                "{\"query\":\"leave\",\"mode\":\"hybrid\",\"k\":50,\"documents\":[\"a\"],\"added_after\":\"2026-03-01T00:00:00Z\"}",
                engine.sent.get(engine.sent.size() - 1).params.toString());
    }

    @Test
    void whatIsAroundAPassageIsShownAndFoldedAway() {
        open(entry("a", "ready"));
        ask("leave");
        engine.open("search").answer(found("a"));
        draw().click("Show what is around it");
        assertEquals("{\"document\":\"a\",\"start\":0,\"end\":609}", engine.open("documents.read").params.toString());
        engine.open("documents.read").answer(JsonObject.of("state", "there", "start", 0, "end", 20, "length", 20,
                "text", "Of a text and more."));
        assertEquals(1, controller.state().found().around().size());
        draw().click("Hide what is around it");
        assertTrue(controller.state().found().around().isEmpty());
        draw().click("Copy with citation");
        assertTrue(page.clipboard.contains("https://example.org/#documents/a/3-9"), page.clipboard);
    }

    @Test
    void aLinkOpensItsDocumentAndALateAnswerAboutAnotherIsIgnored() {
        controller.navigated("documents/a/3-9");
        controller.navigated("documents/b");
        FakeEngineClient.Sent older = engine.sent.get(0);
        engine.sent.get(2).answer(JsonObject.of("state", "there", "document", "b", "text", "x"));
        older.answer(JsonObject.of("state", "there", "document", "a", "text", "y"));
        assertEquals("b", controller.state().opened().stretch().orElseThrow().string("document"));
        assertEquals(List.of(DocumentReader.TITLE), page.revealed);
        assertEquals("passage-b/0-0", controller.openPassage());
        controller.navigated("documents");
        assertEquals("", controller.openPassage());
    }

    @Test
    void lockedDocumentsLeaveNothing() {
        open(entry("a", "ready"));
        ask("leave");
        engine.open("search").answer(found("a"));
        draw().type("documents-new", "a passphrase");
        after(JsonObject.of("status", JsonObject.of("protection", "locked")));
        DocumentsState state = controller.state();
        assertEquals("", state.question().query());
        assertTrue(state.found().answer().isEmpty());
        assertTrue(state.library().list().isEmpty());
        assertEquals("", state.field("new"));
        assertFalse(draw().words().contains("Title"), draw().words());
    }

    @Test
    void aDeletedDocumentLeavesTheListAndTheAnswers() {
        open(entry("a", "ready"), entry("b", "ready"));
        ask("leave");
        engine.open("search").answer(found("a"));
        draw().type("documents-only", "a");
        controller.askRemove("a");
        assertEquals(List.of("keep-a"), page.focused);
        engine.clear();
        controller.remove("a");
        engine.open("documents.remove").answer(JsonObject.of("records", 3, "freed_bytes", 100));
        assertEquals("b", controller.state().library().entries().get(0).string("id"));
        assertEquals(1, controller.state().library().entries().size());
        assertTrue(controller.state().library().said().notice().contains("Title a"));
        assertEquals("", controller.state().question().only());
        assertEquals("", controller.state().library().removing());
        assertTrue(engine.methods().contains("search"), "the question is asked again");
    }

    @Test
    void lockedOnesAreDeletedOneAfterTheOther() {
        open(entry("a", "locked"), entry("b", "locked"));
        controller.onEvent(Topic.DOCUMENTS, JsonObject.of("status", JsonObject.of("protection", "locked")));
        page.pass(1_000);
        engine.open("documents.list").answer(JsonArray.of(entry("a", "locked"), entry("b", "locked")));
        controller.removeLocked();
        assertEquals("a", engine.open("documents.remove").params.string("id"));
        engine.open("documents.remove").answer(JsonObject.EMPTY);
        assertEquals("b", engine.open("documents.remove").params.string("id"));
        engine.open("documents.remove").answer(JsonObject.EMPTY);
        assertEquals("2 locked documents are deleted for good.", controller.state().library().said().notice());
    }

    @Test
    void protectingNeedsTheSamePassphraseTwiceAndSendsWhatIsTypedLast() {
        open(entry("a", "ready"));
        Drawn early = draw();
        early.type("documents-new", "a long passphrase");
        early.click("Encrypt my documents");
        assertEquals(List.of(), engine.methods());
        early.type("documents-again", "a long passphrase");
        early.click("Encrypt my documents");
        assertEquals("documents.protect {\"passphrase\":\"a long passphrase\"}", engine.sent.get(0).toString());
        engine.open("documents.protect").fail("unavailable");
        assertEquals("a long passphrase", controller.state().field("new"));
        controller.protect();
        engine.open("documents.protect").answer(JsonObject.of("protection", "unlocked"));
        assertEquals("", controller.state().field("new"));
        assertTrue(controller.state().library().isProtected());
    }

    @Test
    void unlockingSendsThePassphraseAndTheTime() {
        controller.field("opens", "a long passphrase");
        controller.unlock();
        assertEquals("documents.unlock {\"passphrase\":\"a long passphrase\",\"idle_minutes\":10}",
                engine.sent.get(0).toString());
        controller.field("idle", "60");
        controller.unlock();
        assertEquals(60, engine.sent.get(1).params.integer("idle_minutes"));
    }

    @Test
    void filesAreHandedOverAFewAtATime() {
        open();
        List<PickedFile> files = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            files.add(new PickedFile(i + ".txt", "text/plain", "", Optional.of(Slices.of(new byte[]{1}))));
        }
        files.add(new PickedFile("locked", "", "locked", Optional.empty()));
        assertTrue(controller.drop(files));
        assertEquals(16, engine.methods().size());
        assertEquals(20, controller.state().library().arriving());
        assertTrue(controller.isBusy());
        assertTrue(controller.state().library().said().leftOut().contains("could not read 1 file"));
        engine.open("documents.add").fail("unsupported");
        engine.open("documents.add").answer(JsonObject.of("duplicate", true));
        assertEquals(18, engine.methods().size());
        assertEquals(18, controller.state().library().arriving());
        assertEquals("0.txt", controller.state().library().said().refusals().get(0).name());
        assertTrue(controller.state().library().said().notice().contains("1.txt"));
        controller.dismissRefusals();
        assertEquals(List.of(), controller.state().library().said().refusals());
    }

    @Test
    void aFileOfDocumentsIsSavedAndTakenInWithItsPassphrase() {
        controller.field("seals", "a long passphrase");
        controller.export();
        assertTrue(controller.isBusy());
        engine.open("documents.export").answer(JsonObject.of("name", "documents.bin"),
                Optional.of(Slices.of(new byte[]{1, 2})));
        assertEquals(2, page.files.get("documents.bin").length());
        assertFalse(controller.isBusy());
        controller.field("unseals", "another one");
        controller.importFile(
                List.of(new PickedFile("documents.bin", "", "", Optional.of(Slices.of(new byte[]{1})))));
        assertEquals("another one", engine.open("documents.import").params.string("passphrase"));
        engine.open("documents.import").answer(JsonObject.of("added", 2, "present", 1, "refused",
                JsonArray.of(JsonObject.of("title", "X", "reason", "It is damaged."))));
        assertEquals("2 documents added; 1 were here already.", controller.state().library().said().notice());
        assertEquals(1, controller.state().library().said().refusals().size());
    }

    @Test
    void aListThatCannotBeReadIsSaidUntilItCan() {
        controller.open();
        engine.open("documents.list").fail("unavailable");
        assertTrue(controller.state().library().said().error().isPresent());
        page.pass(5_000);
        engine.open("documents.list").answer(JsonArray.EMPTY);
        assertTrue(controller.state().library().said().error().isEmpty());
    }

    @Test
    void everyRowHasAKeyOfItsOwn() {
        open(entry("a", "ready"), entry("b", "failed"), entry("c", "waiting"));
        List<String> keys = draw().withClass("files").get(0).children().stream().map(Html::key).toList();
        assertEquals(List.of("document-a", "document-b", "document-c"), keys);
    }

    @Test
    void whatAnEventSaysOfDocumentsIsAppliedWithoutARequest() {
        open(entry("a", "words").with("added_at_utc", "1"), entry("b", "ready").with("added_at_utc", "2"));
        JsonObject changed = JsonObject.of("a", entry("a", "ready").with("added_at_utc", "1"), "b", JsonNull.NULL, "c",
                entry("c", "reading").with("added_at_utc", "3"));
        assertEquals(List.of(), after(JsonObject.of("documents", changed, "status",
                JsonObject.of("state", "working"), "aggregate", "documents", "revision", 5)));
        assertEquals(List.of("c reading", "a ready"), controller.state().library().entries().stream()
                .map(one -> one.string("id") + " " + one.string("state")).toList());
        assertEquals("working", controller.state().library().status().orElseThrow().string("state"));
    }
}
