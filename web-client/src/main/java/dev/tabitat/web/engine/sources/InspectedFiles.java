package dev.tabitat.web.engine.sources;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.importing.ModelFile;
import dev.tabitat.core.importing.ModelFiles;
import dev.tabitat.web.fetch.CancellationToken;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The files of a source as an inspection reads them: small files whole and verified where the source says their digest,
 * of large ones the beginning, which grows as it is read, and single windows behind it. What was read is kept, so that
 * adding the model does not fetch it again.
 */
final class InspectedFiles implements ModelFiles {

    /** Up to here a file that git has whole is read whole. */
    private static final long WHOLE_BYTES = 16L << 20;
    private static final int FIRST_BYTES = 256 << 10;
    private static final int STEP_BYTES = 1 << 20;
    private static final int WINDOW_BYTES = 128 << 10;
    /** The longest beginning of a file that is kept. */
    private static final int MAX_HEAD = 64 << 20;
    /** What one inspection reads at most, so that a header which points anywhere cannot fetch a model. */
    private static final long MAX_BYTES = 128L << 20;

    private final OpenedSource source;
    private final CancellationToken stop;
    private final Map<String, SourceFile> files = new LinkedHashMap<>();
    private final Map<String, Head> heads = new LinkedHashMap<>();
    private long readBytes;
    private Optional<TabitatException> failure = Optional.empty();

    InspectedFiles(OpenedSource source, CancellationToken stop) {
        this.source = source;
        this.stop = stop;
        for (SourceFile file : source.files()) {
            files.put(file.path(), file);
        }
    }

    SourceFile file(String path) {
        return files.get(path);
    }

    /** The bytes of a file that was read whole and verified. */
    Optional<byte[]> whole(String path) {
        Head head = heads.get(path);
        return head != null && head.isVerified ? Optional.of(head.bytes) : Optional.empty();
    }

    @Override
    public List<ModelFile> list() {
        List<ModelFile> list = new ArrayList<>();
        for (SourceFile file : files.values()) {
            list.add(file.file());
        }
        return list;
    }

    @Override
    public Slices open(String path) {
        Head head = heads.get(path);
        if (head == null) {
            head = new Head(files.get(path));
            heads.put(path, head);
        }
        return head;
    }

    /** @throws TabitatException with which the source could not be read, if that happened */
    void requireRead() {
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    private byte[] fetch(SourceFile file, long from, int count) {
        readBytes += count;
        if (readBytes > MAX_BYTES) {
            throw new DamagedData("The headers of the model are too long.", Finding.at(file.path())
                    .expected("at most " + MAX_BYTES + " bytes in all").found("more")
                    .remedy("Choose another model."));
        }
        byte[] all = new byte[count];
        int[] filled = new int[1];
        try {
            source.read(file, from, from + count, next -> {
                System.arraycopy(next, 0, all, filled[0], next.length);
                filled[0] += next.length;
            }, stop);
        } catch (TabitatException e) {
            throw failed(e);
        }
        return all;
    }

    /** An inspection takes what it cannot read for a fault of the model: what was the source's is told afterwards. */
    private TabitatException failed(TabitatException why) {
        if (failure.isEmpty()) {
            failure = Optional.of(why);
        }
        return why;
    }

    /** A file, of which the beginning is kept. */
    private final class Head implements Slices {

        private final SourceFile file;
        private byte[] bytes = {};
        private boolean isVerified;
        private byte[] window = {};
        private long windowAt;

        private Head(SourceFile file) {
            this.file = file;
        }

        @Override
        public long length() {
            return file.bytes();
        }

        @Override
        public byte[] read(long offset, int length) {
            if (length == 0) {
                return new byte[0];
            }
            if (offset + length > bytes.length && offset <= bytes.length + (long) STEP_BYTES
                    && offset + length <= MAX_HEAD) {
                grow(offset + length);
            }
            if (offset + length <= bytes.length) {
                return part(bytes, (int) offset, length);
            }
            boolean isInWindow = offset >= windowAt && offset + length <= windowAt + window.length;
            if (!isInWindow) {
                int count = (int) Math.min(Math.max(WINDOW_BYTES, length), file.bytes() - offset);
                window = fetch(file, offset, count);
                windowAt = offset;
            }
            return part(window, (int) (offset - windowAt), length);
        }

        /** Reads the beginning up to here, or more. */
        private void grow(long to) {
            boolean isWhole = file.listed().isPresent() && file.file().sha256().isEmpty()
                    && file.bytes() <= WHOLE_BYTES;
            long step = bytes.length == 0 ? FIRST_BYTES : STEP_BYTES;
            int end = (int) Math.min(file.bytes(), isWhole ? file.bytes() : Math.max(to, bytes.length + step));
            byte[] more = fetch(file, bytes.length, end - bytes.length);
            byte[] grown = new byte[end];
            System.arraycopy(bytes, 0, grown, 0, bytes.length);
            System.arraycopy(more, 0, grown, bytes.length, more.length);
            if (end == file.bytes() && file.isVerifiable()) {
                FileCheck check = new FileCheck(file);
                check.update(grown);
                try {
                    check.require(source);
                } catch (DamagedData other) {
                    throw failed(other);
                }
                isVerified = true;
            }
            bytes = grown;
        }

        private byte[] part(byte[] from, int at, int length) {
            byte[] part = new byte[length];
            System.arraycopy(from, at, part, 0, length);
            return part;
        }
    }
}
