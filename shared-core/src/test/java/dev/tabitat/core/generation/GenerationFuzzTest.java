package dev.tabitat.core.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.Seed;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.format.gguf.Gguf;
import dev.tabitat.core.format.gguf.GgufBytes;
import dev.tabitat.core.format.gguf.GgufType;
import dev.tabitat.core.model.decoder.Decoder;
import dev.tabitat.core.model.decoder.DecoderSamples;
import dev.tabitat.core.tokenizer.GeneratorTokenizer.SpecialText;
import dev.tabitat.core.tokenizer.gguf.GgufTokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Changed files are read or refused by name; prompts of any kind have tokens that give them back. */
final class GenerationFuzzTest {

    @ParameterizedTest
    @ValueSource(strings = {"llama", "qwen2", "qwen3", "gemma3"})
    void aFileWithAnyBytesChangedIsReadOrRefusedByName(String architecture) {
        Random random = Seed.random("GenerationFuzzTest." + architecture);
        byte[] file = DecoderSamples.file(architecture, GgufType.Q4_0);
        int header = (int) Gguf.read(Slices.of(file)).dataStart();
        int refused = 0;
        for (int i = 0; i < 400; i++) {
            byte[] changed = file.clone();
            for (int k = 1 + random.nextInt(3); k > 0; k--) {
                changed[random.nextInt(header)] = (byte) (random.nextBoolean() ? random.nextInt() : random.nextInt(4));
            }
            try {
                Decoder decoder = Decoder.readGguf(List.of(Slices.of(changed)));
                try (ReferenceDecoder session = new ReferenceDecoder(decoder);
                        DecoderSequence sequence = session.open(1)) {
                    sequence.step(0);
                    sequence.logits(new float[decoder.spec().vocabulary()]);
                }
            } catch (TabitatException e) {
                assertTrue(!e.getMessage().isBlank() && !e.finding().equals(Finding.NONE), e.toString());
                refused++;
            }
        }
        assertTrue(refused > 0, "some are refused");
    }

    @Test
    void aFileCutAnywhereIsRefused() {
        byte[] file = DecoderSamples.file("llama", GgufType.Q4_0);
        Random random = Seed.random("GenerationFuzzTest.cut");
        for (int i = 0; i < 200; i++) {
            byte[] cut = java.util.Arrays.copyOf(file, random.nextInt(file.length));
            try {
                Decoder.readGguf(List.of(Slices.of(cut)));
                throw new AssertionError("a file of " + cut.length + " bytes in place of " + file.length);
            } catch (TabitatException e) {
                assertTrue(!e.finding().equals(Finding.NONE), e.toString());
            }
        }
    }

    private static GgufTokenizer tokenizer(String model) {
        List<String> tokens = new ArrayList<>(List.of("<unk>", "<s>", "</s>"));
        List<byte[]> types = new ArrayList<>(List.of(GgufBytes.u32(2), GgufBytes.u32(3), GgufBytes.u32(3)));
        int next = 0x100;
        for (int b = 0; b < 256; b++) {
            boolean isVisible = b > ' ' && b < 0x7F || b > 0xA0 && b != 0xAD;
            String hex = Integer.toHexString(0x100 + b).substring(1).toUpperCase(java.util.Locale.ROOT);
            tokens.add(model.equals("llama") ? "<0x" + hex + ">" : String.valueOf((char) (isVisible ? b : next++)));
            types.add(GgufBytes.u32(model.equals("llama") ? 6 : 1));
        }
        // Words of one letter after the other: the longest runs that merge.
        String run = "a";
        List<String> merges = new ArrayList<>();
        if (model.equals("llama")) {
            tokens.addAll(List.of("a", "\u2581"));
            types.addAll(List.of(GgufBytes.u32(1), GgufBytes.u32(1)));
        }
        for (int i = 0; i < 6; i++) {
            merges.add(run + " " + run);
            run += run;
            tokens.add(run);
            types.add(GgufBytes.u32(1));
        }
        byte[][] scores = new byte[tokens.size()][];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = GgufBytes.u32(Float.floatToIntBits(-i));
        }
        return GgufTokenizer.read(Gguf.read(Slices.of(new GgufBytes().text("tokenizer.ggml.model", model)
                .text("tokenizer.ggml.pre", "qwen2").flag("tokenizer.ggml.add_space_prefix", false)
                .texts("tokenizer.ggml.tokens", tokens.toArray(new String[0]))
                .texts("tokenizer.ggml.merges", merges.toArray(new String[0]))
                .raw("tokenizer.ggml.token_type", 9, GgufBytes.join(GgufBytes.u32(5), GgufBytes.u64(types.size()),
                        GgufBytes.join(types.toArray(new byte[0][]))))
                .raw("tokenizer.ggml.scores", 9, GgufBytes.join(GgufBytes.u32(6), GgufBytes.u64(scores.length),
                        GgufBytes.join(scores)))
                .file())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama", "gpt2"})
    void promptsOfAnyKindComeBack(String model) {
        Random random = Seed.random("GenerationFuzzTest.prompts." + model);
        GgufTokenizer tokenizer = tokenizer(model);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int k = random.nextInt(40); k > 0; k--) {
                text.appendCodePoint(switch (random.nextInt(6)) {
                    case 0 -> random.nextInt(0x80);
                    case 1 -> 'a';
                    case 2 -> "  \n\r\t\u0000\u2028".charAt(random.nextInt(7));
                    case 3 -> 0x10000 + random.nextInt(0x100000);
                    case 4 -> random.nextInt(0xD800);
                    default -> 0xD800 + random.nextInt(0x800);
                });
            }
            String prompt = text.toString();
            String paired = dev.tabitat.core.text.Utf8.replaceUnpairedSurrogates(prompt);
            String back = tokenizer.decode(tokenizer.encode(prompt, SpecialText.AS_TEXT));
            // SentencePiece's sign of a space is a space when it comes back.
            assertEquals(model.equals("llama") ? paired.replace('\u2581', ' ') : paired, back);
        }
    }

    /** What grows with the square of a text's length does not end within the limit of a test. */
    @ParameterizedTest
    @ValueSource(strings = {"llama", "gpt2"})
    void tenMegabytesTakeTimeNearTheirLength(String model) {
        GgufTokenizer tokenizer = tokenizer(model);
        assertEquals(10_000_000 / 64, tokenizer.encode("a".repeat(10_000_000), SpecialText.AS_TEXT).length);
        assertTrue(tokenizer.encode("ab \n\0</s>".repeat(1_111_111), SpecialText.AS_TOKENS).length >= 5_000_000);
    }
}
