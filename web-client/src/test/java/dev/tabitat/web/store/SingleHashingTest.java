package dev.tabitat.web.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.text.Utf8;
import dev.tabitat.web.selftest.StoreSamples;
import dev.tabitat.web.selftest.StoreSamples.Sample;
import dev.tabitat.web.store.StoredPackage.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How many pieces are read again when a download is made visible. */
final class SingleHashingTest {

    /** Weights of ten pieces, each another. */
    private static final Sample SAMPLE = StoreSamples.sample("alpha", 10 * StoreSamples.PIECE);

    private final MemoryRecords memory = new MemoryRecords();
    private int reads;

    /** Counts the pieces that are read. */
    private final RecordStore records = new RecordStore() {

        @Override
        public Mode mode() {
            return memory.mode();
        }

        @Override
        public Optional<String> text(Table table, String key) {
            return memory.text(table, key);
        }

        @Override
        public Optional<byte[]> bytes(Table table, String key) {
            reads += table == Table.CHUNKS ? 1 : 0;
            return memory.bytes(table, key);
        }

        @Override
        public List<String> keys(Table table) {
            return memory.keys(table);
        }

        @Override
        public Map<String, String> texts(Table table) {
            return memory.texts(table);
        }

        @Override
        public boolean apply(Batch batch) {
            return memory.apply(batch);
        }
    };

    private PackageStore open() {
        return TabStore.open(records, StoreSamples.WORLD, "tabitat/test").packages();
    }

    private static List<Place> places() {
        return SAMPLE.stored().places();
    }

    private static void put(PackageStore store, List<Place> places) {
        for (Place place : places) {
            store.putChunk(place, SAMPLE.piece(place));
        }
    }

    private int readsOfCommit(PackageStore store) {
        reads = 0;
        store.commit(SAMPLE.stored(), SAMPLE.installed());
        assertEquals(List.of("alpha:q8"), store.installed().stream().map(StoredPackage::name).toList());
        return reads;
    }

    @Test
    void whatComesInTurnIsNotReadAgain() {
        PackageStore store = open();
        store.begin(SAMPLE.stored());
        put(store, places());
        assertEquals(0, readsOfCommit(store));
        assertEquals(SAMPLE.files().get("model.safetensors").length,
                store.file(SAMPLE.stored(), "model.safetensors").length);
    }

    @Test
    void afterACrashWhatIsThereIsReadOnceToBeVerified() {
        PackageStore before = open();
        before.begin(SAMPLE.stored());
        int half = places().size() / 2;
        put(before, places().subList(0, half));
        PackageStore after = open();
        reads = 0;
        assertEquals(half, after.verified(SAMPLE.stored()).size());
        assertEquals(half, reads);
        put(after, places().subList(half, places().size()));
        assertEquals(0, readsOfCommit(after));
    }

    @Test
    void whatComesOutOfTurnIsReadFromThereOn() {
        PackageStore store = open();
        store.begin(SAMPLE.stored());
        List<Place> weights = new ArrayList<>(places());
        weights.removeIf(place -> !place.file().equals("model.safetensors"));
        List<Place> others = new ArrayList<>(places());
        others.removeAll(weights);
        put(store, others);
        put(store, weights.subList(0, 4));
        put(store, weights.subList(5, weights.size()));
        put(store, weights.subList(4, 5));
        assertEquals(weights.size() - 5, readsOfCommit(store));
    }

    @Test
    void anotherTabsPiecesAreRead() {
        PackageStore store = open();
        PackageStore other = open();
        store.begin(SAMPLE.stored());
        put(store, places());
        assertEquals(places().size(), readsOfCommit(other));
    }

    @Test
    void aManifestThatContradictsItselfIsRefusedWithoutReadingAgain() {
        StoredPackage honest = SAMPLE.stored();
        StoredPackage lying = StoredPackage.of(Utf8.encode(honest.text().replace(
                honest.manifest().layer("model.safetensors").digest().hex(), "0".repeat(64))), honest.atUtc());
        PackageStore store = open();
        store.begin(lying);
        for (Place place : lying.places()) {
            store.putChunk(place, SAMPLE.piece(place));
        }
        reads = 0;
        assertThrows(DamagedData.class, () -> store.commit(lying, SAMPLE.installed()));
        assertEquals(0, reads);
        assertEquals(List.of(), store.installed());
    }
}
