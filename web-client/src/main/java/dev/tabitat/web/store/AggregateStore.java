package dev.tabitat.web.store;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.core.lineage.LineageBody;
import dev.tabitat.core.state.Aggregate;
import dev.tabitat.core.state.Command;
import dev.tabitat.core.state.Decision;
import dev.tabitat.core.state.Delta;
import dev.tabitat.core.state.RecordChange;
import dev.tabitat.core.state.RecordRange;
import dev.tabitat.core.state.Revision;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An aggregate in the store: its state, loaded once and kept up to date by deltas, and its commands, each of which is
 * one transaction.
 *
 * <p>
 * A transaction compares the stored revision with the state's; when another tab, worker or fiber was faster, the
 * missing deltas are applied and the command decides again. Versions of the app without revisions raise the store's
 * generation when they change packages, so that a state is read anew after them; the settings that a command changes
 * are compared themselves. The last {@value #KEPT_DELTAS} deltas are kept; whoever missed more reads the state anew.
 *
 * @param <S> the state
 */
public final class AggregateStore<S> {

    static final int KEPT_DELTAS = 64;
    private static final int TRIES = 100;
    private static final int TAG_BYTES = 32;
    private static final int TAG_DIGITS = 16;
    private static final int KEY_DIGITS = 12;

    private final RecordStore records;
    private final Aggregate<S> aggregate;
    private final LineageStore lineage;
    private final ClockAndRandom random;
    private final List<Listener<S>> listeners = new ArrayList<>();
    /** Stamps of the changes that this thread makes. */
    private final Set<String> own = new HashSet<>();
    private Optional<Loaded<S>> loaded = Optional.empty();

    public AggregateStore(RecordStore records, Aggregate<S> aggregate, LineageStore lineage, ClockAndRandom random) {
        this.records = records;
        this.aggregate = aggregate;
        this.lineage = lineage;
        this.random = random;
    }

    /** Is called after each change of the state, whoever made it, in their order; must not wait. */
    @FunctionalInterface
    public interface Listener<S> {

        /** @param isOwn whether a command of this thread made it, not another tab or worker */
        void changed(S before, S after, boolean isOwn);
    }

    /** Adds to a command's transaction what is no record of the aggregate; may wait, and is called for every try. */
    @FunctionalInterface
    public interface Preparation<R> {
        void add(Batch batch, R outcome);
    }

    /** A state with what the store must still say for it to hold; no record, since it is compared by identity. */
    private static final class Loaded<S> {

        private final S state;
        private final Revision revision;
        private final Optional<String> revisionText;
        private final Optional<String> generation;
        /** The settings of the aggregate as they were read or written. */
        private final Map<String, String> settings;

        private Loaded(S state, Revision revision, Optional<String> revisionText, Optional<String> generation,
                Map<String, String> settings) {
            this.state = state;
            this.revision = revision;
            this.revisionText = revisionText;
            this.generation = generation;
            this.settings = settings;
        }

        private String stamp() {
            return revision.stamp(generation.orElse("0"));
        }
    }

    public void onChange(Listener<S> listener) {
        listeners.add(listener);
    }

    /** The state as last known here; read from the store when it is not known yet. */
    public S state() {
        return loaded.isPresent() ? loaded.get().state : current();
    }

    /** The state as the store has it now: one small read where nothing has changed. */
    public S current() {
        return caughtUp().state;
    }

    /** The records may be others from now on: the next question reads them anew. */
    public void reset() {
        loaded = Optional.empty();
    }

    /** Looks for changes by versions of the app that keep no revisions, among the settings that are known. */
    public void compareSettings() {
        for (int i = 0; i < TRIES; i++) {
            Loaded<S> now = caughtUp();
            if (compareSettings(now, now.settings.keySet())) {
                return;
            }
        }
        throw tooBusy("a state");
    }

    /**
     * Takes over settings that differ from those that are known. What was read after a newer revision is left: its
     * other records are not known yet, and a listener must never see half a change.
     *
     * @return whether the settings were of the known revision
     */
    private boolean compareSettings(Loaded<S> now, Set<String> keys) {
        Loaded<S> next = withSettings(now, keys);
        return next == now || isLatest(now) && replace(now, next, false);
    }

    private boolean isLatest(Loaded<S> now) {
        return revisionTexts().equals(List.of(now.revisionText, now.generation));
    }

    private List<Optional<String>> revisionTexts() {
        return records.texts(Table.META, List.of(aggregate.name(), Transactions.GENERATION));
    }

    private static Unavailable tooBusy(String expected) {
        return new Unavailable("The store is too busy.",
                Finding.at("store").expected(expected + " in " + TRIES + " tries").found("changes all the time")
                        .remedy("Close other tabs of Tabitat and try again."));
    }

    /**
     * Does a command, in one transaction.
     *
     * @return what it came to
     * @throws dev.tabitat.core.error.TabitatException that the command is refused with
     * @throws dev.tabitat.core.error.OutOfBudget when the browser gives no more space; nothing has changed then
     * @throws Unavailable when the store cannot be read or written, or others are always faster; nothing has changed
     * then
     */
    public <R> R commit(Command<S, R> command) {
        return commit(command, (batch, outcome) -> {});
    }

    public <R> R commit(Command<S, R> command, Preparation<R> preparation) {
        boolean isReread = false;
        for (int i = 0; i < TRIES; i++) {
            Loaded<S> now = caughtUp();
            Decision<R> decision = command.decide(now.state);
            if (decision instanceof Decision.Refused<R> refused) {
                if (isReread) {
                    throw refused.reason();
                }
                // A version without revisions may have changed a setting: a refusal holds for what is read now.
                isReread = true;
                replace(now, load(), false);
                continue;
            }
            Decision.Accepted<R> accepted = (Decision.Accepted<R>) decision;
            if (accepted.changes().isEmpty()) {
                return accepted.outcome();
            }
            if (isWritten(now, accepted, preparation)) {
                return accepted.outcome();
            }
        }
        throw tooBusy("one transaction");
    }

    private <R> boolean isWritten(Loaded<S> now, Decision.Accepted<R> accepted, Preparation<R> preparation) {
        Revision next = new Revision(now.revision.number() + 1,
                Digest.ofHash(random.random(TAG_BYTES)).hex().substring(0, TAG_DIGITS));
        String generation = String.valueOf(Long.parseLong(now.generation.orElse("0")) + 1);
        Delta delta = new Delta(next.number(), now.stamp(), next.stamp(generation), accepted.changes());
        Batch batch = batch(now, delta, next, generation);
        preparation.add(batch, accepted.outcome());
        if (!accepted.lineage().isEmpty()) {
            lineage.appendTo(batch, accepted.lineage().toArray(new LineageBody[0]));
        }
        own.add(delta.to());
        try {
            if (!records.apply(batch)) {
                compareSettings(now, changedSettings(delta));
                return false;
            }
            if (!replace(now, after(now, delta, next, Optional.of(next.record())), true)) {
                caughtUp();
            }
            return true;
        } finally {
            own.remove(delta.to());
        }
    }

    private Batch batch(Loaded<S> now, Delta delta, Revision next, String generation) {
        Batch batch = new Batch().expect(Table.META, aggregate.name(), now.revisionText)
                .expect(Table.META, Transactions.GENERATION, now.generation);
        for (String setting : changedSettings(delta)) {
            batch.expect(Table.SETTINGS, setting, Optional.ofNullable(now.settings.get(setting)));
        }
        for (RecordChange change : delta.changes()) {
            Table table = Table.of(change.table());
            if (change.text().isPresent()) {
                batch.put(table, change.key(), change.text().get());
            } else {
                batch.delete(table, change.key());
            }
        }
        return batch.put(Table.META, aggregate.name(), next.record())
                .put(Table.META, Transactions.GENERATION, generation)
                .put(Table.META, deltaKey(next.number()), delta.record())
                .delete(Table.META, deltaKey(next.number() - KEPT_DELTAS));
    }

    private static Set<String> changedSettings(Delta delta) {
        Set<String> settings = new LinkedHashSet<>();
        for (RecordChange change : delta.changes()) {
            if (change.table().equals(Table.SETTINGS.id())) {
                settings.add(change.key());
            }
        }
        return settings;
    }

    private String deltaKey(long revision) {
        String digits = Long.toString(Math.max(0, revision));
        return "delta/" + aggregate.name() + "/" + "0".repeat(KEY_DIGITS - digits.length()) + digits;
    }

    /** The state with the settings as they are now, where a version without revisions has changed some. */
    private Loaded<S> withSettings(Loaded<S> before, Set<String> keys) {
        List<String> names = new ArrayList<>(keys);
        List<Optional<String>> texts = names.isEmpty() ? List.of() : records.texts(Table.SETTINGS, names);
        List<RecordChange> changes = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            if (!texts.get(i).equals(Optional.ofNullable(before.settings.get(names.get(i))))) {
                changes.add(new RecordChange(Table.SETTINGS.id(), names.get(i), texts.get(i)));
            }
        }
        return changes.isEmpty() ? before
                : new Loaded<>(aggregate.apply(before.state, changes), before.revision, before.revisionText,
                        before.generation, settings(before.settings, changes));
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

    private Loaded<S> after(Loaded<S> before, Delta delta, Revision revision, Optional<String> revisionText) {
        return new Loaded<>(aggregate.apply(before.state, delta.changes()), revision, revisionText,
                Optional.of(delta.to().substring(delta.to().indexOf('/') + 1)),
                settings(before.settings, delta.changes()));
    }

    /** What is known becomes another, unless it has changed since: waiting lets other fibers go on. */
    private boolean replace(Loaded<S> before, Loaded<S> after, boolean isOwn) {
        if (loaded.isEmpty() || loaded.get() != before) {
            return false;
        }
        if (after != before) {
            loaded = Optional.of(after);
            for (Listener<S> listener : new ArrayList<>(listeners)) {
                listener.changed(before.state, after.state, isOwn);
            }
        }
        return true;
    }

    private Loaded<S> caughtUp() {
        for (int i = 0; i < TRIES; i++) {
            if (loaded.isEmpty()) {
                Loaded<S> read = load();
                loaded = loaded.isEmpty() ? Optional.of(read) : loaded;
            }
            Loaded<S> now = loaded.get();
            List<Optional<String>> texts = revisionTexts();
            if (loaded.isPresent() && loaded.get() == now && texts.get(0).equals(now.revisionText)
                    && texts.get(1).equals(now.generation)) {
                return now;
            }
            follow(now, Revision.read(texts.get(0)), texts.get(0));
        }
        throw tooBusy("a state");
    }

    /** Applies the deltas that are missing up to a revision, or reads the state anew where they do not lead there. */
    private void follow(Loaded<S> from, Revision target, Optional<String> targetText) {
        long missing = target.number() - from.revision.number();
        if (missing < 1 || missing > KEPT_DELTAS) {
            replace(from, load(), false);
            return;
        }
        List<String> keys = new ArrayList<>();
        for (long revision = from.revision.number() + 1; revision <= target.number(); revision++) {
            keys.add(deltaKey(revision));
        }
        Loaded<S> now = from;
        for (Optional<String> text : records.texts(Table.META, keys)) {
            Optional<Delta> delta = text.map(Delta::read);
            if (delta.isEmpty() || !delta.get().after().equals(now.stamp())) {
                replace(now, load(), false);
                return;
            }
            long number = delta.get().revision();
            String to = delta.get().to();
            boolean isLast = number == target.number();
            Revision revision = isLast ? target : new Revision(number, to.substring(0, to.indexOf('/')));
            Loaded<S> next = after(now, delta.get(), revision,
                    isLast ? targetText : Optional.of(revision.record()));
            if (!replace(now, next, own.contains(to))) {
                return;
            }
            now = next;
        }
    }

    /** The whole state: read again until no revision came while its records were read. */
    private Loaded<S> load() {
        for (int i = 0; i < TRIES; i++) {
            Loaded<S> read = read();
            if (isLatest(read)) {
                return read;
            }
        }
        throw tooBusy("a state");
    }

    private Loaded<S> read() {
        List<Optional<String>> texts = revisionTexts();
        Map<String, Map<String, String>> tables = new LinkedHashMap<>();
        List<RecordChange> changes = new ArrayList<>();
        Map<String, String> settings = new LinkedHashMap<>();
        for (RecordRange range : aggregate.ranges()) {
            if (!tables.containsKey(range.table())) {
                tables.put(range.table(), records.texts(Table.of(range.table())));
            }
            for (Map.Entry<String, String> record : tables.get(range.table()).entrySet()) {
                if (range.contains(range.table(), record.getKey())) {
                    changes.add(RecordChange.put(range.table(), record.getKey(), record.getValue()));
                }
            }
        }
        return new Loaded<>(aggregate.apply(aggregate.empty(), changes), Revision.read(texts.get(0)), texts.get(0),
                texts.get(1), settings(settings, changes));
    }
}
