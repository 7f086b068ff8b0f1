package dev.tabitat.web.store;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unavailable;
import java.util.Optional;

/** Plans and applies batches; plans again when another tab was faster. */
final class Transactions {

    private static final int TRIES = 100;
    private static final String GENERATION = "generation";

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

    /** A batch that is done only if no package changed since, and counts as such a change itself. */
    static Batch changingPackages(RecordStore records) {
        Optional<String> generation = records.text(Table.META, GENERATION);
        String next = String.valueOf(Long.parseLong(generation.orElse("0")) + 1);
        return new Batch().expect(Table.META, GENERATION, generation).put(Table.META, GENERATION, next);
    }
}
