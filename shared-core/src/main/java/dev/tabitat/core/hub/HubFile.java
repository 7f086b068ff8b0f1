package dev.tabitat.core.hub;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.digest.GitBlobId;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import java.util.Optional;

/**
 * A file of a repository and how its bytes are known.
 *
 * @param path inside the repository, with slashes
 * @param bytes its length
 * @param gitId of the file in git; of a large one, of its pointer
 * @param sha256 of a large file, which git keeps elsewhere; every other file is known by {@code gitId}
 */
public record HubFile(String path, long bytes, GitBlobId gitId, Optional<Digest> sha256) {

    private static final int MAX_PATH = 1024;

    /**
     * Refuses bytes that are not this file's.
     *
     * @throws DamagedData naming both lengths or both digests
     */
    public void verify(byte[] content) {
        if (content.length != bytes) {
            throw new DamagedData("A file has the wrong length.",
                    place().expected(bytes + " bytes").found(content.length + " bytes"));
        }
        if (sha256.isPresent()) {
            requireSame(sha256.get().toString(), Digest.of(content).toString());
        } else {
            requireSame("git blob " + gitId, "git blob " + GitBlobId.of(content));
        }
    }

    private void requireSame(String expected, String found) {
        if (!expected.equals(found)) {
            throw new DamagedData("The bytes are not the ones that the hub lists.",
                    place().expected(expected).found(found));
        }
    }

    private Finding place() {
        return Finding.at(path).remedy("Fetch the file again; if it happens again, the hub serves other bytes.");
    }

    /** Whether a path stays inside the repository, and any program would read it the same. */
    static boolean isPath(String path) {
        if (path.isEmpty() || path.length() > MAX_PATH || path.indexOf('\\') >= 0 || path.indexOf(':') >= 0) {
            return false;
        }
        for (int i = 0; i < path.length(); i++) {
            if (path.charAt(i) < ' ' || path.charAt(i) == 0x7F) {
                return false;
            }
        }
        for (String part : dev.tabitat.core.text.Split.on(path, '/')) {
            if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                return false;
            }
        }
        return true;
    }

    static void requirePath(String path) {
        if (!isPath(path)) {
            throw new InvalidInput("This is no path of a file in a repository.",
                    Finding.at("file").expected("a relative path with slashes, such as onnx/model.onnx")
                            .found(path.length() > 200 ? path.length() + " characters" : "\"" + path + "\""));
        }
    }
}
