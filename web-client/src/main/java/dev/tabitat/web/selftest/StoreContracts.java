package dev.tabitat.web.selftest;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.OutOfBudget;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.ledger.LedgerEntry;
import dev.tabitat.core.lineage.LineageChain;
import dev.tabitat.core.lineage.LineageRecord;
import dev.tabitat.core.lineage.PackageInstalled;
import dev.tabitat.core.lineage.PackageRemoved;
import dev.tabitat.core.lineage.Runs;
import dev.tabitat.core.packages.PackageName;
import dev.tabitat.core.state.packages.QueuePlace;
import dev.tabitat.web.selftest.FaultyRecords.Crash;
import dev.tabitat.web.selftest.FaultyRecords.Fault;
import dev.tabitat.web.selftest.StoreSamples.Sample;
import dev.tabitat.web.store.Batch;
import dev.tabitat.web.store.CheckReport;
import dev.tabitat.web.store.Digested;
import dev.tabitat.web.store.ReadLocks;
import dev.tabitat.web.store.RecordStore;
import dev.tabitat.web.store.StoredPackage.Place;
import dev.tabitat.web.store.StoredPackage;
import dev.tabitat.web.store.TabStore;
import dev.tabitat.web.store.Table;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/** What the store promises, on whatever keeps its records. */
public final class StoreContracts {

    private static final Sample A = StoreSamples.sample("alpha", 300);
    private static final Sample B = StoreSamples.sample("beta", 130);

    /** How many faults are tried at each write: all of them only where stores are made and read quickly. */
    public enum FaultsPerWrite {
        ALL,
        ONE
    }

    private final Supplier<RecordStore> fresh;
    private final long seed;
    private final FaultsPerWrite faults;

    private StoreContracts(Supplier<RecordStore> fresh, long seed, FaultsPerWrite faults) {
        this.fresh = fresh;
        this.seed = seed;
        this.faults = faults;
    }

    /**
     * @param fresh gives an empty store each time
     * @param seed of the random sequences, reported when one fails
     */
    public static List<Contract> all(Supplier<RecordStore> fresh, long seed, FaultsPerWrite faults) {
        StoreContracts contracts = new StoreContracts(fresh, seed, faults);
        return List.of(
                Contract.of("store: a batch happens whole, or not at all", contracts::batches),
                Contract.of("store: only verified pieces are kept, and a package is there only when all are",
                        contracts::commits),
                Contract.of("store: a crash at any write leaves the old state or the new one", contracts::crashes),
                Contract.of("store: no space at any write leaves the old state, and the work can go on",
                        contracts::quota),
                Contract.of("store: random work with random crashes keeps every promise", contracts::randomWork),
                Contract.of("store: damage is found, named, never used, and mended piece by piece", contracts::damage),
                Contract.of("store: a read goes on to its end though another tab removes the package",
                        contracts::removedWhileRead),
                Contract.of("store: without locks, a package that another tab removes is not called damaged",
                        contracts::removedWithoutLocks),
                Contract.of("store: pieces that two packages share stay as long as one needs them", contracts::sharing),
                Contract.of("store: two writers at once lose nothing", contracts::twoWriters),
                Contract.of("store: a manifest that contradicts itself is refused", contracts::contradiction),
                Contract.of("store: a newer version is kept beside the older one, and the way back is open",
                        contracts::versions),
                Contract.of("store: a crash or no space while versions change leaves the old state or the new one",
                        contracts::versionFaults),
                Contract.of("store: a store of the first layout is brought to this one, or left as it is",
                        contracts::firstLayout),
                Contract.of("store: a newer store is refused, and left as it is", contracts::newer),
                Contract.of("store: salt, settings, ledger and lineage outlive the tab", contracts::memory));
    }

    private static TabStore open(RecordStore records) {
        return TabStore.open(records, StoreSamples.WORLD, "tabitat/test");
    }

    private static void install(TabStore store, Sample sample) {
        store.packages().begin(sample.stored());
        Set<Digest> present = store.packages().present(sample.stored());
        for (Place place : sample.stored().places()) {
            if (present.add(place.digest())) {
                store.packages().putChunk(place, sample.piece(place));
            }
        }
        store.packages().commit(sample.stored(), sample.installed());
    }

    /** What a later version of alpha adds: it shares pieces with the first. */
    private static final Sample A2 = StoreSamples.sample("alpha", 400);

    private static Map<String, Digest> kept(TabStore store) {
        Map<String, Digest> kept = new TreeMap<>();
        store.packages().previous().forEach((name, one) -> kept.put(name, one.digest()));
        return kept;
    }

    private void versions(Check check) {
        RecordStore records = fresh.get();
        TabStore store = open(records);
        PackageName name = new PackageName("alpha", "q8");
        install(store, A);
        check.fails("no version before", InvalidInput.class, () -> store.packages().rollback(name));
        check.fails("none to remove", InvalidInput.class, () -> store.packages().removePrevious(name));
        install(store, A);
        check.equal("the same again keeps nothing beside it", Map.of(), kept(store));
        install(store, A2);
        check.equal("the newer answers", A2.stored().digest(), store.packages().find(name).orElseThrow().digest());
        check.equal("the older is kept", Map.of("alpha:q8", A.stored().digest()), kept(store));
        store.packages().dropOrphans();
        invariants(check, store, "after an update");
        check.equal("the way back", A.stored().digest(), store.packages().rollback(name).digest());
        check.equal("the newer is kept", Map.of("alpha:q8", A2.stored().digest()), kept(store));
        invariants(check, store, "after going back");
        Sample third = StoreSamples.sample("alpha", 500);
        install(store, third);
        check.equal("one version is kept, not two", Map.of("alpha:q8", A.stored().digest()), kept(store));
        int orphans = store.packages().dropOrphans();
        check.equal("pieces that only the second had went with it", 0, orphans);
        long frees = store.packages().share(store.packages().find(name).orElseThrow()).freesBytes();
        long old = store.packages().removePrevious(name);
        check.isTrue("the older frees something", old > 0 && old < frees);
        check.equal("none is kept", Map.of(), kept(store));
        invariants(check, store, "without the older");
        check.equal("what was told comes true", frees - old, store.packages().remove(name));
        check.equal("nothing is left", List.of(), pieces(records));
        check.equal("the chain", "", LineageChain.verify(store.lineage().all()).reason());
    }

    private static void changeVersions(RecordStore records) {
        TabStore store = open(records);
        install(store, A);
        install(store, A2);
        store.packages().rollback(new PackageName("alpha", "q8"));
        store.packages().removePrevious(new PackageName("alpha", "q8"));
        install(store, A2);
        store.packages().remove(new PackageName("alpha", "q8"));
    }

    /** One of them: a crash and no space in turn. A crash after a write leaves what one before the next leaves. */
    private List<Fault> faultsOfVersions(int at) {
        return faults == FaultsPerWrite.ALL ? List.of(Fault.values())
                : List.of(at % 2 == 0 ? Fault.CRASH_BEFORE : Fault.QUOTA);
    }

    private void versionFaults(Check check) {
        FaultyRecords counting = new FaultyRecords(fresh.get(), -1, Fault.QUOTA);
        changeVersions(counting);
        for (int at = 0; at < counting.writes(); at++) {
            for (Fault fault : faultsOfVersions(at)) {
                RecordStore inner = fresh.get();
                FaultyRecords faulty = new FaultyRecords(inner, at, fault);
                try {
                    changeVersions(faulty);
                } catch (Crash | OutOfBudget expected) {
                    check.isTrue("not before", faulty.writes() > at);
                }
                String when = fault + " at write " + at;
                check.isTrue(when + " came", faulty.writes() > at);
                TabStore after = open(inner);
                after.packages().dropOrphans();
                invariants(check, after, when);
                for (StoredPackage one : after.packages().previous().values()) {
                    check.equal(when + ": the version kept loads", 3, after.packages().load(one).files().size());
                }
                changeVersions(inner);
                check.equal(when + ": the work can be done after it", List.of(), inner.keys(Table.PACKAGES));
            }
        }
    }

    /** A store as layout 1 had it: an installed package, a download that began, and its settings. */
    private static RecordStore firstLayout(RecordStore records) {
        TabStore store = open(records);
        install(store, A);
        store.packages().begin(B.stored());
        Place first = B.stored().places().get(0);
        store.packages().putChunk(first, B.piece(first));
        store.set("declined/lande:q8", "yes");
        records.apply(new Batch().put(Table.META, "schema", "1"));
        return records;
    }

    private void firstLayout(Check check) {
        for (int at = -1; at < 1; at++) {
            RecordStore inner = firstLayout(fresh.get());
            if (at >= 0) {
                int fails = at;
                check.fails("no space", OutOfBudget.class, () -> open(new FaultyRecords(inner, fails, Fault.QUOTA)));
                check.equal("left as it was", "1", inner.text(Table.META, "schema").orElseThrow());
                check.equal("with nothing half done", Map.of("declined/lande:q8", "yes"), inner.texts(Table.SETTINGS));
            }
            TabStore store = open(inner);
            check.equal("the layout", "2", inner.text(Table.META, "schema").orElseThrow());
            invariants(check, store, "after the migration");
            check.equal("the package", List.of("alpha:q8"), names(store));
            check.equal("the setting", "yes", store.setting("declined/lande:q8").orElseThrow());
            QueuePlace place = QueuePlace.read(store.setting(QueuePlace.KEY + "beta:q8").orElseThrow());
            check.isTrue("the download waits for the person", place.isPaused() && !place.allowsMetered());
            check.equal("its pieces are kept", 0, store.packages().dropOrphans());
            install(store, B);
            check.equal("and it can go on", List.of("alpha:q8", "beta:q8"), names(store));
        }
    }

    private void batches(Check check) {
        RecordStore records = fresh.get();
        check.equal("nothing", Optional.empty(), records.text(Table.SETTINGS, "a"));
        check.isTrue("put", records.apply(new Batch().put(Table.SETTINGS, "b", "2").put(Table.SETTINGS, "a", "1")
                .put(Table.CHUNKS, "x", new byte[]{1, -2, 3})));
        check.equal("texts", Map.of("a", "1", "b", "2"), records.texts(Table.SETTINGS));
        check.equal("order", List.of("a", "b"), records.keys(Table.SETTINGS));
        check.equal("bytes", List.of(1, -2, 3), list(records.bytes(Table.CHUNKS, "x").orElseThrow()));
        List<Optional<Digested>> digested = records.digested(Table.CHUNKS, List.of("x", "none"));
        check.equal("digested bytes", List.of(1, -2, 3), list(digested.get(0).orElseThrow().bytes()));
        check.equal("their digest", Digest.of(new byte[]{1, -2, 3}), digested.get(0).orElseThrow().digest());
        check.equal("nothing digested", Optional.empty(), digested.get(1));
        check.isTrue("unexpected", !records.apply(new Batch().expect(Table.SETTINGS, "a", Optional.of("9"))
                .put(Table.SETTINGS, "b", "9").delete(Table.CHUNKS, "x")));
        check.isTrue("unexpectedly there", !records.apply(new Batch().put(Table.SETTINGS, "c", "9")
                .expect(Table.SETTINGS, "a", Optional.empty())));
        check.equal("untouched", Map.of("a", "1", "b", "2"), records.texts(Table.SETTINGS));
        check.isTrue("expected", records.apply(new Batch().expect(Table.SETTINGS, "a", Optional.of("1"))
                .expect(Table.META, "none", Optional.empty()).delete(Table.SETTINGS, "a")
                .delete(Table.SETTINGS, "none")));
        check.equal("deleted", List.of("b"), records.keys(Table.SETTINGS));
    }

    private static List<Integer> list(byte[] bytes) {
        List<Integer> list = new ArrayList<>();
        for (byte one : bytes) {
            list.add((int) one);
        }
        return list;
    }

    private void commits(Check check) {
        TabStore store = open(fresh.get());
        store.packages().begin(A.stored());
        List<Place> places = A.stored().places();
        Place first = places.get(0);
        byte[] spoiled = A.piece(first);
        spoiled[3] ^= 1;
        DamagedData refused = check.fails("a spoiled piece", DamagedData.class,
                () -> store.packages().putChunk(first, spoiled));
        check.equal("expected", first.digest().toString(), refused.finding().expected());
        check.equal("found", Digest.of(spoiled).toString(), refused.finding().found());
        for (Place place : places.subList(1, places.size())) {
            store.packages().putChunk(place, A.piece(place));
        }
        check.fails("one is missing", DamagedData.class, () -> store.packages().commit(A.stored(), A.installed()));
        check.equal("not there", List.of(), names(store));
        store.packages().putChunk(first, A.piece(first));
        store.packages().commit(A.stored(), A.installed());
        check.equal("there", List.of("alpha:q8"), names(store));
        invariants(check, store, "after a commit");
        check.fails("unknown", InvalidInput.class, () -> store.packages().remove(new PackageName("nobody", "q8")));
    }

    private static List<String> names(TabStore store) {
        List<String> names = new ArrayList<>();
        store.packages().installed().forEach(one -> names.add(one.name()));
        return names;
    }

    /** What holds at any moment: every package loads, the lineage is unbroken and says the same as the packages. */
    private static void invariants(Check check, TabStore store, String when) {
        for (StoredPackage one : store.packages().installed()) {
            check.equal(when + ": files of " + one.name(), 3, store.packages().load(one).files().size());
        }
        check.isTrue(when + ": check", store.packages().check().ok());
        List<LineageRecord> records = store.lineage().all();
        check.equal(when + ": length", (long) records.size(), store.lineage().length());
        if (!records.isEmpty()) {
            check.equal(when + ": chain", "", LineageChain.verify(records).reason());
        }
        Set<String> told = new TreeSet<>();
        for (LineageRecord record : records) {
            if (record.typedBody() instanceof PackageInstalled installed) {
                told.add(installed.name() + " " + installed.manifestDigest());
            } else if (record.typedBody() instanceof PackageRemoved removed) {
                told.remove(removed.name() + " " + removed.manifestDigest());
            }
        }
        Set<String> there = new TreeSet<>();
        store.packages().installed().forEach(one -> there.add(one.name() + " " + one.digest()));
        store.packages().previous().forEach((name, one) -> there.add(name + " " + one.digest()));
        check.equal(when + ": lineage tells of the packages", new ArrayList<>(told), new ArrayList<>(there));
    }

    /** The table whose records say that a piece is there. */
    private static Table pieceTable(RecordStore records) {
        return records.files().isPresent() ? Table.EXTENTS : Table.CHUNKS;
    }

    /** The digests of all pieces, and files only where a piece needs them. */
    private static List<String> pieces(RecordStore records) {
        List<String> all = new ArrayList<>(records.keys(Table.CHUNKS));
        List<String> inFiles = records.keys(Table.EXTENTS);
        all.addAll(inFiles);
        if (all.isEmpty() && records.files().isPresent()) {
            all.addAll(records.files().get().names());
        }
        return all;
    }

    /** Replaces the bytes of a piece behind the store's back. */
    private static void spoil(RecordStore records, Place place, byte[] bytes) {
        if (records.files().isPresent()) {
            records.files().get().write(place.blob().digest().hex(), place.offset(), bytes);
        } else {
            records.apply(new Batch().put(Table.CHUNKS, place.digest().hex(), bytes));
        }
    }

    /** After clearing up, exactly the pieces are there that something refers to. */
    private static void noOrphans(Check check, TabStore store, RecordStore records, String when) {
        store.packages().dropOrphans();
        Set<String> wanted = new TreeSet<>();
        store.packages().installed().forEach(one -> one.chunks().forEach(chunk -> wanted.add(chunk.hex())));
        Set<String> perhaps = new TreeSet<>(wanted);
        store.packages().downloads().forEach(one -> one.chunks().forEach(chunk -> perhaps.add(chunk.hex())));
        List<String> found = pieces(records);
        check.isTrue(when + ": all wanted pieces", found.containsAll(wanted));
        check.isTrue(when + ": no other pieces", perhaps.containsAll(found));
    }

    /** Two installs that share pieces, a removal, a lineage record and a ledger entry. */
    private static void work(RecordStore records) {
        TabStore store = open(records);
        install(store, A);
        store.ledger().add(List.of(new LedgerEntry("https://host", "package", 1, 0, 500)));
        install(store, B);
        store.lineage().append(new Runs(List.of()));
        store.packages().remove(new PackageName("alpha", "q8"));
        store.packages().dropOrphans();
    }

    private static int writesOfWork(RecordStore records) {
        FaultyRecords counting = new FaultyRecords(records, -1, Fault.QUOTA);
        work(counting);
        return counting.writes();
    }

    private void crashes(Check check) {
        int writes = writesOfWork(fresh.get());
        check.isTrue("there are writes", writes > 20);
        for (int at = 0; at < writes; at++) {
            boolean isAfterTried = faults == FaultsPerWrite.ALL || at == writes - 1;
            for (Fault fault : isAfterTried ? List.of(Fault.CRASH_BEFORE, Fault.CRASH_AFTER)
                    : List.of(Fault.CRASH_BEFORE)) {
                RecordStore records = fresh.get();
                int failAt = at;
                check.fails("crash", Crash.class, () -> work(new FaultyRecords(records, failAt, fault)));
                String when = fault + " " + at + " of " + writes;
                TabStore reopened = open(records);
                invariants(check, reopened, when);
                noOrphans(check, reopened, records, when);
                install(reopened, A);
                install(reopened, B);
                invariants(check, reopened, when + ", gone on");
                check.equal(when + ", gone on", List.of("alpha:q8", "beta:q8"), names(reopened));
                check.equal(when + ": no download is left", 0, reopened.packages().downloads().size());
            }
        }
    }

    private void quota(Check check) {
        int writes = writesOfWork(fresh.get());
        for (int at = 1; at < writes; at++) {
            RecordStore records = fresh.get();
            FaultyRecords full = new FaultyRecords(records, at, Fault.QUOTA);
            try {
                work(full);
            } catch (OutOfBudget expected) {
                check.isTrue("where it says so", !expected.finding().where().isEmpty());
            }
            check.isTrue("no space at " + at, full.writes() > at);
            TabStore store = open(records);
            invariants(check, store, "no space at " + at);
            install(store, A);
            invariants(check, store, "space again after " + at);
        }
    }

    private void randomWork(Check check) {
        Sample[] samples = {A, B, StoreSamples.sample("gamma", 64), StoreSamples.sample("delta", 1)};
        long state = seed;
        RecordStore records = fresh.get();
        Map<String, Sample> expected = new TreeMap<>();
        for (int round = 0; round < 60; round++) {
            state = next(state);
            Sample sample = samples[(int) (state >>> 33) & 3];
            boolean removes = expected.containsKey(sample.stored().name());
            state = next(state);
            int crashAt = (int) (state >>> 40) % 12;
            Fault fault = (state >>> 38 & 1) == 0 ? Fault.CRASH_BEFORE : Fault.CRASH_AFTER;
            FaultyRecords faulty = new FaultyRecords(records, crashAt, fault);
            boolean crashed = !survives(() -> {
                TabStore store = open(faulty);
                if (removes) {
                    store.packages().remove(sample.stored().manifest().name());
                } else {
                    install(store, sample);
                }
            });
            TabStore reopened = open(records);
            String when = "seed " + seed + ", round " + round;
            boolean isThere = names(reopened).contains(sample.stored().name());
            check.isTrue(when + ": what ended happened", crashed || isThere != removes);
            if (isThere) {
                expected.put(sample.stored().name(), sample);
            } else {
                expected.remove(sample.stored().name());
            }
            check.equal(when, new ArrayList<>(expected.keySet()), names(reopened));
            invariants(check, reopened, when);
            noOrphans(check, reopened, records, when);
        }
    }

    private static long next(long state) {
        return state * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
    }

    private static boolean survives(Runnable work) {
        try {
            work.run();
            return true;
        } catch (Crash e) {
            return false;
        }
    }

    private void damage(Check check) {
        RecordStore records = fresh.get();
        TabStore store = open(records);
        install(store, A);
        List<Place> places = A.stored().places();
        Place spoiled = places.get(5);
        byte[] bytes = A.piece(spoiled);
        bytes[0] ^= 64;
        spoil(records, spoiled, bytes);
        records.apply(new Batch().delete(pieceTable(records), places.get(7).digest().hex()));
        check.fails("never used", DamagedData.class, () -> store.packages().load(A.stored()));
        CheckReport report = store.packages().check();
        check.equal("found", 2, report.damaged().size());
        check.equal("place", spoiled, report.damaged().get(0).place());
        check.equal("digest", Digest.of(bytes).toString(), report.damaged().get(0).found());
        check.equal("missing", "missing", report.damaged().get(1).found());
        check.equal("the rest", (long) A.stored().chunks().size() - 2, report.chunks());
        for (CheckReport.Damage damage : report.damaged()) {
            store.packages().putChunk(damage.place(), A.piece(damage.place()));
        }
        invariants(check, store, "mended");
    }

    private void removedWhileRead(Check check) {
        RecordStore records = fresh.get();
        ReadLocks locks = ReadLocks.local();
        FaultyRecords reading = new FaultyRecords(records, -1, Fault.QUOTA);
        TabStore other = TabStore.open(records, StoreSamples.WORLD, "tabitat/test", locks);
        TabStore store = TabStore.open(reading, StoreSamples.WORLD, "tabitat/test", locks);
        install(other, A);
        StoredPackage stored = other.packages().installed().get(0);
        PackageName name = stored.manifest().name();
        reading.beforeRead(pieceTable(records), () -> other.packages().remove(name));
        check.equal("a running read goes on to its end", A.stored().files().size() - 1,
                store.packages().load(stored).files().size());
        check.equal("it is not installed any more", List.of(), names(store));
        check.equal("and is collected after it", List.of(), pieces(records));
        Unavailable removed = check.fails("removed", Unavailable.class, () -> store.packages().load(stored));
        check.equal("where", stored.name(), removed.finding().where());
        install(other, A);
        reading.beforeRead(pieceTable(records), () -> {
            other.packages().remove(name);
            install(other, A);
        });
        check.equal("removed and installed again", A.stored().files().size() - 1,
                store.packages().load(stored).files().size());
        store.packages().collect();
        invariants(check, store, "afterwards");
    }

    /** As in browsers without Web Locks: nothing tells one tab that another one reads. */
    private void removedWithoutLocks(Check check) {
        RecordStore records = fresh.get();
        TabStore other = open(records);
        install(other, A);
        StoredPackage stored = other.packages().installed().get(0);
        FaultyRecords reading = new FaultyRecords(records, -1, Fault.QUOTA);
        TabStore store = open(reading);
        PackageName name = stored.manifest().name();
        reading.beforeRead(pieceTable(records), () -> other.packages().remove(name));
        Unavailable removed = check.fails("removed", Unavailable.class, () -> store.packages().load(stored));
        check.equal("where", stored.name(), removed.finding().where());
        install(other, A);
        reading.beforeRead(pieceTable(records), () -> other.packages().remove(name));
        check.equal("a check while it is removed", List.of(), store.packages().check().damaged());
        install(other, A);
        reading.beforeRead(pieceTable(records), () -> {
            other.packages().remove(name);
            reading.beforeRead(Table.META, () -> install(other, A));
        });
        check.equal("removed and installed again", A.stored().files().size() - 1,
                store.packages().load(stored).files().size());
        invariants(check, store, "afterwards");
    }

    private void sharing(Check check) {
        RecordStore records = fresh.get();
        TabStore store = open(records);
        install(store, A);
        long alone = store.packages().share(store.packages().installed().get(0)).freesBytes();
        check.equal("alone", A.stored().bytes(), alone);
        install(store, B);
        long shared = store.packages().share(A.stored()).sharedBytes();
        check.equal("vocabulary and licence", 190L, shared);
        long freed = store.packages().remove(new PackageName("alpha", "q8"));
        check.equal("freed", A.stored().bytes() - shared, freed);
        invariants(check, store, "one left");
        check.equal("freed all", B.stored().bytes(), store.packages().remove(new PackageName("beta", "q8")));
        check.equal("empty", List.of(), pieces(records));
        invariants(check, store, "none left");
    }

    private void twoWriters(Check check) {
        RecordStore records = fresh.get();
        FaultyRecords interrupted = new FaultyRecords(records, -1, Fault.QUOTA);
        TabStore first = open(interrupted);
        TabStore second = open(records);
        first.packages().begin(A.stored());
        for (Place place : A.stored().places()) {
            first.packages().putChunk(place, A.piece(place));
        }
        interrupted.meanwhile(() -> install(second, B));
        first.packages().commit(A.stored(), A.installed());
        check.equal("both", List.of("alpha:q8", "beta:q8"), names(first));
        invariants(check, first, "two installs");
        interrupted.meanwhile(() -> second.lineage().append(new Runs(List.of())));
        first.lineage().append(new Runs(List.of()));
        interrupted.meanwhile(() -> second.ledger().add(List.of(new LedgerEntry("https://host", "a", 1, 0, 5))));
        first.ledger().add(List.of(new LedgerEntry("https://host", "a", 1, 0, 7)));
        check.equal("both counts", 12L, second.ledger().read().receivedBytes());
        interrupted.meanwhile(() -> second.packages().remove(new PackageName("beta", "q8")));
        first.packages().remove(new PackageName("alpha", "q8"));
        check.equal("nothing left", List.of(), pieces(records));
        invariants(check, second, "all writers");
        check.equal("same salt", first.salt(), second.salt());
    }

    private void contradiction(Check check) {
        TabStore store = open(fresh.get());
        StoredPackage honest = A.stored();
        String lying = honest.text().replace(honest.manifest().layer("model.safetensors").digest().hex(),
                "0".repeat(64));
        StoredPackage stored = StoredPackage.of(dev.tabitat.core.text.Utf8.encode(lying), honest.atUtc());
        store.packages().begin(stored);
        for (Place place : stored.places()) {
            store.packages().putChunk(place, A.piece(place));
        }
        check.fails("the whole is another", DamagedData.class, () -> store.packages().commit(stored, A.installed()));
        check.equal("not there", List.of(), names(store));
    }

    private void newer(Check check) {
        RecordStore records = fresh.get();
        records.apply(new Batch().put(Table.META, "schema", "99").put(Table.SETTINGS, "kept", "yes"));
        check.fails("newer", Unsupported.class, () -> open(records));
        check.equal("version", Optional.of("99"), records.text(Table.META, "schema"));
        check.equal("setting", Optional.of("yes"), records.text(Table.SETTINGS, "kept"));
        check.equal("nothing else", Set.of("schema"), new LinkedHashSet<>(records.keys(Table.META)));
    }

    private void memory(Check check) {
        RecordStore records = fresh.get();
        TabStore store = open(records);
        store.set("theme", "dark");
        store.ledger().add(List.of(new LedgerEntry("https://host", "app", 2, 0, 11)));
        store.setCatalog(List.of(A.stored(), B.stored()));
        store.setCatalog(List.of(B.stored()));
        store.lineage().append(new Runs(List.of()));
        TabStore again = open(records);
        check.equal("salt", store.salt(), again.salt());
        check.equal("setting", Optional.of("dark"), again.setting("theme"));
        check.equal("ledger", 11L, again.ledger().read().receivedBytes());
        check.equal("catalogue", List.of(B.stored()), again.lastCatalog());
        check.equal("lineage", 2L, again.lineage().length());
    }
}
