package dev.tabitat.web.store;

import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.state.Aggregate;
import dev.tabitat.core.state.Command;
import dev.tabitat.core.state.Decision;
import dev.tabitat.core.state.RecordChange;
import dev.tabitat.core.state.RecordRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** An aggregate whose records are texts, with its commands. */
record AggregateSubject<S>(Aggregate<S> aggregate, Map<String, Command<S, ?>> given, List<List<String>> beginnings,
        List<List<String>> possible, List<List<String>> three, List<String> toAndFro) implements Subject<S> {

    @Override
    public String name() {
        return aggregate.name();
    }

    @Override
    public List<String> commands() {
        return List.copyOf(given.keySet());
    }

    @Override
    public Opened<S> open(RecordStore records, ClockAndRandom environment, Consumer<S> told) {
        AggregateStore<S> store = new AggregateStore<>(records, aggregate,
                new LineageStore(records, environment, "tabitat/test"), environment);
        // On the test's own thread nothing waits: the state is known before the schedule begins.
        store.state();
        store.onChange((before, after, isOwn) -> told.accept(after));
        return new Opened<>() {

            @Override
            public String run(String command) {
                try {
                    return String.valueOf(store.commit(given.get(command)));
                } catch (TabitatException refused) {
                    return refused.code();
                }
            }

            @Override
            public S current() {
                return store.current();
            }

            @Override
            public void heard() {
                store.current();
            }
        };
    }

    @Override
    public S stateOf(RecordStore records) {
        List<RecordChange> changes = new ArrayList<>();
        for (RecordRange range : aggregate.ranges()) {
            records.texts(Table.of(range.table())).forEach((key, text) -> {
                if (range.contains(range.table(), key)) {
                    changes.add(RecordChange.put(range.table(), key, text));
                }
            });
        }
        return aggregate.apply(aggregate.empty(), changes);
    }

    @Override
    public Modelled<S> model(S before, String command) {
        Decision<?> decision = given.get(command).decide(before);
        if (decision instanceof Decision.Refused<?> refused) {
            return new Modelled<>(before, refused.reason().code());
        }
        Decision.Accepted<?> accepted = (Decision.Accepted<?>) decision;
        return new Modelled<>(aggregate.apply(before, accepted.changes()), String.valueOf(accepted.outcome()));
    }
}
