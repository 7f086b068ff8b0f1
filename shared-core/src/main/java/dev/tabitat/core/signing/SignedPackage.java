package dev.tabitat.core.signing;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.packages.Descriptor;
import dev.tabitat.core.packages.Manifest;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A package as signatures see it: a folder of its files, with the manifest's bytes beside them as
 * {@value #MANIFEST_FILE}.
 *
 * @param name the package's name:tag
 * @param manifest the digest of its manifest
 * @param files digests of its files by path, without the manifest
 */
public record SignedPackage(String name, Digest manifest, Map<String, Digest> files) {

    /** The manifest's file in the folder; a signature that lists it covers configuration, licence and lineage too. */
    public static final String MANIFEST_FILE = "oci-manifest.json";

    /** Paths that the reference tool leaves out of every folder unless it is asked not to. */
    static final List<String> IGNORED = List.of(".git", ".gitattributes", ".github", ".gitignore");

    public SignedPackage {
        files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
    }

    /** @param digest of the manifest's bytes as they were served */
    public static SignedPackage of(Manifest manifest, Digest digest) {
        Map<String, Digest> files = new LinkedHashMap<>();
        for (Descriptor layer : manifest.layers()) {
            files.put(layer.path(), layer.digest());
        }
        return new SignedPackage(manifest.name().toString(), digest, files);
    }

    /** The folder's name: name-tag. */
    public String folder() {
        return name.replace(':', '-').replace('/', '-');
    }

    /** What a signer of this package states. @throws InvalidInput when a file of the package has the manifest's name */
    public ModelStatement statement() {
        if (files.containsKey(MANIFEST_FILE)) {
            throw new InvalidInput("This package cannot be signed.",
                    Finding.at(name).expected("no file named " + MANIFEST_FILE)
                            .found("one").remedy("Build the package again with another name for this file."));
        }
        Map<String, Digest> resources = new LinkedHashMap<>(files);
        resources.keySet().removeIf(SignedPackage::isIgnored);
        resources.put(MANIFEST_FILE, manifest);
        return ModelStatement.of(name, resources, IGNORED);
    }

    static boolean isIgnored(String path) {
        return IGNORED.stream().anyMatch(ignored -> path.equals(ignored) || path.startsWith(ignored + "/"));
    }
}
