package dev.tabitat.core.contract;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.packages.Descriptor;
import dev.tabitat.core.packages.Manifest;
import dev.tabitat.core.packages.MediaTypes;
import dev.tabitat.core.packages.PackageAnnotations;
import dev.tabitat.core.text.Utf8;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A small package for tests. */
public final class PackageSamples {

    public static final byte[] CARD = Utf8.encode("A card.");
    public static final byte[] WEIGHTS = Utf8.encode("Not really weights.");

    private PackageSamples() {}

    public static Manifest manifest() {
        byte[] config = Utf8.encode("{}");
        Map<String, String> notes = new LinkedHashMap<>();
        notes.put(PackageAnnotations.FORMAT_VERSION, "1");
        notes.put(PackageAnnotations.NAME, "sample");
        notes.put(PackageAnnotations.TAG, "q8");
        notes.put(PackageAnnotations.LICENCE, "MIT AND Apache-2.0");
        return new Manifest(
                MediaTypes.MODEL, new Descriptor(MediaTypes.CONFIG, Digest.of(config), config.length, Map.of()),
                List.of(
                        Descriptor.ofFile(MediaTypes.WEIGHT, "model.safetensors", WEIGHTS),
                        Descriptor.ofFile(MediaTypes.DOC, "README.md", CARD)),
                Optional.empty(), notes);
    }
}
