package dev.tabitat.web.store;

import dev.tabitat.core.digest.ChunkList;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.packages.Descriptor;
import dev.tabitat.core.packages.MediaTypes;
import dev.tabitat.core.text.Utf8;
import dev.tabitat.web.store.StoredPackage.Place;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Files of models that are being added: pieces that have come before anything says what their digests should be. They
 * are kept as those of packages are, and survive a crash; the whole is verified when all of them are there.
 *
 * <pre>
 * meta: staged/&lt;id&gt;          {"name": package, "source", "path", "bytes", "at_utc"}
 * meta: staged/&lt;id&gt;/&lt;index&gt;  digest of a piece of {@link ChunkList#CHUNK_BYTES}, in hexadecimal
 * </pre>
 *
 * They are removed when the package is there, or when it is removed before that.
 */
public final class StagedFiles {

    private static final String PREFIX = "staged/";
    private static final int ID_LENGTH = 64;
    private static final int INDEX_DIGITS = 8;
    private static final int READ_AHEAD = 8;

    private final RecordStore records;
    private final Pieces pieces;

    StagedFiles(RecordStore records, Pieces pieces) {
        this.records = records;
        this.pieces = pieces;
    }

    /**
     * A file that is on its way.
     *
     * @param packageName of the package that it will belong to
     * @param source its version at its source: the same source, path and length mean the same bytes
     * @param path in the source
     * @param bytes its length
     */
    public record Staged(String packageName, String source, String path, long bytes) {

        /**
         * A digest of what it is, which is no digest of its bytes. Pieces are written to the file of this name: no two
         * packages share one.
         */
        Digest id() {
            return Digest.of(Utf8.encode(packageName + "\n" + source + "\n" + path + "\n" + bytes));
        }

        int pieces() {
            return (int) ((bytes + ChunkList.CHUNK_BYTES - 1) / ChunkList.CHUNK_BYTES);
        }

        int length(int index) {
            return (int) Math.min(ChunkList.CHUNK_BYTES, bytes - (long) index * ChunkList.CHUNK_BYTES);
        }

        private String key() {
            return PREFIX + id().hex();
        }

        private String key(int index) {
            String digits = Integer.toString(index);
            return key() + "/" + "0".repeat(INDEX_DIGITS - digits.length()) + digits;
        }

        private Place place(int index, Digest piece) {
            Descriptor blob = new Descriptor(MediaTypes.WEIGHT, id(), bytes, Map.of());
            return new Place(packageName, blob, path, index, (long) index * ChunkList.CHUNK_BYTES, length(index),
                    piece);
        }
    }

    /**
     * Notes a file, so that its pieces are kept from now on.
     *
     * @return the digests of the pieces that are there already, without a gap from the first on
     */
    public List<Digest> begin(Staged file, String nowUtc) {
        if (records.text(Table.META, file.key()).isEmpty()) {
            records.apply(new Batch().put(Table.META, file.key(), JsonObject.of("name", file.packageName(), "source",
                    file.source(), "path", file.path(), "bytes", file.bytes(), "at_utc", nowUtc).toString()));
        }
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < file.pieces(); i++) {
            keys.add(file.key(i));
        }
        Set<String> present = pieces.keys();
        List<Digest> found = new ArrayList<>();
        for (Optional<String> digest : keys.isEmpty() ? List.<Optional<String>>of()
                : records.texts(Table.META, keys)) {
            if (digest.isEmpty() || !present.contains(digest.get())) {
                break;
            }
            found.add(Digest.parse("sha256:" + digest.get()));
        }
        return found;
    }

    /**
     * Stores a piece with its note in one transaction.
     *
     * @throws dev.tabitat.core.error.OutOfBudget when the browser gives no more space
     */
    public Digest put(Staged file, int index, byte[] bytes) {
        Digest digest = Digest.of(bytes);
        pieces.put(file.place(index, digest), bytes, new Batch().put(Table.META, file.key(index), digest.hex()));
        return digest;
    }

    /** Receives verified pieces in their order. May wait. */
    public interface PieceReader {
        void read(byte[] piece);
    }

    /**
     * Reads the first pieces of a file, each verified.
     *
     * @param digests of the pieces from the first on
     * @return how many verified, without a gap from the first on; what follows is not read
     */
    public int read(Staged file, List<Digest> digests, PieceReader reader) {
        int good = 0;
        for (int from = 0; from < digests.size(); from += READ_AHEAD) {
            List<Place> some = new ArrayList<>();
            for (int i = from; i < Math.min(digests.size(), from + READ_AHEAD); i++) {
                some.add(file.place(i, digests.get(i)));
            }
            List<Optional<Digested>> read = pieces.read(some);
            for (int i = 0; i < some.size(); i++) {
                Optional<Digested> piece = read.get(i);
                if (piece.isEmpty() || !piece.get().digest().equals(some.get(i).digest())
                        || piece.get().bytes().length != some.get(i).length()) {
                    return good;
                }
                reader.read(piece.get().bytes());
                good++;
            }
        }
        return good;
    }

    /** A whole file, read in parts, each piece verified as it is read. */
    public Slices slices(Staged file, ChunkList chunks) {
        return new Stored(file, chunks);
    }

    private final class Stored implements Slices {

        private final Staged file;
        private final ChunkList chunks;
        private int lastIndex = -1;
        private byte[] last = {};

        private Stored(Staged file, ChunkList chunks) {
            this.file = file;
            this.chunks = chunks;
        }

        @Override
        public long length() {
            return chunks.totalBytes();
        }

        @Override
        public byte[] read(long offset, int length) {
            byte[] part = new byte[length];
            int filled = 0;
            while (filled < length) {
                int index = (int) ((offset + filled) / chunks.chunkBytes());
                byte[] piece = piece(index);
                int begin = (int) (offset + filled - chunks.offset(index));
                int count = Math.min(length - filled, piece.length - begin);
                System.arraycopy(piece, begin, part, filled, count);
                filled += count;
            }
            return part;
        }

        private byte[] piece(int index) {
            if (index != lastIndex) {
                Place place = file.place(index, chunks.chunks().get(index));
                Optional<Digested> read = pieces.read(List.of(place)).get(0);
                if (read.isEmpty() || !read.get().digest().equals(place.digest())) {
                    throw new DamagedData("A stored piece does not verify; it is not used.", Finding.at(place.words())
                            .expected(place.digest())
                            .found(read.isEmpty() ? "missing" : read.get().digest().toString())
                            .remedy("Add the model again: only the missing pieces are fetched."));
                }
                last = read.get().bytes();
                lastIndex = index;
            }
            return last;
        }
    }

    /** The files that are on their way for a package. */
    public List<Staged> of(String packageName) {
        return of(Set.of(packageName));
    }

    private List<Staged> of(Set<String> packageNames) {
        List<Staged> files = new ArrayList<>();
        for (Map.Entry<String, String> one : records.texts(Table.META).entrySet()) {
            if (one.getKey().startsWith(PREFIX) && one.getKey().length() == PREFIX.length() + ID_LENGTH) {
                JsonObject json = JsonReader.readObject(one.getValue(), JsonLimits.DEFAULT);
                if (packageNames.contains(json.string("name"))) {
                    files.add(new Staged(json.string("name"), json.string("source"), json.string("path"),
                            json.integer("bytes")));
                }
            }
        }
        return files;
    }

    /** Forgets the pieces of a file from one on, as when the whole does not verify. */
    public void forget(Staged file, int from) {
        Batch batch = new Batch();
        for (int i = from; i < file.pieces(); i++) {
            batch.delete(Table.META, file.key(i));
        }
        if (from == 0) {
            batch.delete(Table.META, file.key());
        }
        records.apply(batch);
    }

    /**
     * Forgets all files of a package, if there are any; what nothing else needs is deleted by
     * {@link PackageStore#dropOrphans}.
     */
    public void forgetAll(String packageName) {
        forgetOf(Set.of(packageName));
    }

    /** The same of several packages. */
    void forgetOf(Set<String> packageNames) {
        for (Staged file : of(packageNames)) {
            forget(file, 0);
        }
    }

    /** The digests of all pieces of staged files, in hexadecimal. */
    Set<String> keptPieces() {
        Set<String> kept = new HashSet<>();
        for (Map.Entry<String, String> one : records.texts(Table.META).entrySet()) {
            if (one.getKey().startsWith(PREFIX) && one.getKey().length() > PREFIX.length() + ID_LENGTH) {
                kept.add(one.getValue());
            }
        }
        return kept;
    }

    /** The names of the files beside the records in which their pieces lie. */
    static Set<String> fileNames(RecordStore records) {
        Set<String> names = new HashSet<>();
        for (String key : records.keys(Table.META)) {
            if (key.startsWith(PREFIX) && key.length() == PREFIX.length() + ID_LENGTH) {
                names.add(key.substring(PREFIX.length()));
            }
        }
        return names;
    }
}
