package dev.tabitat.web.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Records by table and key, changed in atomic batches. */
public interface RecordStore {

    /** Where records are kept. */
    enum Mode {
        /** In the browser's database: they outlive the tab. */
        INDEXEDDB("indexeddb"),
        /** In memory: they are gone when the tab is. */
        MEMORY("memory");

        private final String id;

        Mode(String id) {
            this.id = id;
        }

        public String id() {
            return id;
        }
    }

    Mode mode();

    /**
     * Is called, on a thread of its own, when the browser or another page has ended the connection to the records;
     * never where they cannot be lost.
     */
    default void onEnded(Runnable listener) {}

    /**
     * Is called when records were opened again after their connection had ended, before anything else is answered; they
     * may be others, or none.
     *
     * @param prepare gets the records to prepare
     */
    default void onReopened(Consumer<RecordStore> prepare) {}

    /** The files beside the records for the bytes of large blobs; empty where there are none. */
    default Optional<LargeFiles> files() {
        return Optional.empty();
    }

    /** @throws dev.tabitat.core.error.Unavailable when the store cannot be read */
    Optional<String> text(Table table, String key);

    /**
     * Texts of these keys, in their order, as fast as can be had.
     *
     * @throws dev.tabitat.core.error.Unavailable when the store cannot be read
     */
    default List<Optional<String>> texts(Table table, List<String> keys) {
        List<Optional<String>> all = new ArrayList<>();
        for (String key : keys) {
            all.add(text(table, key));
        }
        return all;
    }

    /** @throws dev.tabitat.core.error.Unavailable when the store cannot be read */
    Optional<byte[]> bytes(Table table, String key);

    /**
     * Bytes with their digests, as fast as can be had.
     *
     * @throws dev.tabitat.core.error.Unavailable when the store cannot be read
     */
    default List<Optional<Digested>> digested(Table table, List<String> keys) {
        List<Optional<Digested>> all = new ArrayList<>();
        for (String key : keys) {
            all.add(bytes(table, key).map(Digested::of));
        }
        return all;
    }

    /** Every key of a table in ascending order. */
    List<String> keys(Table table);

    /** Every text of a table by key, in ascending order of the keys. */
    Map<String, String> texts(Table table);

    /**
     * Does all of a batch, durably, or nothing of it.
     *
     * @return whether it was done; false when a record was not as expected
     * @throws dev.tabitat.core.error.OutOfBudget when the browser gives no more space; nothing has changed then
     * @throws dev.tabitat.core.error.Unavailable when the store cannot be written; nothing has changed then
     */
    boolean apply(Batch batch);
}
