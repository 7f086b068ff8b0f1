package dev.tabitat.web.documents;

import dev.tabitat.web.store.Batch;
import dev.tabitat.web.store.LargeFiles;
import dev.tabitat.web.store.RecordStore;
import dev.tabitat.web.store.Table;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Records at which every thread waits a turn before each access, as it does for IndexedDB. */
public final class YieldingRecords implements RecordStore {

    private final RecordStore records;
    private final Runnable pause;

    /** @param pause lets other threads go on */
    public YieldingRecords(RecordStore records, Runnable pause) {
        this.records = records;
        this.pause = pause;
    }

    @Override
    public Mode mode() {
        return records.mode();
    }

    @Override
    public Optional<LargeFiles> files() {
        return records.files();
    }

    @Override
    public Optional<String> text(Table table, String key) {
        pause.run();
        return records.text(table, key);
    }

    /** In one transaction. */
    @Override
    public List<Optional<String>> texts(Table table, List<String> keys) {
        pause.run();
        return records.texts(table, keys);
    }

    @Override
    public Optional<byte[]> bytes(Table table, String key) {
        pause.run();
        return records.bytes(table, key);
    }

    @Override
    public List<String> keys(Table table) {
        pause.run();
        return records.keys(table);
    }

    @Override
    public Map<String, String> texts(Table table) {
        pause.run();
        return records.texts(table);
    }

    @Override
    public boolean apply(Batch batch) {
        pause.run();
        return records.apply(batch);
    }
}
