package dev.tabitat.web.engine.sources;

import dev.tabitat.core.hub.HubFile;
import dev.tabitat.core.importing.ModelFile;
import java.util.Optional;

/**
 * A file of a source.
 *
 * @param listed in a hub's listing, which has the digest by which the file is known there
 */
record SourceFile(ModelFile file, Optional<HubFile> listed) {

    static SourceFile of(HubFile file) {
        return new SourceFile(ModelFile.of(file), Optional.of(file));
    }

    static SourceFile of(ModelFile file) {
        return new SourceFile(file, Optional.empty());
    }

    String path() {
        return file.path();
    }

    long bytes() {
        return file.bytes();
    }

    /** Whether its source says which bytes are right. */
    boolean isVerifiable() {
        return file.sha256().isPresent() || listed.isPresent();
    }
}
