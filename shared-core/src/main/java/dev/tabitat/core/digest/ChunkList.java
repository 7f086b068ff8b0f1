package dev.tabitat.core.digest;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * The pieces of some bytes, each with its digest, so that one bad piece can be named and fetched alone.
 *
 * @param totalBytes length of the whole
 * @param chunkBytes length of every piece but the last, which may be shorter
 * @param chunks digests in order; none for zero bytes
 */
public record ChunkList(long totalBytes, int chunkBytes, List<Digest> chunks) {

    /** 1 MiB. */
    public static final int CHUNK_BYTES = 1 << 20;

    public ChunkList {
        chunks = List.copyOf(chunks);
        long expected = chunkBytes < 1 || totalBytes < 0 ? -1
                : totalBytes / chunkBytes + (totalBytes % chunkBytes == 0 ? 0 : 1);
        if (expected != chunks.size()) {
            throw new DamagedData(
                    "A list of chunks does not add up to its total.",
                    Finding.NONE
                            .expected(expected < 0 ? "a positive chunk size"
                                    : expected + " chunks of " + chunkBytes + " bytes")
                            .found(chunks.size() + " chunks for " + totalBytes + " bytes"));
        }
    }

    /** Cuts bytes into pieces of {@link #CHUNK_BYTES}. */
    public static ChunkList of(byte[] bytes) {
        return of(bytes, CHUNK_BYTES);
    }

    public static ChunkList of(byte[] bytes, int chunkBytes) {
        List<Digest> chunks = new ArrayList<>();
        for (int at = 0; at < bytes.length; at += chunkBytes) {
            chunks.add(Digest.of(bytes, at, Math.min(chunkBytes, bytes.length - at)));
        }
        return new ChunkList(bytes.length, chunkBytes, chunks);
    }

    public static ChunkList fromJson(JsonObject json) {
        List<Digest> chunks = new ArrayList<>();
        for (String digest : json.array("chunks").strings()) {
            chunks.add(Digest.parse(digest));
        }
        long chunkBytes = json.integer("chunk_bytes");
        if (chunkBytes < 1 || chunkBytes > 1 << 30) {
            throw new DamagedData(
                    "A chunk size is out of range.",
                    Finding.at("field \"chunk_bytes\"").expected("1 to 1073741824").found(chunkBytes));
        }
        return new ChunkList(json.integer("total_bytes"), (int) chunkBytes, chunks);
    }

    public JsonObject toJson() {
        return JsonObject.of(
                "total_bytes", totalBytes, "chunk_bytes", chunkBytes,
                "chunks", names());
    }

    private JsonArray names() {
        List<String> names = new ArrayList<>(chunks.size());
        for (Digest chunk : chunks) {
            names.add(chunk.toString());
        }
        return JsonArray.ofStrings(names);
    }

    public int size() {
        return chunks.size();
    }

    public long offset(int index) {
        return (long) index * chunkBytes;
    }

    public int length(int index) {
        return (int) Math.min(chunkBytes, totalBytes - offset(index));
    }
}
