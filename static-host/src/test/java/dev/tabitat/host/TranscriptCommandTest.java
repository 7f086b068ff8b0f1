package dev.tabitat.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.format.gguf.Gguf;
import dev.tabitat.core.generation.CachedSequence;
import dev.tabitat.core.generation.GenerateOptions;
import dev.tabitat.core.generation.Generation;
import dev.tabitat.core.generation.GenerationListener;
import dev.tabitat.core.generation.GenerationResult;
import dev.tabitat.core.generation.ReferenceDecoder;
import dev.tabitat.core.generation.Transcript;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.model.decoder.Decoder;
import dev.tabitat.core.tokenizer.gguf.GgufTokenizer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TranscriptCommandTest {

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private int run(byte[] transcript, byte[] model) throws IOException {
        out.reset();
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        return TranscriptCommand.run(Files.write(folder.resolve("transcript.json"), transcript),
                Files.write(folder.resolve("model.gguf"), model), print, print);
    }

    private static byte[] model() throws IOException {
        try (InputStream file = ReferenceDecoder.class.getResourceAsStream("stories260K-q8_0.gguf")) {
            return file.readAllBytes();
        }
    }

    private static Transcript sampled(byte[] model) {
        Slices file = Slices.of(model);
        Gguf header = Gguf.read(file);
        Decoder decoder = Decoder.readGguf(List.of(header), List.of(file));
        GgufTokenizer tokenizer = GgufTokenizer.read(header);
        GenerateOptions options = GenerateOptions.read(JsonObject.of("num_predict", 20, "num_ctx", 64, "seed", 7));
        int[] prompt = Generation.rawPrompt(tokenizer, "Once upon a time");
        try (ReferenceDecoder reference = new ReferenceDecoder(decoder);
                CachedSequence sequence = new CachedSequence(reference.open(64))) {
            GenerationResult result = new Generation(sequence, decoder.spec().vocabulary(), tokenizer, options,
                    List.of(), -1).run(prompt, GenerationListener.NONE);
            return Transcript.of(Digest.of(model), Optional.empty(), options, Optional.empty(), "reference", 1, prompt,
                    result);
        }
    }

    @Test
    void aTranscriptIsMadeAgainAndADifferenceIsNamed() throws IOException {
        byte[] model = model();
        Transcript transcript = sampled(model);
        assertEquals(0, run(transcript.bytes(), model));
        assertTrue(out.toString(StandardCharsets.UTF_8).startsWith("identical  20 tokens"), out.toString());
        int[] others = transcript.tokens().clone();
        others[3] = others[3] + 1;
        Transcript altered = new Transcript(transcript.model(), Optional.empty(), transcript.options(),
                Optional.empty(), "reference", 1, transcript.prompt(), others, transcript.text(),
                transcript.doneReason());
        assertEquals(1, run(altered.bytes(), model));
        assertTrue(out.toString(StandardCharsets.UTF_8).startsWith("DIFFERENT  token 3: "), out.toString());
    }

    @Test
    void anotherModelAndADamagedFileAreRefused() throws IOException {
        byte[] model = model();
        Transcript transcript = sampled(model);
        byte[] other = model.clone();
        other[other.length - 1]++;
        assertEquals(2, run(transcript.bytes(), other));
        assertEquals(2, run("{}".getBytes(StandardCharsets.UTF_8), model));
    }
}
