package dev.tabitat.web.store;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.core.state.packages.PackagesAggregate;

/** Plans and applies batches; plans again when another tab was faster. */
final class Transactions {

    private static final int TRIES = 100;
    private Transactions() {}

    /** What to change, as things are now; an empty batch means that nothing is to be done. */
    @FunctionalInterface
    interface Plan {
        Batch plan();
    }

    static void apply(RecordStore records, Plan plan) {
        for (int i = 0; i < TRIES; i++) {
            Batch batch = plan.plan();
            if (!batch.changes() || records.apply(batch)) {
                return;
            }
        }
        throw new Unavailable("The store is too busy.",
                Finding.at("store").expected("one transaction in " + TRIES + " tries").found("none")
                        .remedy("Close other tabs of Tabitat and try again."));
    }

    /** A batch that is done only if no package changes before it. */
    static Batch whilePackagesStay(RecordStore records) {
        return new Batch().expect(Table.META, PackagesAggregate.GENERATION,
                records.text(Table.META, PackagesAggregate.GENERATION));
    }
}
