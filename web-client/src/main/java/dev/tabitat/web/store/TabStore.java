package dev.tabitat.web.store;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.packages.PackageName;
import dev.tabitat.core.state.Aggregate;
import dev.tabitat.core.state.documents.DocumentsAggregate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The whole store of a tab, opened, migrated to the present layout and cleared of what a crash may have left. */
public final class TabStore {

    private static final String SALT = "salt";
    private static final int SALT_BYTES = 32;

    private final RecordStore records;
    private final PackageStore packages;
    private final LineageStore lineage;
    private final LedgerStore ledger;
    private final DecisionStore decisions;
    private final ClockAndRandom environment;
    /** What has to be read anew when the records are others. */
    private final List<AggregateStore<?>> opened = new ArrayList<>();
    private String salt;
    private boolean wasEmptied;

    private TabStore(RecordStore records, ClockAndRandom environment, String createdBy, ReadLocks locks,
            Collecting.Way collecting) {
        this.records = records;
        this.environment = environment;
        this.lineage = new LineageStore(records, environment, createdBy);
        this.packages = new PackageStore(records, lineage, environment, locks, collecting);
        this.ledger = new LedgerStore(records, environment);
        this.decisions = new DecisionStore(records, environment);
        this.salt = salt(records, environment);
    }

    /**
     * @param createdBy product and version, for the lineage's first record
     * @throws dev.tabitat.core.error.Unsupported when a newer Tabitat wrote the store
     */
    public static TabStore open(RecordStore records, ClockAndRandom environment, String createdBy) {
        return open(records, environment, createdBy, ReadLocks.local());
    }

    /** The same. @param locks keep a package that is removed until nobody reads it */
    public static TabStore open(RecordStore records, ClockAndRandom environment, String createdBy, ReadLocks locks) {
        return open(records, environment, createdBy, locks, Collector::new);
    }

    /** The same, for a program that removes nothing and leaves it to others to delete what is needed no more. */
    public static TabStore openWithoutCollecting(RecordStore records, ClockAndRandom environment, String createdBy,
            ReadLocks locks) {
        return open(records, environment, createdBy, locks, (aggregate, pieces, unused) -> new Collecting.ByOthers());
    }

    private static TabStore open(RecordStore records, ClockAndRandom environment, String createdBy, ReadLocks locks,
            Collecting.Way collecting) {
        Schema.migrate(records);
        TabStore store = new TabStore(records, environment, createdBy, locks, collecting);
        records.onReopened(store::prepare);
        return store;
    }

    /**
     * Migrates records that were opened again, or replace those in memory, to the present layout. Their secret is used
     * from now on; where they are empty, that of this tab stays. Those of a database that is empty now have been
     * deleted.
     */
    private void prepare(RecordStore fresh) {
        packages.aggregate().reset();
        for (AggregateStore<?> one : opened) {
            one.reset();
        }
        Schema.migrate(fresh);
        Optional<String> found = fresh.text(Table.META, SALT);
        if (found.isPresent()) {
            salt = found.get();
        } else {
            wasEmptied = records.mode() == RecordStore.Mode.INDEXEDDB;
            fresh.apply(new Batch().expect(Table.META, SALT, Optional.empty()).put(Table.META, SALT, salt));
        }
    }

    /** Whether everything that was kept here has been deleted, from outside, since this tab opened it. */
    public boolean wasEmptied() {
        return wasEmptied;
    }

    /** Is called, on a thread of its own, when the connection to the records was ended from outside. */
    public void onEnded(Runnable listener) {
        records.onEnded(listener);
    }

    private static String salt(RecordStore records, ClockAndRandom environment) {
        Transactions.apply(records, () -> {
            Optional<String> found = records.text(Table.META, SALT);
            Batch batch = new Batch().expect(Table.META, SALT, found);
            return found.isPresent() ? batch
                    : batch.put(Table.META, SALT, Digest.ofHash(environment.random(SALT_BYTES)).hex());
        });
        return records.text(Table.META, SALT).orElseThrow();
    }

    /** The records of private documents. */
    public DocumentStore documents(DocumentCipher cipher) {
        return new DocumentStore(records, aggregate(new DocumentsAggregate()), cipher);
    }

    /** An aggregate of these records; a worker asks for each once. */
    public <S> AggregateStore<S> aggregate(Aggregate<S> aggregate) {
        AggregateStore<S> state = new AggregateStore<>(records, aggregate, lineage, environment);
        opened.add(state);
        return state;
    }

    public RecordStore.Mode mode() {
        return records.mode();
    }

    public PackageStore packages() {
        return packages;
    }

    public LineageStore lineage() {
        return lineage;
    }

    public LedgerStore ledger() {
        return ledger;
    }

    public DecisionStore decisions() {
        return decisions;
    }

    /** The secret of this store that goes into run commitments, in hexadecimal. */
    public String salt() {
        return salt;
    }

    public Optional<String> setting(String name) {
        return records.text(Table.SETTINGS, name);
    }

    public void set(String name, String value) {
        records.apply(new Batch().put(Table.SETTINGS, name, value));
    }

    /**
     * Changes a setting in one transaction: when another tab or fiber was faster, the change is computed again. Empty
     * deletes it.
     */
    public void change(String name, UnaryOperator<Optional<String>> change) {
        Transactions.apply(records, () -> {
            Optional<String> now = records.text(Table.SETTINGS, name);
            Optional<String> next = change.apply(now);
            if (now.equals(next)) {
                return new Batch();
            }
            Batch batch = new Batch().expect(Table.SETTINGS, name, now);
            return next.isPresent() ? batch.put(Table.SETTINGS, name, next.get()) : batch.delete(Table.SETTINGS, name);
        });
    }

    /** Forgets a setting. */
    public void unset(String name) {
        records.apply(new Batch().delete(Table.SETTINGS, name));
    }

    /** The settings whose names begin so, in ascending order. */
    public Map<String, String> settings(String prefix) {
        Map<String, String> found = new LinkedHashMap<>();
        records.texts(Table.SETTINGS).forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                found.put(name, value);
            }
        });
        return found;
    }

    /** What the host offered when it was last asked. */
    public List<StoredPackage> lastCatalog() {
        List<StoredPackage> all = new ArrayList<>();
        records.texts(Table.CATALOG).forEach((key, text) -> all.add(StoredPackage.read(text, key)));
        return all;
    }

    /** Remembers what the host offers, in place of what it offered before. */
    public void setCatalog(List<StoredPackage> offered) {
        Batch batch = new Batch();
        List<String> kept = new ArrayList<>();
        for (StoredPackage one : offered) {
            batch.put(Table.CATALOG, one.name(), one.record());
            kept.add(one.name());
        }
        for (String key : records.keys(Table.CATALOG)) {
            if (!kept.contains(key)) {
                batch.delete(Table.CATALOG, key);
            }
        }
        records.apply(batch);
    }

    /** What the host last said about one package. */
    public Optional<StoredPackage> offered(PackageName name) {
        return records.text(Table.CATALOG, name.toString()).map(text -> StoredPackage.read(text, name.toString()));
    }
}
