package dev.tabitat.web.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.fetch.Hosting;
import dev.tabitat.web.protocol.FromEngine;
import dev.tabitat.web.selftest.FaultyRecords;
import dev.tabitat.web.store.Batch;
import dev.tabitat.web.store.MemoryRecords;
import dev.tabitat.web.store.Table;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Adding a model while one write to the store fails, for every write that it makes. */
final class ModelSourcesFaultTest {

    private static final JsonObject HUB = JsonObject.of("hub", "acme/tiny");
    private static final String NAME = "acme/tiny:q8";

    private final FakeHub hub = new FakeHub().offer("acme/tiny", FakeHub.fixture("bert"));

    private FakeEngineEnvironment environment() {
        FakeEngineEnvironment environment = new FakeEngineEnvironment();
        environment.http = hub;
        environment.hosting = new Hosting(List.of(), List.of(), Optional.of(FakeHub.ADDRESSES));
        return environment;
    }

    private static MemoryRecords records() {
        MemoryRecords records = new MemoryRecords();
        records.apply(new Batch().put(Table.SETTINGS, "declined/lande:q8", "yes")
                .put(Table.SETTINGS, "contact/" + FakeHub.ORIGIN, "2026"));
        // The first start of a store writes to it.
        new Engine(new FakeEngineEnvironment(), records, "", (message, bytes) -> {});
        return records;
    }

    private static FromEngine add(FakeEngineEnvironment environment, Engine engine) {
        return environment.call(engine, "addModel", JsonObject.of("source", HUB, "quantization", "q8"),
                Optional.empty());
    }

    @Test
    void whateverWriteFailsTheModelIsThereWholeOrNotAndTheNextTryAddsIt() {
        int failures = 0;
        for (FaultyRecords.Fault fault : FaultyRecords.Fault.values()) {
            for (int at = 0;; at++) {
                MemoryRecords records = records();
                FakeEngineEnvironment broken = environment();
                FromEngine end = add(broken,
                        new Engine(broken, new FaultyRecords(records, at, fault), "", broken::send));
                String where = fault + " at " + at + ": " + end.text();
                boolean isDone = end instanceof FromEngine.Done;
                if (!isDone && fault == FaultyRecords.Fault.QUOTA) {
                    assertEquals("out_of_budget", ((FromEngine.Failed) end).error().code(), where);
                    assertTrue(records.text(Table.PACKAGES, NAME).isEmpty(), where);
                }
                FakeEngineEnvironment healthy = environment();
                Engine engine = new Engine(healthy, records, "", healthy::send);
                engine.begin();
                assertTrue(healthy.object(engine, "check").bool("ok"), where);
                assertTrue(add(healthy, engine) instanceof FromEngine.Done, where);
                assertEquals(1, ((JsonArray) healthy.done(engine, "installed")).size(), where);
                assertTrue(healthy.object(engine, "check").bool("ok"), where);
                assertTrue(records.keys(Table.META).stream().noneMatch(key -> key.startsWith("staged/")), where);
                failures += isDone ? 0 : 1;
                if (isDone && at > 60) {
                    break;
                }
            }
        }
        assertTrue(failures > 40, failures + " failures");
    }
}
