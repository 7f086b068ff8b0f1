package dev.tabitat.web.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Records with files beside them. */
record WithFiles(RecordStore records, LargeFiles large) implements RecordStore {

    @Override
    public Mode mode() {
        return records.mode();
    }

    @Override
    public Optional<LargeFiles> files() {
        return Optional.of(large);
    }

    @Override
    public Optional<String> text(Table table, String key) {
        return records.text(table, key);
    }

    @Override
    public Optional<byte[]> bytes(Table table, String key) {
        return records.bytes(table, key);
    }

    @Override
    public List<String> keys(Table table) {
        return records.keys(table);
    }

    @Override
    public Map<String, String> texts(Table table) {
        return records.texts(table);
    }

    @Override
    public boolean apply(Batch batch) {
        return records.apply(batch);
    }
}
