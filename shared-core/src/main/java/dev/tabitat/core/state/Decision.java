package dev.tabitat.core.state;

import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.lineage.LineageBody;
import java.util.List;

/** What a command comes to on a state. */
public sealed interface Decision<R> {

    /**
     * These records change, together or not at all.
     *
     * @param changes none where the state is already as the command wants it
     * @param lineage records for the lineage, written in the same transaction
     * @param outcome what the caller is told
     */
    record Accepted<R>(List<RecordChange> changes, List<LineageBody> lineage, R outcome) implements Decision<R> {

        public Accepted {
            changes = List.copyOf(changes);
            lineage = List.copyOf(lineage);
        }
    }

    /** Nothing changes, and this is why. */
    record Refused<R>(TabitatException reason) implements Decision<R> {}

    static <R> Decision<R> accept(List<RecordChange> changes, R outcome) {
        return new Accepted<>(changes, List.of(), outcome);
    }

    static <R> Decision<R> refuse(TabitatException reason) {
        return new Refused<>(reason);
    }
}
