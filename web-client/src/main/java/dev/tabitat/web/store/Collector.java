package dev.tabitat.web.store;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.state.packages.PackageVersion;
import dev.tabitat.core.state.packages.PackagesCommand;
import dev.tabitat.core.state.packages.PackagesState;
import java.util.Set;

/**
 * Deletes the pieces of versions that were removed, when nobody reads them, and the files in which no piece lies. What
 * cannot be deleted now only takes space, and the next start tries again.
 */
final class Collector implements Collecting {

    private final AggregateStore<PackagesState> aggregate;
    private final Pieces pieces;
    private final ReadLocks locks;

    Collector(AggregateStore<PackagesState> aggregate, Pieces pieces, ReadLocks locks) {
        this.aggregate = aggregate;
        this.pieces = pieces;
        this.locks = locks;
    }

    @Override
    public void collect() {
        try {
            for (PackageVersion version : aggregate.current().unlisted().values()) {
                collect(version.digest());
            }
            pieces.deleteUnusedFiles(aggregate.current().allBlobs());
        } catch (TabitatException notNow) {
            return;
        }
    }

    @Override
    public void collectIfUnlisted(Digest version) {
        try {
            if (aggregate.current().unlisted().containsKey(version.hex())) {
                collect();
            }
        } catch (TabitatException notNow) {
            return;
        }
    }

    private void collect(Digest version) {
        locks.ifUnread(version,
                () -> aggregate.commit(new PackagesCommand.Collect(Set.of(version)), (batch, unneeded) -> {
                    for (Digest piece : unneeded) {
                        pieces.delete(batch, piece);
                    }
                }));
    }
}
