package dev.tabitat.web.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.packages.PackageName;
import dev.tabitat.web.selftest.FaultyRecords;
import dev.tabitat.web.selftest.StoreSamples.Sample;
import dev.tabitat.web.selftest.StoreSamples;
import dev.tabitat.web.store.StoredPackage.Place;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.teavm.jso.JSObject;

/**
 * Pieces of large blobs in files: older stores move over, and what happens to a file behind the store's back is found
 * and mended.
 */
final class LargeFilesTest {

    private static final long LEAST = 200;
    private static final Sample SAMPLE = StoreSamples.sample("alpha", 900);

    private final MemoryFiles files = new MemoryFiles(LEAST);
    private final MemoryRecords older = new MemoryRecords();

    private static TabStore open(RecordStore records) {
        return TabStore.open(records, StoreSamples.WORLD, "tabitat/test");
    }

    private static void install(RecordStore records) {
        PackageStore packages = open(records).packages();
        packages.begin(SAMPLE.stored());
        for (Place place : SAMPLE.stored().places()) {
            packages.putChunk(place, SAMPLE.piece(place));
        }
        packages.commit(SAMPLE.stored(), SAMPLE.installed());
    }

    /** The same records as a later version of the app sees them: with files beside them. */
    private RecordStore withFiles(RecordStore records) {
        return new WithFiles(records, files);
    }

    private static long large() {
        return SAMPLE.stored().places().stream().filter(place -> place.blob().size() >= LEAST).map(Place::digest)
                .distinct().count();
    }

    private void assertWhole(RecordStore records) {
        PackageStore packages = open(records).packages();
        assertTrue(packages.check().damaged().isEmpty(), packages.check().damaged().toString());
        assertEquals(SAMPLE.stored().files().size() - 1, packages.load(packages.installed().get(0)).files().size());
    }

    @Test
    void onlyLargeBlobsAreInFilesAndSmallOnesInRecords() {
        RecordStore records = withFiles(older);
        install(records);
        assertTrue(large() > 0 && large() < SAMPLE.stored().chunks().size(), "the sample has blobs of both sizes");
        assertEquals(large(), records.keys(Table.EXTENTS).size());
        assertEquals(SAMPLE.stored().chunks().size() - large(), records.keys(Table.CHUNKS).size());
        assertWhole(records);
        open(records).packages().remove(new PackageName("alpha", "q8"));
        assertEquals(List.of(), files.names(), "nothing is left of a removed package");
    }

    @Test
    void anOlderStoreMovesIntoFilesAndStaysReadableAllTheTime() {
        install(older);
        RecordStore records = withFiles(older);
        assertWhole(records);
        assertEquals(large(), open(records).packages().moveToFiles());
        assertEquals(large(), records.keys(Table.EXTENTS).size());
        assertWhole(records);
        assertEquals(0, open(records).packages().moveToFiles(), "nothing is left to move");
    }

    @Test
    void aMoveThatIsBrokenOffAtAnyWriteLosesNothingAndGoesOn() {
        for (FaultyRecords.Fault fault : FaultyRecords.Fault.values()) {
            for (int failAt = 0;; failAt++) {
                MemoryRecords old = new MemoryRecords();
                install(old);
                RecordStore records = new WithFiles(old, new MemoryFiles(LEAST));
                FaultyRecords failing = new FaultyRecords(records, failAt, fault);
                PackageStore packages = open(failing).packages();
                boolean failed = false;
                try {
                    packages.moveToFiles();
                } catch (FaultyRecords.Crash | dev.tabitat.core.error.OutOfBudget e) {
                    failed = true;
                }
                assertWhole(records);
                open(records).packages().moveToFiles();
                assertEquals(large(), records.keys(Table.EXTENTS).size(), fault + " at write " + failAt);
                assertWhole(records);
                if (!failed) {
                    assertTrue(failAt > 2, "the move writes more than once");
                    break;
                }
            }
        }
    }

    @Test
    void aPackageThatIsRemovedWhileItMovesLeavesNothing() {
        install(older);
        RecordStore records = withFiles(older);
        FaultyRecords interrupted = new FaultyRecords(records, -1, FaultyRecords.Fault.QUOTA);
        PackageStore packages = open(interrupted).packages();
        interrupted.meanwhile(() -> open(records).packages().remove(new PackageName("alpha", "q8")));
        packages.moveToFiles();
        open(records).packages().dropOrphans();
        assertEquals(List.of(), records.keys(Table.EXTENTS));
        assertEquals(List.of(), records.keys(Table.CHUNKS));
        assertEquals(List.of(), files.names());
    }

    @Test
    void aFileThatIsMissingCutOrChangedIsFoundAndOnlyItsPiecesAreFetchedAgain() {
        RecordStore records = withFiles(older);
        install(records);
        String file = files.names().get(0);
        byte[] sound = files.content(file);
        byte[] flipped = sound.clone();
        flipped[flipped.length / 2] ^= 1;
        for (byte[] damaged : List.of(flipped, Arrays.copyOf(sound, sound.length - 1), new byte[0])) {
            files.replace(file, damaged);
            PackageStore packages = open(records).packages();
            StoredPackage stored = packages.installed().get(0);
            assertThrows(DamagedData.class, () -> packages.load(stored));
            List<CheckReport.Damage> found = packages.check().damaged();
            assertFalse(found.isEmpty());
            for (CheckReport.Damage one : found) {
                assertEquals(file, one.place().blob().digest().hex());
                packages.putChunk(one.place(), SAMPLE.piece(one.place()));
            }
            assertWhole(records);
        }
        files.delete(file);
        PackageStore packages = open(records).packages();
        int missing = SAMPLE.stored().chunks().size() - packages.verified(packages.installed().get(0)).size();
        assertTrue(missing > 0 && missing < SAMPLE.stored().chunks().size(), missing + " pieces are missing");
    }

    /** Memory of an array, as the JVM has no other. */
    private record ArrayMemory(byte[] bytes) implements LinearMemory {

        @Override
        public void write(int address, byte[] part) {
            System.arraycopy(part, 0, bytes, address, part.length);
        }

        @Override
        public Optional<JSObject> owner() {
            return Optional.empty();
        }
    }

    @Test
    void blobsAreReadIntoMemoryFromFilesAndRecordsAndDamageIsFoundThere() {
        RecordStore records = withFiles(older);
        install(records);
        PackageStore packages = open(records).packages();
        StoredPackage stored = packages.installed().get(0);
        for (String path : List.of("model.safetensors", "vocabulary.bin", "LICENSE")) {
            byte[] expected = SAMPLE.files().get(path);
            ArrayMemory memory = new ArrayMemory(new byte[expected.length + 20]);
            packages.copy(stored, stored.manifest().layer(path).digest(), memory, 10);
            assertArrayEquals(expected, Arrays.copyOfRange(memory.bytes(), 10, 10 + expected.length), path);
            assertArrayEquals(new byte[10], Arrays.copyOf(memory.bytes(), 10), "nothing is written beside it");
        }
        byte[] flipped = files.content(files.names().get(0));
        flipped[flipped.length / 2] ^= 1;
        files.replace(files.names().get(0), flipped);
        DamagedData damaged = assertThrows(DamagedData.class,
                () -> packages.copy(stored, stored.manifest().layer("model.safetensors").digest(),
                        new ArrayMemory(new byte[900]), 0));
        assertTrue(damaged.finding().where().contains("chunk 7"), damaged.toString());
    }

    /**
     * One piece is a record, since another tab held the file; and a piece may lie in the file of another blob that
     * shares it.
     */
    @Test
    void aBlobIsReadIntoMemoryFromWhereverItsPiecesAre() {
        install(older);
        RecordStore records = withFiles(older);
        open(records).packages().moveToFiles();
        Place place = SAMPLE.stored().places().stream()
                .filter(one -> one.file().equals("model.safetensors") && one.chunk() == 3).findFirst().orElseThrow();
        records.apply(new Batch().delete(Table.EXTENTS, place.digest().hex()).put(Table.CHUNKS, place.digest().hex(),
                SAMPLE.piece(place)));
        ArrayMemory memory = new ArrayMemory(new byte[900]);
        open(records).packages().copy(open(records).packages().installed().get(0), place.blob().digest(), memory, 0);
        assertArrayEquals(SAMPLE.files().get("model.safetensors"), memory.bytes());
    }

    @Test
    void withoutFilesTheirPiecesAreMissingAndAreKeptAsRecordsNextTime() {
        RecordStore records = withFiles(older);
        install(records);
        PackageStore packages = open(older).packages();
        assertFalse(packages.check().damaged().isEmpty());
        packages.verified(packages.installed().get(0));
        for (Place place : SAMPLE.stored().places()) {
            packages.putChunk(place, SAMPLE.piece(place));
        }
        assertWhole(older);
    }

    @Test
    void aFileThatAnotherTabHoldsIsReplacedByARecord() {
        RecordStore records = new WithFiles(older, new Held(LEAST));
        install(records);
        assertEquals(0, records.keys(Table.EXTENTS).size());
        assertWhole(records);
    }
}
