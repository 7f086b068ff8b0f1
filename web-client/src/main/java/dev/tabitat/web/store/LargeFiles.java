package dev.tabitat.web.store;

import dev.tabitat.core.digest.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Files beside the records, each with the bytes of one large blob at their offsets. A file says nothing by itself: what
 * of it is valid is in the records, and what no record refers to may be deleted at any time.
 */
public interface LargeFiles {

    /**
     * Bytes of a file.
     *
     * @param offset of the first byte, from 0
     * @param length in bytes
     */
    record Extent(String file, long offset, int length) {}

    /** How many bytes a blob has at least that is kept in a file. */
    long leastBlobBytes();

    /**
     * Writes bytes durably; the file is made where it is missing, and grows.
     *
     * @throws dev.tabitat.core.error.OutOfBudget when the browser gives no more space
     * @throws dev.tabitat.core.error.Unavailable when the file cannot be written, for example because another tab holds
     * it
     */
    void write(String file, long offset, byte[] bytes);

    /**
     * Extents with their digests, in their order; empty where the file is missing or ends before the extent does.
     *
     * @throws dev.tabitat.core.error.Unavailable when a file that is there cannot be read
     */
    List<Optional<Digested>> read(List<Extent> extents);

    /**
     * Reads extents into memory, without passing through Java's heap where the files can.
     *
     * @param addresses where each extent goes
     * @return the digest of each extent as it then lay in the memory, in their order; empty where the file is missing
     * or ends before the extent does
     * @throws dev.tabitat.core.error.Unavailable when a file that is there cannot be read
     */
    default List<Optional<Digest>> copy(List<Extent> extents, LinearMemory memory, List<Integer> addresses) {
        List<Optional<Digested>> read = read(extents);
        List<Optional<Digest>> digests = new ArrayList<>();
        for (int i = 0; i < read.size(); i++) {
            Optional<Digested> piece = read.get(i);
            if (piece.isPresent()) {
                memory.write(addresses.get(i), piece.get().bytes());
            }
            digests.add(piece.map(Digested::digest));
        }
        return digests;
    }

    /** The names of all files. */
    List<String> names();

    /** Deletes a file; one that is missing or in use is left as it is. */
    void delete(String file);
}
