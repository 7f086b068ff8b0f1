package dev.tabitat.core.state.packages;

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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One version of a package as the store keeps it: {@code {manifest, digest, at_utc, previous?}}, the very text of the
 * manifest that was served.
 *
 * @param text the manifest's bytes as they were served, as UTF-8
 * @param digest of those bytes; how the version is known everywhere
 * @param atUtc when it was installed, or its download began
 */
public record PackageVersion(Manifest manifest, String text, Digest digest, String atUtc) {

    private static final String PREVIOUS = "previous";

    /** A manifest as it was received. @throws DamagedData when it is none */
    public static PackageVersion of(byte[] bytes, String atUtc) {
        return new PackageVersion(Manifest.read(bytes), Utf8.decode(bytes), Digest.of(bytes), atUtc);
    }

    /** @throws DamagedData when the record does not verify */
    public static PackageVersion read(String record, String key) {
        return read(JsonReader.readObject(record, JsonLimits.DEFAULT), key);
    }

    /** The version that is kept beside the one of this record. @throws DamagedData when it does not verify */
    public static Optional<PackageVersion> readPrevious(String record, String key) {
        return JsonReader.readObject(record, JsonLimits.DEFAULT).findObject(PREVIOUS)
                .map(json -> read(json, key + ", the version before"));
    }

    private static PackageVersion read(JsonObject json, String key) {
        PackageVersion version = of(Utf8.encode(json.string("manifest")), json.string("at_utc"));
        if (!version.digest.toString().equals(json.string("digest"))) {
            throw new DamagedData("A stored manifest does not verify.",
                    Finding.at("package " + key).expected(json.string("digest")).found(version.digest)
                            .remedy("Remove the package and install it again."));
        }
        return version;
    }

    public String record() {
        return json().toString();
    }

    /** The record with the version that is kept beside this one. */
    public String record(Optional<PackageVersion> previous) {
        return previous.isEmpty() ? record() : json().with(PREVIOUS, previous.get().json()).toString();
    }

    private JsonObject json() {
        return JsonObject.of("manifest", text, "digest", digest.toString(), "at_utc", atUtc);
    }

    public String name() {
        return manifest.name().toString();
    }

    /** The same version, installed at another time. */
    PackageVersion at(String utc) {
        return new PackageVersion(manifest, text, digest, utc);
    }

    /** Bytes of each piece of all blobs, each once, in the order in which they are fetched. */
    public Map<Digest, Integer> pieces() {
        Map<Digest, Integer> sizes = new LinkedHashMap<>();
        for (Descriptor blob : manifest.blobs()) {
            ChunkList chunks = blob.chunks();
            for (int i = 0; i < chunks.size(); i++) {
                sizes.put(chunks.chunks().get(i), chunks.length(i));
            }
        }
        return sizes;
    }
}
