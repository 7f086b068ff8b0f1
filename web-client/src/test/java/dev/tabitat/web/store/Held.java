package dev.tabitat.web.store;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unavailable;
import java.util.List;
import java.util.Optional;

/** Files that another tab holds: none can be written. */
record Held(long leastBlobBytes) implements LargeFiles {

    @Override
    public void write(String file, long offset, byte[] bytes) {
        throw new Unavailable("A file of the store could not be written.", Finding.at(file));
    }

    @Override
    public List<Optional<Digested>> read(List<Extent> extents) {
        throw new Unavailable("A file of the store could not be read.", Finding.at("files"));
    }

    @Override
    public List<String> names() {
        return List.of();
    }

    @Override
    public void delete(String file) {
        throw new Unavailable("A file of the store could not be deleted.", Finding.at(file));
    }
}
