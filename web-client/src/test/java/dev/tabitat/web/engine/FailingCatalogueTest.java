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

/** A host that refuses is left alone for pauses that double, and asking for lists changes nothing that leads to asking again. */
final class FailingCatalogueTest {

    /** What the page asks on its screens when something changed. */
    private static final List<String> LISTS = List.of("catalog", "downloads", "device", "storage", "keys", "lineage", "policy", "targets", "members", "routes", "ledger", "installed");

    private final FakeEngineEnvironment world = new FakeEngineEnvironment();
    private Engine engine;

    @BeforeEach
    void start() {
        TinyModels.offer(world, "lande", 0.9);
        engine = new Engine(world, new MemoryRecords(), "", world::send);
        engine.begin();
        askAll();
        world.settle();
    }

    private void askAll() {
        for (String method : LISTS) {
            world.done(engine, method);
        }
        world.done(engine, "choose", "task", "language-identification");
        world.done(engine, "adapters", "base", "lande:q8");
    }

    /** Asks every list four times a second for so long. @return how many requests went out */
    private int askFor(int seconds) {
        world.requests.clear();
        for (int i = 0; i < 4 * seconds; i++) {
            askAll();
            world.settle();
            world.sleep(250);
        }
        return world.requests.size();
    }

    @Test
    void aHostThatIsGoneIsAskedAfterPausesThatDouble() {
        world.sleep(60_000);
        world.unplug();
        // Pauses of 4, 8, 16, … seconds: at most 8 tries of the catalogue in ten minutes, and as many of the two places of adapters.
        int requests = askFor(600);
        assertTrue(requests > 3 && requests <= 3 * 8, requests + " requests");
        assertTrue(askFor(600) <= 3 * 2, "the longest pause is ten minutes");
    }

    @Test
    void aHostThatWorksIsAskedOnceAMinute() {
        int requests = askFor(300);
        int each = 3 + 2;
        assertTrue(requests <= 5 * each + each, requests + " requests of about " + each + " a minute: " + world.requests);
    }

    @Test
    void theNetworksReturnEndsThePause() {
        world.sleep(60_000);
        world.unplug();
        askFor(60);
        world.plug();
        engine.network(true);
        world.requests.clear();
        askAll();
        assertTrue(world.requests.contains("/v2/_catalog"), world.requests.toString());
        assertEquals(1, ((JsonArray) world.done(engine, "catalog")).size());
    }

    @Test
    void askingForListsCausesNoEventButThatBytesWereCounted() {
        world.sleep(60_000);
        world.unplug();
        world.sent.clear();
        askFor(30);
        List<String> topics = world.sent.stream().filter(FromEngine.Event.class::isInstance).map(message -> ((FromEngine.Event) message).topic()).distinct().toList();
        assertTrue(List.of(Topic.LEDGER).containsAll(topics), topics.toString());
    }

    @Test
    void whoNamesARegistryGetsItsFailureEachTime() {
        world.unplug();
        for (int i = 0; i < 3; i++) {
            assertEquals("unavailable", world.refusal(engine, "adapters", "base", "lande:q8", "registry", "https://registry.example"));
        }
        FromEngine host = world.call(engine, "adapters", JsonObject.of("base", "lande:q8"), Optional.empty());
        assertTrue(host instanceof FromEngine.Done, host.text());
    }
}
