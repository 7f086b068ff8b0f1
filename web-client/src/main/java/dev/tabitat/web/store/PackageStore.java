package dev.tabitat.web.store;

import dev.tabitat.core.digest.ChunkList;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.digest.Sha256;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.lineage.LineageBody;
import dev.tabitat.core.lineage.PackageRemoved;
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

/**
 * Packages in verified pieces. A download may die at any moment: the next one goes on from the pieces that verified,
 * and the package is there only once its commit record is, together with its record in the lineage.
 */
public final class PackageStore {

    private static final byte[] NOTHING = {};

    private final RecordStore records;
    private final LineageStore lineage;
    private final Surroundings surroundings;

    public PackageStore(RecordStore records, LineageStore lineage, Surroundings surroundings) {
        this.records = records;
        this.lineage = lineage;
        this.surroundings = surroundings;
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
        Set<String> keys = new HashSet<>(records.keys(Table.CHUNKS));
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
        for (Digest chunk : new ArrayList<>(verified)) {
            Optional<byte[]> bytes = records.bytes(Table.CHUNKS, chunk.hex());
            if (bytes.isEmpty() || !Digest.of(bytes.get()).equals(chunk)) {
                records.apply(new Batch().delete(Table.CHUNKS, chunk.hex()));
                verified.remove(chunk);
            }
        }
        return verified;
    }

    /** Stores one piece. @throws DamagedData when the bytes are not this piece; nothing is stored then */
    public void putChunk(Place place, byte[] bytes) {
        verify(place, bytes);
        records.apply(new Batch().put(Table.CHUNKS, place.digest().hex(), bytes));
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
     * Makes a downloaded package visible.
     *
     * @param installed what the lineage is told
     * @throws DamagedData when a piece is missing or a whole blob is not what the manifest promises
     */
    public void commit(StoredPackage download, LineageBody installed) {
        for (Descriptor blob : download.manifest().blobs()) {
            verifyWhole(download, blob);
        }
        Transactions.apply(records, () -> {
            Batch batch = Transactions.changingPackages(records);
            requireAllPresent(download);
            batch.put(Table.PACKAGES, download.name(),
                    new StoredPackage(download.manifest(), download.text(), download.digest(), surroundings.nowUtc()).record());
            batch.delete(Table.DOWNLOADS, download.name());
            lineage.appendTo(batch, installed);
            return batch;
        });
    }

    private void requireAllPresent(StoredPackage download) {
        Set<Digest> present = present(download);
        for (Place place : download.places()) {
            if (!present.contains(place.digest())) {
                throw damaged(place, "missing");
            }
        }
    }

    /** A chunk list is the word of whoever wrote the manifest; the blob's own digest must agree with it. */
    private void verifyWhole(StoredPackage stored, Descriptor blob) {
        Sha256 whole = new Sha256();
        for (Place place : stored.places()) {
            if (place.blob().equals(blob)) {
                whole.update(chunk(place));
            }
        }
        Digest found = whole.digest();
        if (!found.equals(blob.digest())) {
            throw new DamagedData("The pieces of a file verify, but the whole is not what the package promises.",
                    Finding.at(stored.name()).expected(blob.digest()).found(found)
                            .remedy("Do not use this package: its manifest contradicts itself."));
        }
    }

    /** One verified piece. @throws DamagedData when it is missing or does not verify */
    public byte[] chunk(Place place) {
        Optional<byte[]> bytes = records.bytes(Table.CHUNKS, place.digest().hex());
        if (bytes.isEmpty()) {
            throw damaged(place, "missing");
        }
        verify(place, bytes.get());
        return bytes.get();
    }

    /** A package with all its files, every byte verified now. @throws DamagedData naming the first bad piece */
    public ModelPackage load(StoredPackage stored) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (Place place : stored.places()) {
            if (!place.file().equals(StoredPackage.CONFIG)) {
                byte[] file = files.computeIfAbsent(place.file(), path -> new byte[(int) place.blob().size()]);
                long from = place.blob().chunks().offset(place.chunk());
                byte[] piece = records.bytes(Table.CHUNKS, place.digest().hex()).orElse(NOTHING);
                if (piece.length == 0 || from + piece.length > file.length) {
                    chunk(place);
                }
                System.arraycopy(piece, 0, file, (int) from, piece.length);
            }
        }
        stored.files().forEach((path, blob) -> files.computeIfAbsent(path, empty -> new byte[0]));
        files.remove(StoredPackage.CONFIG);
        try {
            return new ModelPackage(stored.manifest(), files);
        } catch (DamagedData somewhere) {
            // Files are verified whole, each byte once; which piece it was is asked only now.
            for (Place place : stored.places()) {
                chunk(place);
            }
            throw somewhere;
        }
    }

    /**
     * Removes a package or the remains of its download, and every piece that nothing else refers to.
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
            Map<Digest, Integer> gone = new LinkedHashMap<>();
            installed.ifPresent(one -> gone.putAll(one.chunkSizes()));
            download.ifPresent(one -> gone.putAll(one.chunkSizes()));
            freed[0] = drop(batch, gone, referredTo(name.toString()));
            installed.ifPresent(one -> lineage.appendTo(batch, new PackageRemoved(one.name(), one.digest(), freed[0])));
            return batch;
        });
        return freed[0];
    }

    private long drop(Batch batch, Map<Digest, Integer> gone, Set<Digest> kept) {
        Set<String> present = new HashSet<>(records.keys(Table.CHUNKS));
        long freed = 0;
        for (Map.Entry<Digest, Integer> chunk : gone.entrySet()) {
            if (!kept.contains(chunk.getKey()) && present.contains(chunk.getKey().hex())) {
                batch.delete(Table.CHUNKS, chunk.getKey().hex());
                freed += chunk.getValue();
            }
        }
        return freed;
    }

    /** What removing a package would free, and what it shares with others. */
    public Share share(StoredPackage stored) {
        Set<Digest> others = referredTo(stored.name());
        long shared = 0;
        long frees = 0;
        for (Map.Entry<Digest, Integer> chunk : stored.chunkSizes().entrySet()) {
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

    /** The pieces of every package and download but the one of this name. */
    private Set<Digest> referredTo(String except) {
        Set<Digest> kept = new HashSet<>();
        for (Table table : List.of(Table.PACKAGES, Table.DOWNLOADS)) {
            records.texts(table).forEach((key, text) -> {
                if (!key.equals(except)) {
                    kept.addAll(StoredPackage.read(text, key).chunks());
                }
            });
        }
        return kept;
    }

    /** Deletes pieces that nothing refers to: what a crash may have left. @return how many there were */
    public int dropOrphans() {
        int[] dropped = new int[1];
        Transactions.apply(records, () -> {
            Batch batch = Transactions.changingPackages(records);
            Set<String> kept = new HashSet<>();
            referredTo("").forEach(chunk -> kept.add(chunk.hex()));
            dropped[0] = 0;
            for (String key : records.keys(Table.CHUNKS)) {
                if (!kept.contains(key)) {
                    batch.delete(Table.CHUNKS, key);
                    dropped[0]++;
                }
            }
            return dropped[0] == 0 ? new Batch() : batch;
        });
        return dropped[0];
    }

    /** Reads and verifies every piece of every installed package, and of every whole blob. */
    public CheckReport check() {
        Set<Digest> blobs = new HashSet<>();
        Set<Digest> chunks = new HashSet<>();
        List<CheckReport.Damage> damaged = new ArrayList<>();
        long bytes = 0;
        for (StoredPackage stored : installed()) {
            Set<Digest> bad = new HashSet<>();
            for (Place place : stored.places()) {
                Optional<byte[]> piece = records.bytes(Table.CHUNKS, place.digest().hex());
                String found = piece.isEmpty() ? "missing" : Digest.of(piece.get()).toString();
                if (!found.equals(place.digest().toString())) {
                    damaged.add(new CheckReport.Damage(place, found));
                    bad.add(place.blob().digest());
                } else if (chunks.add(place.digest())) {
                    bytes += piece.get().length;
                }
            }
            stored.manifest().blobs().forEach(blob -> blobs.add(blob.digest()));
            blobs.removeAll(bad);
        }
        return new CheckReport(blobs.size(), chunks.size(), bytes, damaged);
    }
}
