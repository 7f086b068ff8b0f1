package dev.tabitat.web.documents;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.Seed;
import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.model.TextEncoder;
import dev.tabitat.core.retrieval.Fusion;
import dev.tabitat.core.retrieval.PassageWords;
import dev.tabitat.core.retrieval.Relevance;
import dev.tabitat.core.retrieval.VerdictEvidence;
import dev.tabitat.core.model.TextEncoder;
import dev.tabitat.core.text.Utf8;
import dev.tabitat.kernels.model.Schedule;
import dev.tabitat.web.protocol.DeclaredTypes;
import dev.tabitat.web.protocol.FromEngine;
import dev.tabitat.web.protocol.ToEngine;
import dev.tabitat.web.store.DocumentStore;
import dev.tabitat.web.store.MemoryRecords;
import dev.tabitat.web.store.RecordStore;
import dev.tabitat.web.store.TabStore;
import dev.tabitat.web.store.Table;
import dev.tabitat.web.store.VectorSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class DocumentServiceTest {

    private static final String PASSPHRASE = "four unrelated words";
    private static final String HANDBOOK = "# Leave\n\nEvery employee has 25 days of leave.\n\n## Sick leave\n\nCall the office before nine. A note is needed after three days.\n";

    private final CooperativeThreads threads = new CooperativeThreads(Schedule.first());
    private final RecordStore records = new MemoryRecords();
    private final FakeDocumentEnvironment environment = new FakeDocumentEnvironment(threads);
    private final Tab tab = new Tab(threads, records, environment);

    @AfterEach
    void endThreads() {
        threads.close();
    }

    /** A page that calls, and what it hears. */
    private static final class Tab {

        private final CooperativeThreads threads;
        private final DocumentService service;
        private final AtomicLong ids = new AtomicLong();
        private final Map<Long, FromEngine> ends = new HashMap<>();
        private final Map<Long, Optional<Slices>> files = new HashMap<>();
        private final List<JsonObject> progress = new ArrayList<>();

        Tab(CooperativeThreads threads, RecordStore records, FakeDocumentEnvironment environment) {
            this.threads = threads;
            service = new DocumentService(
                    TabStore.open(new YieldingRecords(records, threads::pauseHere), environment, "test"), environment,
                    (message, bytes) -> {
                        if (message instanceof FromEngine.Done done) {
                            files.put(done.id(), bytes);
                            ends.put(done.id(), message);
                        } else if (message instanceof FromEngine.Failed failed) {
                            ends.put(failed.id(), message);
                        } else if (message instanceof FromEngine.Progress report) {
                            progress.add(report.report());
                        }
                    });
        }

        private FromEngine ask(String method, JsonObject params, Optional<Slices> bytes) {
            long id = begin(method, params, bytes);
            threads.runUntil(() -> ends.containsKey(id));
            return ends.get(id);
        }

        private long begin(String method, JsonObject params, Optional<Slices> bytes) {
            long id = ids.incrementAndGet();
            threads.start(method, () -> service.calls().receive(new ToEngine.Call(id, method, params), bytes));
            return id;
        }

        Json call(String method, Object... params) {
            Json result = done(ask(method, JsonObject.of(params), Optional.empty()));
            DeclaredTypes.require(method, result);
            return result;
        }

        JsonObject add(String name, String text) {
            return (JsonObject) done(
                    ask("documents.add", JsonObject.of("name", name), Optional.of(Slices.of(Utf8.encode(text)))));
        }

        ApiError refused(String method, Optional<byte[]> bytes, Object... params) {
            FromEngine end = ask(method, JsonObject.of(params), bytes.map(Slices::of));
            assertTrue(end instanceof FromEngine.Failed, String.valueOf(end));
            return ((FromEngine.Failed) end).error();
        }

        byte[] file(String method, Object... params) {
            done(ask(method, JsonObject.of(params), Optional.empty()));
            Slices file = files.get(ids.get()).orElseThrow();
            return file.read(0, (int) file.length());
        }

        JsonObject take(byte[] file, Object... params) {
            return (JsonObject) done(ask("documents.import", JsonObject.of(params), Optional.of(Slices.of(file))));
        }

        JsonObject search(String query) {
            return (JsonObject) call("search", "query", query);
        }

        List<JsonObject> list() {
            return ((JsonArray) call("documents.list")).objects();
        }

        private static Json done(FromEngine end) {
            if (end instanceof FromEngine.Failed failed) {
                throw new AssertionError(failed.error().toString());
            }
            return ((FromEngine.Done) end).result();
        }
    }

    private boolean anywhere(String words) {
        for (Table table : List.of(Table.DOCUMENTS, Table.DRAFTS)) {
            for (String key : records.keys(table)) {
                if (new String(records.bytes(table, key).orElseThrow(), java.nio.charset.StandardCharsets.ISO_8859_1)
                        .contains(words)) {
                    return true;
                }
            }
        }
        return false;
    }

    @Test
    void aFileIsFoundByItsWordsAtItsExactSpan() {
        JsonObject entry = tab.add("handbook.md", HANDBOOK);
        assertEquals("words", entry.string("state"));
        assertEquals("Leave", entry.string("title"));
        JsonObject answer = tab.search("sick note");
        JsonObject first = answer.array("passages").objects().get(0);
        assertEquals("found", answer.string("verdict"));
        assertEquals("words", answer.string("mode"));
        assertTrue(answer.string("notice").contains("No encoder"));
        JsonObject stretch = (JsonObject) tab.call("documents.read", "document", entry.string("id"), "start",
                first.integer("start"), "end", first.integer("end"));
        assertEquals(first.string("text"), stretch.string("text"));
        assertEquals("line", stretch.object("place").string("unit"));
        JsonArray mark = (JsonArray) first.array("highlights").items().get(0);
        assertEquals("Sick", first.string("text").substring(Integer.parseInt(mark.get(0).toString()),
                Integer.parseInt(mark.get(1).toString())));
        List<JsonObject> keeping = tab.progress.stream().filter(report -> report.string("phase").equals("keeping"))
                .toList();
        assertFalse(keeping.isEmpty(), tab.progress.toString());
        assertTrue(keeping.stream().allMatch(
                report -> report.string("unit").equals("bytes") && report.integer("total") == HANDBOOK.length()),
                "a file's own bytes: " + keeping);
    }

    @Test
    void wordsThatAnEarlierVersionMadeAreMadeAnewOnce() {
        JsonObject entry = tab.add("handbook.md", HANDBOOK);
        DocumentStore store = TabStore.open(records, environment, "test").documents(environment.cipher());
        store.replaceWords(entry.string("id"), new byte[]{'T', 'D', 'W', 1, 0, 0});
        assertTrue(PassageWords.isOutdated(store.read(entry.string("id"), DocumentStore.WORDS)));
        assertEquals("found", new Tab(threads, records, environment.another()).search("sick note").string("verdict"));
        assertFalse(PassageWords.isOutdated(store.read(entry.string("id"), DocumentStore.WORDS)));
    }

    @Test
    void vectorsWithoutALayoutAreThoseOfTheFirst() {
        String digest = Digest.of(Utf8.encode("an encoder")).toString();
        Encoders.Chosen earlier = Encoders.Chosen.read(JsonObject.of("name", "mini:q8", "digest", digest).toString());
        assertFalse(earlier.source().isCurrent());
        Encoders.Chosen today = new Encoders.Chosen("mini:q8", Digest.parse(digest), VectorSource.LAYOUT,
                new TextEncoder.Prompts("query: ", "passage: "));
        assertEquals(today, Encoders.Chosen.read(today.toJson().toString()), "its prompts are noted");
        assertTrue(Encoders.Chosen.read(today.toJson().toString()).source().isCurrent());
        assertFalse(today.source().equals(earlier.source()), "their vectors are not compared");
    }

    @Test
    void otherFormsAndMisspellingsAreFoundAndMarked() {
        tab.add("handbook.md", HANDBOOK);
        JsonObject first = tab.search("how many employes have leaves").array("passages").objects().get(0);
        JsonArray mark = (JsonArray) first.array("highlights").items().get(0);
        assertEquals("found", first.string("relevance"));
        assertEquals("Leave", first.string("text").substring(Integer.parseInt(mark.get(0).toString()),
                Integer.parseInt(mark.get(1).toString())));
    }

    @Test
    void aQuotationOfCommonWordsIsFoundAmongManyPassagesThatRepeatItsRarerOnes() {
        StringBuilder speeches = new StringBuilder();
        for (int at = 0; at < 300; at++) {
            speeches.append("# Speech ").append(at).append("\n\n")
                    .append(at % 3 == 0
                            ? "A government took part in it and said so in a letter that is kept to this day."
                            : "It was on her, and too late for that, of all the roads.")
                    .append("\n\n");
        }
        tab.add("speeches.md", speeches.toString());
        String sought = "They spoke at length of many other things, of harbours and of roads and of canals; and then, on the part of her Government and with great patience, a minister replied that it was a matter for all of them, whatever they would say.";
        tab.add("reply.md", sought);
        for (String quoted : List.of("on the part of her Government and", "and then, on the part of her Government",
                "the part of her Government and with")) {
            JsonObject first = tab.search(quoted).array("passages").objects().get(0);
            assertEquals(sought, first.string("text"), quoted);
        }
    }

    @Test
    void nothingIsSaidWhereNothingFits() {
        assertEquals("no_documents", tab.search("anything").string("verdict"));
        tab.add("handbook.md", HANDBOOK);
        JsonObject answer = tab.search("neutrino oscillations in the days of the sun");
        assertEquals("nothing_relevant", answer.string("verdict"));
        JsonObject evidence = answer.object("reason").object("evidence");
        assertEquals(VerdictEvidence.of("", Fusion.Way.WORDS, Relevance.Grade.WEAK).orElseThrow().toJson(), evidence);
        assertEquals("weak", evidence.string("grade"));
        assertFalse(evidence.has("encoder"), "no encoder took part");
        assertEquals(0, answer.array("passages").size());
        assertTrue(answer.array("nearest").size() > 0);
    }

    @Test
    void theSameBytesAreOneDocumentAndABadFileLeavesTheOthersAlone() {
        JsonObject first = tab.add("a.md", HANDBOOK);
        JsonObject again = tab.add("b.md", HANDBOOK);
        assertEquals(first.string("id"), again.string("id"));
        assertTrue(again.bool("duplicate"));
        ApiError error = tab.refused("documents.add", Optional.of(Utf8.encode("%PDF-1.7 nothing else")), "name",
                "bad.pdf");
        assertEquals("damaged_data", error.code());
        assertEquals("failed", tab.list().stream().filter(one -> one.string("name").equals("bad.pdf")).findFirst()
                .orElseThrow().string("state"));
        assertFalse(anywhere("nothing else"), "bytes of a file that cannot be read are not kept");
        assertEquals("found", tab.search("sick note").string("verdict"));
        assertEquals("invalid_input",
                tab.refused("documents.add", Optional.of(new byte[0]), "name", "empty.txt").code());
        assertEquals("invalid_input", tab.refused("documents.add", Optional.empty(), "name", "none").code());
    }

    @Test
    void aFileIsReadInTheEncodingThatItsMediaTypeNames() {
        byte[] russian = "Договор аренды".getBytes(java.nio.charset.Charset.forName("koi8-r"));
        byte[] japanese = "<meta charset='shift_jis'><p>賃貸契約".getBytes(java.nio.charset.Charset.forName("windows-31j"));
        JsonObject sent = (JsonObject) Tab.done(tab.ask("documents.add",
                JsonObject.of("name", "a.html", "type", "text/html; charset=koi8-r"), Optional.of(Slices.of(russian))));
        JsonObject declared = (JsonObject) Tab.done(tab.ask("documents.add",
                JsonObject.of("name", "b.html", "type", "text/html"), Optional.of(Slices.of(japanese))));
        assertEquals("Договор аренды",
                ((JsonObject) tab.call("documents.read", "document", sent.string("id"))).string("text"));
        assertEquals("賃貸契約",
                ((JsonObject) tab.call("documents.read", "document", declared.string("id"))).string("text"));
        assertEquals(0, sent.array("notices").size() + declared.array("notices").size());
    }

    @Test
    void aPauseKeepsFilesWaitingInTheNextTabToo() {
        tab.call("documents.pause");
        assertEquals("waiting", tab.add("handbook.md", HANDBOOK).string("state"));
        Tab next = new Tab(threads, records, environment.another());
        assertEquals("paused", ((JsonObject) next.call("documents.status")).string("state"));
        assertEquals("waiting", next.list().get(0).string("state"));
        next.call("documents.resume");
        assertEquals("words", next.add("handbook.md", HANDBOOK).string("state"));
    }

    @Test
    void whoUnlocksIsToldHowManyWereDeletedWithoutThePassphrase() {
        tab.add("a.md", HANDBOOK);
        tab.add("b.md", HANDBOOK + "More.");
        tab.call("documents.protect", "passphrase", PASSPHRASE);
        tab.call("documents.lock");
        Tab stranger = new Tab(threads, records, environment.another());
        List<JsonObject> there = stranger.list();
        assertEquals(List.of("locked", "locked"), there.stream().map(one -> one.string("state")).toList());
        stranger.call("documents.remove", "id", there.get(0).string("id"));
        assertFalse(((JsonObject) stranger.call("documents.status")).has("deleted_while_locked"),
                "only who has the passphrase is told");
        JsonObject status = (JsonObject) tab.call("documents.unlock", "passphrase", PASSPHRASE);
        assertEquals(1, status.integer("deleted_while_locked"), status.toString());
        tab.call("documents.lock");
        assertFalse(((JsonObject) tab.call("documents.unlock", "passphrase", PASSPHRASE)).has("deleted_while_locked"),
                "it was seen");
        tab.call("documents.remove", "id", tab.list().get(0).string("id"));
        assertFalse(((JsonObject) tab.call("documents.status")).has("deleted_while_locked"));
    }

    @Test
    void theStatusSaysWhereDocumentsAreStored() {
        assertEquals("memory", ((JsonObject) tab.call("documents.status")).string("mode"));
    }

    @Test
    void aTabThatHangsWhileItAddsIsWaitedForAMinuteAndNamed() {
        environment.holdElsewhere("tabitat-documents-adding");
        long id = tab.begin("documents.add", JsonObject.of("name", "a.md"),
                Optional.of(Slices.of(Utf8.encode(HANDBOOK))));
        threads.pass(55_000);
        assertFalse(tab.ends.containsKey(id));
        threads.pass(10_000);
        assertTrue(tab.ends.get(id) instanceof FromEngine.Failed failed && failed.error().code().equals("unavailable")
                && failed.error().message().equals("Other work on your documents makes no progress.")
                && failed.error().remedy().contains("Close the other tabs"), String.valueOf(tab.ends.get(id)));
        environment.closeOther("tabitat-documents-adding");
        assertEquals("words", tab.add("a.md", HANDBOOK).string("state"));
    }

    @Test
    void aTabThatAddsFileAfterFileIsWaitedFor() {
        environment.holdElsewhere("tabitat-documents-adding");
        long id = tab.begin("documents.add", JsonObject.of("name", "a.md"),
                Optional.of(Slices.of(Utf8.encode(HANDBOOK))));
        for (int piece = 0; piece < 5; piece++) {
            String name = "someoneelse/piece/0000000" + piece;
            records.apply(new dev.tabitat.web.store.Batch().put(Table.DRAFTS, name, new byte[]{1}));
            threads.pass(40_000);
            assertFalse(tab.ends.containsKey(id), "piece " + piece);
        }
        environment.closeOther("tabitat-documents-adding");
        threads.runUntil(() -> tab.ends.containsKey(id));
        assertTrue(tab.ends.get(id) instanceof FromEngine.Done, String.valueOf(tab.ends.get(id)));
    }

    @Test
    void aTabThatHangsWhileItIndexesIsNamedInTheStatus() {
        environment.holdElsewhere("tabitat-documents");
        long id = tab.begin("documents.add", JsonObject.of("name", "a.md"),
                Optional.of(Slices.of(Utf8.encode(HANDBOOK))));
        threads.pass(650_000);
        assertTrue(
                tab.ends.get(id) instanceof FromEngine.Failed failed && failed.error().message()
                        .contains("Another tab that reads your documents makes no progress."),
                String.valueOf(tab.ends.get(id)));
        assertTrue(((JsonObject) tab.call("documents.status")).object("problem").string("remedy")
                .contains("Close the other tabs"));
        environment.closeOther("tabitat-documents");
        tab.call("documents.resume");
        threads.runUntil(() -> tab.list().get(0).string("state").equals("words"));
    }

    /** Two tabs of one browser, that hear of each other's changes. */
    private static Tab another(Tab tab, FakeDocumentEnvironment environment, RecordStore records,
            CooperativeThreads threads) {
        FakeDocumentEnvironment there = environment.another();
        Tab other = new Tab(threads, records, there);
        environment.tells(other.service::onEvent);
        there.tells(tab.service::onEvent);
        return other;
    }

    @Test
    void aDocumentAddedInOneTabCanBeFoundAndDeletedInAnother() {
        Tab other = another(tab, environment, records, threads);
        other.call("documents.status");
        JsonObject entry = tab.add("handbook.md", HANDBOOK);
        assertEquals("found", other.search("sick note").string("verdict"));
        JsonObject removed = (JsonObject) other.call("documents.remove", "id", entry.string("id"));
        assertEquals(4, removed.integer("records"));
        assertEquals("no_documents", tab.search("sick note").string("verdict"));
        assertEquals("deleted",
                ((JsonObject) tab.call("documents.read", "document", entry.string("id"))).string("state"));
        assertFalse(anywhere("office") || anywhere("handbook"));
        assertEquals("invalid_input",
                tab.refused("documents.remove", Optional.empty(), "id", entry.string("id")).code());
    }

    /**
     * Whoever reads the file, whenever the notifications come and whatever is being refreshed: what was answered holds
     * in the other tab.
     */
    @Test
    void aRequestSeesEveryChangeThatWasAnsweredBeforeIt() {
        int schedules = Schedule.all(1, DocumentServiceTest::addFindRemove);
        assertTrue(schedules > 100, schedules + " schedules");
        Random random = Seed.random("DocumentServiceTest");
        for (int i = 0; i < 100; i++) {
            addFindRemove(Schedule.random(random));
        }
    }

    private static void addFindRemove(Schedule schedule) {
        try (CooperativeThreads order = new CooperativeThreads(schedule)) {
            FakeDocumentEnvironment here = new FakeDocumentEnvironment(order);
            RecordStore kept = new MemoryRecords();
            Tab first = new Tab(order, kept, here);
            Tab second = another(first, here, kept, order);
            second.call("documents.status");
            JsonObject entry = first.add("handbook.md", HANDBOOK);
            assertEquals("found", second.search("sick note").string("verdict"));
            assertEquals(1, second.list().size());
            second.call("documents.remove", "id", entry.string("id"));
            assertEquals("no_documents", first.search("sick note").string("verdict"));
            assertEquals(0, first.list().size());
        }
    }

    /** A search that begins before a document is deleted elsewhere answers with it or without it, whole either way. */
    @Test
    void aSearchBesideADeletionAnswersWithTheDocumentOrWithoutIt() {
        Map<String, Integer> verdicts = new HashMap<>();
        Schedule.all(1, schedule -> {
            CooperativeThreads order = new CooperativeThreads(schedule);
            try (order) {
                FakeDocumentEnvironment here = new FakeDocumentEnvironment(order);
                RecordStore kept = new MemoryRecords();
                Tab first = new Tab(order, kept, here);
                Tab second = another(first, here, kept, order);
                first.add("notes.txt", "The archive is in the cellar behind the boiler.");
                JsonObject entry = first.add("handbook.md", HANDBOOK);
                second.call("documents.status");
                long search = second.begin("search", JsonObject.of("query", "sick note"), Optional.empty());
                long removal = first.begin("documents.remove", JsonObject.of("id", entry.string("id")),
                        Optional.empty());
                order.runUntil(() -> second.ends.containsKey(search) && first.ends.containsKey(removal));
                JsonObject answer = (JsonObject) Tab.done(second.ends.get(search));
                answer.array("passages").objects()
                        .forEach(one -> assertEquals(entry.string("id"), one.string("document")));
                verdicts.merge(answer.string("verdict"), 1, Integer::sum);
                assertEquals("nothing_relevant", second.search("sick note").string("verdict"));
            }
        });
        assertTrue(verdicts.getOrDefault("found", 0) > 0 && verdicts.getOrDefault("nothing_relevant", 0) > 0,
                verdicts.toString());
    }

    @Test
    void protectedDocumentsLockWhenNobodyUsesThem() {
        tab.add("handbook.md", HANDBOOK);
        assertTrue(anywhere("office"));
        assertEquals("invalid_input", tab.refused("documents.protect", Optional.empty(), "passphrase", "short").code());
        tab.call("documents.protect", "passphrase", PASSPHRASE);
        assertTrue(((JsonObject) tab.call("documents.status")).boolOr("had_plain", false),
                "documents were there before, unencrypted");
        assertTrue(tab.progress.stream().filter(report -> report.string("phase").equals("sealing"))
                .allMatch(report -> report.string("unit").equals("records")), tab.progress.toString());
        assertFalse(anywhere("office") || anywhere("handbook"));
        assertEquals("found", tab.search("sick note").string("verdict"));
        environment.later(11 * 60_000);
        assertEquals("locked", ((JsonObject) tab.call("documents.status")).string("protection"));
        assertEquals("refused", tab.refused("search", Optional.empty(), "query", "sick note").code());
        assertEquals("refused",
                tab.refused("documents.unlock", Optional.empty(), "passphrase", "four other words").code());
        assertEquals("locked", tab.list().get(0).string("state"));
        tab.call("documents.unlock", "passphrase", PASSPHRASE);
        assertEquals("found", tab.search("sick note").string("verdict"));
        tab.call("documents.unprotect", "passphrase", PASSPHRASE);
        assertTrue(anywhere("office"));
    }

    @Test
    void anExportComesInElsewhereOrNotAtAll() {
        tab.add("handbook.md", HANDBOOK);
        tab.add("notes.txt", "The archive is in the cellar behind the boiler.");
        byte[] plain = tab.file("documents.export");
        byte[] sealed = tab.file("documents.export", "passphrase", PASSPHRASE);
        assertFalse(new String(sealed, java.nio.charset.StandardCharsets.ISO_8859_1).contains("office"));
        Tab elsewhere = new Tab(threads, new MemoryRecords(), new FakeDocumentEnvironment(threads));
        for (int at = 0; at < sealed.length; at += 997) {
            byte[] changed = sealed.clone();
            changed[at] ^= 1;
            FromEngine end = elsewhere.ask("documents.import", JsonObject.of("passphrase", PASSPHRASE),
                    Optional.of(Slices.of(changed)));
            assertTrue(end instanceof FromEngine.Failed, "byte " + at + " of the sealed file");
        }
        byte[] cut = java.util.Arrays.copyOf(plain, plain.length / 2);
        assertTrue(elsewhere.ask("documents.import", JsonObject.EMPTY,
                Optional.of(Slices.of(cut))) instanceof FromEngine.Failed);
        assertEquals("refused",
                elsewhere.refused("documents.import", Optional.of(sealed), "passphrase", "four other words").code());
        assertEquals("refused", elsewhere.refused("documents.import", Optional.of(sealed)).code());
        assertEquals(List.of(), elsewhere.list());
        assertEquals(2, elsewhere.take(sealed, "passphrase", PASSPHRASE).integer("added"));
        assertEquals("found", elsewhere.search("archive in the cellar").string("verdict"));
        JsonObject twice = elsewhere.take(plain);
        assertEquals(2, twice.integer("present"));
        assertArrayEquals(plain, tab.file("documents.export"), "the same documents give the same file");
    }

    @Test
    void wrongCallsAreNamed() {
        assertEquals("invalid_input", tab.refused("documents.dance", Optional.empty()).code());
        assertEquals("invalid_input", tab.refused("search", Optional.empty(), "query", "  ").code());
        assertEquals("invalid_input", tab.refused("search", Optional.empty(), "query", "a", "mode", "magic").code());
        assertEquals("invalid_input",
                tab.refused("search", Optional.empty(), "query", "a", "added_after", "yesterday").code());
        assertEquals("invalid_input",
                tab.refused("documents.reindex", Optional.empty(), "encoder", "nobody:q8").code());
        assertEquals("unknown", ((JsonObject) tab.call("documents.read", "document", "<b>")).string("state"));
    }
}
