package dev.tabitat.web.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.lineage.LineageChain;
import dev.tabitat.core.packages.ModelPackage;
import dev.tabitat.core.packages.PackageName;
import dev.tabitat.web.selftest.StoreSamples.Sample;
import dev.tabitat.web.selftest.StoreSamples;
import dev.tabitat.web.store.StoppingStore.Moment;
import dev.tabitat.web.store.StoppingStore.Stopped;
import dev.tabitat.web.store.StoredPackage.Place;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The tab ends at every single operation of the store, file or record, read or write, before, in the middle of or after
 * it. The next tab finds all that was installed, nothing half done, no file that nobody needs, and goes on where the
 * work had come to.
 */
final class StoppedStoreTest {

    private static final long LEAST = 200;
    private static final Sample ALPHA = StoreSamples.sample("alpha", 900);
    private static final Sample BETA = StoreSamples.sample("beta", 500);
    private static final PackageName ALPHA_NAME = new PackageName("alpha", "q8");

    private final MemoryRecords records = new MemoryRecords();
    private final MemoryFiles files = new MemoryFiles(LEAST);

    private static TabStore open(RecordStore records) {
        return TabStore.open(records, StoreSamples.WORLD, "tabitat/test");
    }

    /** What the next tab sees: the same records and files. */
    private TabStore reopen() {
        return open(new WithFiles(records, files));
    }

    private static void install(RecordStore records, Sample sample, Set<Digest> stored) {
        PackageStore packages = open(records).packages();
        packages.begin(sample.stored());
        for (Place place : sample.stored().places()) {
            packages.putChunk(place, sample.piece(place));
            stored.add(place.digest());
        }
        packages.commit(sample.stored(), sample.installed());
    }

    /** A step of work that the tab may not survive. */
    private interface Work {
        void run(RecordStore records, Set<Digest> stored);
    }

    /** Looks at what a stopped tab left. */
    private interface Aftermath {
        void look(String when, StoppedStoreTest left, Set<Digest> stored);
    }

    /**
     * Prepares a fresh store, lets work stop at each of its operations in turn, and looks at what is left each time.
     */
    private static void stopEverywhere(Moment moment, Work before, Work work, Aftermath aftermath) {
        int stops = 0;
        for (int at = 0;; at++, stops++) {
            StoppedStoreTest test = new StoppedStoreTest();
            before.run(new WithFiles(test.records, test.files), new HashSet<>());
            StoppingStore stopping = new StoppingStore(test.records, test.files, at, moment);
            Set<Digest> stored = new HashSet<>();
            boolean isStopped = false;
            try {
                work.run(stopping, stored);
            } catch (Stopped expected) {
                isStopped = true;
            }
            aftermath.look(moment + " operation " + at, test, stored);
            if (!isStopped) {
                assertTrue(stops > 10, "there were operations to stop at: " + stops);
                return;
            }
        }
    }

    private static List<String> names(TabStore store) {
        List<String> names = new ArrayList<>();
        store.packages().installed().forEach(one -> names.add(one.name()));
        return names;
    }

    private static void assertWhole(String when, TabStore store, Sample sample) {
        StoredPackage stored = store.packages().find(sample.stored().manifest().name()).orElseThrow();
        ModelPackage loaded = store.packages().load(stored);
        loaded.files().forEach((path, bytes) -> assertArrayEquals(sample.files().get(path), bytes, when + ": " + path));
    }

    private static void assertConsistent(String when, TabStore store) {
        assertEquals(List.of(), store.packages().check().damaged(), when);
        assertEquals("", store.lineage().all().isEmpty() ? "" : LineageChain.verify(store.lineage().all()).reason(),
                when);
    }

    /**
     * After clearing up, the files are those of blobs that a package or a download lists, and every piece is listed.
     */
    private void assertNoOrphans(String when, TabStore store) {
        store.packages().dropOrphans();
        Set<String> blobs = new TreeSet<>();
        Set<String> pieces = new TreeSet<>();
        List<StoredPackage> listed = new ArrayList<>(store.packages().installed());
        listed.addAll(store.packages().downloads());
        for (StoredPackage one : listed) {
            one.manifest().blobs().forEach(blob -> blobs.add(blob.digest().hex()));
            one.chunks().forEach(piece -> pieces.add(piece.hex()));
        }
        assertTrue(blobs.containsAll(files.names()), when + ": files " + files.names());
        assertTrue(pieces.containsAll(records.keys(Table.CHUNKS)), when);
        assertTrue(pieces.containsAll(records.keys(Table.EXTENTS)), when);
    }

    @ParameterizedTest
    @EnumSource(Moment.class)
    void anInstallThatStopsAnywhereLosesNothingAndGoesOnFromWhatWasStored(Moment moment) {
        stopEverywhere(moment, (store, none) -> install(store, BETA, none),
                (store, stored) -> install(store, ALPHA, stored), (when, left, stored) -> {
                    TabStore next = left.reopen();
                    assertConsistent(when, next);
                    assertWhole(when, next, BETA);
                    left.assertNoOrphans(when, next);
                    if (names(next).equals(List.of("alpha:q8", "beta:q8"))) {
                        assertEquals(0, next.packages().downloads().size(), when);
                    } else {
                        assertEquals(List.of("beta:q8"), names(next), when);
                        left.goOn(when, next, stored);
                    }
                    assertEquals(List.of("alpha:q8", "beta:q8"), names(next), when);
                    assertWhole(when, next, ALPHA);
                    assertWhole(when, next, BETA);
                    assertConsistent(when, next);
                });
    }

    /** What had been stored is not asked for again. */
    private void goOn(String when, TabStore next, Set<Digest> stored) {
        next.packages().begin(ALPHA.stored());
        Set<Digest> verified = next.packages().verified(ALPHA.stored());
        assertTrue(verified.containsAll(stored),
                when + ": " + stored.size() + " pieces had been stored, " + verified.size() + " are there");
        for (Place place : ALPHA.stored().places()) {
            if (!verified.contains(place.digest())) {
                next.packages().putChunk(place, ALPHA.piece(place));
            }
        }
        next.packages().commit(ALPHA.stored(), ALPHA.installed());
    }

    @ParameterizedTest
    @EnumSource(Moment.class)
    void aMoveToFilesThatStopsAnywhereLosesNothingAndEndsNextTime(Moment moment) {
        long large = ALPHA.stored().places().stream().filter(place -> place.blob().size() >= LEAST).map(Place::digest)
                .distinct().count();
        stopEverywhere(moment, (store, none) -> install(((WithFiles) store).records(), ALPHA, none),
                (store, stored) -> open(store).packages().moveToFiles(), (when, left, stored) -> {
                    TabStore next = left.reopen();
                    assertConsistent(when, next);
                    assertWhole(when, next, ALPHA);
                    left.assertNoOrphans(when, next);
                    next.packages().moveToFiles();
                    assertEquals(large, left.records.keys(Table.EXTENTS).size(), when);
                    assertEquals(ALPHA.stored().chunks().size() - large, left.records.keys(Table.CHUNKS).size(), when);
                    assertWhole(when, next, ALPHA);
                    next.packages().remove(ALPHA_NAME);
                    assertEquals(List.of(), left.files.names(), when);
                });
    }

    @ParameterizedTest
    @EnumSource(Moment.class)
    void aRemovalThatStopsAnywhereLeavesAllOfAPackageOrNothing(Moment moment) {
        stopEverywhere(moment, (store, none) -> {
            install(store, ALPHA, none);
            install(store, BETA, none);
        }, (store, stored) -> open(store).packages().remove(ALPHA_NAME), (when, left, stored) -> {
            TabStore next = left.reopen();
            assertConsistent(when, next);
            assertWhole(when, next, BETA);
            if (names(next).contains("alpha:q8")) {
                assertWhole(when, next, ALPHA);
                next.packages().remove(ALPHA_NAME);
            }
            next.packages().dropOrphans();
            assertEquals(BETA.stored().chunks().size(),
                    left.records.keys(Table.CHUNKS).size() + left.records.keys(Table.EXTENTS).size(), when);
            assertEquals(1, left.files.names().size(),
                    when + ": only the other package's file is left: " + left.files.names());
        });
    }

    @ParameterizedTest
    @EnumSource(Moment.class)
    void aRepairThatStopsAnywhereIsEndedByTheNextOne(Moment moment) {
        stopEverywhere(moment, (store, none) -> {
            install(store, ALPHA, none);
            LargeFiles files = store.files().orElseThrow();
            String file = files.names().get(0);
            files.write(file, 130, new byte[]{1, 2, 3});
        }, (store, stored) -> mend(open(store).packages()), (when, left, stored) -> {
            TabStore next = left.reopen();
            List<CheckReport.Damage> damaged = next.packages().check().damaged();
            assertTrue(damaged.size() <= 1, when + ": one piece was damaged, " + damaged);
            mend(next.packages());
            assertConsistent(when, next);
            assertWhole(when, next, ALPHA);
        });
    }

    private static void mend(PackageStore packages) {
        for (CheckReport.Damage one : packages.check().damaged()) {
            packages.putChunk(one.place(), ALPHA.piece(one.place()));
        }
    }

    /** The file that a download had begun is needed no more once the download is given up. */
    @Test
    void filesOfADownloadThatIsGivenUpAreCollected() {
        TabStore store = reopen();
        store.packages().begin(ALPHA.stored());
        for (Place place : ALPHA.stored().places()) {
            store.packages().putChunk(place, ALPHA.piece(place));
        }
        assertEquals(1, files.names().size());
        store.packages().remove(ALPHA_NAME);
        assertEquals(List.of(), files.names());
        assertEquals(Map.of(), records.texts(Table.EXTENTS));
        assertEquals(Optional.empty(), store.packages().find(ALPHA_NAME));
    }
}
