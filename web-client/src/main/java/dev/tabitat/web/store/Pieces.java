package dev.tabitat.web.store;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.web.store.LargeFiles.Extent;
import dev.tabitat.web.store.StoredPackage.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The verified pieces of packages by their digests: those of small blobs are records, those of large blobs lie in a
 * file a blob, each with a record that says where. A piece is there exactly when one of its records is.
 */
final class Pieces {

    private final RecordStore records;

    Pieces(RecordStore records) {
        this.records = records;
    }

    /** Asked for each time: records in memory may come to be those of a database. */
    private Optional<LargeFiles> files() {
        return records.files();
    }

    /** The digests of all pieces, in hexadecimal. */
    Set<String> keys() {
        Set<String> keys = new HashSet<>(records.keys(Table.CHUNKS));
        keys.addAll(records.keys(Table.EXTENTS));
        return keys;
    }

    /** Stores one piece, durably. */
    void put(Place place, byte[] bytes) {
        put(place, bytes, new Batch());
    }

    /** The same. @param with what else is written in the transaction by which the piece is there */
    void put(Place place, byte[] bytes, Batch with) {
        String key = place.digest().hex();
        if (files().isPresent() && place.blob().size() >= files().get().leastBlobBytes()) {
            Extent extent = new Extent(place.blob().digest().hex(), place.offset(), bytes.length);
            try {
                files().get().write(extent.file(), extent.offset(), bytes);
                records.apply(with.put(Table.EXTENTS, key, record(extent)));
                return;
            } catch (Unavailable e) {
                // Another tab holds the file, or the browser refuses it: a record does as well.
            }
        }
        records.apply(with.put(Table.CHUNKS, key, bytes));
    }

    /** Pieces with the digests of what is there now, in the order of the places; empty for a missing one. */
    List<Optional<Digested>> read(List<Place> places) {
        Map<String, Optional<Digested>> found = new HashMap<>();
        List<String> large = new ArrayList<>();
        for (Place place : places) {
            if (isLarge(place.blob().size())) {
                large.add(place.digest().hex());
            }
        }
        readFiles(large, found);
        List<String> others = new ArrayList<>();
        for (Place place : places) {
            if (!found.containsKey(place.digest().hex())) {
                others.add(place.digest().hex());
            }
        }
        readRecords(others, found);
        // A small blob may share a piece with a large one, which lies in that one's file.
        List<String> missing = new ArrayList<>();
        for (String key : others) {
            if (found.get(key).isEmpty() && !large.contains(key)) {
                missing.add(key);
            }
        }
        readFiles(missing, found);
        List<Optional<Digested>> all = new ArrayList<>();
        for (Place place : places) {
            all.add(found.get(place.digest().hex()));
        }
        return all;
    }

    private void readRecords(List<String> keys, Map<String, Optional<Digested>> found) {
        if (!keys.isEmpty()) {
            List<Optional<Digested>> read = records.digested(Table.CHUNKS, keys);
            for (int i = 0; i < keys.size(); i++) {
                found.put(keys.get(i), read.get(i));
            }
        }
    }

    private void readFiles(List<String> keys, Map<String, Optional<Digested>> found) {
        List<String> here = new ArrayList<>();
        List<Extent> extents = new ArrayList<>();
        if (keys.isEmpty()) {
            return;
        }
        List<Optional<String>> texts = records.texts(Table.EXTENTS, keys);
        for (int i = 0; i < keys.size(); i++) {
            if (texts.get(i).isPresent()) {
                here.add(keys.get(i));
                extents.add(extent(texts.get(i).get()));
            }
        }
        if (here.isEmpty()) {
            return;
        }
        List<Optional<Digested>> read = files().isPresent() ? files().get().read(extents) : List.of();
        for (int i = 0; i < here.size(); i++) {
            found.put(here.get(i), files().isPresent() ? read.get(i) : Optional.empty());
        }
    }

    /**
     * Reads pieces of one blob into memory; those in files go there without passing through Java's heap.
     *
     * @param address of the blob's first byte
     * @return the digests of what is there now, in the order of the places; empty for a missing piece or one of another
     * length
     */
    List<Optional<Digest>> copy(List<Place> places, LinearMemory memory, int address) {
        List<String> keys = new ArrayList<>();
        places.forEach(place -> keys.add(place.digest().hex()));
        List<Optional<String>> texts = files().isPresent() ? records.texts(Table.EXTENTS, keys) : List.of();
        List<Place> inFiles = new ArrayList<>();
        List<Place> others = new ArrayList<>();
        List<Extent> extents = new ArrayList<>();
        List<Integer> addresses = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            Optional<Extent> extent = files().isPresent() ? texts.get(i).map(Pieces::extent) : Optional.empty();
            if (extent.isPresent() && extent.get().length() == places.get(i).length()) {
                inFiles.add(places.get(i));
                extents.add(extent.get());
                addresses.add(address + (int) places.get(i).offset());
            } else {
                others.add(places.get(i));
            }
        }
        Map<Place, Optional<Digest>> digests = new HashMap<>();
        if (!inFiles.isEmpty()) {
            List<Optional<Digest>> copied = files().get().copy(extents, memory, addresses);
            for (int i = 0; i < inFiles.size(); i++) {
                digests.put(inFiles.get(i), copied.get(i));
            }
        }
        if (!others.isEmpty()) {
            List<Optional<Digested>> read = read(others);
            for (int i = 0; i < others.size(); i++) {
                Place place = others.get(i);
                Optional<Digested> piece = read.get(i).filter(one -> one.bytes().length == place.length());
                if (piece.isPresent()) {
                    memory.write(address + (int) place.offset(), piece.get().bytes());
                }
                digests.put(place, piece.map(Digested::digest));
            }
        }
        List<Optional<Digest>> all = new ArrayList<>();
        places.forEach(place -> all.add(digests.get(place)));
        return all;
    }

    /** Deletes a piece with the batch. */
    void delete(Batch batch, Digest piece) {
        deleteKey(batch, piece.hex());
    }

    void deleteKey(Batch batch, String key) {
        batch.delete(Table.CHUNKS, key).delete(Table.EXTENTS, key);
    }

    /**
     * Moves a piece that is a record into the file of its blob, when there are files.
     *
     * @param owner a record of {@link Table#PACKAGES} that lists the blob, as it must still be when the piece moves
     * @return false when the owner changed meanwhile or the file cannot be written; the piece is where it was then
     */
    boolean move(Place place, String owner) {
        String key = place.digest().hex();
        Optional<byte[]> bytes = records.bytes(Table.CHUNKS, key);
        if (bytes.isEmpty() || files().isEmpty()) {
            return true;
        }
        Extent extent = new Extent(place.blob().digest().hex(), place.offset(), bytes.get().length);
        try {
            files().get().write(extent.file(), extent.offset(), bytes.get());
        } catch (Unavailable e) {
            return false;
        }
        return records.apply(new Batch().expect(Table.PACKAGES, place.packageName(), Optional.of(owner))
                .put(Table.EXTENTS, key, record(extent)).delete(Table.CHUNKS, key));
    }

    /** Whether a blob of this size belongs in a file here. */
    boolean isLarge(long bytes) {
        return files().isPresent() && bytes >= files().get().leastBlobBytes();
    }

    /**
     * Deletes the files that no piece lies in and that no blob of these will be written to.
     *
     * @param listed digests of the blobs of all packages and downloads, in hexadecimal
     * @return how many there were
     */
    int deleteUnusedFiles(Set<String> listed) {
        if (files().isEmpty()) {
            return 0;
        }
        Set<String> unused = new LinkedHashSet<>(files().get().names());
        unused.removeAll(listed);
        unused.removeAll(StagedFiles.fileNames(records));
        if (!unused.isEmpty()) {
            records.texts(Table.EXTENTS).values().forEach(text -> unused.remove(extent(text).file()));
        }
        int deleted = 0;
        for (String file : unused) {
            files().get().delete(file);
            deleted++;
        }
        return deleted;
    }

    private static String record(Extent extent) {
        return JsonObject.of("file", extent.file(), "offset", extent.offset(), "length", extent.length()).toString();
    }

    private static Extent extent(String text) {
        JsonObject json = JsonReader.readObject(text, JsonLimits.DEFAULT);
        return new Extent(json.string("file"), json.integer("offset"), (int) json.integer("length"));
    }
}
