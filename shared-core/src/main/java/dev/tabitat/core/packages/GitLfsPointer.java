package dev.tabitat.core.packages;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.text.Utf8;

/** The small text that Git LFS puts in a large file's place (Git LFS specification, "The Pointer"). */
public final class GitLfsPointer {

    private static final byte[] BEGIN = Utf8.encode("version https://git-lfs.github.com/spec/");

    private GitLfsPointer() {}

    /** @throws DamagedData when bytes are such a text */
    public static void refuse(byte[] bytes, String where) {
        if (looksLikeOne(bytes)) {
            throw new DamagedData(
                    "A Git LFS pointer came instead of the file that it points to.",
                    Finding.at(where)
                            .expected("the package's bytes")
                            .found("a Git LFS pointer")
                            .remedy("Whoever serves the package has to fetch its large files first (git lfs pull)."));
        }
    }

    static boolean looksLikeOne(byte[] bytes) {
        if (bytes.length < BEGIN.length) {
            return false;
        }
        for (int i = 0; i < BEGIN.length; i++) {
            if (bytes[i] != BEGIN[i]) {
                return false;
            }
        }
        return true;
    }
}
