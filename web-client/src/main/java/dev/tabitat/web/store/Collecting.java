package dev.tabitat.web.store;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.state.packages.PackagesState;

/** Whether a store deletes what is needed no more. An interface, so that a program that does not is smaller. */
interface Collecting {

    /** Makes it for a store. */
    @FunctionalInterface
    interface Way {
        Collecting of(AggregateStore<PackagesState> aggregate, Pieces pieces, ReadLocks locks);
    }

    /** Deletes what nobody reads. */
    void collect();

    /** For the last reader of a version. */
    void collectIfUnlisted(Digest version);

    /** Leaves it to other programs on the same records. */
    final class ByOthers implements Collecting {

        @Override
        public void collect() {
            // What is unlisted stays until the next start of the whole app.
        }

        @Override
        public void collectIfUnlisted(Digest version) {
            // As above.
        }
    }
}
