package dev.tabitat.web.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Changes that happen together or not at all, if the records are still as they were expected to be. */
public final class Batch {

    /** One change or expectation. */
    public sealed interface Step {}

    /** The record is this text, or is missing when empty; otherwise nothing of the batch happens. */
    public record Expect(Table table, String key, Optional<String> text) implements Step {}

    public record PutText(Table table, String key, String text) implements Step {}

    /** @param bytes not changed after this */
    public record PutBytes(Table table, String key, byte[] bytes) implements Step {}

    /** Deletes a record; a missing one is left missing. */
    public record Delete(Table table, String key) implements Step {}

    private final List<Step> steps = new ArrayList<>();

    public Batch expect(Table table, String key, Optional<String> text) {
        steps.add(new Expect(table, key, text));
        return this;
    }

    public Batch put(Table table, String key, String text) {
        steps.add(new PutText(table, key, text));
        return this;
    }

    public Batch put(Table table, String key, byte[] bytes) {
        steps.add(new PutBytes(table, key, bytes));
        return this;
    }

    public Batch delete(Table table, String key) {
        steps.add(new Delete(table, key));
        return this;
    }

    public List<Step> steps() {
        return steps;
    }

    /**
     * Whether it changes settings and what says that they changed, and nothing else: such a batch need not be on the
     * disk before it counts as done.
     */
    public boolean changesOnlySettings() {
        boolean changesSettings = false;
        for (Step step : steps) {
            Optional<Table> table = written(step);
            if (table.isPresent() && table.get() != Table.SETTINGS && table.get() != Table.META) {
                return false;
            }
            changesSettings |= table.equals(Optional.of(Table.SETTINGS));
        }
        return changesSettings;
    }

    private static Optional<Table> written(Step step) {
        if (step instanceof PutText put) {
            return Optional.of(put.table());
        }
        if (step instanceof PutBytes put) {
            return Optional.of(put.table());
        }
        return step instanceof Delete delete ? Optional.of(delete.table()) : Optional.empty();
    }

    /** Whether it changes anything. */
    public boolean changes() {
        for (Step step : steps) {
            if (!(step instanceof Expect)) {
                return true;
            }
        }
        return false;
    }
}
