package dev.tabitat.web.store;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.digest.Sha256;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.core.lineage.LineageBody;
import dev.tabitat.core.lineage.PackageRemoved;
import dev.tabitat.core.lineage.PackageReplaced;
import dev.tabitat.core.packages.Descriptor;
import dev.tabitat.core.packages.ModelPackage;
import dev.tabitat.core.packages.PackageName;
import dev.tabitat.web.store.StoredPackage.Place;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Packages in verified pieces. A download may die at any moment: the next one goes on from the pieces that verified,
 * and the package is there only once its commit record is, together with its record in the lineage.
 */
public final class PackageStore {

    private static final int READ_AHEAD = 8;

    /** Pieces that are copied to memory at once: only their digests are computed beside each other. */
    private static final int COPY_AHEAD = 32;

    /** How often a piece is read again that was removed and stored again meanwhile. */
    private static final int REREADS = 3;

    private final RecordStore records;
    private final Pieces pieces;
    private final LineageStore lineage;
    private final ClockAndRandom environment;

    public PackageStore(RecordStore records, LineageStore lineage, ClockAndRandom environment) {
        this.records = records;
        this.pieces = new Pieces(records);
        this.lineage = lineage;
        this.environment = environment;
    }

    /** Every installed package, by name. */
    public List<StoredPackage> installed() {
        return read(Table.PACKAGES);
    }

    /** Every download that began and did not end, by name. */
    public List<StoredPackage> downloads() {
        return read(Table.DOWNLOADS);
    }

    public Optional<StoredPackage> find(PackageName name) {
        return records.text(Table.PACKAGES, name.toString()).map(text -> StoredPackage.read(text, name.toString()));
    }

    /** The version that is kept beside each installed package that has one, by name. */
    public Map<String, StoredPackage> previous() {
        Map<String, StoredPackage> kept = new LinkedHashMap<>();
        records.texts(Table.PACKAGES)
                .forEach((key, text) -> StoredPackage.readPrevious(text, key).ifPresent(one -> kept.put(key, one)));
        return kept;
    }

    private Optional<StoredPackage> previous(String name) {
        return records.text(Table.PACKAGES, name).flatMap(text -> StoredPackage.readPrevious(text, name));
    }

    private List<StoredPackage> read(Table table) {
        List<StoredPackage> all = new ArrayList<>();
        records.texts(table).forEach((key, text) -> all.add(StoredPackage.read(text, key)));
        return all;
    }

    /** Notes a download, so that its pieces are kept from now on. */
    public void begin(StoredPackage download) {
        Transactions.apply(records, () -> Transactions.changingPackages(records)
                .put(Table.DOWNLOADS, download.name(), download.record()));
    }

    /** Which of a package's pieces are in the store. */
    public Set<Digest> present(StoredPackage wanted) {
        Set<String> keys = pieces.keys();
        Set<Digest> present = new HashSet<>();
        for (Digest chunk : wanted.chunks()) {
            if (keys.contains(chunk.hex())) {
                present.add(chunk);
            }
        }
        return present;
    }

    /**
     * Which of a package's pieces are in the store and verify now; a piece that does not is deleted, so that it is
     * fetched again.
     */
    public Set<Digest> verified(StoredPackage wanted) {
        Set<Digest> verified = present(wanted);
        List<Place> places = new ArrayList<>(wanted.places());
        places.removeIf(place -> !verified.contains(place.digest()));
        eachPiece(places, (place, piece) -> {
            if (!isPiece(place, piece) && verified.remove(place.digest())) {
                Batch batch = new Batch();
                pieces.delete(batch, place.digest());
                records.apply(batch);
            }
        });
        return verified;
    }

    /**
     * Stores a package that was made in this tab.
     *
     * @param files bytes by path, and the configuration as {@link StoredPackage#CONFIG}
     * @param told records for the lineage, written in the same transaction
     */
    public void put(StoredPackage made, Map<String, byte[]> files, LineageBody... told) {
        begin(made);
        for (Place place : made.places()) {
            byte[] piece = new byte[place.length()];
            System.arraycopy(files.get(place.file()), (int) place.offset(), piece, 0, piece.length);
            putChunk(place, piece);
        }
        commit(made, told);
    }

    /** Stores one piece. @throws DamagedData when the bytes are not this piece; nothing is stored then */
    public void putChunk(Place place, byte[] bytes) {
        verify(place, bytes);
        pieces.put(place, bytes);
    }

    /** @throws DamagedData naming the piece, with both digests */
    private static void verify(Place place, byte[] bytes) {
        Digest found = Digest.of(bytes);
        if (!found.equals(place.digest())) {
            throw damaged(place, found.toString());
        }
    }

    private static DamagedData damaged(Place place, String found) {
        return new DamagedData("A stored piece does not verify; it is not used.",
                Finding.at(place.words()).expected(place.digest()).found(found).remedy("Check and repair the store."));
    }

    /**
     * Makes a downloaded package visible. An installed one of its name is kept beside it, in place of the one kept
     * before.
     *
     * @param installed record for the lineage, written in the same transaction
     * @throws DamagedData when a piece is missing or a whole blob is not what the manifest promises
     */
    public void commit(StoredPackage download, LineageBody... installed) {
        for (Descriptor blob : download.manifest().blobs()) {
            verifyWhole(download, blob);
        }
        Transactions.apply(records, () -> {
            Batch batch = Transactions.changingPackages(records);
            requireAllPresent(download);
            Optional<StoredPackage> before = records.text(Table.PACKAGES, download.name())
                    .map(text -> StoredPackage.read(text, download.name()));
            Optional<StoredPackage> kept = previous(download.name());
            StoredPackage now = new StoredPackage(download.manifest(), download.text(), download.digest(),
                    environment.nowUtc());
            batch.delete(Table.DOWNLOADS, download.name());
            if (before.isEmpty() || before.get().digest().equals(download.digest())) {
                batch.put(Table.PACKAGES, download.name(), now.record(kept));
                lineage.appendTo(batch, installed);
            } else {
                batch.put(Table.PACKAGES, download.name(), now.record(before));
                List<LineageBody> told = new ArrayList<>(List.of(installed));
                told.add(new PackageReplaced(now.name(), now.digest(), before.get().digest(),
                        PackageReplaced.How.UPDATE));
                if (kept.isPresent() && !kept.get().digest().equals(now.digest())) {
                    StoredPackage gone = kept.get();
                    long freed = drop(batch, gone.chunkSizes(),
                            union(referredTo(download.name()), now.chunks(), before.get().chunks()));
                    told.add(new PackageRemoved(gone.name(), gone.digest(), freed));
                }
                lineage.appendTo(batch, told.toArray(new LineageBody[0]));
            }
            return batch;
        });
        deleteUnusedFiles();
    }

    private static Set<Digest> union(Set<Digest> first, Set<Digest> second, Set<Digest> third) {
        Set<Digest> all = new HashSet<>(first);
        all.addAll(second);
        all.addAll(third);
        return all;
    }

    /**
     * Makes the version before the one that answers, and keeps the other beside it.
     *
     * @return the version that answers from now on
     * @throws InvalidInput when no version is kept beside it
     * @throws DamagedData when a piece of the version before is missing
     */
    public StoredPackage rollback(PackageName name) {
        StoredPackage[] back = new StoredPackage[1];
        Transactions.apply(records, () -> {
            Batch batch = Transactions.changingPackages(records);
            StoredPackage before = requirePrevious(name);
            StoredPackage now = find(name).orElseThrow();
            requireAllPresent(before);
            batch.put(Table.PACKAGES, name.toString(), before.record(Optional.of(now)));
            lineage.appendTo(batch,
                    new PackageReplaced(before.name(), before.digest(), now.digest(), PackageReplaced.How.ROLLBACK));
            back[0] = before;
            return batch;
        });
        return back[0];
    }

    /**
     * Removes the version that is kept beside a package.
     *
     * @return bytes freed
     * @throws InvalidInput when none is
     */
    public long removePrevious(PackageName name) {
        long[] freed = new long[1];
        Transactions.apply(records, () -> {
            Batch batch = Transactions.changingPackages(records);
            StoredPackage before = requirePrevious(name);
            StoredPackage now = find(name).orElseThrow();
            batch.put(Table.PACKAGES, name.toString(), now.record());
            freed[0] = drop(batch, before.chunkSizes(),
                    union(referredTo(name.toString()), now.chunks(), downloading(name)));
            lineage.appendTo(batch, new PackageRemoved(before.name(), before.digest(), freed[0]));
            return batch;
        });
        deleteUnusedFiles();
        return freed[0];
    }

    private Set<Digest> downloading(PackageName name) {
        return records.text(Table.DOWNLOADS, name.toString())
                .map(text -> StoredPackage.read(text, name.toString()).chunks()).orElse(Set.of());
    }

    private StoredPackage requirePrevious(PackageName name) {
        return previous(name.toString())
                .orElseThrow(() -> new InvalidInput("There is no earlier version of this package in this tab.",
                        Finding.at("store").expected("a package that was updated").found(name)));
    }

    private void requireAllPresent(StoredPackage download) {
        Set<Digest> present = present(download);
        for (Place place : download.places()) {
            if (!present.contains(place.digest())) {
                throw damaged(place, "missing");
            }
        }
    }

    /** A chunk list is claimed by the manifest's author; the blob's own digest must agree with it. */
    private void verifyWhole(StoredPackage stored, Descriptor blob) {
        Sha256 whole = new Sha256();
        List<Place> places = new ArrayList<>(stored.places());
        places.removeIf(place -> !place.blob().equals(blob));
        eachPiece(places, (place, piece) -> {
            if (!isPiece(place, piece)) {
                throw damaged(place, found(piece));
            }
            whole.update(piece.orElseThrow().bytes());
        });
        Digest found = whole.digest();
        if (!found.equals(blob.digest())) {
            throw new DamagedData("The pieces of a file verify, but the whole is not what the package promises.",
                    Finding.at(stored.name()).expected(blob.digest()).found(found)
                            .remedy("Do not use this package: its manifest contradicts itself."));
        }
    }

    /**
     * A package with all its files, every byte verified now.
     *
     * @throws DamagedData naming the first bad piece
     * @throws Unavailable when the package was removed, for example by another tab, while it was read
     */
    public ModelPackage load(StoredPackage stored) {
        return loadWithout(stored, StoredPackage.CONFIG);
    }

    /**
     * The same with all files but one, which is read later.
     *
     * @throws DamagedData naming the first bad piece
     * @throws Unavailable when the package was removed, for example by another tab, while it was read
     */
    public ModelPackage loadWithout(StoredPackage stored, String path) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        stored.files().forEach((file, blob) -> {
            if (!file.equals(path) && !file.equals(StoredPackage.CONFIG)) {
                files.put(file, new byte[(int) blob.size()]);
            }
        });
        List<Place> places = new ArrayList<>(stored.places());
        places.removeIf(place -> !files.containsKey(place.file()));
        eachPiece(places, (place, piece) -> {
            byte[] bytes = requirePiece(stored, place, piece);
            System.arraycopy(bytes, 0, files.get(place.file()), (int) place.offset(), place.length());
        });
        return ModelPackage.ofVerified(stored.manifest(), files);
    }

    /**
     * The bytes of a piece of an installed package. Reading a package takes several transactions, and another tab may
     * remove the package between them: a missing piece is damage only while the package is installed.
     *
     * @throws DamagedData when the piece does not verify and the package is still installed
     * @throws Unavailable when the package is not installed any more
     */
    private byte[] requirePiece(StoredPackage stored, Place place, Optional<Digested> read) {
        Optional<Digested> piece = read;
        for (int i = 0; i < REREADS && !isPiece(place, piece); i++) {
            if (!isKept(stored)) {
                throw new Unavailable("This package was removed while it was read, in this tab or in another one.",
                        Finding.at(stored.name()).expected(stored.digest() + " installed").found("not installed")
                                .remedy("Install the package again."));
            }
            piece = pieces.read(List.of(place)).get(0);
        }
        if (!isPiece(place, piece)) {
            throw damaged(place, found(piece));
        }
        return piece.orElseThrow().bytes();
    }

    /** Whether this version of a package is installed, or kept beside the one that is. */
    public boolean isKept(StoredPackage stored) {
        return find(stored.manifest().name()).filter(one -> one.digest().equals(stored.digest())).isPresent()
                || previous(stored.name()).filter(one -> one.digest().equals(stored.digest())).isPresent();
    }

    /**
     * Every piece of a package's blob in order, each verified.
     *
     * @throws DamagedData naming the first bad one
     * @throws Unavailable when the package was removed meanwhile
     */
    public void eachPiece(StoredPackage stored, Digest blob, Consumer<byte[]> reader) {
        eachPiece(pieces(stored, blob), (place, piece) -> {
            reader.accept(requirePiece(stored, place, piece));
        });
    }

    /** The pieces of a package's blob in their order. */
    public static List<Place> pieces(StoredPackage stored, Digest blob) {
        Map<Integer, Place> places = new LinkedHashMap<>();
        for (Place place : stored.places()) {
            if (place.blob().digest().equals(blob)) {
                places.putIfAbsent(place.chunk(), place);
            }
        }
        return new ArrayList<>(places.values());
    }

    /**
     * A blob of a package in memory outside of Java's heap, every byte verified as it lies there now.
     *
     * @param address where the blob's first byte goes
     * @throws DamagedData naming the first bad piece; what is in the memory then must not be used
     * @throws Unavailable when the package was removed meanwhile
     */
    public void copy(StoredPackage stored, Digest blob, LinearMemory memory, int address) {
        copy(stored, pieces(stored, blob), memory, address);
    }

    /**
     * The same of some pieces.
     *
     * @param places pieces that lie one after the other in one blob
     * @param address where the first byte of the first one goes
     */
    public void copy(StoredPackage stored, List<Place> places, LinearMemory memory, int address) {
        for (int from = 0; from < places.size(); from += COPY_AHEAD) {
            List<Place> some = places.subList(from, Math.min(places.size(), from + COPY_AHEAD));
            // Below zero for pieces far in the blob: the sums with their offsets are addresses again.
            int start = address - (int) places.get(0).offset();
            List<Optional<Digest>> copied = pieces.copy(some, memory, start);
            for (int i = 0; i < some.size(); i++) {
                Place place = some.get(i);
                if (!copied.get(i).equals(Optional.of(place.digest()))) {
                    memory.write(start + (int) place.offset(),
                            requirePiece(stored, place, pieces.read(List.of(place)).get(0)));
                }
            }
        }
    }

    /**
     * The first bytes of a package's blob, verified: those of its first pieces, at least so many, or all.
     *
     * @throws DamagedData naming the first bad piece
     * @throws Unavailable when the package was removed meanwhile
     */
    public byte[] head(StoredPackage stored, Digest blob, int least) {
        List<Place> places = new ArrayList<>();
        int bytes = 0;
        for (Place place : pieces(stored, blob)) {
            if (bytes < least) {
                places.add(place);
                bytes += place.length();
            }
        }
        byte[] head = new byte[bytes];
        eachPiece(places, (place, piece) -> {
            byte[] part = requirePiece(stored, place, piece);
            System.arraycopy(part, 0, head, (int) place.offset(), part.length);
        });
        return head;
    }

    /**
     * One file of a package, verified. @throws DamagedData when the package has no such file, or a piece of it is bad
     */
    public byte[] file(StoredPackage stored, String path) {
        Descriptor blob = stored.manifest().layer(path);
        byte[] file = new byte[(int) blob.size()];
        int[] at = new int[1];
        eachPiece(stored, blob.digest(), piece -> {
            System.arraycopy(piece, 0, file, at[0], piece.length);
            at[0] += piece.length;
        });
        return file;
    }

    /** Called for every piece in turn, as the store has it. */
    private interface PieceReader {
        void read(Place place, Optional<Digested> piece);
    }

    /** Reads pieces some at a time: enough to have their digests computed side by side, and never all in memory. */
    private void eachPiece(List<Place> places, PieceReader reader) {
        for (int from = 0; from < places.size(); from += READ_AHEAD) {
            List<Place> some = places.subList(from, Math.min(places.size(), from + READ_AHEAD));
            List<Optional<Digested>> read = pieces.read(some);
            for (int i = 0; i < read.size(); i++) {
                reader.read(some.get(i), read.get(i));
            }
        }
    }

    private static boolean isPiece(Place place, Optional<Digested> piece) {
        return piece.isPresent() && piece.get().bytes().length == place.length()
                && piece.get().digest().equals(place.digest());
    }

    private static String found(Optional<Digested> piece) {
        return piece.map(some -> some.digest().toString()).orElse("missing");
    }

    /**
     * Removes a package with the version kept beside it, or the remains of its download, and every piece that nothing
     * else refers to.
     *
     * @return bytes freed
     * @throws InvalidInput when there is no such package
     */
    public long remove(PackageName name) {
        long[] freed = new long[1];
        Transactions.apply(records, () -> {
            Batch batch = Transactions.changingPackages(records);
            Optional<StoredPackage> installed = find(name);
            Optional<StoredPackage> download = records.text(Table.DOWNLOADS, name.toString())
                    .map(text -> StoredPackage.read(text, name.toString()));
            if (installed.isEmpty() && download.isEmpty()) {
                throw new InvalidInput("There is no such package in this tab's store.",
                        Finding.at("store").expected("an installed package").found(name));
            }
            batch.delete(Table.PACKAGES, name.toString()).delete(Table.DOWNLOADS, name.toString());
            Optional<StoredPackage> previous = previous(name.toString());
            Map<Digest, Integer> gone = new LinkedHashMap<>();
            previous.ifPresent(one -> gone.putAll(one.chunkSizes()));
            installed.ifPresent(one -> gone.putAll(one.chunkSizes()));
            download.ifPresent(one -> gone.putAll(one.chunkSizes()));
            freed[0] = drop(batch, gone, referredTo(name.toString()));
            List<LineageBody> told = new ArrayList<>();
            installed.ifPresent(one -> told.add(new PackageRemoved(one.name(), one.digest(), freed[0])));
            previous.ifPresent(one -> told.add(new PackageRemoved(one.name(), one.digest(), 0)));
            if (!told.isEmpty()) {
                lineage.appendTo(batch, told.toArray(new LineageBody[0]));
            }
            return batch;
        });
        deleteUnusedFiles();
        return freed[0];
    }

    private long drop(Batch batch, Map<Digest, Integer> gone, Set<Digest> kept) {
        Set<String> present = pieces.keys();
        long freed = 0;
        for (Map.Entry<Digest, Integer> chunk : gone.entrySet()) {
            if (!kept.contains(chunk.getKey()) && present.contains(chunk.getKey().hex())) {
                pieces.delete(batch, chunk.getKey());
                freed += chunk.getValue();
            }
        }
        return freed;
    }

    /** What removing a package with the version kept beside it would free, and what they share with others. */
    public Share share(StoredPackage stored) {
        Set<Digest> others = referredTo(stored.name());
        Map<Digest, Integer> own = new LinkedHashMap<>(stored.chunkSizes());
        previous(stored.name()).ifPresent(before -> own.putAll(before.chunkSizes()));
        long shared = 0;
        long frees = 0;
        for (Map.Entry<Digest, Integer> chunk : own.entrySet()) {
            if (others.contains(chunk.getKey())) {
                shared += chunk.getValue();
            } else {
                frees += chunk.getValue();
            }
        }
        return new Share(shared, frees);
    }

    /**
     * @param sharedBytes in pieces that another package has too
     * @param freesBytes in pieces that only this one has
     */
    public record Share(long sharedBytes, long freesBytes) {}

    /** The pieces of every package, kept version and download but those of this name. */
    private Set<Digest> referredTo(String except) {
        Set<Digest> kept = new HashSet<>();
        for (Table table : List.of(Table.PACKAGES, Table.DOWNLOADS)) {
            records.texts(table).forEach((key, text) -> {
                if (!key.equals(except)) {
                    kept.addAll(StoredPackage.read(text, key).chunks());
                    StoredPackage.readPrevious(text, key).ifPresent(one -> kept.addAll(one.chunks()));
                }
            });
        }
        return kept;
    }

    /**
     * Deletes the files that no package and no download needs; those in use by another tab are left for the next time.
     */
    private void deleteUnusedFiles() {
        Set<String> listed = new HashSet<>();
        for (Table table : List.of(Table.PACKAGES, Table.DOWNLOADS)) {
            records.texts(table).forEach((key, text) -> {
                listBlobs(StoredPackage.read(text, key), listed);
                StoredPackage.readPrevious(text, key).ifPresent(one -> listBlobs(one, listed));
            });
        }
        pieces.deleteUnusedFiles(listed);
    }

    private static void listBlobs(StoredPackage stored, Set<String> listed) {
        stored.manifest().blobs().forEach(blob -> listed.add(blob.digest().hex()));
    }

    /**
     * Moves the pieces of large blobs that an earlier version of the app, or a tab that could not write files, has kept
     * as records into files. It may stop at any moment: each piece is in one of both places, and the next call goes on.
     *
     * @return how many pieces moved
     */
    public int moveToFiles() {
        int moved = 0;
        for (StoredPackage stored : installed()) {
            Set<String> asRecords = new HashSet<>(records.keys(Table.CHUNKS));
            Optional<String> owner = records.text(Table.PACKAGES, stored.name());
            for (Place place : stored.places()) {
                if (owner.isPresent() && pieces.isLarge(place.blob().size())
                        && asRecords.remove(place.digest().hex())) {
                    if (!pieces.move(place, owner.get())) {
                        break;
                    }
                    moved++;
                }
            }
        }
        return moved;
    }

    /** Deletes pieces that nothing refers to: what a crash may have left. @return how many there were */
    public int dropOrphans() {
        int[] dropped = new int[1];
        Transactions.apply(records, () -> {
            Batch batch = Transactions.changingPackages(records);
            Set<String> kept = new HashSet<>();
            referredTo("").forEach(chunk -> kept.add(chunk.hex()));
            dropped[0] = 0;
            for (String key : pieces.keys()) {
                if (!kept.contains(key)) {
                    pieces.deleteKey(batch, key);
                    dropped[0]++;
                }
            }
            return dropped[0] == 0 ? new Batch() : batch;
        });
        deleteUnusedFiles();
        return dropped[0];
    }

    /**
     * Reads and verifies every piece of every package, of the versions kept beside them, and whatever has come of
     * downloads that did not end.
     */
    public CheckReport check() {
        Set<Digest> blobs = new HashSet<>();
        Set<Digest> chunks = new HashSet<>();
        List<CheckReport.Damage> damaged = new ArrayList<>();
        long[] bytes = new long[1];
        List<StoredPackage> whole = installed();
        whole.addAll(previous().values());
        for (StoredPackage stored : whole) {
            Set<Digest> bad = new HashSet<>();
            eachPiece(stored.places(), (place, piece) -> {
                if (!isPiece(place, piece)) {
                    damaged.add(new CheckReport.Damage(place, found(piece)));
                    bad.add(place.blob().digest());
                } else if (chunks.add(place.digest())) {
                    bytes[0] += piece.get().bytes().length;
                }
            });
            stored.manifest().blobs().forEach(blob -> blobs.add(blob.digest()));
            blobs.removeAll(bad);
            if (!bad.isEmpty() && !isKept(stored)) {
                // Removed by another tab while its pieces were read: nothing is damaged.
                damaged.removeIf(one -> one.place().packageName().equals(stored.name()));
            }
        }
        for (StoredPackage partial : downloads()) {
            Set<Digest> present = present(partial);
            List<Place> places = new ArrayList<>(partial.places());
            places.removeIf(place -> chunks.contains(place.digest()) || !present.contains(place.digest()));
            eachPiece(places, (place, piece) -> {
                if (!isPiece(place, piece)) {
                    damaged.add(new CheckReport.Damage(place, found(piece)));
                } else if (chunks.add(place.digest())) {
                    bytes[0] += piece.get().bytes().length;
                }
            });
        }
        return new CheckReport(blobs.size(), chunks.size(), bytes[0], damaged);
    }
}
