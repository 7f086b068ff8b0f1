package dev.tabitat.web.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.format.Slices;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.kernels.model.Schedule;
import dev.tabitat.web.protocol.FromEngine;
import dev.tabitat.web.protocol.ToEngine;
import dev.tabitat.web.store.MemoryRecords;
import dev.tabitat.web.store.TabStore;
import java.io.IOException;
import java.io.InputStream;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Questions as people ask them find their passages by words alone, without an encoder; PDFs need a browser and are left
 * out.
 */
final class QuestionsTest {

    private static final String FOLDER = "/cases/questions/";
    private static final List<String> DOCUMENTS = List.of("emails-boiler.txt", "kita-ordnung.md",
            "leisure-centre-prices.csv", "notice-mutuelle.txt", "school-policy.docx", "staff-handbook.md");

    private final CooperativeThreads threads = new CooperativeThreads(Schedule.first());
    private final Map<Long, FromEngine> ends = new HashMap<>();
    private final DocumentService service;
    private long calls;

    QuestionsTest() {
        FakeDocumentEnvironment environment = new FakeDocumentEnvironment(threads);
        service = new DocumentService(
                TabStore.open(new YieldingRecords(new MemoryRecords(), threads::pauseHere), environment, "test"),
                environment, (message, bytes) -> {
                    if (message instanceof FromEngine.Done done) {
                        ends.put(done.id(), done);
                    } else if (message instanceof FromEngine.Failed failed) {
                        ends.put(failed.id(), failed);
                    }
                });
    }

    @AfterEach
    void endThreads() {
        threads.close();
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = QuestionsTest.class.getResourceAsStream(FOLDER + name)) {
            return in.readAllBytes();
        }
    }

    private JsonObject call(String method, JsonObject params, Optional<Slices> bytes) {
        long id = ++calls;
        threads.start(method, () -> service.calls().receive(new ToEngine.Call(id, method, params), bytes));
        threads.runUntil(() -> ends.containsKey(id));
        return (JsonObject) ((FromEngine.Done) ends.get(id)).result();
    }

    private static String plain(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT).replace('\u2019', '\'')
                .replaceAll("[\\s|\u00B7*_]+", " ").strip();
    }

    private static boolean holds(Json span, JsonObject passage) {
        String text = plain(passage.string("text"));
        return ((JsonArray) span).items().stream().anyMatch(
                alternative -> ((JsonArray) alternative).strings().stream().allMatch(one -> text.contains(plain(one))));
    }

    @Test
    void mostAreFoundByWordsAloneAndHardlyAnyIsRefused() throws IOException {
        Map<String, String> names = new HashMap<>();
        for (String document : DOCUMENTS) {
            names.put(call("documents.add", JsonObject.of("name", document),
                    Optional.of(Slices.of(resource(document(document))))).string("id"), document);
        }
        int asked = 0;
        int first = 0;
        int inFive = 0;
        List<String> refused = new ArrayList<>();
        for (JsonObject question : ((JsonArray) JsonReader.read(resource("questions-public.json"), JsonLimits.DEFAULT))
                .objects()) {
            if (!question.bool("answerable") || !DOCUMENTS.contains(question.string("document"))) {
                continue;
            }
            asked++;
            JsonObject answer = call("search",
                    JsonObject.of("query", question.string("question"), "k", 5, "mode", "words"), Optional.empty());
            if (answer.string("verdict").equals("nothing_relevant")) {
                refused.add(question.string("question"));
            }
            List<JsonObject> own = answer.array("passages").objects().stream()
                    .filter(one -> names.get(one.string("document")).equals(question.string("document"))).toList();
            List<Json> spans = question.array("spans").items();
            JsonObject best = answer.array("passages").size() == 0 ? JsonObject.EMPTY
                    : answer.array("passages").objects().get(0);
            first += own.contains(best) && spans.stream().anyMatch(span -> holds(span, best)) ? 1 : 0;
            inFive += spans.stream().allMatch(span -> own.stream().anyMatch(passage -> holds(span, passage))) ? 1 : 0;
        }
        assertEquals(32, asked);
        // Measured: 15 and 24, one refused. Readers that cut passages otherwise may move them a little.
        assertTrue(first >= 12, first + " of " + asked + " first");
        assertTrue(inFive >= 19, inFive + " of " + asked + " in five");
        assertTrue(refused.size() <= 2, "refused: " + refused);
    }

    private static String document(String name) {
        return "documents/" + name;
    }

    @Test
    void functionWordsAreNotMarked() throws IOException {
        call("documents.add", JsonObject.of("name", "staff-handbook.md"),
                Optional.of(Slices.of(resource("documents/staff-handbook.md"))));
        JsonObject answer = call("search", JsonObject.of("query", "How much is the coffee money in the staff kitchen?"),
                Optional.empty());
        JsonObject best = answer.array("passages").objects().get(0);
        List<String> marked = new ArrayList<>();
        for (Json item : best.array("highlights").items()) {
            JsonArray pair = (JsonArray) item;
            marked.add(best.string("text")
                    .substring(Integer.parseInt(pair.get(0).toString()), Integer.parseInt(pair.get(1).toString()))
                    .toLowerCase(Locale.ROOT));
        }
        assertTrue(marked.contains("coffee") && marked.contains("money") && marked.contains("kitchen"),
                marked.toString());
        assertTrue(marked.stream().noneMatch(List.of("the", "is", "in", "how", "much")::contains), marked.toString());
    }
}
