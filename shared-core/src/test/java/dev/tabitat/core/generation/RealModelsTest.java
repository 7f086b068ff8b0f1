package dev.tabitat.core.generation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.format.gguf.Gguf;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.model.decoder.Decoder;
import dev.tabitat.core.tokenizer.GeneratorTokenizer.SpecialText;
import dev.tabitat.core.tokenizer.gguf.GgufTokenizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real models of others give the tokens and the texts that llama.cpp gives. */
final class RealModelsTest {

    private static final String BORDER = "\n__ggml_vocab_test__\n";

    /** Each text of llama.cpp's own test has the tokens that are expected there. */
    @ParameterizedTest
    @ValueSource(strings = {"llama-spm", "phi-3", "llama-bpe", "qwen2", "qwen35", "gpt-2", "mpt", "starcoder", "refact",
            "command-r", "gemma-4"})
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void vocabulariesOfLlamaCpp(String name) throws Exception {
        Path file = RealModels.vocabularies().resolve("ggml-vocab-" + name + ".gguf");
        GgufTokenizer tokenizer = GgufTokenizer.read(Gguf.read(RealModels.slices(file)));
        List<String> texts = split(Files.readString(Path.of(file + ".inp")), BORDER);
        List<String> expected = split(Files.readString(Path.of(file + ".out")), "\n");
        assertTrue(texts.size() > 40, name);
        for (int i = 0; i < texts.size(); i++) {
            int[] ids = tokenizer.encode(texts.get(i), SpecialText.AS_TEXT);
            StringJoiner joined = new StringJoiner(" ");
            for (int id : ids) {
                joined.add(Integer.toString(id));
            }
            assertEquals(expected.get(i).strip(), joined.toString(), name + ": " + texts.get(i));
            String back = tokenizer.decode(ids);
            assertTrue(back.equals(texts.get(i)) || back.equals(" " + texts.get(i)), name + ": " + texts.get(i));
        }
    }

    private static List<String> split(String text, String border) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int at = text.indexOf(border); at >= 0; at = text.indexOf(border, from)) {
            parts.add(text.substring(from, at));
            from = at + border.length();
        }
        parts.add(text.substring(from));
        return parts;
    }

    /** Gemma 3 270M in Q4_K_M, Q5_0, Q6_K, Q8_0 and F32; llama.cpp's greedy text is the same. */
    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void gemmaContinuesAText() throws Exception {
        Slices file = RealModels.slices(RealModels.gemma());
        GgufTokenizer tokenizer = GgufTokenizer.read(Gguf.read(file));
        assertArrayEquals(new int[]{2, 818, 5279, 529, 7001, 563},
                Generation.rawPrompt(tokenizer, "The capital of France is"));
        // A run of line breaks is one token, a carriage return is a byte, no space comes before the text.
        assertArrayEquals(new int[]{5830, 532, 138, 13498, 109, 8721, 251, 107, 39218, 255969, 643},
                tokenizer.encode(" leading and  two\n\n\nlines\r\ntabs\t\tend", SpecialText.AS_TEXT));
        assertEquals(1, tokenizer.encode("<end_of_turn>", SpecialText.AS_TOKENS).length);
        assertTrue(tokenizer.encode("<end_of_turn>", SpecialText.AS_TEXT).length > 1);
        List<Integer> ends = new ArrayList<>();
        for (int id = 0; id < tokenizer.vocabularySize(); id++) {
            if (tokenizer.isEnd(id)) {
                ends.add(id);
            }
        }
        assertEquals(List.of(1, 106, 212), ends);
        Decoder decoder = Decoder.readGguf(List.of(file));
        assertEquals(" the capital of the country of France.", run(decoder, tokenizer, "The capital of France is", 8));
    }

    private static String run(Decoder decoder, GgufTokenizer tokenizer, String prompt, int tokens) {
        GenerateOptions options = GenerateOptions
                .read(JsonObject.of("temperature", 0, "repeat_penalty", 1, "num_predict", tokens)).resolved(0, 256);
        try (ReferenceDecoder session = new ReferenceDecoder(decoder);
                CachedSequence sequence = new CachedSequence(session.open(256))) {
            return new Generation(sequence, decoder.spec().vocabulary(), tokenizer, options, List.of(), -1)
                    .run(Generation.rawPrompt(tokenizer, prompt), GenerationListener.NONE).text();
        }
    }

    /** The small trained model of the tests' resources: the text that llama.cpp gives for it in F32. */
    @Test
    void storiesTellAStory() throws Exception {
        Slices file = RealModels.slices(Path.of(RealModelsTest.class.getResource("stories260K-q8_0.gguf").toURI()));
        GgufTokenizer tokenizer = GgufTokenizer.read(Gguf.read(file));
        Decoder decoder = Decoder.readGguf(List.of(file));
        assertEquals(
                ", there was a little girl named Lily. She loved to play outside in the park. One day, she saw a big,"
                        + " red ball. She wanted to play with it, but it was too high.\nLily's mom said, \"Lily, let's go to the"
                        + " park.\" Lily was sad and didn't know what to do",
                run(decoder, tokenizer, "Once upon a time", 100));
        GenerateOptions options = GenerateOptions.read(JsonObject.of("seed", 1, "num_predict", 40)).resolved(0, 256);
        try (ReferenceDecoder session = new ReferenceDecoder(decoder);
                CachedSequence sequence = new CachedSequence(session.open(256))) {
            int[] prompt = Generation.rawPrompt(tokenizer, "");
            GenerationResult result = new Generation(sequence, decoder.spec().vocabulary(), tokenizer, options,
                    List.of(), -1).run(prompt, GenerationListener.NONE);
            Transcript transcript = Transcript.of(Digest.of(new byte[0]), Optional.empty(), options, Optional.empty(),
                    session.backend(), 1, prompt, result);
            assertTrue(transcript.replay(session, tokenizer, List.of(), GenerationListener.NONE).isIdentical());
        }
    }

    /** The other vocabularies are refused by the name of what is not known. */
    @ParameterizedTest
    @ValueSource(strings = {"falcon", "deepseek-coder", "deepseek-llm", "bert-bge"})
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void othersAreRefusedByName(String name) throws Exception {
        Path file = RealModels.vocabularies().resolve("ggml-vocab-" + name + ".gguf");
        Gguf header = Gguf.read(RealModels.slices(file));
        Unsupported refused = org.junit.jupiter.api.Assertions.assertThrows(Unsupported.class,
                () -> GgufTokenizer.read(header));
        assertTrue(name.startsWith(refused.finding().found()), refused.finding().toString());
    }
}
