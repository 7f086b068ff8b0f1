package dev.tabitat.web.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Large files in memory, for tests. */
public final class MemoryFiles implements LargeFiles {

    private final Map<String, byte[]> files = new TreeMap<>();
    private final long leastBlobBytes;

    public MemoryFiles(long leastBlobBytes) {
        this.leastBlobBytes = leastBlobBytes;
    }

    @Override
    public long leastBlobBytes() {
        return leastBlobBytes;
    }

    @Override
    public synchronized void write(String file, long offset, byte[] bytes) {
        byte[] before = files.getOrDefault(file, new byte[0]);
        byte[] after = Arrays.copyOf(before, Math.max(before.length, (int) offset + bytes.length));
        System.arraycopy(bytes, 0, after, (int) offset, bytes.length);
        files.put(file, after);
    }

    @Override
    public synchronized List<Optional<Digested>> read(List<Extent> extents) {
        List<Optional<Digested>> all = new ArrayList<>();
        for (Extent extent : extents) {
            byte[] file = files.get(extent.file());
            long end = extent.offset() + extent.length();
            all.add(file == null || file.length < end ? Optional.empty()
                    : Optional.of(Digested.of(Arrays.copyOfRange(file, (int) extent.offset(), (int) end))));
        }
        return all;
    }

    @Override
    public synchronized List<String> names() {
        return new ArrayList<>(files.keySet());
    }

    @Override
    public synchronized void delete(String file) {
        files.remove(file);
    }

    /** Replaces a file behind the store's back. */
    public synchronized void replace(String file, byte[] content) {
        files.put(file, content.clone());
    }

    /** The content of a file. */
    public synchronized byte[] content(String file) {
        return files.get(file).clone();
    }
}
