package dev.tabitat.core.packages;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A manifest with its files, every byte verified.
 *
 * @param manifest what was promised
 * @param files bytes by path
 */
public record ModelPackage(Manifest manifest, Map<String, byte[]> files) {

    public static final String ARCHITECTURE = "architecture.json";
    public static final String VOCABULARY = "vocabulary.bin";
    public static final String TOKENIZER = "tokenizer.json";
    /** See {@code dev.tabitat.core.model.KnownAnswers}. */
    public static final String KNOWN_ANSWERS = "known-answers.safetensors";
    public static final String WEIGHTS = "model.safetensors";
    public static final String LICENCE = "LICENSE";
    public static final String CARD = "README.md";

    public ModelPackage {
        files = new LinkedHashMap<>(files);
        for (Descriptor layer : manifest.layers()) {
            byte[] bytes = files.get(layer.path());
            if (bytes != null) {
                layer.verify(bytes, layer.path());
            }
        }
    }

    /** A file's bytes. @throws DamagedData when it is missing */
    public byte[] file(String path) {
        byte[] bytes = files.get(path);
        if (bytes == null) {
            throw new DamagedData("A package lacks a file.", Finding.at(manifest.name().toString()).expected(path).found("no such file"));
        }
        return bytes;
    }
}
