package dev.tabitat.web.documents;

import dev.tabitat.web.store.Batch;
import dev.tabitat.web.store.RecordStore;
import dev.tabitat.web.store.Table;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Records at which every thread waits a turn before each access, as it does for IndexedDB. */
final class YieldingRecords implements RecordStore {

    private final RecordStore records;
    private final CooperativeThreads threads;

    YieldingRecords(RecordStore records, CooperativeThreads threads) {
        this.records = records;
        this.threads = threads;
    }

    @Override
    public Mode mode() {
        return records.mode();
    }

    @Override
    public Optional<String> text(Table table, String key) {
        threads.pauseHere();
        return records.text(table, key);
    }

    @Override
    public Optional<byte[]> bytes(Table table, String key) {
        threads.pauseHere();
        return records.bytes(table, key);
    }

    @Override
    public List<String> keys(Table table) {
        threads.pauseHere();
        return records.keys(table);
    }

    @Override
    public Map<String, String> texts(Table table) {
        threads.pauseHere();
        return records.texts(table);
    }

    @Override
    public boolean apply(Batch batch) {
        threads.pauseHere();
        return records.apply(batch);
    }
}
