package dev.tabitat.core.packages;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.format.FileKind;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.format.tar.TarEntry;
import dev.tabitat.core.format.tar.TarReader;
import dev.tabitat.core.json.CanonicalJson;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.text.Utf8;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An OCI image layout in one tar archive, as {@code skopeo} writes and reads under {@code oci-archive:}.
 *
 * <pre>
 * oci-layout               {"imageLayoutVersion": "1.0.0"}
 * index.json               image index; a manifest's annotation org.opencontainers.image.ref.name is what it is called
 * blobs/sha256/&lt;hex&gt;       manifests, configurations and layers, each once
 * </pre>
 *
 * Source: OCI image specification 1.1, "image layout" and "image index".
 */
public final class OciArchive {

    /** What a manifest is called in an index. */
    public static final String REFERENCE = "org.opencontainers.image.ref.name";

    private static final String LAYOUT = "oci-layout";
    private static final String INDEX = "index.json";
    private static final String BLOBS = "blobs/sha256/";
    private static final String VERSION = "1.0.0";
    private static final int FIRST_BYTES = 512;
    private static final JsonLimits LIMITS = new JsonLimits(4 << 20, 16);

    private final Slices archive;
    private final Map<String, TarEntry> entries;
    private final List<Listed> manifests;

    private OciArchive(Slices archive, Map<String, TarEntry> entries, List<Listed> manifests) {
        this.archive = archive;
        this.entries = entries;
        this.manifests = manifests;
    }

    /**
     * A manifest of the index.
     *
     * @param reference what it is called; empty where it has no name
     */
    public record Listed(Descriptor descriptor, String reference) {}

    /**
     * Reads what an archive holds; its blobs are verified by their reader.
     *
     * @throws DamagedData when it is no archive, or no layout, or the index names what is not there or of another size
     * @throws Unsupported when it is compressed, or of a newer layout
     */
    public static OciArchive read(Slices archive) {
        NotHtml.require(archive.read(0, (int) Math.min(FIRST_BYTES, archive.length())), "the archive");
        if (FileKind.of(archive) == FileKind.PYTORCH_TAR) {
            throw FileKind.PYTORCH_TAR.insteadOf(FileKind.TAR, "package archive", "the archive").orElseThrow();
        }
        Map<String, TarEntry> entries = TarReader.read(archive);
        JsonObject layout = json(archive, entries, LAYOUT);
        if (!layout.string("imageLayoutVersion").equals(VERSION)) {
            throw new Unsupported("This archive is of another version.",
                    Finding.at(LAYOUT).expected("imageLayoutVersion " + VERSION)
                            .found(layout.string("imageLayoutVersion")));
        }
        List<Listed> manifests = new ArrayList<>();
        for (JsonObject item : json(archive, entries, INDEX).array("manifests").objects()) {
            Descriptor descriptor = descriptor(item, INDEX + ", manifest " + manifests.size());
            manifests.add(new Listed(descriptor, descriptor.annotations().getOrDefault(REFERENCE, "")));
        }
        OciArchive read = new OciArchive(archive, entries, List.copyOf(manifests));
        manifests.forEach(listed -> read.require(listed.descriptor()));
        return read;
    }

    /** A failure names the place too. */
    private static Descriptor descriptor(JsonObject json, String where) {
        try {
            return Descriptor.fromJson(json);
        } catch (DamagedData damaged) {
            throw new DamagedData(damaged.getMessage(), in(where, damaged.finding()));
        } catch (Unsupported other) {
            throw new Unsupported(other.getMessage(), in(where, other.finding()));
        }
    }

    private static Finding in(String where, Finding finding) {
        return Finding.at(finding.where().isEmpty() ? where : where + ", " + finding.where())
                .expected(finding.expected()).found(finding.found());
    }

    private static JsonObject json(Slices archive, Map<String, TarEntry> entries, String name) {
        TarEntry entry = entries.get(name);
        if (entry == null || entry.size() > LIMITS.maxBytes()) {
            throw new DamagedData("This archive is no OCI image layout.",
                    Finding.at("archive").expected(name + " of at most " + LIMITS.maxBytes() + " bytes")
                            .found(entry == null ? "no such file" : entry.size() + " bytes")
                            .remedy("Import an archive that Tabitat or skopeo (oci-archive) has made."));
        }
        return JsonReader.readObject(archive.read(entry.offset(), (int) entry.size()), LIMITS);
    }

    /** The manifests of the index, in its order. */
    public List<Listed> manifests() {
        return manifests;
    }

    /** Where a blob lies, if it is there. */
    public Optional<TarEntry> blob(Digest digest) {
        return Optional.ofNullable(entries.get(BLOBS + digest.hex()));
    }

    /** Where a blob lies. @throws DamagedData when it is not there or of another size */
    public TarEntry require(Descriptor descriptor) {
        TarEntry entry = blob(descriptor.digest()).orElseThrow(() -> missing(descriptor, "no such file"));
        if (entry.size() != descriptor.size()) {
            throw missing(descriptor, entry.size() + " bytes");
        }
        return entry;
    }

    private static DamagedData missing(Descriptor descriptor, String found) {
        return new DamagedData("The archive lacks a blob.",
                Finding.at(BLOBS + descriptor.digest().hex()).expected(descriptor.size() + " bytes").found(found)
                        .remedy("Get the file again."));
    }

    /** A manifest's bytes, verified. @throws DamagedData when they are not the ones that the index promises */
    public byte[] manifest(Listed listed) {
        TarEntry entry = require(listed.descriptor());
        if (entry.size() > Manifest.MAX_BYTES) {
            throw new DamagedData("A manifest is too long.", Finding.at(entry.name())
                    .expected("at most " + Manifest.MAX_BYTES + " bytes").found(entry.size() + " bytes"));
        }
        byte[] bytes = archive.read(entry.offset(), (int) entry.size());
        listed.descriptor().verify(bytes, entry.name());
        return bytes;
    }

    /** A part of a blob, unverified. */
    public byte[] read(TarEntry blob, long offset, int length) {
        return archive.read(blob.offset() + offset, length);
    }

    /**
     * A file of an archive that is to be written.
     *
     * @param bytes its bytes where they are at hand; else those of the blob of this digest
     */
    public record Piece(String name, long size, Optional<byte[]> bytes, Optional<Digest> blob) {}

    /**
     * A manifest that goes into an archive.
     *
     * @param bytes as they are stored
     * @param reference what it is called; empty for none
     */
    public record Packed(byte[] bytes, String reference) {}

    /**
     * The files of an archive of these manifests, in the order in which they are written: the same manifests give the
     * same archive.
     *
     * @throws DamagedData when a manifest cannot be read, or two promise blobs of different sizes under one digest
     */
    public static List<Piece> write(List<Packed> manifests) {
        Map<String, Piece> blobs = new TreeMap<>();
        List<JsonObject> index = new ArrayList<>();
        for (Packed packed : manifests) {
            JsonObject manifest = JsonReader.readObject(packed.bytes(), LIMITS);
            Digest digest = Digest.of(packed.bytes());
            blobs.put(digest.hex(), new Piece(BLOBS + digest.hex(), packed.bytes().length, Optional.of(packed.bytes()),
                    Optional.empty()));
            add(blobs, Descriptor.fromJson(manifest.object("config")));
            manifest.array("layers").objects().forEach(layer -> add(blobs, Descriptor.fromJson(layer)));
            JsonObject entry = JsonObject.of("mediaType", manifest.string("mediaType"), "digest", digest.toString(),
                    "size", packed.bytes().length);
            entry = manifest.findString("artifactType").isPresent()
                    ? entry.with("artifactType", manifest.string("artifactType"))
                    : entry;
            index.add(packed.reference().isEmpty() ? entry
                    : entry.with("annotations", JsonObject.of(REFERENCE, packed.reference())));
        }
        List<Piece> pieces = new ArrayList<>();
        pieces.add(inline(LAYOUT, Utf8.encode("{\"imageLayoutVersion\":\"" + VERSION + "\"}")));
        pieces.add(inline(INDEX, CanonicalJson.bytes(JsonObject.of("schemaVersion", 2, "mediaType", MediaTypes.INDEX,
                "manifests", new JsonArray(new ArrayList<>(index))))));
        pieces.addAll(blobs.values());
        return pieces;
    }

    private static Piece inline(String name, byte[] bytes) {
        return new Piece(name, bytes.length, Optional.of(bytes), Optional.empty());
    }

    private static void add(Map<String, Piece> blobs, Descriptor blob) {
        Piece known = blobs.putIfAbsent(blob.digest().hex(),
                new Piece(BLOBS + blob.digest().hex(), blob.size(), Optional.empty(), Optional.of(blob.digest())));
        if (known != null && known.size() != blob.size()) {
            throw new DamagedData("Two manifests contradict each other.",
                    Finding.at("blob " + blob.digest().shortForm()).expected(known.size() + " bytes")
                            .found(blob.size() + " bytes"));
        }
    }
}
