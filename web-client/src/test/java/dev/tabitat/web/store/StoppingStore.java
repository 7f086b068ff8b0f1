package dev.tabitat.web.store;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Records with files beside them that stop at one operation, as when the tab ends there: that operation happens, does
 * not happen or, when it writes a file, happens in part, and none happens after it. Reads, lists and deletions count as
 * operations too.
 */
final class StoppingStore implements RecordStore, LargeFiles {

    /** How far the operation at which the tab ends had come. */
    enum Moment {
        BEFORE,
        WITHIN,
        AFTER
    }

    /** The tab has ended. */
    static final class Stopped extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }

    private final RecordStore records;
    private final LargeFiles files;
    private final int stopAt;
    private final Moment moment;
    private int operations;

    /** @param stopAt the operation at which it stops, from 0; a negative number for none */
    StoppingStore(RecordStore records, LargeFiles files, int stopAt, Moment moment) {
        this.records = records;
        this.files = files;
        this.stopAt = stopAt;
        this.moment = moment;
    }

    /** How many operations were begun. */
    int operations() {
        return operations;
    }

    private <T> T step(Supplier<T> whole, Runnable part) {
        if (stopAt >= 0 && operations >= stopAt) {
            if (operations++ > stopAt || moment == Moment.BEFORE) {
                throw new Stopped();
            }
            if (moment == Moment.WITHIN) {
                part.run();
            } else {
                whole.get();
            }
            throw new Stopped();
        }
        operations++;
        return whole.get();
    }

    private <T> T step(Supplier<T> whole) {
        return step(whole, () -> {});
    }

    private void step(Runnable whole, Runnable part) {
        step(() -> {
            whole.run();
            return true;
        }, part);
    }

    @Override
    public Mode mode() {
        return records.mode();
    }

    @Override
    public Optional<LargeFiles> files() {
        return Optional.of(this);
    }

    @Override
    public Optional<String> text(Table table, String key) {
        return step(() -> records.text(table, key));
    }

    @Override
    public Optional<byte[]> bytes(Table table, String key) {
        return step(() -> records.bytes(table, key));
    }

    @Override
    public List<String> keys(Table table) {
        return step(() -> records.keys(table));
    }

    @Override
    public Map<String, String> texts(Table table) {
        return step(() -> records.texts(table));
    }

    @Override
    public boolean apply(Batch batch) {
        return step(() -> records.apply(batch));
    }

    @Override
    public long leastBlobBytes() {
        return files.leastBlobBytes();
    }

    /** In part: the first half of the bytes, as a browser may have flushed them. */
    @Override
    public void write(String file, long offset, byte[] bytes) {
        step(() -> files.write(file, offset, bytes),
                () -> files.write(file, offset, Arrays.copyOf(bytes, bytes.length / 2)));
    }

    @Override
    public List<Optional<Digested>> read(List<Extent> extents) {
        return step(() -> files.read(extents));
    }

    @Override
    public List<String> names() {
        return step(files::names);
    }

    @Override
    public void delete(String file) {
        step(() -> files.delete(file), () -> {});
    }
}
