package dev.tabitat.web.engine.sources;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.fetch.ByteSource;
import dev.tabitat.web.fetch.CancellationToken;
import java.util.Optional;

/** The files of a source as a registry would give them, by their digests: for pieces that are damaged or missing. */
final class AgainSource implements ByteSource {

    private static final byte[] END = {};
    private static final int PART = 4 << 20;

    private final OpenedSource source;
    private final JsonObject paths;

    /** @param paths of files in the source by their digests in hexadecimal */
    AgainSource(OpenedSource source, JsonObject paths) {
        this.source = source;
        this.paths = paths;
    }

    /** Never of an origin's own: the source counts what it reads. */
    @Override
    public String origin() {
        return "a source of models";
    }

    @Override
    public String address(String path) {
        return source.coordinates() + ", " + path.substring(path.lastIndexOf('/') + 1);
    }

    @Override
    public Answer get(String path, Optional<Span> span, CancellationToken stop) {
        String hex = Digest.parse(path.substring(path.lastIndexOf('/') + 1)).hex();
        SourceFile file = null;
        for (SourceFile one : source.files()) {
            file = paths.has(hex) && one.path().equals(paths.string(hex)) ? one : file;
        }
        if (file == null) {
            return new Part(404, null, new Span(0, -1), stop);
        }
        Span all = new Span(0, file.bytes() - 1);
        return new Part(span.isPresent() ? 206 : 200, file, span.orElse(all), stop);
    }

    /** A stretch of a file, read a part at a time. */
    private final class Part implements Answer {

        private final int status;
        private final SourceFile file;
        private final Span span;
        private final CancellationToken stop;
        private long at;

        private Part(int status, SourceFile file, Span span, CancellationToken stop) {
            this.status = status;
            this.file = file;
            this.span = span;
            this.stop = stop;
            at = span.first();
        }

        @Override
        public int status() {
            return status;
        }

        @Override
        public String header(String name) {
            return status == 206 && name.equals("content-range")
                    ? "bytes " + span.first() + "-" + span.last() + "/" + file.bytes()
                    : "";
        }

        @Override
        public byte[] next() {
            int count = (int) Math.min(PART, span.last() + 1 - at);
            if (count <= 0) {
                return END;
            }
            byte[] part = new byte[count];
            int[] filled = new int[1];
            source.read(file, at, at + count, some -> {
                System.arraycopy(some, 0, part, filled[0], some.length);
                filled[0] += some.length;
            }, stop);
            at += count;
            return part;
        }

        @Override
        public void close() {
            at = span.last() + 1;
        }
    }
}
