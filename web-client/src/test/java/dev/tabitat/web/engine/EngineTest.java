package dev.tabitat.web.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.format.Slices;
import dev.tabitat.core.graph.Graph;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.packages.Manifest;
import dev.tabitat.core.packages.ModelPackage;
import dev.tabitat.core.runtime.Backend;
import dev.tabitat.core.runtime.ReferenceBackend;
import dev.tabitat.core.runtime.Session;
import dev.tabitat.core.tensor.Tensor;
import dev.tabitat.web.protocol.FromEngine;
import dev.tabitat.web.protocol.ToEngine;
import dev.tabitat.web.protocol.Topic;
import dev.tabitat.web.store.Batch;
import dev.tabitat.web.store.MemoryRecords;
import dev.tabitat.web.store.RecordStore;
import dev.tabitat.web.store.Table;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class EngineTest {

    private static final String TASK = "language-identification";

    private final FakeEngineEnvironment environment = new FakeEngineEnvironment();
    private final RecordStore records = new MemoryRecords();
    private Manifest starter;

    @BeforeEach
    void offer() {
        starter = TinyModels.offer(environment, "lande", 0.9);
    }

    private Engine start() {
        Engine engine = new Engine(environment, records, "", environment::send);
        engine.begin();
        return engine;
    }

    private static String label(JsonObject answer) {
        return ((JsonArray) answer.array("results").get(0)).objects().get(0).string("label");
    }

    private boolean wasTold(String topic) {
        return environment.sent.stream()
                .anyMatch(message -> message instanceof FromEngine.Event event && event.topic().equals(topic));
    }

    @Test
    void onTheFirstVisitTheStarterInstallsItselfAndAnswers() {
        Engine engine = start();
        assertTrue(wasTold(Topic.READY));
        JsonObject answer = environment.object(engine, "classify", "task", TASK, "input",
                JsonArray.of("aaab", "bb bbab"));
        assertEquals("aaa", label(answer));
        assertEquals("bbb", ((JsonArray) answer.array("results").get(1)).objects().get(0).string("label"));
        assertEquals("lande:q8", answer.string("model"));
        assertTrue(answer.integer("total_duration") > 0);
        assertEquals(1, ((JsonArray) environment.done(engine, "installed")).size());
    }

    @Test
    void withoutANetworkTheStoreAnswersAndTheCatalogueIsTheLastOne() {
        environment.done(start(), "catalog");
        environment.unplug();
        Engine engine = start();
        assertEquals("aaa", label(environment.object(engine, "classify", "task", TASK, "input", "aa")));
        assertEquals(1, ((JsonArray) environment.done(engine, "catalog")).size());
        assertEquals("unavailable", environment.refusal(engine, "install", "name", "other:q8"));
    }

    @Test
    void withoutANetworkOnTheFirstVisitTheEngineSaysWhyAndGoesOnLater() {
        environment.unplug();
        Engine engine = start();
        assertFalse(wasTold(Topic.READY));
        assertTrue(wasTold(Topic.INSTALL));
        assertEquals("unavailable", environment.refusal(engine, "classify", "task", TASK, "input", "aa"));
        environment.plug();
        environment.done(engine, "install", "name", "lande:q8");
        assertTrue(wasTold(Topic.READY));
        assertEquals("aaa", label(environment.object(engine, "classify", "task", TASK, "input", "aa")));
    }

    @Test
    void aBackendThatDisagreesWithTheReferenceIsNotUsedAndTheCardSaysSo() {
        environment.withWasm(new Lying());
        Engine engine = start();
        JsonObject answer = environment.object(engine, "classify", "task", TASK, "input", "aaab");
        assertEquals("aaa", label(answer));
        assertEquals("reference", answer.string("backend"));
        assertTrue(answer.array("notices").strings().get(0).contains("did not agree"), answer.toString());
        JsonObject device = environment.object(engine, "device");
        assertEquals("failed", device.array("backends").objects().get(0).string("state"), device.toString());
        assertEquals(List.of("reference"), device.array("supported_runtimes").strings());
    }

    @Test
    void aBackendThatAgreesIsUsed() {
        environment.withWasm(new Renamed());
        Engine engine = start();
        assertEquals("wasm", environment.object(engine, "classify", "task", TASK, "input", "aaab").string("backend"));
        assertEquals("ready", environment.object(engine, "device").array("backends").objects().get(0).string("state"));
    }

    @Test
    void damagedBytesAreNeverUsedAndMendedByFetchingOnlyThem() {
        start();
        String chunk = starter.layer(ModelPackage.WEIGHTS).chunks().chunks().get(0).hex();
        byte[] spoiled = records.bytes(Table.CHUNKS, chunk).orElseThrow();
        spoiled[spoiled.length - 1] ^= 1;
        records.apply(new Batch().put(Table.CHUNKS, chunk, spoiled));
        Engine engine = start();
        assertEquals("damaged_data", environment.refusal(engine, "classify", "model", "lande:q8", "input", "aa"));
        JsonObject choice = environment.object(engine, "choose", "task", TASK);
        assertEquals("no_op", choice.string("outcome"));
        assertEquals("DAMAGED", choice.array("exclusions").objects().get(0).string("code"));
        JsonObject report = environment.object(engine, "check");
        assertFalse(report.bool("ok"));
        assertEquals("model.safetensors", report.array("damaged").objects().get(0).string("file"));
        JsonObject mended = environment.object(engine, "check", "repair", true);
        assertTrue(mended.bool("ok"));
        assertEquals(1, mended.array("repaired").size());
        assertEquals("aaa", label(environment.object(engine, "classify", "task", TASK, "input", "aa")));
    }

    @Test
    void installingADamagedPackageAgainMendsIt() {
        start();
        String chunk = starter.layer(ModelPackage.WEIGHTS).chunks().chunks().get(0).hex();
        records.apply(new Batch().delete(Table.CHUNKS, chunk).put(Table.CHUNKS, chunk, new byte[9]));
        Engine engine = start();
        assertEquals("damaged_data", environment.refusal(engine, "classify", "model", "lande:q8", "input", "aa"));
        environment.done(engine, "install", "name", "lande:q8");
        assertEquals("aaa", label(environment.object(engine, "classify", "model", "lande:q8", "input", "aa")));
    }

    @Test
    void theHostIsAskedForItsCatalogueOnceInAWhile() {
        Engine engine = start();
        environment.done(engine, "catalog");
        TinyModels.offer(environment, "other", 0.5);
        assertEquals(1, ((JsonArray) environment.done(engine, "catalog")).size());
        environment.sleep(60_001);
        assertEquals(2, ((JsonArray) environment.done(engine, "catalog")).size());
    }

    @Test
    void runsEnterTheLineageTogetherAndTheirTextNowhere() {
        Engine engine = start();
        String secret = "my secret banana diary";
        environment.done(engine, "classify", "task", TASK, "input", secret);
        environment.done(engine, "classify", "task", TASK, "input", secret + " again");
        long before = environment.object(engine, "lineage").integer("length");
        environment.settle();
        assertEquals(before, environment.object(engine, "lineage").integer("length"), "asking flushes");
        assertEquals(3, before, "genesis, package, and one record for both runs");
        FromEngine end = environment.call(engine, "export", JsonObject.of("what", "lineage", "format", "prov"),
                Optional.empty());
        assertTrue(end instanceof FromEngine.Done, end.text());
        String file = new String(environment.files.get(0), StandardCharsets.UTF_8);
        assertTrue(file.contains("input_commitment"));
        assertFalse(file.contains("banana"));
        for (Table table : Table.values()) {
            if (!table.isBinary()) {
                records.texts(table).forEach((key, text) -> assertFalse(text.contains("banana"), table + "/" + key));
            }
        }
        assertFalse(file.contains(records.text(Table.META, "salt").orElseThrow()), "the salt stays in the store");
        JsonObject report = (JsonObject) ((FromEngine.Done) environment.call(engine, "import", JsonObject.EMPTY,
                Optional.of(Slices.of(environment.files.get(0))))).result();
        assertTrue(report.bool("ok"), report.toString());
        byte[] spoiled = file.replaceFirst("\"input_chars\\\\\":22", "\"input_chars\\\\\":23")
                .getBytes(StandardCharsets.UTF_8);
        FromEngine refused = environment.call(engine, "import", JsonObject.EMPTY, Optional.of(Slices.of(spoiled)));
        assertFalse(refused instanceof FromEngine.Done done && ((JsonObject) done.result()).bool("ok"), refused.text());
    }

    @Test
    void aRemovedStarterStaysAwayAndAnEmptyFieldHasNoOpinionOrAPlan() {
        Engine engine = start();
        assertTrue(environment.object(engine, "remove", "name", "lande:q8").integer("freed_bytes") > 0);
        JsonObject choice = environment.object(engine, "choose", "task", TASK);
        assertEquals("no_op", choice.string("outcome"));
        assertEquals("NOT_INSTALLED", choice.array("exclusions").objects().get(0).string("code"));
        JsonObject plan = environment.object(engine, "choose", "task", TASK, "escalation", "with_approval");
        assertEquals("cloud_escalation", plan.string("outcome"));
        assertTrue(plan.object("plan").bool("approval_required"));
        assertEquals("no_op",
                environment
                        .object(engine, "choose", "task", TASK, "escalation", "with_approval", "data_class", "patient")
                        .string("outcome"));
        assertEquals("unavailable", environment.refusal(engine, "classify", "task", TASK, "input", "aa"));
        assertEquals(0, ((JsonArray) environment.done(start(), "installed")).size());
    }

    @Test
    void theBetterOfTwoAnswersAndEveryTermIsShown() {
        TinyModels.offer(environment, "other", 0.99);
        Engine engine = start();
        environment.done(engine, "install", "name", "other:q8");
        environment.done(engine, "classify", "model", "lande:q8", "input", "a");
        environment.done(engine, "classify", "model", "other:q8", "input", "a");
        JsonObject choice = environment.object(engine, "choose", "task", TASK);
        assertEquals("other:q8", choice.string("selected"), choice.toString());
        assertEquals(2, choice.array("candidates").size());
        assertEquals("claimed, n = 10", choice.array("candidates").objects().get(0).object("known").string("utility"));
        assertEquals("other:q8", environment.object(engine, "classify", "task", TASK, "input", "a").string("model"));
    }

    @Test
    void everyByteIsInTheLedgerBeforeAndAfterItIsWritten() {
        Engine engine = start();
        environment.done(engine, "received", "origin", "https://host", "purpose", "app", "requests", 3, "bytes", 1000);
        JsonObject ledger = environment.object(engine, "ledger");
        long expected = starter.totalBytes() + starter.bytes().length + 1000;
        assertEquals(expected, ledger.integer("received_bytes"), ledger.toString());
        assertEquals(0, ledger.integer("sent_bytes"));
        environment.settle();
        assertEquals(ledger, environment.object(engine, "ledger"));
    }

    @Test
    void anotherTabSeesWhatThisOneInstalled() {
        TinyModels.offer(environment, "other", 0.5);
        Engine first = start();
        Engine second = start();
        assertEquals(1, ((JsonArray) environment.done(second, "installed")).size());
        environment.announced.clear();
        environment.done(first, "install", "name", "other:q8");
        environment.announced.forEach(second::onEvent);
        assertEquals(2, ((JsonArray) environment.done(second, "installed")).size());
        assertEquals("aaa", label(environment.object(second, "classify", "model", "other:q8", "input", "aa")));
        assertTrue(environment.object(second, "lineage").bool("chain_ok"));
    }

    @Test
    void storageThatIsRefusedIsSaid() {
        Engine engine = new Engine(environment, records, "The browser refuses.", environment::send);
        engine.begin();
        JsonObject storage = environment.object(engine, "storage");
        assertEquals("memory", storage.string("mode"));
        assertEquals("The browser refuses.", storage.string("reason"));
        assertEquals("aaa", label(environment.object(engine, "classify", "task", TASK, "input", "aa")));
    }

    @Test
    void aTextWithoutWordsHasNoLanguageInAnyWayOfAsking() {
        Engine engine = start();
        for (String text : List.of("12345 67890", "?!.,;:", "\ud83d\ude00\ud83d\ude00",
                "for (int i = 0; i < n; i++) { sum += a[i]; }", "a b a b a b a b")) {
            for (String way : List.of("task", "model")) {
                JsonObject answer = environment.object(engine, "classify", way, way.equals("task") ? TASK : "lande:q8",
                        "input", text);
                assertEquals("und", label(answer), text);
                JsonObject judgement = answer.array("judgements").objects().get(0);
                assertTrue(
                        List.of("no_letters", "no_sentences", "spaced_letters").contains(judgement.string("verdict")),
                        judgement.toString());
            }
            JsonObject decision = environment.object(engine, "route", "task", TASK, "input", text);
            assertEquals("no_op", decision.string("outcome"), text);
            assertTrue(decision.string("local_reason").startsWith("No language can be named."), decision.toString());
            assertEquals("NO_LANGUAGE", decision.array("exclusions").objects().get(0).string("code"),
                    decision.toString());
        }
        JsonObject thai = environment.object(engine, "classify", "task", TASK, "input",
                "\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35\u0e04\u0e23\u0e31\u0e1a");
        assertEquals("und", label(thai), "the labels of this model are written in Latin letters");
        assertEquals("Thai", thai.array("judgements").objects().get(0).string("script"));
        assertEquals("UNKNOWN_SCRIPT",
                environment
                        .object(engine, "route", "task", TASK, "input", "\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35",
                                "escalation", "never", "policy", takesAll(engine))
                        .array("exclusions").objects().get(0).string("code"));
        JsonObject replayed = environment.object(engine, "replayDecisions");
        assertEquals(replayed.integer("decisions"), replayed.integer("identical"));
    }

    private JsonObject takesAll(Engine engine) {
        return environment.object(engine, "policy").object("policy").with("uncalibrated", "answer");
    }

    @Test
    void anAnswerThatNobodyCalibratedSaysSo() {
        Engine engine = start();
        JsonObject judgement = environment.object(engine, "classify", "task", TASK, "input", "aaab").array("judgements")
                .objects().get(0);
        assertEquals("no_threshold", judgement.string("verdict"));
        assertTrue(judgement.string("words").contains("has not been calibrated"), judgement.toString());
        environment.object(engine, "policy", "set", takesAll(engine));
        assertEquals("accepted", environment.object(engine, "classify", "task", TASK, "input", "aaab")
                .array("judgements").objects().get(0).string("verdict"));
    }

    @Test
    void badInputIsRefusedWithoutHarm() {
        Engine engine = start();
        assertEquals("invalid_input", environment.refusal(engine, "classify"));
        assertEquals("invalid_input", environment.refusal(engine, "classify", "task", TASK));
        assertEquals("invalid_input", environment.refusal(engine, "classify", "task", TASK, "input", ""));
        assertEquals("invalid_input", environment.refusal(engine, "classify", "task", TASK, "input", 42));
        assertEquals("invalid_input", environment.refusal(engine, "classify", "task", TASK, "input", List.of("a", 42)));
        assertEquals("invalid_input", environment.refusal(engine, "classify", "task", TASK, "input", List.of()));
        assertEquals("invalid_input", environment.refusal(engine, "classify", "input", "a"));
        assertEquals("invalid_input", environment.refusal(engine, "classify", "model", "nobody:q8", "input", "a"));
        assertEquals("invalid_input", environment.refusal(engine, "classify", "task", TASK, "input", "a", "top_k", 0));
        assertEquals("invalid_input",
                environment.refusal(engine, "classify", "task", TASK, "input", "a".repeat((10 << 20) + 1)));
        assertEquals("invalid_input", environment.refusal(engine, "install", "name", "../../etc/passwd"));
        assertEquals("invalid_input", environment.refusal(engine, "install", "name", "nobody:q8"));
        assertEquals("invalid_input", environment.refusal(engine, "remove", "name", "nobody:q8"));
        assertEquals("invalid_input", environment.refusal(engine, "import"));
        assertEquals("invalid_input", environment.refusal(engine, "export", "what", "everything"));
        assertEquals("invalid_input", environment.refusal(engine, "check", "repair", "yes"));
        assertEquals("invalid_input", environment.refusal(engine, "no such method"));
        JsonObject answer = environment.object(engine, "classify", "task", TASK, "input", "\ud800aaab\udfff");
        assertEquals("aaa", label(answer));
        assertTrue(answer.array("notices").toString().contains("surrogate"), answer.toString());
    }

    /** A backend that gives everything the same score. */
    private static final class Lying implements Backend {

        @Override
        public String id() {
            return "wasm";
        }

        @Override
        public Session open(Graph graph, Map<String, Tensor> weights) {
            Session right = new ReferenceBackend().open(graph, weights);
            return new Session() {
                @Override
                public Map<String, Tensor> run(Map<String, Tensor> inputs) {
                    Tensor scores = right.run(inputs).get("scores");
                    return Map.of("scores", Tensor.ofFloats(scores.shape(), new float[scores.elements()]));
                }

                @Override
                public long memoryBytes() {
                    return right.memoryBytes();
                }

                @Override
                public void close() {
                    right.close();
                }
            };
        }
    }

    /** The reference under another name. */
    private static final class Renamed implements Backend {

        @Override
        public String id() {
            return "wasm";
        }

        @Override
        public Session open(Graph graph, Map<String, Tensor> weights) {
            return new ReferenceBackend().open(graph, weights);
        }
    }

    private Engine withEncoder() {
        TinyModels.offerEncoder(environment, "tiny");
        Engine engine = start();
        environment.object(engine, "install", "name", "tiny:q8");
        return engine;
    }

    private float[] lastFloats() {
        ByteBuffer bytes = ByteBuffer.wrap(environment.files.get(environment.files.size() - 1))
                .order(ByteOrder.LITTLE_ENDIAN);
        float[] floats = new float[bytes.remaining() / 4];
        bytes.asFloatBuffer().get(floats);
        return floats;
    }

    @Test
    void textsBecomeEmbeddingsInTheirOrderWhateverTheyAreSentWith() {
        Engine engine = withEncoder();
        JsonObject answer = environment.object(engine, "embed", "model", "tiny:q8", "input",
                JsonArray.of("a b c d e f g", "z", "a b"));
        assertEquals("tiny:q8", answer.string("model"));
        assertEquals(3, answer.object("embeddings").integer("count"));
        assertEquals(9 + 3 + 4, answer.integer("prompt_eval_count"));
        assertEquals("reference", answer.string("backend"));
        assertTrue(answer.integer("load_duration") > 0);
        float[] together = lastFloats();
        int width = (int) answer.object("embeddings").integer("width");
        assertEquals(3 * width, together.length);
        assertEquals(0, environment.object(engine, "embed", "model", "tiny:q8", "input", "z").integer("load_duration"));
        assertArrayEquals(Arrays.copyOfRange(together, width, 2 * width), lastFloats());
    }

    @Test
    void longTextsAreCutAndTheCallerIsTold() {
        Engine engine = withEncoder();
        JsonObject answer = environment.object(engine, "embed", "model", "tiny:q8", "input",
                "a b c d e f g h i j k l m n");
        assertEquals(12, answer.integer("prompt_eval_count"));
        assertTrue(answer.array("notices").strings().stream()
                .anyMatch(notice -> notice.contains("first 12 tokens count, of 16")));
        JsonObject tokens = environment.object(engine, "tokenize", "model", "tiny:q8", "input", JsonArray.of("A z"));
        assertEquals("[[1,3,28,2]]", tokens.get("ids").toString());
        assertEquals("[[[0,0],[0,1],[2,3],[0,0]]]", tokens.get("offsets").toString());
    }

    @Test
    void embeddingIsStoppedBetweenPasses() {
        Engine engine = withEncoder();
        List<String> many = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            many.add("a b c d e f g h");
        }
        environment.breath = () -> engine.calls().receive(
                ToEngine.read(new ToEngine.Cancel(environment.lastId()).text()),
                Optional.empty());
        assertEquals("cancelled",
                environment.refusal(engine, "embed", "model", "tiny:q8", "input", JsonArray.ofStrings(many)));
        assertEquals(1, environment.breaths);
    }

    @Test
    void anEmptyTextIsItsFirstAndLastToken() {
        Engine engine = withEncoder();
        JsonObject answer = environment.object(engine, "embed", "model", "tiny:q8", "input",
                JsonArray.of("", " \n\u00a0", "a"));
        assertEquals(3, answer.object("embeddings").integer("count"));
        assertEquals(2 + 2 + 3, answer.integer("prompt_eval_count"));
        assertTrue(answer.array("notices").toString().contains("2 texts are empty"), answer.toString());
        float[] values = lastFloats();
        int width = values.length / 3;
        assertArrayEquals(Arrays.copyOf(values, width), Arrays.copyOfRange(values, width, 2 * width));
    }

    @Test
    void aTextThatMayNotBeCutIsRefusedWhenItIsTooLong() {
        Engine engine = withEncoder();
        assertEquals("invalid_input", environment.refusal(engine, "embed", "model", "tiny:q8", "input",
                JsonArray.of("a", "a b c d e f g h i j k l m n"), "truncate", false));
        assertEquals(3, environment.object(engine, "embed", "model", "tiny:q8", "input", "a", "truncate", false)
                .integer("prompt_eval_count"));
        assertEquals(12, environment
                .object(engine, "embed", "model", "tiny:q8", "input", "a b c d e f g h i j k l m n", "truncate", true)
                .integer("prompt_eval_count"));
    }

    @Test
    void encodersRefuseWhatTheyCannotRead() {
        Engine engine = withEncoder();
        assertEquals("invalid_input", environment.refusal(engine, "embed", "model", "tiny:q8", "input", List.of()));
        assertEquals("invalid_input", environment.refusal(engine, "embed", "model", "lande:q8", "input", "a"));
        assertEquals("invalid_input", environment.refusal(engine, "embed", "input", "a"));
        assertEquals("invalid_input",
                environment.refusal(engine, "embed", "model", "tiny:q8", "input", "a", "backend", "abacus"));
        assertEquals("invalid_input",
                environment.refusal(engine, "embed", "model", "tiny:q8", "input", "a", "threads", 0));
        assertEquals("invalid_input", environment.refusal(engine, "classify", "model", "tiny:q8", "input", "a"));
        JsonObject nul = environment.object(engine, "embed", "model", "tiny:q8", "input", "a\0b");
        assertEquals(3, nul.integer("prompt_eval_count"));
        JsonObject large = environment.object(engine, "embed", "model", "tiny:q8", "input", "word ".repeat(200_000));
        assertEquals(12, large.integer("prompt_eval_count"));
    }

    @Test
    void aBackendThatIsAskedForAndIsNotThereIsSaid() {
        Engine engine = withEncoder();
        JsonObject answer = environment.object(engine, "embed", "model", "tiny:q8", "input", "a", "backend", "webgpu");
        assertEquals("reference", answer.string("backend"));
        assertTrue(answer.array("notices").strings().get(0).contains("webgpu does not: WebGPU cannot be used here."));
        assertEquals("unavailable", environment.refusal(engine, "bench", "model", "tiny:q8", "backend", "webgpu"));
        JsonObject bench = environment.object(engine, "bench", "model", "tiny:q8", "backend", "reference", "tokens", 5,
                "batch", 2, "runs", 3);
        assertEquals(3, bench.array("ms").size());
        assertTrue(bench.number("tokens_per_s") > 0);
    }

    @Test
    void anEncoderIsNoClassifierForTheFirstScreen() {
        TinyModels.offerEncoder(environment, "tiny");
        Engine engine = start();
        environment.object(engine, "install", "name", "tiny:q8");
        environment.object(engine, "remove", "name", "lande:q8");
        environment.sent.clear();
        start();
        assertFalse(wasTold(Topic.READY));
    }
}
