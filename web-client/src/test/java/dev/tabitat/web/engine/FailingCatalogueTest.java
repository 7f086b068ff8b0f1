package dev.tabitat.web.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.protocol.FromEngine;
import dev.tabitat.web.protocol.Topic;
import dev.tabitat.web.store.MemoryRecords;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A host that refuses is left alone for pauses that double, and asking for lists changes nothing that leads to asking
 * again.
 */
final class FailingCatalogueTest {

    /** What the page asks on its screens when something changed. */
    private static final List<String> LISTS = List.of("catalog", "downloads", "device", "storage", "keys", "lineage",
            "policy", "targets", "members", "routes", "ledger", "installed");

    private final FakeEngineEnvironment environment = new FakeEngineEnvironment();
    private Engine engine;

    @BeforeEach
    void start() {
        TinyModels.offer(environment, "lande", 0.9);
        engine = new Engine(environment, new MemoryRecords(), "", environment::send);
        engine.begin();
        askAll();
        environment.settle();
    }

    private void askAll() {
        for (String method : LISTS) {
            environment.done(engine, method);
        }
        environment.done(engine, "choose", "task", "language-identification");
        environment.done(engine, "adapters", "base", "lande:q8");
    }

    /** Asks every list once a second for so long. @return how many requests went out */
    private int askFor(int seconds) {
        environment.requests.clear();
        for (int i = 0; i < seconds; i++) {
            askAll();
            environment.settle();
            environment.sleep(1_000);
        }
        return environment.requests.size();
    }

    @Test
    void aHostThatIsGoneIsAskedAfterPausesThatDouble() {
        environment.sleep(60_000);
        environment.unplug();
        // Pauses of 4, 8, 16, … seconds: at most 8 tries of the catalogue in ten minutes, and as many of the two places
        // of adapters.
        int requests = askFor(600);
        assertTrue(requests > 3 && requests <= 3 * 8, requests + " requests");
        assertTrue(askFor(600) <= 3 * 2, "the longest pause is ten minutes");
    }

    @Test
    void aHostThatWorksIsAskedOnceAMinute() {
        int requests = askFor(300);
        int each = 3 + 2;
        assertTrue(requests <= 5 * each + each,
                requests + " requests of about " + each + " a minute: " + environment.requests);
    }

    @Test
    void theNetworksReturnEndsThePause() {
        environment.sleep(60_000);
        environment.unplug();
        askFor(60);
        environment.plug();
        engine.network(true);
        environment.requests.clear();
        askAll();
        assertTrue(environment.requests.contains("/v2/_catalog"), environment.requests.toString());
        assertEquals(1, ((JsonArray) environment.done(engine, "catalog")).size());
    }

    @Test
    void askingForListsCausesNoEventButThatBytesWereCounted() {
        environment.sleep(60_000);
        environment.unplug();
        environment.sent.clear();
        askFor(30);
        List<String> topics = environment.sent.stream().filter(FromEngine.Event.class::isInstance)
                .map(message -> ((FromEngine.Event) message).topic()).distinct().toList();
        assertTrue(List.of(Topic.LEDGER).containsAll(topics), topics.toString());
    }

    @Test
    void whoNamesARegistryGetsItsFailureEachTime() {
        environment.unplug();
        for (int i = 0; i < 3; i++) {
            assertEquals("unavailable", environment.refusal(engine, "adapters", "base", "lande:q8", "registry",
                    "https://registry.example"));
        }
        FromEngine host = environment.call(engine, "adapters", JsonObject.of("base", "lande:q8"), Optional.empty());
        assertTrue(host instanceof FromEngine.Done, host.text());
    }
}
