package dev.tabitat.core.importing;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.hub.HubFile;
import dev.tabitat.core.packages.Descriptor;
import java.util.Optional;

/**
 * A file that a source lists.
 *
 * @param path with slashes
 * @param bytes its length
 * @param sha256 where the source says it
 */
public record ModelFile(String path, long bytes, Optional<Digest> sha256) {

    /** A file of a hub. */
    public static ModelFile of(HubFile file) {
        return new ModelFile(file.path(), file.bytes(), file.sha256());
    }

    /** A layer of a package in a registry. @throws dev.tabitat.core.error.DamagedData when it names no usable file */
    public static ModelFile of(Descriptor layer) {
        return new ModelFile(layer.path(), layer.size(), Optional.of(layer.digest()));
    }

    /** The part of the path after its last slash. */
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The part before it, with the slash; empty at the top. */
    public String folder() {
        return path.substring(0, path.lastIndexOf('/') + 1);
    }
}
