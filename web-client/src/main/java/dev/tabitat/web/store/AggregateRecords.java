package dev.tabitat.web.store;

import dev.tabitat.core.state.Aggregate;
import dev.tabitat.core.state.Delta;
import dev.tabitat.core.state.ForeignMark;
import dev.tabitat.core.state.RecordChange;
import dev.tabitat.core.state.RecordRange;
import dev.tabitat.core.state.Revision;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The records of an aggregate, its revision and its deltas, as they are read and written; decides nothing. Of records
 * in tables of bytes only the keys are known here.
 */
final class AggregateRecords<S> {

    private static final int KEY_DIGITS = 12;

    private final RecordStore records;
    private final Aggregate<S> aggregate;
    private final DeltaTexts texts;

    AggregateRecords(RecordStore records, Aggregate<S> aggregate, DeltaTexts texts) {
        this.texts = texts;
        this.records = records;
        this.aggregate = aggregate;
    }

    private record Stand(Optional<String> revision, Optional<String> mark) {}

    /** The revision is read before the mark: a change of both lies between them or is seen. */
    private Stand stand() {
        Optional<ForeignMark> mark = aggregate.foreignMark();
        if (mark.isEmpty()) {
            return new Stand(records.text(Table.META, aggregate.name()), Optional.empty());
        }
        if (mark.get().table().equals(Table.META.id())) {
            List<Optional<String>> both = records.texts(Table.META, List.of(aggregate.name(), mark.get().key()));
            return new Stand(both.get(0), both.get(1));
        }
        Optional<String> revision = records.text(Table.META, aggregate.name());
        return new Stand(revision, records.text(Table.of(mark.get().table()), mark.get().key()));
    }

    /** The record of the revision as it is now. */
    Optional<String> revisionText() {
        return records.text(Table.META, aggregate.name());
    }

    /** Whether the store still says so. */
    boolean isLatest(LoadedState<S> now) {
        return stand().equals(new Stand(now.revisionText, now.mark));
    }

    /** Everything as it is now; whether no revision came meanwhile is the caller's question. */
    LoadedState<S> read() {
        Stand stand = stand();
        Map<String, Map<String, String>> tables = new LinkedHashMap<>();
        List<RecordChange> changes = new ArrayList<>();
        for (RecordRange range : aggregate.ranges()) {
            if (!tables.containsKey(range.table())) {
                tables.put(range.table(), texts(Table.of(range.table())));
            }
            for (Map.Entry<String, String> record : tables.get(range.table()).entrySet()) {
                if (range.contains(range.table(), record.getKey())) {
                    changes.add(RecordChange.put(range.table(), record.getKey(), record.getValue()));
                }
            }
        }
        return new LoadedState<>(aggregate.apply(aggregate.empty(), changes), Revision.read(stand.revision()),
                stand.revision(), stand.mark(), settings(Map.of(), changes));
    }

    private Map<String, String> texts(Table table) {
        if (!table.isBinary()) {
            return records.texts(table);
        }
        Map<String, String> keys = new LinkedHashMap<>();
        for (String key : records.keys(table)) {
            keys.put(key, "");
        }
        return keys;
    }

    /** What a change writes, if the store still says what it was decided on. Bytes are left to the caller. */
    Batch batch(LoadedState<S> now, Delta delta, Revision next) {
        Batch batch = new Batch().expect(Table.META, aggregate.name(), now.revisionText);
        Optional<ForeignMark> mark = aggregate.foreignMark();
        if (mark.isPresent()) {
            batch.expect(Table.of(mark.get().table()), mark.get().key(), now.mark);
        }
        for (String setting : settingsOf(delta.changes())) {
            batch.expect(Table.SETTINGS, setting, Optional.ofNullable(now.settings.get(setting)));
        }
        for (RecordChange change : delta.changes()) {
            Table table = Table.of(change.table());
            if (change.text().isEmpty()) {
                batch.delete(table, change.key());
            } else if (!table.isBinary()) {
                batch.put(table, change.key(), change.text().get());
            }
        }
        if (mark.isPresent()) {
            batch.put(Table.of(mark.get().table()), mark.get().key(), markOf(delta));
        }
        return batch.put(Table.META, aggregate.name(), next.record())
                .put(Table.META, deltaKey(next.number()), texts.kept(delta).record())
                .delete(Table.META, deltaKey(next.number() - AggregateStore.KEPT_DELTAS));
    }

    /** What the foreign mark says after the change that gets this tag. */
    String nextMark(LoadedState<S> now, String tag) {
        return aggregate.foreignMark().isPresent() ? aggregate.foreignMark().get().next(now.mark, tag) : "0";
    }

    private static String markOf(Delta delta) {
        return delta.to().substring(delta.to().indexOf('/') + 1);
    }

    /** The deltas of these revisions, as long as they are kept. */
    List<Optional<Delta>> deltas(long from, long to) {
        List<String> keys = new ArrayList<>();
        for (long revision = from; revision <= to; revision++) {
            keys.add(deltaKey(revision));
        }
        List<Optional<Delta>> deltas = new ArrayList<>();
        for (Optional<String> text : records.texts(Table.META, keys)) {
            deltas.add(text.isPresent() ? Optional.of(Delta.read(text.get())) : Optional.empty());
        }
        return deltas;
    }

    private String deltaKey(long revision) {
        String digits = Long.toString(Math.max(0, revision));
        return "delta/" + aggregate.name() + "/" + "0".repeat(KEY_DIGITS - digits.length()) + digits;
    }

    /** The last of these changes of each record, with the texts as they are now. */
    List<RecordChange> reread(List<RecordChange> changes) {
        Map<String, RecordChange> last = new LinkedHashMap<>();
        for (RecordChange change : changes) {
            last.put(change.table() + "/" + change.key(), change);
        }
        List<RecordChange> read = new ArrayList<>();
        for (RecordChange change : last.values()) {
            Table table = Table.of(change.table());
            read.add(change.text().isEmpty() || table.isBinary() ? change
                    : new RecordChange(change.table(), change.key(), records.text(table, change.key())));
        }
        return read;
    }

    /** The state after a delta. */
    LoadedState<S> after(LoadedState<S> before, Delta delta, Revision revision, Optional<String> revisionText) {
        return new LoadedState<>(aggregate.apply(before.state, delta.changes()), revision, revisionText,
                aggregate.foreignMark().isPresent() ? Optional.of(markOf(delta)) : Optional.empty(),
                settings(before.settings, delta.changes()));
    }

    /** The state with these settings as they are now, where a version without revisions has changed some. */
    LoadedState<S> withSettings(LoadedState<S> before, Set<String> keys) {
        List<String> names = new ArrayList<>(keys);
        List<Optional<String>> texts = names.isEmpty() ? List.of() : records.texts(Table.SETTINGS, names);
        List<RecordChange> changes = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            if (!texts.get(i).equals(Optional.ofNullable(before.settings.get(names.get(i))))) {
                changes.add(new RecordChange(Table.SETTINGS.id(), names.get(i), texts.get(i)));
            }
        }
        return changes.isEmpty() ? before
                : new LoadedState<>(aggregate.apply(before.state, changes), before.revision, before.revisionText,
                        before.mark, settings(before.settings, changes));
    }

    static Set<String> settingsOf(List<RecordChange> changes) {
        Set<String> settings = new LinkedHashSet<>();
        for (RecordChange change : changes) {
            if (change.table().equals(Table.SETTINGS.id())) {
                settings.add(change.key());
            }
        }
        return settings;
    }

    private static Map<String, String> settings(Map<String, String> before, List<RecordChange> changes) {
        Map<String, String> settings = new LinkedHashMap<>(before);
        for (RecordChange change : changes) {
            if (change.table().equals(Table.SETTINGS.id())) {
                settings.remove(change.key());
                if (change.text().isPresent()) {
                    settings.put(change.key(), change.text().get());
                }
            }
        }
        return settings;
    }
}
