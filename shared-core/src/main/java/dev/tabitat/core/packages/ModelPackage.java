package dev.tabitat.core.packages;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import java.util.LinkedHashMap;
import java.util.Map;

/** A manifest with its files, every byte verified. */
public final class ModelPackage {

    public static final String ARCHITECTURE = "architecture.json";
    public static final String VOCABULARY = "vocabulary.bin";
    public static final String TOKENIZER = "tokenizer.json";
    /** See {@code dev.tabitat.core.model.KnownAnswers}. */
    public static final String KNOWN_ANSWERS = "known-answers.safetensors";
    public static final String WEIGHTS = "model.safetensors";
    public static final String LICENCE = "LICENSE";
    public static final String CARD = "README.md";

    private final Manifest manifest;
    private final Map<String, byte[]> files;

    private ModelPackage(Manifest manifest, Map<String, byte[]> files) {
        this.manifest = manifest;
        this.files = new LinkedHashMap<>(files);
    }

    /**
     * Verifies files by their paths.
     *
     * @throws DamagedData when a file is not what the manifest promises
     */
    public static ModelPackage of(Manifest manifest, Map<String, byte[]> files) {
        for (Descriptor layer : manifest.layers()) {
            byte[] bytes = files.get(layer.path());
            if (bytes != null) {
                layer.verify(bytes, layer.path());
            }
        }
        return new ModelPackage(manifest, files);
    }

    /** Files whose every chunk the caller has just verified, in the order of the manifest's lists. */
    public static ModelPackage ofVerified(Manifest manifest, Map<String, byte[]> files) {
        return new ModelPackage(manifest, files);
    }

    /** What was promised. */
    public Manifest manifest() {
        return manifest;
    }

    /** Bytes by path. */
    public Map<String, byte[]> files() {
        return files;
    }

    /** A file's bytes. @throws DamagedData when it is missing */
    public byte[] file(String path) {
        byte[] bytes = files.get(path);
        if (bytes == null) {
            throw new DamagedData("A package lacks a file.",
                    Finding.at(manifest.name().toString()).expected(path).found("no such file"));
        }
        return bytes;
    }
}
