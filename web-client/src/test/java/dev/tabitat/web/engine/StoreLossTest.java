package dev.tabitat.web.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.protocol.FromEngine;
import dev.tabitat.web.protocol.Topic;
import dev.tabitat.web.store.Batch;
import dev.tabitat.web.store.MemoryRecords;
import dev.tabitat.web.store.RecordStore;
import dev.tabitat.web.store.Table;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The database goes away under the engine: it goes on with the one that is opened anew, or every call says why it
 * cannot.
 */
final class StoreLossTest {

    private final FakeEngineEnvironment environment = new FakeEngineEnvironment();
    private final Losable records = new Losable();
    private Engine engine;

    /** Records that can be emptied or taken away. */
    private static final class Losable implements RecordStore {

        private RecordStore inner = new MemoryRecords();
        private Optional<TabitatException> failure = Optional.empty();
        private Runnable ended = () -> {};
        private Consumer<RecordStore> prepare = fresh -> {};

        void empty() {
            inner = new MemoryRecords();
            prepare.accept(inner);
            ended.run();
        }

        void fail(TabitatException why) {
            failure = Optional.of(why);
            ended.run();
        }

        private RecordStore reachable() {
            failure.ifPresent(why -> {
                throw why;
            });
            return inner;
        }

        @Override
        public Mode mode() {
            return Mode.INDEXEDDB;
        }

        @Override
        public void onEnded(Runnable listener) {
            ended = listener;
        }

        @Override
        public void onReopened(Consumer<RecordStore> preparing) {
            prepare = preparing;
        }

        @Override
        public Optional<String> text(Table table, String key) {
            return reachable().text(table, key);
        }

        @Override
        public Optional<byte[]> bytes(Table table, String key) {
            return reachable().bytes(table, key);
        }

        @Override
        public List<String> keys(Table table) {
            return reachable().keys(table);
        }

        @Override
        public Map<String, String> texts(Table table) {
            return reachable().texts(table);
        }

        @Override
        public boolean apply(Batch batch) {
            return reachable().apply(batch);
        }
    }

    @BeforeEach
    void start() {
        TinyModels.offer(environment, "lande", 0.9);
        engine = new Engine(environment, records, "", environment::send);
        engine.begin();
        environment.settle();
        environment.sent.clear();
    }

    @Test
    void aDatabaseThatIsDeletedIsPreparedAnewAndTheFirstModelComesBack() {
        String salt = records.text(Table.META, "salt").orElseThrow();
        records.empty();
        assertEquals(salt, records.text(Table.META, "salt").orElseThrow(),
                "the secret of this tab's commitments stays");
        assertTrue(records.text(Table.META, "schema").isPresent());
        assertTrue(environment.object(engine, "storage").bool("emptied"));
        JsonArray installed = (JsonArray) environment.done(engine, "installed");
        assertEquals(1, installed.size());
        assertTrue(environment.object(engine, "check").bool("ok"));
        environment.object(engine, "classify", "task", "language-identification", "input", "aaab");
    }

    @Test
    void withoutANetworkADeletedStoreIsShownEmpty() {
        environment.unplug();
        records.empty();
        assertEquals(0, ((JsonArray) environment.done(engine, "installed")).size());
        assertEquals(0, ((JsonArray) environment.done(engine, "catalog")).size());
    }

    @Test
    void aStoreOfANewerVersionIsNamedByEveryCallAndTold() {
        records.fail(new Unsupported("A newer Tabitat wrote this store.",
                Finding.at("store").expected("version 3").found("version 9")));
        assertTrue(environment.sent.stream()
                .anyMatch(message -> message instanceof FromEngine.Event event && event.topic().equals(Topic.STORE)));
        for (String method : List.of("installed", "catalog", "storage", "lineage", "keys", "downloads", "ledger",
                "check", "policy", "routes")) {
            assertEquals("unsupported", environment.refusal(engine, method), method);
        }
        assertEquals("unsupported", environment.refusal(engine, "install", "name", "lande:q8"));
    }

    @Test
    void aStoreThatComesBackIsUsedAgain() {
        records.fail(new Unavailable("The browser does not open the store.", Finding.at("store")));
        assertEquals("unavailable", environment.refusal(engine, "installed"));
        records.failure = Optional.empty();
        assertEquals(1, ((JsonArray) environment.done(engine, "installed")).size());
        JsonObject storage = environment.object(engine, "storage");
        assertFalse(storage.has("emptied"), storage.toString());
    }
}
