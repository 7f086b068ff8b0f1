package dev.tabitat.web.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Records in memory while the browser's database cannot be opened. Once it can be, they are those of the database: at
 * once where memory holds nothing but what the app itself put there, else not before the next start, since what a
 * person made would be lost.
 */
public final class FallbackRecords implements RecordStore {

    /** Beginnings of the settings that the app writes by itself; each can be made again. */
    private static final List<String> AUTOMATIC_SETTINGS = List.of("int8", "memory/", "signature/", "source/",
            "planned-source/", "lease/",
            "documents/encoder", "documents/unfinished", "documents/revision");
    private static final List<Table> OF_PERSONS = List.of(Table.DOWNLOADS, Table.DECISIONS, Table.DOCUMENTS,
            Table.DRAFTS);
    /**
     * A package that was installed by itself has this setting with the value {@code no}; one that a person removed,
     * another.
     */
    private static final String DECLINED = "declined/";

    private final Set<String> automaticPackages;
    private final MemoryRecords memory = new MemoryRecords();
    private final List<Runnable> ended = new ArrayList<>();
    private RecordStore records = memory;
    private Consumer<RecordStore> prepare = fresh -> {};

    /** @param automaticPackages names of the packages that the app installs by itself */
    public FallbackRecords(Set<String> automaticPackages) {
        this.automaticPackages = Set.copyOf(automaticPackages);
    }

    /**
     * Goes over to a database that could be opened now. A database that cannot be prepared is not used.
     *
     * @return whether it is used from now on; false when memory holds what a person made, which stays in use then
     * @throws dev.tabitat.core.error.Unsupported when a newer Tabitat wrote the database
     */
    public boolean use(RecordStore database) {
        if (records != memory || holdsWorkOfPerson()) {
            return false;
        }
        prepare.accept(database);
        // Preparing suspends, so that something may have been stored meanwhile; from here on nothing suspends until the
        // database is used.
        if (holdsWorkOfPerson()) {
            prepare.accept(memory);
            return false;
        }
        database.onReopened(prepare);
        ended.forEach(database::onEnded);
        records = database;
        return true;
    }

    /** Whether memory holds more than the app itself put there. */
    boolean holdsWorkOfPerson() {
        for (Table table : OF_PERSONS) {
            if (!memory.keys(table).isEmpty()) {
                return true;
            }
        }
        for (String name : memory.keys(Table.PACKAGES)) {
            if (!automaticPackages.contains(name)) {
                return true;
            }
        }
        for (Map.Entry<String, String> setting : memory.texts(Table.SETTINGS).entrySet()) {
            if (!isAutomatic(setting.getKey(), setting.getValue())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAutomatic(String name, String value) {
        if (name.startsWith(DECLINED)) {
            return value.equals("no");
        }
        for (String automatic : AUTOMATIC_SETTINGS) {
            if (name.startsWith(automatic)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Mode mode() {
        return records.mode();
    }

    @Override
    public void onEnded(Runnable listener) {
        ended.add(listener);
    }

    @Override
    public void onReopened(Consumer<RecordStore> preparing) {
        prepare = preparing;
    }

    @Override
    public Optional<LargeFiles> files() {
        return records.files();
    }

    @Override
    public Optional<String> text(Table table, String key) {
        return records.text(table, key);
    }

    @Override
    public List<Optional<String>> texts(Table table, List<String> keys) {
        return records.texts(table, keys);
    }

    @Override
    public Optional<byte[]> bytes(Table table, String key) {
        return records.bytes(table, key);
    }

    @Override
    public List<Optional<Digested>> digested(Table table, List<String> keys) {
        return records.digested(table, keys);
    }

    @Override
    public List<String> keys(Table table) {
        return records.keys(table);
    }

    @Override
    public Map<String, String> texts(Table table) {
        return records.texts(table);
    }

    @Override
    public boolean apply(Batch batch) {
        return records.apply(batch);
    }
}
