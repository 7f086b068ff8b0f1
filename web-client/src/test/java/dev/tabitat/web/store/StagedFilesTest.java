package dev.tabitat.web.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tabitat.core.digest.ChunkList;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.format.Slices;
import dev.tabitat.web.selftest.StoreSamples;
import dev.tabitat.web.store.StagedFiles.Staged;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Files of models that are being added: kept with their notes in files and in records, and read again verified. */
final class StagedFilesTest {

    private static final int PIECE = ChunkList.CHUNK_BYTES;
    private static final byte[] CONTENT = noise(2 * PIECE + 77);
    private static final Staged FILE = new Staged("acme/a:f16", "hf:acme/a@1", "model.safetensors", CONTENT.length);

    private final MemoryFiles files = new MemoryFiles(1000);
    private final RecordStore records = new WithFiles(new MemoryRecords(), files);

    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(3).nextBytes(bytes);
        return bytes;
    }

    private static TabStore open(RecordStore records) {
        return TabStore.open(records, StoreSamples.WORLD, "tabitat/test");
    }

    private static List<Digest> put(StagedFiles staged, Staged file, byte[] content, int pieces) {
        List<Digest> digests = new ArrayList<>();
        for (int i = 0; i < pieces; i++) {
            digests.add(staged.put(file, i,
                    Arrays.copyOfRange(content, i * PIECE, Math.min(content.length, (i + 1) * PIECE))));
        }
        return digests;
    }

    @Test
    void whatHasComeIsThereAfterAStartAndNothingElse() {
        StagedFiles staged = open(records).packages().staged();
        assertEquals(List.of(), staged.begin(FILE, "2026"));
        List<Digest> put = put(staged, FILE, CONTENT, 2);
        PackageStore later = open(records).packages();
        assertEquals(0, later.dropOrphans());
        assertEquals(put, later.staged().begin(FILE, "2027"));
        assertEquals(1, files.names().size(), "the pieces lie in one file");
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        assertEquals(2, later.staged().read(FILE, put, read::writeBytes));
        assertArrayEquals(Arrays.copyOf(CONTENT, 2 * PIECE), read.toByteArray());

        later.staged().forgetAll("acme/other:f16");
        assertEquals(0, later.dropOrphans());
        later.staged().forgetAll("acme/a:f16");
        assertEquals(2, later.dropOrphans());
        assertEquals(List.of(), files.names());
        assertEquals(List.of(), later.staged().begin(FILE, "2028"));
    }

    @Test
    void aPieceThatIsMissingOrChangedEndsWhatIsTaken() {
        StagedFiles staged = open(records).packages().staged();
        staged.begin(FILE, "2026");
        List<Digest> put = put(staged, FILE, CONTENT, 3);
        byte[] file = files.content(files.names().get(0)).clone();
        file[PIECE + 5] ^= 1;
        files.replace(files.names().get(0), file);
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        assertEquals(1, staged.read(FILE, put, read::writeBytes));
        assertEquals(PIECE, read.size());
        Slices slices = staged.slices(FILE, new ChunkList(CONTENT.length, PIECE, put));
        assertArrayEquals(Arrays.copyOf(CONTENT, 100), slices.read(0, 100));
        assertArrayEquals(Arrays.copyOfRange(CONTENT, 2 * PIECE, 2 * PIECE + 77), slices.read(2 * PIECE, 77));
        DamagedData damaged = assertThrows(DamagedData.class, () -> slices.read(PIECE - 1, 2));
        assertEquals(put.get(1).toString(), damaged.finding().expected());

        records.apply(new Batch().delete(Table.EXTENTS, put.get(1).hex()));
        assertEquals(put.subList(0, 1), staged.begin(FILE, "2026"));
    }

    @Test
    void twoPackagesNeverShareAFileSinceTheirBytesMayDiffer() {
        StagedFiles staged = open(records).packages().staged();
        Staged other = new Staged("acme/b:f16", FILE.source(), FILE.path(), FILE.bytes());
        assertNotEquals(FILE.id(), other.id());
        staged.begin(FILE, "2026");
        staged.begin(other, "2026");
        List<Digest> first = put(staged, FILE, CONTENT, 3);
        byte[] changed = CONTENT.clone();
        changed[7] ^= 1;
        List<Digest> second = put(staged, other, changed, 3);
        assertEquals(3, staged.read(FILE, first, piece -> {}));
        assertEquals(3, staged.read(other, second, piece -> {}));
        staged.forgetAll("acme/b:f16");
        open(records).packages().dropOrphans();
        assertEquals(3, staged.read(FILE, first, piece -> {}), "the pieces that both had are kept for the other");
    }

    @Test
    void withoutFilesOrWithHeldOnesPiecesAreRecords() {
        for (RecordStore store : List.of(new MemoryRecords(), new WithFiles(new MemoryRecords(), new Held(10)))) {
            StagedFiles staged = open(store).packages().staged();
            staged.begin(FILE, "2026");
            List<Digest> put = put(staged, FILE, CONTENT, 3);
            assertEquals(3, store.keys(Table.CHUNKS).size());
            if (store.files().isEmpty()) {
                assertEquals(3, staged.read(FILE, put, piece -> {}));
            }
        }
    }
}
