package dev.tabitat.web.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.format.Slices;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.fetch.Hosting;
import dev.tabitat.web.protocol.FromEngine;
import dev.tabitat.web.store.Batch;
import dev.tabitat.web.store.MemoryRecords;
import dev.tabitat.web.store.RecordStore;
import dev.tabitat.web.store.Table;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is left of a model whose adding was interrupted is listed, goes on by its own call, and can be given up. */
final class UnfinishedAdditionsTest {

    private static final JsonObject SOURCE = JsonObject.of("hub", "acme/large");
    private static final String NAME = "acme/large:f32";

    private final FakeEngineEnvironment environment = new FakeEngineEnvironment();
    private final RecordStore records = new MemoryRecords();
    private final FakeHub hub = new FakeHub();
    private Engine engine;

    @BeforeEach
    void start() {
        environment.http = hub;
        environment.hosting = new Hosting(List.of(), List.of(), Optional.of(FakeHub.ADDRESSES));
        hub.offer("acme/large", FakeHub.large());
        records.apply(new Batch().put(Table.SETTINGS, "declined/lande:q8", "yes"));
        restart();
    }

    private void restart() {
        engine = new Engine(environment, records, "", environment::send);
        engine.begin();
    }

    /** Adds a model whose largest file ends early each time. */
    private void interrupted(JsonObject params) {
        int length = FakeHub.large().get("model.safetensors").length;
        FromEngine end = hub.with((url, sent) -> url.startsWith(FakeHub.FILES) && sent.body().length > 1_000_000
                ? new FakeHub.Sent(sent.status(),
                        Arrays.copyOf(sent.body(), sent.body().length == length ? 2_500_000 : 0), sent.headers(), url,
                        -1)
                : sent, () -> environment.call(engine, "addModel", params, Optional.empty()));
        assertTrue(end instanceof FromEngine.Failed, end.text());
    }

    private List<JsonObject> downloads() {
        return ((JsonArray) environment.done(engine, "downloads")).objects();
    }

    @Test
    void anInterruptedAdditionIsListedInTheNextTabAndItsCallGoesOn() {
        interrupted(JsonObject.of("source", SOURCE, "consent", true));
        restart();
        JsonObject listed = downloads().get(0);
        assertEquals(NAME, listed.string("name"));
        assertEquals("paused", listed.string("state"));
        assertTrue(listed.integer("done") >= 2 << 20, listed.toString());
        assertTrue(listed.integer("total") > listed.integer("done"), listed.toString());
        assertFalse(listed.object("add").has("consent"), "a consent is for its own call alone");
        hub.requests.clear();
        environment.object(engine, "addModel", "source", listed.object("add").object("source"), "name",
                listed.object("add").string("name"));
        assertTrue(hub.requests.stream().anyMatch(one -> one.contains("model.safetensors 2097152-")),
                "it goes on: " + hub.requests);
        assertEquals(List.of(), downloads());
    }

    @Test
    void givingItUpForgetsWhatCameAndLeavesAModelOfItsNameAlone() {
        interrupted(JsonObject.of("source", SOURCE, "consent", true));
        assertEquals("cancelled", environment.object(engine, "cancel", "name", NAME).string("state"));
        assertEquals(List.of(), downloads());
        hub.requests.clear();
        environment.object(engine, "addModel", "source", SOURCE);
        assertTrue(hub.requests.stream().noneMatch(one -> one.contains("model.safetensors 2097152-")),
                "from the beginning: " + hub.requests);
        hub.offer("acme/other", FakeHub.sentences());
        assertEquals("incompatible", environment.refusal(engine, "addModel", "source",
                JsonObject.of("hub", "acme/other"), "name", NAME));
        assertEquals(List.of(), downloads(), "what is refused for its name has not begun");
        assertEquals("invalid_input", environment.refusal(engine, "cancel", "name", NAME));
        assertEquals(1, ((JsonArray) environment.done(engine, "installed")).objects().size());
    }

    @Test
    void filesOfThisDeviceHaveToBeGivenAgain() {
        Map<String, byte[]> files = FakeHub.sentences();
        byte[] all = new byte[files.values().stream().mapToInt(one -> one.length).sum()];
        int[] at = new int[1];
        List<JsonObject> listed = files.entrySet().stream().map(file -> {
            System.arraycopy(file.getValue(), 0, all, at[0], file.getValue().length);
            at[0] += file.getValue().length;
            return JsonObject.of("path", file.getKey(), "bytes", file.getValue().length);
        }).toList();
        environment.quotaBytes = 10;
        FromEngine end = environment.call(engine, "addModel",
                JsonObject.of("source", JsonObject.of("files", listed), "name", "mine:v1"),
                Optional.of(Slices.of(all)));
        assertTrue(end instanceof FromEngine.Failed, end.text());
        JsonObject left = downloads().get(0);
        assertEquals("mine:v1", left.string("name"));
        assertFalse(left.object("add").has("source"), left.toString());
    }
}
