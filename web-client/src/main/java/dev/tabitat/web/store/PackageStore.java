package dev.tabitat.web.store;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.lineage.LineageBody;
import dev.tabitat.core.packages.Descriptor;
import dev.tabitat.core.packages.ModelPackage;
import dev.tabitat.core.packages.PackageName;
import dev.tabitat.core.state.packages.PackageVersion;
import dev.tabitat.core.state.packages.PackagesAggregate;
import dev.tabitat.core.state.packages.PackagesCommand;
import dev.tabitat.core.state.packages.PackagesState;
import dev.tabitat.web.store.StoredPackage.Place;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

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
    private final BlobHashes hashes = new BlobHashes();
    private final AggregateStore<PackagesState> aggregate;
    private final ReadLocks locks;
    private final Collecting collecting;
    private final ClockAndRandom environment;

    /**
     * @param locks keep what is removed until nobody reads it
     * @param collecting deletes what is needed no more, or leaves that to others on the same records
     */
    PackageStore(RecordStore records, LineageStore lineage, ClockAndRandom environment, ReadLocks locks,
            Collecting.Way collecting) {
        this.records = records;
        this.pieces = new Pieces(records);
        this.aggregate = new AggregateStore<>(records, new PackagesAggregate(), lineage, environment);
        this.locks = locks;
        this.collecting = collecting.of(aggregate, pieces, locks);
        this.environment = environment;
    }

    /** The state of packages and downloads, and the commands on it. */
    public AggregateStore<PackagesState> aggregate() {
        return aggregate;
    }

    /** The files of models that are being added. */
    public StagedFiles staged() {
        return new StagedFiles(records, pieces);
    }

    /** Every installed package, by name. */
    public List<StoredPackage> installed() {
        return list(aggregate.current().installed());
    }

    /** Every download that began and did not end, by name. */
    public List<StoredPackage> downloads() {
        return list(aggregate.current().begun());
    }

    private static List<StoredPackage> list(Map<String, PackageVersion> versions) {
        List<StoredPackage> all = new ArrayList<>();
        for (PackageVersion version : versions.values()) {
            all.add(StoredPackage.of(version));
        }
        return all;
    }

    public Optional<StoredPackage> find(PackageName name) {
        return Optional.ofNullable(aggregate.current().installed().get(name.toString())).map(StoredPackage::of);
    }

    /** The version that is kept beside each installed package that has one, by name. */
    public Map<String, StoredPackage> previous() {
        Map<String, StoredPackage> kept = new LinkedHashMap<>();
        aggregate.current().previous().forEach((name, version) -> kept.put(name, StoredPackage.of(version)));
        return kept;
    }

    /** Notes a download, so that its pieces are kept from now on. */
    public void begin(StoredPackage download) {
        aggregate.commit(new PackagesCommand.Begin(download.version()));
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
            if (isPiece(place, piece)) {
                hashes.add(place, piece.orElseThrow().bytes());
            } else if (verified.remove(place.digest())) {
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
        putChunk(place, Digested.of(bytes));
    }

    /** The same for bytes whose digest is known already. */
    public void putChunk(Place place, Digested piece) {
        if (!piece.digest().equals(place.digest())) {
            throw damaged(place, piece.digest().toString());
        }
        hashes.add(place, piece.bytes());
        pieces.put(place, piece.bytes());
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
        PackageVersion now = new StoredPackage(download.manifest(), download.text(), download.digest(),
                environment.nowUtc()).version();
        aggregate.commit(new PackagesCommand.Install(now, List.of(installed)),
                (batch, done) -> requireAllPresent(download));
        collect();
    }

    /**
     * Makes the version before the one that answers, and keeps the other beside it.
     *
     * @return the version that answers from now on
     * @throws InvalidInput when no version is kept beside it
     * @throws DamagedData when a piece of the version before is missing
     */
    public StoredPackage rollback(PackageName name) {
        return StoredPackage.of(aggregate.commit(new PackagesCommand.Rollback(name),
                (batch, before) -> requireAllPresent(StoredPackage.of(before))));
    }

    /**
     * Removes the version that is kept beside a package; its pieces are deleted when nobody reads them.
     *
     * @return bytes freed
     * @throws InvalidInput when none is
     */
    public long removePrevious(PackageName name) {
        long freed = aggregate.commit(new PackagesCommand.RemovePrevious(name));
        collect();
        return freed;
    }

    private void requireAllPresent(StoredPackage download) {
        Set<Digest> present = present(download);
        for (Place place : download.places()) {
            if (!present.contains(place.digest())) {
                throw damaged(place, "missing");
            }
        }
    }

    /**
     * A chunk list is claimed by the manifest's author; the blob's own digest must agree with it. Only what was not
     * hashed on its way in is read.
     */
    private void verifyWhole(StoredPackage stored, Descriptor blob) {
        BlobHashes.Begun whole = hashes.take(blob);
        List<Place> places = new ArrayList<>(stored.places());
        places.removeIf(place -> !place.blob().equals(blob) || place.chunk() < whole.pieces);
        eachPiece(places, (place, piece) -> {
            if (!isPiece(place, piece)) {
                throw damaged(place, found(piece));
            }
            whole.hash.update(piece.orElseThrow().bytes());
        });
        Digest found = whole.hash.digest();
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
        return whileReading(stored, () -> read(stored, path));
    }

    /** The same without several files. @throws DamagedData as {@link #load} */
    public ModelPackage loadWithout(StoredPackage stored, List<String> paths) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (Map.Entry<String, Descriptor> file : stored.files().entrySet()) {
            if (!paths.contains(file.getKey()) && !file.getKey().equals(StoredPackage.CONFIG)) {
                files.put(file.getKey(), file(stored, file.getKey()));
            }
        }
        return ModelPackage.ofVerified(stored.manifest(), files);
    }

    private ModelPackage read(StoredPackage stored, String path) {
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
        return aggregate.current().isKept(stored.name(), stored.digest());
    }

    /**
     * Every piece of a package's blob in order, each verified.
     *
     * @throws DamagedData naming the first bad one
     * @throws Unavailable when the package was removed meanwhile
     */
    public void eachPiece(StoredPackage stored, Digest blob, Consumer<byte[]> reader) {
        whileReading(stored, () -> {
            eachPiece(pieces(stored, blob), (place, piece) -> {
                reader.accept(requirePiece(stored, place, piece));
            });
            return stored;
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
        whileReading(stored, () -> {
            copyNow(stored, places, memory, address);
            return stored;
        });
    }

    private void copyNow(StoredPackage stored, List<Place> places, LinearMemory memory, int address) {
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
     * Some bytes of a package's blob, verified with the pieces that they lie in.
     *
     * @throws DamagedData naming the first bad piece
     * @throws Unavailable when the package was removed meanwhile
     */
    public byte[] part(StoredPackage stored, Digest blob, long offset, int length) {
        List<Place> places = new ArrayList<>();
        for (Place place : pieces(stored, blob)) {
            if (place.offset() < offset + length && place.offset() + place.length() > offset) {
                places.add(place);
            }
        }
        byte[] part = new byte[length];
        eachPiece(places, (place, piece) -> {
            byte[] bytes = requirePiece(stored, place, piece);
            int skipped = (int) Math.max(0, offset - place.offset());
            int at = (int) Math.max(0, place.offset() - offset);
            System.arraycopy(bytes, skipped, part, at, Math.min(bytes.length - skipped, length - at));
        });
        return part;
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

    /**
     * One file of a package, read in parts; every piece of it is verified each time that it is read.
     *
     * @throws DamagedData when the package has no such file
     */
    public Slices slices(StoredPackage stored, String path) {
        Descriptor blob = stored.manifest().layer(path);
        return new PackageFile(pieces(stored, blob.digest()), blob.size(),
                some -> whileReading(stored, () -> whole(stored, some)));
    }

    /** Pieces, each verified. */
    private List<byte[]> whole(StoredPackage stored, List<Place> places) {
        List<byte[]> read = new ArrayList<>();
        eachPiece(places, (place, piece) -> {
            read.add(requirePiece(stored, place, piece));
        });
        return read;
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
     * Removes a package with the version kept beside it, or the remains of its download. The pieces that nothing else
     * refers to are deleted when nobody reads them.
     *
     * @return bytes freed
     * @throws InvalidInput when there is no such package
     */
    public long remove(PackageName name) {
        return remove(name, false);
    }

    /** The same. @param declines whether it must not be installed by itself again */
    public long remove(PackageName name, boolean declines) {
        Set<Digest> present = new HashSet<>();
        for (String key : pieces.keys()) {
            present.add(new Digest(key));
        }
        long freed = aggregate.commit(new PackagesCommand.Remove(name, present, declines));
        collect();
        return freed;
    }

    /**
     * Deletes the pieces of versions that were removed and that nobody reads any more; of one that is still read, its
     * reader does that afterwards, or the next start.
     */
    public void collect() {
        collecting.collect();
    }

    /**
     * Reads a version of a package: what is removed meanwhile, in this tab or in another one, stays until the end.
     */
    public <T> T whileReading(StoredPackage stored, Supplier<T> read) {
        try {
            return locks.whileReading(stored.digest(), read);
        } finally {
            // After the lock is given back: who removed it meanwhile could not collect it.
            collecting.collectIfUnlisted(stored.digest());
        }
    }

    /** What removing a package with the version kept beside it would free, and what they share with others. */
    public Share share(StoredPackage stored) {
        PackagesState state = aggregate.current();
        Set<Digest> others = state.piecesOfOthers(stored.name());
        Map<Digest, Integer> own = new LinkedHashMap<>(stored.chunkSizes());
        PackageVersion before = state.previous().get(stored.name());
        if (before != null) {
            own.putAll(before.pieces());
        }
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
        collect();
        // Left by a tab that ended after it had made an added model visible.
        staged().forgetOf(aggregate.current().installed().keySet());
        int[] dropped = new int[1];
        Transactions.apply(records, () -> {
            Batch batch = Transactions.whilePackagesStay(records);
            // The keys first: a staged piece that is stored later is not among them, and an earlier one is noted.
            Set<String> keys = pieces.keys();
            Set<String> kept = staged().keptPieces();
            for (Digest piece : aggregate.current().allPieces()) {
                kept.add(piece.hex());
            }
            dropped[0] = 0;
            for (String key : keys) {
                if (!kept.contains(key)) {
                    pieces.deleteKey(batch, key);
                    dropped[0]++;
                }
            }
            return batch;
        });
        collect();
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
