package dev.tabitat.web.store;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.core.state.Aggregate;
import dev.tabitat.core.state.Command;
import dev.tabitat.core.state.Decision;
import dev.tabitat.core.state.Delta;
import dev.tabitat.core.state.Revision;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An aggregate in the store: its state, loaded once and kept up to date by deltas, and its commands, each of which is
 * one transaction.
 *
 * <p>
 * A transaction compares the stored revision with the state's; when another tab, worker or fiber was faster, the
 * missing deltas are applied and the command decides again. Where versions of the app without revisions leave a mark
 * when they change the records, the state is read anew after them; the settings that a command changes are compared
 * themselves. The last {@value #KEPT_DELTAS} deltas are kept; whoever missed more reads the state anew.
 *
 * @param <S> the state
 */
public final class AggregateStore<S> {

    static final int KEPT_DELTAS = 64;
    private static final int TRIES = 100;
    private static final int TAG_BYTES = 32;
    private static final int TAG_DIGITS = 16;

    private final RecordStore records;
    private final AggregateRecords<S> stored;
    private final DeltaTexts texts;
    private final LineageStore lineage;
    private final ClockAndRandom random;
    private final List<Listener<S>> listeners = new ArrayList<>();
    /** Stamps of the changes that this thread makes. */
    private final Set<String> own = new HashSet<>();
    private Optional<LoadedState<S>> loaded = Optional.empty();

    public AggregateStore(RecordStore records, Aggregate<S> aggregate, LineageStore lineage, ClockAndRandom random) {
        this(records, aggregate, lineage, random,
                aggregate.hasPrivateTexts() ? new PrivateDeltaTexts() : DeltaTexts.WHOLE);
    }

    AggregateStore(RecordStore records, Aggregate<S> aggregate, LineageStore lineage, ClockAndRandom random,
            DeltaTexts texts) {
        this.records = records;
        this.texts = texts;
        this.stored = new AggregateRecords<>(records, aggregate, texts);
        this.lineage = lineage;
        this.random = random;
    }

    /** Is called after each change of the state, whoever made it, in their order; must not wait. */
    @FunctionalInterface
    public interface Listener<S> {

        /** @param isOwn whether a command of this thread made it, not another tab or worker */
        void changed(S before, S after, boolean isOwn);
    }

    /**
     * Adds to a command's transaction what is no record of the aggregate, and the bytes of those that are in tables of
     * bytes; may wait, and is called for every try.
     */
    @FunctionalInterface
    public interface Preparation<R> {
        void add(Batch batch, R outcome);
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

    /** The revision of the state as last known here; 0 while none is known. */
    public long revision() {
        return loaded.isPresent() ? loaded.get().revision.number() : 0;
    }

    /** Whether a state of this revision or a later one is known here, so that its change is not news. */
    public boolean knows(long revision) {
        return loaded.isPresent() && revision <= loaded.get().revision.number();
    }

    /** The records may be others from now on: the next question reads them anew. */
    public void reset() {
        loaded = Optional.empty();
    }

    /**
     * Reads everything anew, since a version of the app without revisions may have changed it; listeners are told where
     * the state is another one.
     */
    private void reread() {
        for (int i = 0; i < TRIES; i++) {
            LoadedState<S> now = caughtUp();
            LoadedState<S> read = load();
            if (read.state.equals(now.state) || replace(now, read, false)) {
                return;
            }
        }
        throw tooBusy("a state");
    }

    /**
     * Takes over what another tab or worker changed.
     *
     * @param revision that the change led to; nothing is read where it is known. 0 where whoever tells of it does not
     * say: then everything is read anew
     */
    public void catchUp(long revision) {
        if (revision == 0) {
            reread();
        } else if (!knows(revision)) {
            current();
        }
    }

    /** Looks for changes by versions of the app that keep no revisions, among the settings that are known. */
    public void compareSettings() {
        for (int i = 0; i < TRIES; i++) {
            LoadedState<S> now = caughtUp();
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
    private boolean compareSettings(LoadedState<S> now, Set<String> keys) {
        LoadedState<S> next = stored.withSettings(now, keys);
        return next == now || stored.isLatest(now) && replace(now, next, false);
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
            LoadedState<S> now = caughtUp();
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

    private <R> boolean isWritten(LoadedState<S> now, Decision.Accepted<R> accepted, Preparation<R> preparation) {
        Revision next = new Revision(now.revision.number() + 1,
                Digest.ofHash(random.random(TAG_BYTES)).hex().substring(0, TAG_DIGITS));
        Delta delta = new Delta(next.number(), now.stamp(), next.stamp(stored.nextMark(now, next.tag())),
                accepted.changes());
        Batch batch = stored.batch(now, delta, next);
        preparation.add(batch, accepted.outcome());
        if (!accepted.lineage().isEmpty()) {
            lineage.appendTo(batch, accepted.lineage());
        }
        own.add(delta.to());
        try {
            if (!records.apply(batch)) {
                compareSettings(now, AggregateRecords.settingsOf(delta.changes()));
                return false;
            }
            if (!replace(now, stored.after(now, delta, next, Optional.of(next.record())), true)) {
                caughtUp();
            }
            return true;
        } finally {
            own.remove(delta.to());
        }
    }

    /** What is known becomes another, unless it has changed since: waiting lets other fibers go on. */
    private boolean replace(LoadedState<S> before, LoadedState<S> after, boolean isOwn) {
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

    private LoadedState<S> caughtUp() {
        for (int i = 0; i < TRIES; i++) {
            if (loaded.isEmpty()) {
                LoadedState<S> read = load();
                loaded = loaded.isEmpty() ? Optional.of(read) : loaded;
            }
            LoadedState<S> now = loaded.get();
            if (stored.isLatest(now) && loaded.isPresent() && loaded.get() == now) {
                return now;
            }
            follow(now);
        }
        throw tooBusy("a state");
    }

    /** Applies the deltas that are missing, or reads the state anew where they do not lead to what is stored. */
    private void follow(LoadedState<S> from) {
        Optional<String> targetText = stored.revisionText();
        Revision target = Revision.read(targetText);
        long missing = target.number() - from.revision.number();
        List<Delta> deltas = missing < 1 || missing > KEPT_DELTAS ? List.of() : leadingOn(from, target);
        if (deltas.isEmpty()) {
            replace(from, load(), false);
        } else {
            follow(from, deltas, target, targetText);
        }
    }

    /** The deltas from a state to a revision; none where one is missing or leads on from something else. */
    private List<Delta> leadingOn(LoadedState<S> from, Revision target) {
        List<Delta> deltas = new ArrayList<>();
        String stamp = from.stamp();
        for (Optional<Delta> delta : stored.deltas(from.revision.number() + 1, target.number())) {
            if (delta.isEmpty() || !delta.get().after().equals(stamp)) {
                return List.of();
            }
            stamp = delta.get().to();
            deltas.add(delta.get());
        }
        return deltas;
    }

    private void follow(LoadedState<S> from, List<Delta> kept, Revision target, Optional<String> targetText) {
        List<Delta> deltas = texts.complete(kept, stored);
        boolean isEach = deltas.size() == kept.size();
        LoadedState<S> now = from;
        for (Delta delta : deltas) {
            String to = delta.to();
            boolean isLast = delta.revision() == target.number();
            Revision revision = isLast ? target
                    : new Revision(delta.revision(), to.substring(0, to.indexOf('/')));
            LoadedState<S> next = stored.after(now, delta, revision,
                    isLast ? targetText : Optional.of(revision.record()));
            if (texts.isOfTheMoment() && !stored.isLatest(next)
                    || !replace(now, next, isEach ? own.contains(to) : isOwn(kept))) {
                return;
            }
            now = next;
        }
    }

    private boolean isOwn(List<Delta> deltas) {
        for (Delta delta : deltas) {
            if (!own.contains(delta.to())) {
                return false;
            }
        }
        return true;
    }

    /** The whole state: read again until no revision came while its records were read. */
    private LoadedState<S> load() {
        for (int i = 0; i < TRIES; i++) {
            LoadedState<S> read = stored.read();
            if (stored.isLatest(read)) {
                return read;
            }
        }
        throw tooBusy("a state");
    }
}
