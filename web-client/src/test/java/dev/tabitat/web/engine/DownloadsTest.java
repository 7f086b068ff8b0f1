package dev.tabitat.web.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.state.packages.QueuePlace;
import dev.tabitat.web.engine.environment.EngineEnvironment;
import dev.tabitat.web.store.MemoryRecords;
import dev.tabitat.web.store.RecordStore;
import dev.tabitat.web.store.Table;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The queue, versions, metered connections and losses, as the engine's methods show them. */
final class DownloadsTest {

    private final FakeEngineEnvironment environment = new FakeEngineEnvironment();
    private final RecordStore records = new MemoryRecords();

    @BeforeEach
    void offer() {
        TinyModels.offer(environment, "lande", 0.25);
        TinyModels.offer(environment, "other", 0.5);
        TinyModels.offer(environment, "third", 0.75);
    }

    private Engine start() {
        Engine engine = new Engine(environment, records, "", environment::send);
        engine.begin();
        return engine;
    }

    private JsonObject entry(Engine engine, String name) {
        environment.sleep(60_001);
        for (JsonObject one : ((JsonArray) environment.done(engine, "catalog")).objects()) {
            if (one.string("name").equals(name)) {
                return one;
            }
        }
        throw new AssertionError(name);
    }

    private void leaveInQueue(String name, QueuePlace place) {
        dev.tabitat.web.store.Batch batch = new dev.tabitat.web.store.Batch();
        records.apply(batch.put(Table.SETTINGS, QueuePlace.KEY + name, place.record()));
    }

    private List<String> installed(Engine engine) {
        return ((JsonArray) environment.done(engine, "installed")).objects().stream().map(one -> one.string("name"))
                .toList();
    }

    @Test
    void whatAnEarlierTabLeftInTheQueueComesByItselfAndWhatWasPausedDoesNot() {
        leaveInQueue("other:q8", new QueuePlace(2, false, false, ""));
        leaveInQueue("third:q8", new QueuePlace(1, true, false, ""));
        Engine engine = start();
        assertEquals(List.of("third:q8", "other:q8"), ((JsonArray) environment.done(engine, "downloads")).objects()
                .stream().map(one -> one.string("name")).toList());
        environment.settle();
        assertEquals(List.of("lande:q8", "other:q8"), installed(engine));
        JsonArray left = (JsonArray) environment.done(engine, "downloads");
        assertEquals(1, left.size());
        assertEquals("paused", left.objects().get(0).string("state"));
        environment.done(engine, "resume", "name", "third:q8");
        assertEquals(List.of("lande:q8", "other:q8", "third:q8"), installed(engine));
        assertEquals(0, ((JsonArray) environment.done(engine, "downloads")).size());
    }

    @Test
    void downloadsLeftOverAtAnOfflineStartGoOnWhenTheNetworkComesBack() {
        start();
        leaveInQueue("other:q8", new QueuePlace(0, false, false, ""));
        environment.unplug();
        Engine engine = start();
        environment.settle();
        assertEquals(List.of("lande:q8"), installed(engine));
        assertEquals("waiting", ((JsonArray) environment.done(engine, "downloads")).objects().get(0).string("state"),
                "nobody paused it");
        environment.plug();
        engine.network(true);
        environment.settle();
        assertEquals(List.of("lande:q8", "other:q8"), installed(engine));
    }

    @Test
    void aDownloadCanBePausedReorderedAndGivenUp() {
        Engine engine = start();
        leaveInQueue("other:q8", new QueuePlace(0, false, false, ""));
        leaveInQueue("third:q8", new QueuePlace(1, false, true, ""));
        environment.done(engine, "pause", "name", "other:q8");
        JsonArray order = (JsonArray) environment.done(engine, "reorder", "names", JsonArray.of("third:q8"));
        assertEquals(List.of("third:q8", "other:q8"), order.objects().stream().map(one -> one.string("name")).toList());
        assertTrue(QueuePlace.read(records.text(Table.SETTINGS, QueuePlace.KEY + "third:q8").orElseThrow())
                .allowsMetered());
        assertTrue(QueuePlace.read(records.text(Table.SETTINGS, QueuePlace.KEY + "other:q8").orElseThrow()).isPaused());
        environment.done(engine, "cancel", "name", "other:q8");
        assertEquals(Optional.empty(), records.text(Table.SETTINGS, QueuePlace.KEY + "other:q8"));
        for (String method : List.of("pause", "cancel")) {
            assertEquals("invalid_input", environment.refusal(engine, method, "name", "other:q8"));
        }
        assertEquals("invalid_input",
                environment.refusal(engine, "reorder", "names", JsonArray.of("third:q8", "other:q8")));
        assertEquals(1, ((JsonArray) environment.done(engine, "downloads")).size());
    }

    @Test
    void onADearLineTheStarterComesAndWhatIsLargerOnlyWithTheWord() {
        environment.line = new EngineEnvironment.Line(true, false);
        TinyModels.offer(environment, "large", 0.5, 2 << 20);
        Engine engine = start();
        assertEquals(List.of("lande:q8"), installed(engine));
        assertEquals("refused", environment.refusal(engine, "install", "name", "large:q8"));
        leaveInQueue("large:q8", new QueuePlace(0, false, false, ""));
        Engine again = start();
        environment.settle();
        assertEquals(List.of("lande:q8"), installed(again), "not even what was in the queue");
        environment.done(again, "install", "name", "large:q8", "allowMetered", true);
        assertEquals(List.of("lande:q8", "large:q8"), installed(again));
    }

    @Test
    void aNewerVersionIsNoticedFetchedWhenAskedKeptBesideAndLeftAgain() {
        Engine engine = start();
        String first = entry(engine, "lande:q8").string("digest");
        assertFalse(entry(engine, "lande:q8").has("update"));
        TinyModels.offer(environment, "lande", 0.9);
        JsonObject noticed = entry(engine, "lande:q8");
        assertEquals(first, noticed.string("digest"), "what is here is what is shown");
        assertEquals("installed", noticed.string("state"));
        JsonObject update = noticed.object("update");
        assertTrue(update.integer("missing_bytes") > 0 && update.integer("missing_bytes") < update.integer("bytes"),
                update.toString());
        environment.done(engine, "update", "name", "lande:q8");
        JsonObject updated = entry(engine, "lande:q8");
        assertEquals(update.string("digest"), updated.string("digest"));
        assertEquals(first, updated.object("previous").string("digest"));
        assertFalse(updated.has("update"));
        assertTrue(environment.object(engine, "check").bool("ok"));
        assertEquals(first, environment.object(engine, "rollback", "name", "lande:q8").string("digest"));
        assertEquals("aaa", environment.object(engine, "classify", "model", "lande:q8", "input", "aaa").array("results")
                .get(0) instanceof JsonArray labels ? labels.objects().get(0).string("label") : "");
        assertTrue(entry(engine, "lande:q8").has("update"), "it can be taken again");
        assertTrue(environment.object(engine, "removePrevious", "name", "lande:q8").integer("freed_bytes") > 0);
        assertEquals("invalid_input", environment.refusal(engine, "rollback", "name", "lande:q8"));
        assertEquals("invalid_input", environment.refusal(engine, "update", "name", "other:q8"));
        JsonObject lineage = environment.object(engine, "lineage");
        assertTrue(lineage.bool("chain_ok"));
        assertTrue(lineage.array("nodes").objects().stream()
                .anyMatch(node -> first.equals(node.stringOr("rollback_target", ""))), lineage.toString());
    }

    @Test
    void aDownloadThatHasBegunIsTriedAgainThoughTheBrowserSaysThatThereIsANetwork() {
        Engine engine = start();
        environment.failing = "/blobs/";
        environment.failures = 1_000;
        assertEquals("unavailable", environment.refusal(engine, "install", "name", "other:q8"));
        assertTrue(environment.failures > 900, "it is given up: " + environment.failures);
        environment.failing = "/manifests/";
        environment.failures = 2;
        environment.done(engine, "install", "name", "other:q8");
        assertEquals(0, environment.failures);
        assertEquals(List.of("lande:q8", "other:q8"), installed(engine));
    }

    @Test
    void withoutANetworkWhatIsHereIsInstalled() {
        Engine engine = start();
        environment.unplug();
        assertEquals("lande:q8", environment.object(engine, "install", "name", "lande:q8").string("name"));
    }

    @Test
    void piecesThatTheBrowserThrewAwayAreNoticedAtTheStart() {
        start();
        String chunk = records.keys(Table.CHUNKS).get(0);
        records.apply(new dev.tabitat.web.store.Batch().delete(Table.CHUNKS, chunk));
        Engine engine = start();
        JsonObject entry = entry(engine, "lande:q8");
        assertEquals("damaged", entry.string("state"));
        assertEquals(entry.integer("total_chunks") - 1, entry.integer("verified_chunks"));
        assertTrue(environment.object(engine, "check", "repair", true).bool("ok"));
        assertEquals("installed", entry(engine, "lande:q8").string("state"));
    }
}
