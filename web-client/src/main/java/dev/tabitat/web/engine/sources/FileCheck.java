package dev.tabitat.web.engine.sources;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.digest.GitBlobId;
import dev.tabitat.core.digest.Sha256;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import java.util.Optional;

/** The digests of a file that is read once from front to back, and whether they are those that its source lists. */
final class FileCheck {

    private final SourceFile file;
    private final Sha256 sha256 = new Sha256();
    private final Optional<GitBlobId.Stream> git;
    private Optional<Digest> digest = Optional.empty();

    FileCheck(SourceFile file) {
        this.file = file;
        boolean isGit = file.listed().isPresent() && file.file().sha256().isEmpty();
        git = isGit ? Optional.of(new GitBlobId.Stream(file.bytes())) : Optional.empty();
    }

    void update(byte[] bytes) {
        sha256.update(bytes);
        if (git.isPresent()) {
            git.get().update(bytes, 0, bytes.length);
        }
    }

    /** The digest of all of it; to be asked for at the end. */
    Digest digest() {
        if (digest.isEmpty()) {
            digest = Optional.of(sha256.digest());
        }
        return digest.get();
    }

    /** @throws DamagedData when the source lists another digest */
    void require(OpenedSource source) {
        if (file.file().sha256().isPresent()) {
            requireSame(file.file().sha256().get().toString(), digest().toString(), source);
        } else if (git.isPresent()) {
            requireSame("git blob " + file.listed().get().gitId(), "git blob " + git.get().id(), source);
        }
    }

    private void requireSame(String expected, String found, OpenedSource source) {
        if (!expected.equals(found)) {
            throw new DamagedData("A file is not the one that its source lists; nothing of it is used.",
                    Finding.at(source.coordinates() + ", " + file.path()).expected(expected).found(found)
                            .remedy("Add the model again: the file is fetched from the beginning. If it happens again,"
                                    + " its source serves other bytes than it lists."));
        }
    }
}
