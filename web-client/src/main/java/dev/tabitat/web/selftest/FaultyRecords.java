package dev.tabitat.web.selftest;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.OutOfBudget;
import dev.tabitat.web.store.Batch;
import dev.tabitat.web.store.Digested;
import dev.tabitat.web.store.LargeFiles;
import dev.tabitat.web.store.RecordStore;
import dev.tabitat.web.store.Table;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Records that fail at one chosen write, or lets another writer write in between. */
public final class FaultyRecords implements RecordStore {

    /** What happens at the chosen write. */
    public enum Fault {
        /** The tab dies before the transaction. */
        CRASH_BEFORE,
        /** The tab dies after the transaction, before it is reported. */
        CRASH_AFTER,
        /** The browser gives no more space. */
        QUOTA
    }

    /** The tab is gone. */
    public static final class Crash extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }

    private final RecordStore records;
    private final int failAt;
    private final Fault fault;
    private Runnable meanwhile = () -> {};
    private final Map<Table, Runnable> beforeReads = new HashMap<>();
    private int writes;

    /** @param failAt which write fails, from 0; a negative number for none */
    public FaultyRecords(RecordStore records, int failAt, Fault fault) {
        this.records = records;
        this.failAt = failAt;
        this.fault = fault;
    }

    /** What happens before the next write, once. */
    public void meanwhile(Runnable other) {
        meanwhile = other;
    }

    /** What happens before the next read of one record of this table, once. */
    public void beforeRead(Table table, Runnable other) {
        beforeReads.put(table, other);
    }

    private void read(Table table) {
        Runnable other = beforeReads.remove(table);
        if (other != null) {
            other.run();
        }
    }

    /** How many writes were asked for. */
    public int writes() {
        return writes;
    }

    /** The files, each write and deletion of which counts as a write and can fail like one. */
    @Override
    public Optional<LargeFiles> files() {
        return records.files().map(FaultyFiles::new);
    }

    @Override
    public Mode mode() {
        return records.mode();
    }

    @Override
    public Optional<String> text(Table table, String key) {
        read(table);
        return records.text(table, key);
    }

    @Override
    public Optional<byte[]> bytes(Table table, String key) {
        read(table);
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
        Runnable other = meanwhile;
        meanwhile = () -> {};
        other.run();
        return write(() -> records.apply(batch));
    }

    private boolean write(BooleanSupplier change) {
        if (writes++ != failAt) {
            return change.getAsBoolean();
        }
        if (fault == Fault.QUOTA) {
            throw new OutOfBudget("The browser gives no more space.", Finding.at("store"));
        }
        if (fault == Fault.CRASH_AFTER) {
            change.getAsBoolean();
        }
        throw new Crash();
    }

    private final class FaultyFiles implements LargeFiles {

        private final LargeFiles files;

        FaultyFiles(LargeFiles files) {
            this.files = files;
        }

        @Override
        public long leastBlobBytes() {
            return files.leastBlobBytes();
        }

        @Override
        public void write(String file, long offset, byte[] bytes) {
            FaultyRecords.this.write(() -> {
                files.write(file, offset, bytes);
                return true;
            });
        }

        @Override
        public List<Optional<Digested>> read(List<Extent> extents) {
            return files.read(extents);
        }

        @Override
        public List<String> names() {
            return files.names();
        }

        @Override
        public void delete(String file) {
            FaultyRecords.this.write(() -> {
                files.delete(file);
                return true;
            });
        }
    }
}
