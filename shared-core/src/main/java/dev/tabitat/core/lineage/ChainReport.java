package dev.tabitat.core.lineage;

import dev.tabitat.core.digest.Digest;
import java.util.List;

/**
 * What following the chain showed.
 *
 * @param records how many there are
 * @param verified how many from the first on are unbroken; the one after them is the first broken one
 * @param head hash of the last unbroken record; {@link LineageRecord#NO_PREVIOUS} when there is none
 * @param reason why it breaks there; empty when it does not
 * @param unknownKinds kinds of a newer version among the unbroken records, each once
 */
public record ChainReport(long records, long verified, Digest head, String reason, List<String> unknownKinds) {

    public ChainReport {
        unknownKinds = List.copyOf(unknownKinds);
    }

    /** Whether all records are there and unbroken. */
    public boolean ok() {
        return reason.isEmpty();
    }
}
