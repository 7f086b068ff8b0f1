package dev.tabitat.web.store;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Records in memory, for a browser that refuses storage and for tests. */
public final class MemoryRecords implements RecordStore {

    private final Map<Table, TreeMap<String, Object>> tables = new EnumMap<>(Table.class);

    private final Optional<LargeFiles> files;

    public MemoryRecords() {
        this(Optional.empty());
    }

    /** @param files beside the records, for the bytes of large blobs */
    public MemoryRecords(Optional<LargeFiles> files) {
        this.files = files;
        for (Table table : Table.values()) {
            tables.put(table, new TreeMap<>());
        }
    }

    @Override
    public Mode mode() {
        return Mode.MEMORY;
    }

    @Override
    public Optional<LargeFiles> files() {
        return files;
    }

    @Override
    public synchronized Optional<String> text(Table table, String key) {
        return Optional.ofNullable((String) tables.get(table).get(key));
    }

    @Override
    public synchronized Optional<byte[]> bytes(Table table, String key) {
        return Optional.ofNullable((byte[]) tables.get(table).get(key)).map(byte[]::clone);
    }

    @Override
    public synchronized List<String> keys(Table table) {
        return new ArrayList<>(tables.get(table).keySet());
    }

    @Override
    public synchronized Map<String, String> texts(Table table) {
        Map<String, String> texts = new LinkedHashMap<>();
        tables.get(table).forEach((key, value) -> texts.put(key, (String) value));
        return texts;
    }

    @Override
    public synchronized boolean apply(Batch batch) {
        for (Batch.Step step : batch.steps()) {
            if (step instanceof Batch.Expect expect
                    && !expect.text().equals(Optional.ofNullable(tables.get(expect.table()).get(expect.key())))) {
                return false;
            }
        }
        for (Batch.Step step : batch.steps()) {
            if (step instanceof Batch.PutText put) {
                tables.get(put.table()).put(put.key(), put.text());
            } else if (step instanceof Batch.PutBytes put) {
                tables.get(put.table()).put(put.key(), put.bytes().clone());
            } else if (step instanceof Batch.Delete delete) {
                tables.get(delete.table()).remove(delete.key());
            }
        }
        return true;
    }
}
