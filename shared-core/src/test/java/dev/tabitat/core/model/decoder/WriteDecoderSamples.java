package dev.tabitat.core.model.decoder;

import dev.tabitat.core.format.gguf.GgufType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes {@link DecoderSamples} into a folder, for {@code src/test/python/gguf_logits_fixtures.py}. */
public final class WriteDecoderSamples {

    private WriteDecoderSamples() {}

    public static void main(String[] folder) throws IOException {
        for (String architecture : DecoderSamples.ARCHITECTURES) {
            for (GgufType type : DecoderSamples.TYPES) {
                Files.write(Path.of(folder[0], architecture + "-" + type.name() + ".gguf"),
                        DecoderSamples.file(architecture, type));
            }
        }
        StringBuilder tokens = new StringBuilder();
        for (int token : DecoderSamples.tokens()) {
            tokens.append(token).append(' ');
        }
        Files.writeString(Path.of(folder[0], "tokens.txt"), tokens.toString().trim());
    }
}
