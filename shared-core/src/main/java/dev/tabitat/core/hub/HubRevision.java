package dev.tabitat.core.hub;

import dev.tabitat.core.digest.GitBlobId;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;

/**
 * A branch, a tag, a pull request ({@code refs/pr/1}) or a commit of a repository.
 *
 * @param text 1 to 255 characters that git allows in a reference (git-check-ref-format)
 */
public record HubRevision(String text) {

    /** The branch that is meant where none is named. */
    public static final HubRevision MAIN = new HubRevision("main");

    private static final int MAX_LENGTH = 255;

    /** @throws InvalidInput when git would not take it for a reference */
    public HubRevision {
        if (!isReference(text)) {
            throw new InvalidInput("This is no revision of a repository.", Finding.at("revision")
                    .expected("a branch, a tag or a commit, such as main or 40 hexadecimal digits")
                    .found(text.length() > MAX_LENGTH ? text.length() + " characters" : "\"" + text + "\""));
        }
    }

    /** Whether it is a commit: always the same files. */
    public boolean isCommit() {
        return GitBlobId.isValid(text);
    }

    @Override
    public String toString() {
        return text;
    }

    private static boolean isReference(String text) {
        if (text.isEmpty() || text.length() > MAX_LENGTH || text.contains("..") || text.contains("//")
                || text.contains("@{") || text.startsWith("/") || text.endsWith("/") || text.startsWith("-")
                || text.endsWith(".") || text.startsWith(".")) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c >= 0x7F || "~^:?*[\\".indexOf(c) >= 0) {
                return false;
            }
        }
        return true;
    }
}
