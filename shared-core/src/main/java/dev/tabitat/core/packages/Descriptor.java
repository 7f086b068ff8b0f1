package dev.tabitat.core.packages;

import dev.tabitat.core.digest.ChunkList;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What some bytes are, how many, and their digest (OCI image specification, descriptor).
 *
 * @param size bytes, at least 0
 * @param annotations notes by key
 */
public record Descriptor(String mediaType, Digest digest, long size, Map<String, String> annotations) {

    /** The ModelPack annotation that names a layer's file. */
    public static final String FILE_PATH = "org.cncf.model.filepath";

    /** The configuration of artifacts that have none; its bytes are {@link #emptyBytes()}. */
    public static final Descriptor EMPTY = new Descriptor(MediaTypes.EMPTY, Digest.of(emptyBytes()), 2, Map.of());

    /** 16 GiB: more than a tab can hold. */
    private static final long MAX_SIZE = 1L << 34;

    public Descriptor {
        annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
        if (size < 0 || size > MAX_SIZE) {
            throw new DamagedData(
                    "A size is out of range.",
                    Finding.at("descriptor of " + digest).expected("0 to " + MAX_SIZE + " bytes").found(size));
        }
    }

    /** What {@link #EMPTY} describes: an empty JSON object. */
    public static byte[] emptyBytes() {
        return new byte[]{'{', '}'};
    }

    /** Describes bytes that are a file of a package, with their chunk list. */
    public static Descriptor ofFile(String mediaType, String path, byte[] bytes) {
        Map<String, String> notes = new LinkedHashMap<>();
        notes.put(FILE_PATH, path);
        notes.put(PackageAnnotations.CHUNKS, ChunkList.of(bytes).toJson().toString());
        return new Descriptor(mediaType, Digest.of(bytes), bytes.length, notes);
    }

    public static Descriptor fromJson(JsonObject json) {
        return new Descriptor(
                json.string("mediaType"), Digest.parse(json.string("digest")), json.integer("size"), annotations(json));
    }

    public JsonObject toJson() {
        JsonObject.Builder json = JsonObject.builder().put("mediaType", mediaType).put("digest", digest.toString())
                .put("size", size);
        if (!annotations.isEmpty()) {
            json.put("annotations", annotationsJson(annotations));
        }
        return json.build();
    }

    /** The file that a layer holds. @throws DamagedData when the path is missing or leads out of the package */
    public String path() {
        String path = annotations.getOrDefault(FILE_PATH, "");
        boolean safe = !path.isEmpty() && path.length() <= 255 && !path.startsWith("/") && path.indexOf('\\') < 0
                && path.indexOf('\0') < 0 && path.indexOf(':') < 0;
        for (int from = 0; safe && from <= path.length();) {
            int slash = path.indexOf('/', from);
            String part = path.substring(from, slash < 0 ? path.length() : slash);
            safe = !part.isEmpty() && !part.equals(".") && !part.equals("..");
            from = slash < 0 ? path.length() + 1 : slash + 1;
        }
        if (!safe) {
            throw new DamagedData(
                    "A layer names no usable file.",
                    Finding.at("layer " + digest.shortForm()).expected("a relative path inside the package")
                            .found("\"" + path + "\""));
        }
        return path;
    }

    /**
     * The layer's chunks; one chunk of everything where the package gives no list. @throws DamagedData when the list
     * does not fit
     */
    public ChunkList chunks() {
        Optional<String> noted = Optional.ofNullable(annotations.get(PackageAnnotations.CHUNKS));
        if (noted.isEmpty()) {
            return new ChunkList(size, (int) Math.max(1, Math.min(size, 1 << 30)),
                    size == 0 ? java.util.List.of() : java.util.List.of(digest));
        }
        ChunkList chunks = ChunkList.fromJson(JsonReader.readObject(noted.get(), JsonLimits.DEFAULT));
        if (chunks.totalBytes() != size) {
            throw new DamagedData(
                    "A chunk list is of another length than its layer.",
                    Finding.at("layer " + digest.shortForm()).expected(size + " bytes")
                            .found(chunks.totalBytes() + " bytes"));
        }
        return chunks;
    }

    /** @throws DamagedData when the bytes are not the described ones; it says so when an HTML page came instead */
    public void verify(byte[] bytes, String where) {
        if (bytes.length != size) {
            NotHtml.require(bytes, where);
            throw new DamagedData("A file has the wrong length.",
                    Finding.at(where).expected(size + " bytes").found(bytes.length + " bytes"));
        }
        Digest found = Digest.of(bytes);
        if (!found.equals(digest)) {
            NotHtml.require(bytes, where);
            throw new DamagedData("The bytes are not the ones that were promised.",
                    Finding.at(where).expected(digest).found(found));
        }
    }

    static Map<String, String> annotations(JsonObject json) {
        Map<String, String> annotations = new LinkedHashMap<>();
        json.findObject("annotations").ifPresent(notes -> {
            for (String key : notes.names()) {
                annotations.put(key, notes.string(key));
            }
        });
        return annotations;
    }

    static JsonObject annotationsJson(Map<String, String> annotations) {
        JsonObject.Builder json = JsonObject.builder();
        annotations.forEach(json::put);
        return json.build();
    }
}
