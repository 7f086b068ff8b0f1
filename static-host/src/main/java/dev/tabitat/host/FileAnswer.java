package dev.tabitat.host;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Answers with a file: conditions, one byte range, HEAD (RFC 9110, sections 13 and 14). */
final class FileAnswer {

    private FileAnswer() {}

    /**
     * @param etag a strong entity tag, in its quotes
     * @param cache the Cache-Control header
     */
    static void send(Context context, Path file, String contentType, String etag, String cache) throws IOException {
        long size = Files.size(file);
        context.header("ETag", etag);
        context.header("Cache-Control", cache);
        context.header("Accept-Ranges", "bytes");
        if (matches(context.header("If-None-Match"), etag)) {
            context.status(304);
            return;
        }
        context.contentType(contentType);
        Optional<String> range = Optional.ofNullable(context.header("Range"))
                .filter(asked -> rangeApplies(context, etag));
        ByteRange part = range.map(asked -> ByteRange.parse(asked, size)).orElse(ByteRange.whole(size));
        if (part.kind() == ByteRange.Kind.UNSATISFIABLE) {
            context.header("Content-Range", "bytes */" + size);
            // What may be kept for ever is the file, not this refusal.
            context.header("Cache-Control", "no-store");
            context.status(416).contentType("text/plain; charset=utf-8").result("This file has " + size + " bytes.\n");
            return;
        }
        if (part.kind() == ByteRange.Kind.PART) {
            context.status(206);
            context.header("Content-Range", "bytes " + part.first() + "-" + part.last() + "/" + size);
        }
        context.res().setContentLengthLong(part.length());
        if (!context.req().getMethod().equals("HEAD")) {
            copy(file, part, context.res().getOutputStream());
        }
    }

    /** Whether a list of entity tags names this one, by weak comparison. */
    static boolean matches(String header, String etag) {
        if (header == null) {
            return false;
        }
        for (String candidate : header.split(",")) {
            String tag = candidate.strip();
            if (tag.equals("*") || tag.equals(etag) || tag.equals("W/" + etag)) {
                return true;
            }
        }
        return false;
    }

    private static boolean rangeApplies(Context context, String etag) {
        String condition = context.header("If-Range");
        return context.req().getMethod().equals("GET") && (condition == null || condition.strip().equals(etag));
    }

    private static void copy(Path file, ByteRange part, OutputStream out) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            in.skipNBytes(part.first());
            byte[] buffer = new byte[64 << 10];
            for (long left = part.length(); left > 0;) {
                int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (read < 0) {
                    throw new IOException("The file became shorter while it was sent: " + file);
                }
                out.write(buffer, 0, read);
                left -= read;
            }
        }
    }
}
