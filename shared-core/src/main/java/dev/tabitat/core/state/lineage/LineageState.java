package dev.tabitat.core.state.lineage;

import dev.tabitat.core.lineage.LineageRecord;
import java.util.Optional;

/**
 * Where the lineage ends.
 *
 * @param last the newest record; empty before the first one
 */
public record LineageState(Optional<LineageRecord> last) {

    public static final LineageState EMPTY = new LineageState(Optional.empty());

    /** How many records there are; the revision. */
    public long length() {
        return last.isPresent() ? last.get().seq() + 1 : 0;
    }
}
