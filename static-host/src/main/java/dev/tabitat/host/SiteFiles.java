package dev.tabitat.host;

import io.javalin.http.Context;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The app's files, in the encoding a browser prefers; names with a hash may be kept for ever. */
final class SiteFiles {

    private static final String FOR_EVER = "public, max-age=31536000, immutable";
    private static final String ASK_AGAIN = "no-cache";

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("html", "text/html; charset=utf-8"),
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("mjs", "text/javascript; charset=utf-8"),
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("wasm", "application/wasm"),
            Map.entry("json", "application/json"),
            Map.entry("webmanifest", "application/manifest+json"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("ts", "text/plain; charset=utf-8"),
            Map.entry("txt", "text/plain; charset=utf-8"),
            Map.entry("md", "text/plain; charset=utf-8"));

    /** Another form of a file, never one by itself. */
    private static final List<String> COMPRESSED = List.of("br", "gz");

    private final FileTree tree;
    private final Map<Path, String> etags = new ConcurrentHashMap<>();

    SiteFiles(FileTree tree) {
        this.tree = tree;
    }

    void answer(Context context, String rawPath) throws IOException {
        if (!List.of("GET", "HEAD").contains(context.req().getMethod())) {
            context.header("Allow", "GET, HEAD");
            text(context, 405, "Only GET and HEAD are answered here.");
            return;
        }
        Optional<String> path = FileTree.decode(rawPath)
                .map(decoded -> decoded.endsWith("/") ? decoded + "index.html" : decoded);
        if (path.isEmpty()) {
            text(context, 400, "This path is malformed.");
            return;
        }
        String extension = path.get().substring(path.get().lastIndexOf('.') + 1);
        Optional<Path> file = COMPRESSED.contains(extension) ? Optional.empty() : tree.find(path.get());
        if (file.isEmpty()) {
            text(context, 404, "There is nothing at this address.");
            return;
        }
        send(context, path.get(), file.get(), TYPES.getOrDefault(extension, "application/octet-stream"));
    }

    private void send(Context context, String path, Path plain, String type) throws IOException {
        Path file = plain;
        context.header("Vary", "Accept-Encoding");
        // Ranges are of the plain bytes, never of a compressed form.
        if (context.header("Range") == null) {
            for (String encoding : AcceptEncoding.preferred(context.header("Accept-Encoding"))) {
                Optional<Path> compressed = tree.find(path + (encoding.equals("br") ? ".br" : ".gz"));
                if (compressed.isPresent()) {
                    context.header("Content-Encoding", encoding);
                    file = compressed.get();
                    break;
                }
            }
        }
        FileAnswer.send(context, file, type, etag(file), path.startsWith("/assets/") ? FOR_EVER : ASK_AGAIN);
    }

    private static void text(Context context, int status, String message) {
        context.header("Cache-Control", ASK_AGAIN);
        context.status(status).contentType("text/plain; charset=utf-8").result(message + "\n");
    }

    /** Files of a running host do not change, unless a developer builds again: the time of change tells. */
    private String etag(Path file) throws IOException {
        String stamp = Files.getLastModifiedTime(file).toMillis() + " " + Files.size(file);
        String known = etags.get(file);
        if (known == null || !known.endsWith(stamp)) {
            known = "\"" + sha256(file).substring(0, 32) + "\" " + stamp;
            etags.put(file, known);
        }
        return known.substring(0, known.indexOf(' '));
    }

    private static String sha256(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
