package dev.tabitat.web.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.protocol.FromEngine;
import dev.tabitat.web.protocol.Topic;
import dev.tabitat.web.store.Batch;
import dev.tabitat.web.store.FallbackRecords;
import dev.tabitat.web.store.MemoryRecords;
import dev.tabitat.web.store.RecordStore;
import dev.tabitat.web.store.Table;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The database was blocked at the start and can be opened later: it is used at once, or offered where memory holds a
 * person's work.
 */
final class StoreReturnTest {

    private static final String REFUSAL = "Another tab of this site, with an older version, keeps the store open.";

    private final FakeEngineEnvironment environment = new FakeEngineEnvironment();
    private final FallbackRecords records = new FallbackRecords(Set.of(Engine.STARTER.toString()));
    private final Database database = new Database();
    private Engine engine;

    /** A database in memory. */
    private static final class Database implements RecordStore {

        private final RecordStore inner = new MemoryRecords();
        private Consumer<RecordStore> prepare = fresh -> {};
        private int listeners;

        @Override
        public Mode mode() {
            return Mode.INDEXEDDB;
        }

        @Override
        public void onEnded(Runnable listener) {
            listeners++;
        }

        @Override
        public void onReopened(Consumer<RecordStore> preparing) {
            prepare = preparing;
        }

        @Override
        public Optional<String> text(Table table, String key) {
            return inner.text(table, key);
        }

        @Override
        public Optional<byte[]> bytes(Table table, String key) {
            return inner.bytes(table, key);
        }

        @Override
        public List<String> keys(Table table) {
            return inner.keys(table);
        }

        @Override
        public Map<String, String> texts(Table table) {
            return inner.texts(table);
        }

        @Override
        public boolean apply(Batch batch) {
            return inner.apply(batch);
        }
    }

    @BeforeEach
    void start() {
        TinyModels.offer(environment, "lande", 0.9);
        TinyModels.offer(environment, "other", 0.5);
        engine = open(records, REFUSAL);
    }

    private Engine open(RecordStore of, String refusal) {
        Engine opened = new Engine(environment, of, refusal, environment::send);
        opened.begin();
        environment.settle();
        return opened;
    }

    private List<String> installed() {
        return ((JsonArray) environment.done(engine, "installed")).objects().stream().map(one -> one.string("name"))
                .sorted().toList();
    }

    private JsonObject storage() {
        return environment.object(engine, "storage");
    }

    @Test
    void whereMemoryHoldsOnlyWhatTheAppPutThereTheDatabaseIsUsedAtOnce() {
        Engine earlier = open(database, "");
        environment.object(earlier, "install", "name", "other:q8");
        environment.settle();
        String salt = database.text(Table.META, "salt").orElseThrow();
        long received = environment.object(earlier, "ledger").integer("received_bytes");
        environment.object(engine, "classify", "task", "language-identification", "input", "aaab");
        environment.settle();
        assertEquals("memory", storage().string("mode"));
        assertEquals(List.of("lande:q8"), installed());
        long inMemory = environment.object(engine, "ledger").integer("received_bytes");
        environment.sent.clear();

        assertTrue(engine.goBack(records, database));
        environment.settle();
        assertEquals("indexeddb", storage().string("mode"));
        assertFalse(storage().has("reason"), storage().toString());
        assertFalse(storage().has("available"), storage().toString());
        assertFalse(storage().has("emptied"), storage().toString());
        assertEquals(List.of("lande:q8", "other:q8"), installed());
        assertEquals(salt, database.text(Table.META, "salt").orElseThrow(),
                "the secret of the database's commitments stays");
        assertEquals(received + inMemory, environment.object(engine, "ledger").integer("received_bytes"),
                "what was counted in memory is counted there");
        assertTrue(
                environment.sent.stream().anyMatch(
                        message -> message instanceof FromEngine.Event event && event.topic().equals(Topic.STORE)),
                "the page is told");
        environment.object(engine, "classify", "model", "other:q8", "input", "aaab");
        environment.settle();
        assertTrue(environment.object(engine, "check").bool("ok"));
        assertTrue(database.listeners > 0, "the loss of this database will be noticed");
    }

    @Test
    void anEmptyDatabaseGetsTheFirstModelAndIsNotSaidToHaveBeenDeleted() {
        assertTrue(engine.goBack(records, database));
        environment.settle();
        assertEquals(List.of("lande:q8"), installed());
        assertTrue(database.text(Table.PACKAGES, "lande:q8").isPresent());
        assertFalse(storage().has("emptied"), storage().toString());
        assertTrue(environment.object(engine, "check").bool("ok"));
        assertFalse(database.keys(Table.LINEAGE).isEmpty(), "the installation is recorded there");
    }

    private void assertStaysInMemory(String work, Consumer<FallbackRecords> doing) {
        FallbackRecords memory = new FallbackRecords(Set.of(Engine.STARTER.toString()));
        engine = open(memory, REFUSAL);
        doing.accept(memory);
        environment.settle();
        String salt = memory.text(Table.META, "salt").orElseThrow();
        Database other = new Database();
        assertFalse(engine.goBack(memory, other), work);
        assertEquals(RecordStore.Mode.MEMORY, memory.mode(), work);
        assertEquals(salt, memory.text(Table.META, "salt").orElseThrow(), work);
        assertEquals(List.of(), other.keys(Table.PACKAGES), work);
        assertEquals("memory", storage().string("mode"), work);
        assertTrue(storage().bool("available"), work + ": " + storage());
    }

    @Test
    void aPersonsWorkInMemoryStaysInUseAndTheDatabaseIsOffered() {
        assertStaysInMemory("a package", memory -> environment.object(engine, "install", "name", "other:q8"));
        assertStaysInMemory("the first package removed",
                memory -> environment.object(engine, "remove", "name", "lande:q8"));
        assertStaysInMemory("a key", memory -> environment.object(engine, "makeKey", "name", "mine"));
        assertStaysInMemory("a document",
                memory -> memory.apply(new Batch().put(Table.DOCUMENTS, "text/1", new byte[1])));
        assertStaysInMemory("a draft", memory -> memory.apply(new Batch().put(Table.DRAFTS, "1", new byte[1])));
        assertStaysInMemory("a setting of an unknown kind",
                memory -> memory.apply(new Batch().put(Table.SETTINGS, "something/new", "1")));
        assertStaysInMemory("a download that began",
                memory -> memory.apply(new Batch().put(Table.SETTINGS, "download/other:q8", "{}")));
    }

    @Test
    void aDatabaseThatANewerVersionWroteIsLeftAlone() {
        database.apply(new Batch().put(Table.META, "schema", "99"));
        assertFalse(engine.goBack(records, database));
        assertEquals("memory", storage().string("mode"));
        assertEquals(List.of("lande:q8"), installed());
        assertEquals(Set.of("schema"), Set.copyOf(database.keys(Table.META)));
    }

    @Test
    void aSecondReturnChangesNothing() {
        assertTrue(engine.goBack(records, database));
        assertFalse(engine.goBack(records, new Database()));
        assertEquals("indexeddb", storage().string("mode"));
        assertFalse(storage().has("available"), storage().toString());
    }
}
