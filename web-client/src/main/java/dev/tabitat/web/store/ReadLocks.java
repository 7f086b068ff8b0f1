package dev.tabitat.web.store;

import dev.tabitat.core.digest.Digest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Locks by which versions of packages stay in the store while they are read, though they were removed meanwhile. */
public interface ReadLocks {

    /** Reads pieces of a version while others may read it too, and nobody collects it. */
    <T> T whileReading(Digest version, Supplier<T> read);

    /** Does work while nobody reads a version; empty, and nothing is done, while somebody does. */
    <T> Optional<T> ifUnread(Digest version, Supplier<T> work);

    /** Locks among the fibers of one thread, or of a test. */
    static ReadLocks local() {
        Map<Digest, Integer> readers = new HashMap<>();
        return new ReadLocks() {
            @Override
            public <T> T whileReading(Digest version, Supplier<T> read) {
                readers.merge(version, 1, Integer::sum);
                try {
                    return read.get();
                } finally {
                    if (readers.merge(version, -1, Integer::sum) == 0) {
                        readers.remove(version);
                    }
                }
            }

            @Override
            public <T> Optional<T> ifUnread(Digest version, Supplier<T> work) {
                return readers.containsKey(version) ? Optional.empty() : Optional.of(work.get());
            }
        };
    }
}
