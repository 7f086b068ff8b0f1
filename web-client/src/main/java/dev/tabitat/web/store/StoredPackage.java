package dev.tabitat.web.store;

import dev.tabitat.core.digest.ChunkList;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.packages.Descriptor;
import dev.tabitat.core.packages.Manifest;
import dev.tabitat.core.state.packages.PackageVersion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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

    /** A manifest as it was received. @throws dev.tabitat.core.error.DamagedData when it is none */
    public static StoredPackage of(byte[] bytes, String atUtc) {
        return of(PackageVersion.of(bytes, atUtc));
    }

    public static StoredPackage of(PackageVersion version) {
        return new StoredPackage(version.manifest(), version.text(), version.digest(), version.atUtc());
    }

    /** @throws dev.tabitat.core.error.DamagedData when the record does not verify */
    static StoredPackage read(String record, String key) {
        return of(PackageVersion.read(record, key));
    }

    /** The same for the state of packages and downloads. */
    public PackageVersion version() {
        return new PackageVersion(manifest, text, digest, atUtc);
    }

    String record() {
        return version().record();
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
        return new LinkedHashSet<>(chunkSizes().keySet());
    }

    /** Bytes of each piece, each once. */
    public Map<Digest, Integer> chunkSizes() {
        return version().pieces();
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
