package dev.tabitat.core.packages;

import dev.tabitat.core.digest.ChunkList;
import dev.tabitat.core.error.DamagedData;

/** Checks a blob as it arrives, piece by piece or whole; its chunk list is read once. */
public final class PackageVerifier {

    private final Descriptor descriptor;
    private final ChunkList chunks;
    private final String where;

    /**
     * @param where what people call the blob, for messages, for example {@code lande:q8, model.safetensors}
     * @throws DamagedData when the chunk list is malformed or does not fit the size
     */
    public PackageVerifier(Descriptor descriptor, String where) {
        this.descriptor = descriptor;
        this.chunks = descriptor.chunks();
        this.where = where;
    }

    public ChunkList chunks() {
        return chunks;
    }

    /**
     * Checks one piece.
     *
     * @param index 0 to {@code chunks().size() - 1}
     * @throws DamagedData naming the chunk, or saying that an HTML page came instead
     */
    public void chunk(int index, byte[] piece) {
        try {
            chunks.verify(index, piece, where);
        } catch (DamagedData damaged) {
            NotHtml.require(piece, where + ", chunk " + index);
            throw damaged;
        }
    }

    /** Checks the whole blob. @throws DamagedData naming size or digest, or saying that an HTML page came instead */
    public void blob(byte[] bytes) {
        descriptor.verify(bytes, where);
    }
}
