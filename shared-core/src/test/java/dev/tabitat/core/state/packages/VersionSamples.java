package dev.tabitat.core.state.packages;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.packages.Descriptor;
import dev.tabitat.core.packages.Manifest;
import dev.tabitat.core.packages.MediaTypes;
import dev.tabitat.core.packages.PackageAnnotations;
import dev.tabitat.core.packages.PackageName;
import dev.tabitat.core.text.Utf8;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Versions of small packages: each has a configuration and a licence of its own that others share, and weights. */
public final class VersionSamples {

    private VersionSamples() {}

    public static PackageName name(String letters) {
        return new PackageName(letters, "q8");
    }

    /** @param weights what tells the versions of a package apart */
    public static PackageVersion version(String letters, String weights) {
        Map<String, String> notes = new LinkedHashMap<>();
        notes.put(PackageAnnotations.FORMAT_VERSION, "1");
        notes.put(PackageAnnotations.NAME, letters);
        notes.put(PackageAnnotations.TAG, "q8");
        byte[] config = Utf8.encode("{}");
        Manifest manifest = new Manifest(MediaTypes.MODEL,
                new Descriptor(MediaTypes.CONFIG, Digest.of(config), config.length, Map.of()),
                List.of(Descriptor.ofFile(MediaTypes.WEIGHT, "model.safetensors", Utf8.encode(letters + weights)),
                        Descriptor.ofFile(MediaTypes.DOC, "LICENSE", Utf8.encode("MIT"))),
                Optional.empty(), notes);
        return PackageVersion.of(manifest.bytes(), "2026-11-30T12:00:00Z");
    }
}
