package dev.tabitat.web.store;

import dev.tabitat.core.state.Delta;
import dev.tabitat.core.state.RecordChange;
import java.util.ArrayList;
import java.util.List;

/**
 * Deltas that name the records that changed without what they say: of a record that is deleted nothing is left behind.
 * Whoever follows them reads the records, for all missing deltas at once.
 */
final class PrivateDeltaTexts implements DeltaTexts {

    @Override
    public Delta kept(Delta delta) {
        return delta.withoutTexts();
    }

    @Override
    public List<Delta> complete(List<Delta> deltas, AggregateRecords<?> records) {
        List<RecordChange> changes = new ArrayList<>();
        for (Delta delta : deltas) {
            changes.addAll(delta.changes());
        }
        Delta last = deltas.get(deltas.size() - 1);
        return List.of(new Delta(last.revision(), deltas.get(0).after(), last.to(), records.reread(changes)));
    }

    @Override
    public boolean isOfTheMoment() {
        return true;
    }
}
