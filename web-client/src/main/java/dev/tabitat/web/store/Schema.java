package dev.tabitat.web.store;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unsupported;
import java.util.List;
import java.util.Optional;

/** Migrates a store to the present layout, one version at a time, each in one transaction. */
public final class Schema {

    private static final String KEY = "schema";

    /** Steps from version 1 on: the first leads from 1 to 2. */
    private static final List<Migration> STEPS = List.of(new QueuedDownloads());

    private Schema() {}

    /** @throws Unsupported when a newer Tabitat wrote the store */
    public static void migrate(RecordStore records) {
        migrate(records, STEPS);
    }

    static void migrate(RecordStore records, List<Migration> steps) {
        int newest = steps.size() + 1;
        while (true) {
            Optional<String> found = records.text(Table.META, KEY);
            int version = found.isEmpty() ? 0 : version(found.get());
            if (version == newest) {
                return;
            }
            if (version > newest) {
                throw new Unsupported("A newer Tabitat wrote this store.",
                        Finding.at("store, version").expected("at most " + newest).found(version)
                                .remedy("Reload the page to get the newer Tabitat."));
            }
            Batch batch = new Batch().expect(Table.META, KEY, found);
            if (version > 0) {
                steps.get(version - 1).plan(records, batch);
            }
            batch.put(Table.META, KEY, String.valueOf(version == 0 ? newest : version + 1));
            records.apply(batch);
        }
    }

    private static int version(String text) {
        try {
            int version = Integer.parseInt(text);
            if (version > 0) {
                return version;
            }
        } catch (NumberFormatException e) {
            // reported below
        }
        throw new DamagedData("The store's version is damaged.",
                Finding.at("meta/schema").expected("a number").found(text));
    }
}
