package dev.tabitat.host;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The files below one directory, on disk or in a jar; nothing outside is ever reached. */
final class FileTree {

    private final Path root;

    private FileTree(Path root) {
        this.root = root;
    }

    /** @throws IOException naming the directory, when it is missing */
    static FileTree of(Path root) throws IOException {
        if (!Files.isDirectory(root)) {
            throw new IOException("There is no directory " + root);
        }
        return new FileTree(root.toRealPath());
    }

    /**
     * The file at a path of plain names, joined by slashes.
     *
     * @param path already decoded; a leading slash is ignored
     */
    Optional<Path> find(String path) {
        String relative = path.startsWith("/") ? path.substring(1) : path;
        for (String part : relative.split("/", -1)) {
            // Names that start with a dot are not served, the parent directory least of all.
            if (part.isEmpty() || part.startsWith(".") || part.indexOf('\\') >= 0 || part.indexOf('\0') >= 0) {
                return Optional.empty();
            }
        }
        try {
            Path file = root.resolve(relative);
            // A link may point anywhere: where it really leads decides.
            return Files.isRegularFile(file) && file.toRealPath().startsWith(root) ? Optional.of(file)
                    : Optional.empty();
        } catch (InvalidPathException | IOException e) {
            return Optional.empty();
        }
    }

    /**
     * The directories, at most 8 deep, that hold this file; as paths relative to the root, sorted. Links are not
     * followed.
     */
    List<String> directoriesWith(String fileName) throws IOException {
        try (Stream<Path> files = Files.walk(root, 8)) {
            return files.filter(file -> file.getFileName() != null && file.getFileName().toString().equals(fileName))
                    .map(file -> root.relativize(file.getParent()).toString()
                            .replace(FileSystems.getDefault().getSeparator(), "/"))
                    .sorted()
                    .toList();
        }
    }

    /** Decodes percent escapes once. Empty when they are malformed, not UTF-8, or hide a separator or a NUL. */
    static Optional<String> decode(String raw) {
        byte[] bytes = new byte[raw.length()];
        int length = 0;
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c > 0x7E || c <= 0x20 || c == '\\') {
                return Optional.empty();
            }
            if (c != '%') {
                bytes[length++] = (byte) c;
                continue;
            }
            int high = i + 2 < raw.length() ? Character.digit(raw.charAt(i + 1), 16) : -1;
            int low = i + 2 < raw.length() ? Character.digit(raw.charAt(i + 2), 16) : -1;
            int value = high << 4 | low;
            if (high < 0 || low < 0 || value == '/' || value == '\\' || value == 0) {
                return Optional.empty();
            }
            bytes[length++] = (byte) value;
            i += 2;
        }
        try {
            return Optional
                    .of(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length)).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
