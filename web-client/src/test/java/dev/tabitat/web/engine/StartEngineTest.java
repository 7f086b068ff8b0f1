package dev.tabitat.web.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.protocol.FromEngine;
import dev.tabitat.web.protocol.StartMethod;
import dev.tabitat.web.protocol.ToEngine;
import dev.tabitat.web.protocol.Topic;
import dev.tabitat.web.store.MemoryRecords;
import dev.tabitat.web.store.RecordStore;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class StartEngineTest {

    private static final String TASK = "language-identification";

    private final FakeEngineEnvironment environment = new FakeEngineEnvironment();
    private final RecordStore records = new MemoryRecords();

    @BeforeEach
    void offer() {
        TinyModels.offer(environment, "lande", 0.9);
    }

    private StartEngine start() {
        StartEngine engine = new StartEngine(environment, records, environment::send);
        engine.begin();
        return engine;
    }

    private boolean wasSent(String topic) {
        return environment.sent.stream()
                .anyMatch(message -> message instanceof FromEngine.Event event && event.topic().equals(topic));
    }

    private FromEngine call(StartEngine engine, String method, JsonObject params) {
        engine.calls().receive(new ToEngine.Call(7, method, params), Optional.empty());
        return environment.sent.get(environment.sent.size() - 1);
    }

    private Json done(StartEngine engine, String method, JsonObject params) {
        FromEngine reply = call(engine, method, params);
        assertTrue(reply instanceof FromEngine.Done, reply.text());
        return ((FromEngine.Done) reply).result();
    }

    @Test
    void itInstallsTheFirstModelAndAnswersLikeTheWholeEngine() {
        StartEngine engine = start();
        assertTrue(wasSent(Topic.READY));
        JsonObject asked = JsonObject.of("task", TASK, "input", "aaab", "top_k", 4);
        JsonObject answer = (JsonObject) done(engine, "classify", asked);
        Engine whole = new Engine(environment, records, "", environment::send);
        whole.begin();
        JsonObject same = environment.object(whole, "classify", "task", TASK, "input", "aaab", "top_k", 4);
        for (String member : new String[]{"model", "task", "results", "judgements"}) {
            assertEquals(same.get(member), answer.get(member), member);
        }
    }

    @Test
    void aTextWithoutWordsHasNoLanguageAsWithTheWholeEngine() {
        StartEngine engine = start();
        JsonObject answer = (JsonObject) done(engine, "classify", JsonObject.of("task", TASK, "input", "12345"));
        assertEquals("und", ((JsonArray) answer.array("results").get(0)).objects().get(0).string("label"));
    }

    @Test
    void whereThePersonRemovedTheModelTheWholeAppIsNeeded() {
        Engine whole = new Engine(environment, records, "", environment::send);
        whole.begin();
        environment.done(whole, "remove", "name", "lande:q8");
        environment.sent.clear();
        start();
        assertTrue(wasSent(Topic.NEEDS_APP));
        assertFalse(wasSent(Topic.READY));
    }

    @Test
    void withoutANetworkItSaysWhyThereIsNoModel() {
        environment.unplug();
        StartEngine engine = start();
        assertFalse(wasSent(Topic.READY));
        assertTrue(wasSent(Topic.INSTALL));
        FromEngine reply = call(engine, "classify", JsonObject.of("task", TASK, "input", "aa"));
        assertEquals("unavailable", ((FromEngine.Failed) reply).error().code());
    }

    @Test
    void whatItCountedIsWrittenBeforeItEnds() {
        StartEngine engine = start();
        done(engine, "classify", JsonObject.of("task", TASK, "input", "aaab"));
        done(engine, StartMethod.FINISH.wireName(), JsonObject.EMPTY);
        Engine whole = new Engine(environment, records, "", environment::send);
        whole.begin();
        assertTrue(environment.object(whole, "ledger").integer("received_bytes") > 0);
        assertTrue(environment.object(whole, "lineage").toString().contains("reference"));
    }

    @Test
    void anotherMethodIsRefusedByName() {
        FromEngine reply = call(start(), "embed", JsonObject.EMPTY);
        assertEquals("invalid_input", ((FromEngine.Failed) reply).error().code());
        assertEquals("embed", ((FromEngine.Failed) reply).error().found());
    }
}
