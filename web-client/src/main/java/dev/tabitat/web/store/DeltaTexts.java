package dev.tabitat.web.store;

import dev.tabitat.core.state.Delta;
import java.util.List;

/**
 * Whether the deltas of an aggregate say what its records say. Two classes and not a flag, so that a program without
 * private records does without the code for them.
 */
interface DeltaTexts {

    /** Deltas that say all: each is applied in turn. */
    DeltaTexts WHOLE = new DeltaTexts() {

        @Override
        public Delta kept(Delta delta) {
            return delta;
        }

        @Override
        public List<Delta> complete(List<Delta> deltas, AggregateRecords<?> records) {
            return deltas;
        }

        @Override
        public boolean isOfTheMoment() {
            return false;
        }
    };

    /** What the store keeps of a delta. */
    Delta kept(Delta delta);

    /** Kept deltas with the texts of their records. @param deltas in their order, at least one */
    List<Delta> complete(List<Delta> deltas, AggregateRecords<?> records);

    /** Whether texts were read now, and so hold only if no further revision came meanwhile. */
    boolean isOfTheMoment();
}
