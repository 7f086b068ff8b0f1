package dev.tabitat.web.fetch;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.format.tar.TarEntry;
import dev.tabitat.core.packages.OciArchive;
import java.util.Optional;

/** The blobs of an archive, read as from a registry: the downloader verifies them just the same. */
public final class ArchiveSource implements ByteSource {

    private static final int PART = 1 << 20;
    private static final byte[] END = {};

    private final OciArchive archive;

    public ArchiveSource(OciArchive archive) {
        this.archive = archive;
    }

    @Override
    public String origin() {
        return "a file";
    }

    @Override
    public Answer get(String path, Optional<Span> span, CancellationToken stop) {
        Optional<TarEntry> blob = blob(path);
        if (blob.isEmpty()) {
            return new Part(404, Optional.empty(), new Span(0, -1));
        }
        Span all = new Span(0, blob.get().size() - 1);
        Span wanted = span.map(some -> new Span(some.first(), Math.min(some.last(), all.last()))).orElse(all);
        return new Part(span.isPresent() ? 206 : 200, blob, wanted);
    }

    private Optional<TarEntry> blob(String path) {
        try {
            return archive.blob(Digest.parse(path.substring(path.lastIndexOf('/') + 1)));
        } catch (TabitatException noDigest) {
            return Optional.empty();
        }
    }

    private final class Part implements Answer {

        private final int status;
        private final Optional<TarEntry> blob;
        private final Span span;
        private long at;

        Part(int status, Optional<TarEntry> blob, Span span) {
            this.status = status;
            this.blob = blob;
            this.span = span;
            this.at = span.first();
        }

        @Override
        public int status() {
            return status;
        }

        @Override
        public String header(String name) {
            return status == 206 && name.equals("content-range")
                    ? "bytes " + span.first() + "-" + span.last() + "/" + blob.orElseThrow().size()
                    : "";
        }

        @Override
        public byte[] next() {
            int length = (int) Math.min(PART, span.last() + 1 - at);
            if (length <= 0) {
                return END;
            }
            byte[] part = archive.read(blob.orElseThrow(), at, length);
            at += length;
            return part;
        }

        @Override
        public void close() {
            at = span.last() + 1;
        }
    }
}
