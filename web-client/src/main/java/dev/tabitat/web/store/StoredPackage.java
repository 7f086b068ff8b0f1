package dev.tabitat.web.store;

import dev.tabitat.core.digest.ChunkList;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.packages.Descriptor;
import dev.tabitat.core.packages.Manifest;
import dev.tabitat.core.text.Utf8;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A manifest as the store keeps it: the very text that was served, with its digest.
 *
 * @param manifest what the text says
 * @param text the bytes as they were served, as UTF-8
 * @param digest of those bytes; how the package is known everywhere
 * @param atUtc when it was installed, or its download began
 */
public record StoredPackage(Manifest manifest, String text, Digest digest, String atUtc) {

    /** The name under which messages speak of the configuration, which is no file. */
    public static final String CONFIG = "config";

    private static final String PREVIOUS = "previous";

    /** A manifest as it was received. @throws DamagedData when it is none */
    public static StoredPackage of(byte[] bytes, String atUtc) {
        return new StoredPackage(Manifest.read(bytes), Utf8.decode(bytes), Digest.of(bytes), atUtc);
    }

    /** @throws DamagedData when the record does not verify */
    static StoredPackage read(String record, String key) {
        return read(JsonReader.readObject(record, JsonLimits.DEFAULT), key);
    }

    /** The version that is kept beside the one of this record. @throws DamagedData when it does not verify */
    static Optional<StoredPackage> readPrevious(String record, String key) {
        return JsonReader.readObject(record, JsonLimits.DEFAULT).findObject(PREVIOUS)
                .map(json -> read(json, key + ", the version before"));
    }

    private static StoredPackage read(JsonObject json, String key) {
        StoredPackage stored = of(Utf8.encode(json.string("manifest")), json.string("at_utc"));
        if (!stored.digest.toString().equals(json.string("digest"))) {
            throw new DamagedData("A stored manifest does not verify.",
                    Finding.at("package " + key).expected(json.string("digest")).found(stored.digest)
                            .remedy("Remove the package and install it again."));
        }
        return stored;
    }

    String record() {
        return json().toString();
    }

    /** The record with the version that is kept beside this one. */
    String record(Optional<StoredPackage> previous) {
        return previous.isEmpty() ? record() : json().with(PREVIOUS, previous.get().json()).toString();
    }

    private JsonObject json() {
        return JsonObject.of("manifest", text, "digest", digest.toString(), "at_utc", atUtc);
    }

    public String name() {
        return manifest.name().toString();
    }

    /** The blobs by the names that people know them by, the configuration first; equal blobs under each name. */
    public Map<String, Descriptor> files() {
        Map<String, Descriptor> files = new LinkedHashMap<>();
        files.put(CONFIG, manifest.config());
        for (Descriptor layer : manifest.layers()) {
            files.put(layer.path(), layer);
        }
        return files;
    }

    /** The pieces of all blobs, each once, in the order in which they are fetched. */
    public Set<Digest> chunks() {
        Set<Digest> chunks = new LinkedHashSet<>();
        for (Descriptor blob : manifest.blobs()) {
            chunks.addAll(blob.chunks().chunks());
        }
        return chunks;
    }

    /** Bytes of each piece, each once. */
    public Map<Digest, Integer> chunkSizes() {
        Map<Digest, Integer> sizes = new LinkedHashMap<>();
        for (Descriptor blob : manifest.blobs()) {
            ChunkList chunks = blob.chunks();
            for (int i = 0; i < chunks.size(); i++) {
                sizes.put(chunks.chunks().get(i), chunks.length(i));
            }
        }
        return sizes;
    }

    /** Bytes of all blobs. */
    public long bytes() {
        return manifest.totalBytes();
    }

    /** Every place in the package where a piece lies. */
    public List<Place> places() {
        List<Place> places = new ArrayList<>();
        files().forEach((file, blob) -> {
            ChunkList chunks = blob.chunks();
            for (int i = 0; i < chunks.size(); i++) {
                places.add(
                        new Place(name(), blob, file, i, chunks.offset(i), chunks.length(i), chunks.chunks().get(i)));
            }
        });
        return places;
    }

    /**
     * One piece of one file of one package.
     *
     * @param offset of its first byte in the file
     * @param length in bytes
     */
    public record Place(String packageName, Descriptor blob, String file, int chunk, long offset, int length,
            Digest digest) {

        /** For messages: {@code lande:q8, model.safetensors, chunk 3}. */
        public String words() {
            return packageName + ", " + file + ", chunk " + chunk;
        }
    }
}
