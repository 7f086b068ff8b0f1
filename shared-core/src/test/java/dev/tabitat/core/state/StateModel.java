package dev.tabitat.core.state;

import dev.tabitat.core.lineage.LineageBody;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Records and the state that follows from them, changed by one command after another.
 *
 * @param <S> the state
 */
public final class StateModel<S> {

    private final Aggregate<S> aggregate;
    private final Map<String, RecordChange> records = new TreeMap<>();
    public final List<LineageBody> told = new ArrayList<>();
    private S state;

    public StateModel(Aggregate<S> aggregate) {
        this.aggregate = aggregate;
        this.state = aggregate.empty();
    }

    public S state() {
        return state;
    }

    /** @throws dev.tabitat.core.error.TabitatException that the command is refused with */
    public <R> R run(Command<S, R> command) {
        Decision<R> decision = command.decide(state);
        if (decision instanceof Decision.Refused<R> refused) {
            throw refused.reason();
        }
        Decision.Accepted<R> accepted = (Decision.Accepted<R>) decision;
        state = aggregate.apply(state, accepted.changes());
        told.addAll(accepted.lineage());
        for (RecordChange change : accepted.changes()) {
            if (change.text().isPresent()) {
                records.put(change.table() + "/" + change.key(), change);
            } else {
                records.remove(change.table() + "/" + change.key());
            }
        }
        return accepted.outcome();
    }

    /** How many records a command would change now. */
    public int changes(Command<S, ?> command) {
        return ((Decision.Accepted<?>) command.decide(state)).changes().size();
    }

    /** What the records alone say. */
    public S reread() {
        return aggregate.apply(aggregate.empty(), new ArrayList<>(records.values()));
    }

    public List<RecordChange> records() {
        return new ArrayList<>(records.values());
    }
}
