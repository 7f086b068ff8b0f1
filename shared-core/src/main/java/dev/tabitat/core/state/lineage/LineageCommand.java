package dev.tabitat.core.state.lineage;

import dev.tabitat.core.lineage.Genesis;
import dev.tabitat.core.lineage.LineageBody;
import dev.tabitat.core.lineage.LineageChain;
import dev.tabitat.core.lineage.LineageRecord;
import dev.tabitat.core.state.Command;
import dev.tabitat.core.state.Decision;
import dev.tabitat.core.state.RecordChange;
import java.util.ArrayList;
import java.util.List;

/** What can be done to the lineage: only to add to it. */
public sealed interface LineageCommand<R> extends Command<LineageState, R> {

    /**
     * Adds records after the last one; the outcome is what was added, the first record of a new chain included.
     *
     * @param genesis begins the chain where there is none yet; else it is left out
     * @param nowUtc when this happens
     */
    record Append(List<LineageBody> bodies, Genesis genesis, String nowUtc)
            implements
                LineageCommand<List<LineageRecord>> {

        public Append {
            bodies = List.copyOf(bodies);
        }

        @Override
        public Decision<List<LineageRecord>> decide(LineageState state) {
            List<LineageRecord> added = new ArrayList<>();
            if (state.last().isEmpty()) {
                added.add(LineageChain.begin(genesis, nowUtc));
            }
            for (LineageBody body : bodies) {
                LineageRecord last = added.isEmpty() ? state.last().get() : added.get(added.size() - 1);
                added.add(LineageChain.append(last, body, nowUtc));
            }
            List<RecordChange> changes = new ArrayList<>();
            for (LineageRecord record : added) {
                changes.add(RecordChange.put(LineageRecords.TABLE, LineageRecords.key(record.seq()),
                        record.toJson().toString()));
            }
            if (!added.isEmpty()) {
                changes.add(RecordChange.put(LineageRecords.META, LineageRecords.HEAD,
                        LineageRecords.head(added.get(added.size() - 1))));
            }
            return Decision.accept(changes, added);
        }
    }
}
