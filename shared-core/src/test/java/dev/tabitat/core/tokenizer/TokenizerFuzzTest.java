package dev.tabitat.core.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.tabitat.core.Seed;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonNull;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.text.Utf8;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files with any value changed are read or refused by name; texts of any kind have tokens whose offsets lie in them;
 * the memory that a text takes is counted, and what takes time that grows with the square of its length does not end
 * within the limit of a test.
 */
final class TokenizerFuzzTest {

    private static final List<Object> VALUES = List.of(JsonNull.NULL, true, false, 0, 1, -1, 1L << 40, 0.5, "", "a",
            "\u2581", "\ud83d", "x".repeat(2_000), JsonArray.EMPTY, JsonObject.EMPTY);

    @ParameterizedTest
    @ValueSource(strings = {"bert", "wordpiece-accents", "roberta", "modernbert", "llama3", "unigram-bytes",
            "bpe-bytes", "bpe-suffix", "word-level"})
    void aChangedFileIsReadOrRefusedByName(String kind) {
        Random random = Seed.random("TokenizerFuzzTest." + kind);
        JsonObject whole = JsonReader.readObject(TokenizerFixture.resource(kind + "/tokenizer.json"),
                JsonLimits.DEFAULT);
        JsonObject small = whole.with("model", shortened(whole.object("model")));
        List<String> words = TokenizerFixture.commonWords();
        int refused = 0;
        int rounds = 1_500;
        for (int i = 0; i < rounds; i++) {
            JsonObject changed = (JsonObject) change(small, random, 1 + random.nextInt(6));
            try {
                Tokenizer tokenizer = Tokenizers.read(TokenizerFixture.bytes(changed));
                String text = new GeneratedTexts(random.nextLong(), words, List.of("<mask>", "[SEP]")).next();
                check(text, tokenizer.encode(text, 1_000_000));
            } catch (TabitatException e) {
                assertTrue(!e.getMessage().isBlank() && !e.finding().equals(Finding.NONE), e.toString());
                refused++;
            }
        }
        assertTrue(refused > rounds / 4, "refused " + refused);
    }

    @Test
    void aChangedSentencePieceModelIsReadOrRefused() {
        Random random = Seed.random("TokenizerFuzzTest.sentencePiece");
        byte[] model = TokenizerFixture.resource("sentencepiece-t5/spiece.model");
        byte[] config = TokenizerFixture.resource("sentencepiece-t5/tokenizer_config.json");
        int refused = 0;
        for (int i = 0; i < 1_500; i++) {
            byte[] changed = random.nextInt(4) == 0 ? Arrays.copyOf(model, random.nextInt(model.length))
                    : model.clone();
            for (int left = random.nextInt(3); left >= 0 && changed.length > 0; left--) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            }
            try {
                check("a b\u00e9", Tokenizers.readSentencePiece(changed, config).encode("a b\u00e9", 100));
            } catch (TabitatException e) {
                assertTrue(!e.getMessage().isBlank() && !e.finding().equals(Finding.NONE), e.toString());
                refused++;
            }
        }
        assertTrue(refused > 300, "refused " + refused);
    }

    /** A model of few tokens and merges, whose files are quick to read. */
    private static JsonObject shortened(JsonObject model) {
        JsonObject shortened = model;
        if (model.get("vocab") instanceof JsonObject vocab) {
            JsonObject.Builder few = JsonObject.builder();
            for (String token : vocab.names()) {
                if (vocab.integer(token) < 400) {
                    few.put(token, vocab.get(token));
                }
            }
            shortened = shortened.with("vocab", few.build());
        } else {
            shortened = shortened.with("vocab", new JsonArray(model.array("vocab").items().subList(0, 400)));
        }
        return model.has("merges") ? shortened.with("merges", JsonArray.EMPTY) : shortened;
    }

    /** The value with one inside it, at most so deep, changed. */
    private static Json change(Json value, Random random, int depth) {
        if (depth == 0 || !(value instanceof JsonObject || value instanceof JsonArray)) {
            return Json.of(VALUES.get(random.nextInt(VALUES.size())));
        }
        if (value instanceof JsonArray array) {
            if (array.size() == 0) {
                return JsonArray.of(VALUES.get(random.nextInt(VALUES.size())));
            }
            List<Json> items = new ArrayList<>(array.items());
            int at = random.nextInt(items.size());
            if (random.nextInt(4) == 0) {
                items.add(items.get(at));
            } else {
                items.set(at, change(items.get(at), random, depth - 1));
            }
            return new JsonArray(items);
        }
        JsonObject object = (JsonObject) value;
        if (object.isEmpty()) {
            return JsonObject.of("type", "a");
        }
        String name = List.copyOf(object.names()).get(random.nextInt(object.names().size()));
        return random.nextInt(8) == 0 ? object.without(name)
                : object.with(name, change(object.get(name), random, depth - 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bert", "wordpiece-accents", "roberta", "roberta-prefix-space", "modernbert", "llama3",
            "qwen2", "xlm-roberta", "unigram-bytes", "bpe-bytes", "bpe-suffix", "bpe-prefix", "word-level"})
    void longTextsTakeMemoryAndTimeNearTheirLength(String kind) {
        Tokenizer tokenizer = TokenizerFixture.of(kind).tokenizer();
        int length = 100_000;
        for (String unit : List.of("a", " ", "\u0301", "\u0301\u0316\u0345", "\n ", "'", "12", "\ud83d\ude00",
                "\u4e00", "\ud55c", "\u1112", "<", "a ", "\ud83d", "\u0000", "\u200d\ud83d\udc68", "  \t", ".",
                "\u0600", "\ud83c\udde9", "\u0915\u094d")) {
            String text = unit.repeat(length / unit.length());
            long once = allocated(tokenizer, text);
            long fourTimes = allocated(tokenizer, text.repeat(4));
            assertTrue(fourTimes < 6 * once + 1_000_000, unit + ": " + once + " bytes, then " + fourTimes);
        }
    }

    /** How many bytes the tokens of a text took on the way. */
    private static long allocated(Tokenizer tokenizer, String text) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        Encoding encoding = tokenizer.encode(text, 100);
        long bytes = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
        check(text, encoding);
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(strings = {"bert", "roberta", "xlm-roberta", "bpe-bytes", "word-level"})
    void anUnpairedSurrogateCountsAsAReplacementCharacter(String kind) {
        TokenizerFixture fixture = TokenizerFixture.of(kind);
        Random random = Seed.random("TokenizerFuzzTest.surrogates." + kind);
        GeneratedTexts texts = fixture.texts();
        for (int i = 0; i < 500; i++) {
            StringBuilder text = new StringBuilder(texts.next());
            for (int left = 3; left > 0; left--) {
                text.insert(random.nextInt(text.length() + 1), (char) (0xD800 + random.nextInt(0x800)));
            }
            String broken = text.toString();
            Encoding found = fixture.tokenizer().encode(broken, 100_000);
            Encoding expected = fixture.tokenizer().encode(Utf8.replaceUnpairedSurrogates(broken), 100_000);
            assertArrayEquals(expected.ids(), found.ids());
            assertArrayEquals(expected.starts(), found.starts());
            assertArrayEquals(expected.ends(), found.ends());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bert", "roberta", "llama3", "xlm-roberta", "bpe-bytes", "bpe-suffix", "word-level"})
    void streamedTextIsTheDecodedText(String kind) {
        TokenizerFixture fixture = TokenizerFixture.of(kind);
        GeneratedTexts texts = fixture.texts();
        for (int i = 0; i < 1_000; i++) {
            int[] ids = fixture.tokenizer().encode(texts.next(), 100_000).ids();
            for (SpecialTokens special : SpecialTokens.values()) {
                StreamingDecoder stream = fixture.tokenizer().streamingDecoder(special);
                StringBuilder streamed = new StringBuilder();
                for (int id : ids) {
                    String part = stream.add(id);
                    assertEquals(-1, Utf8.firstUnpairedSurrogate(part, 0));
                    streamed.append(part);
                }
                assertEquals(fixture.tokenizer().decode(ids, special), streamed.append(stream.finish()).toString());
            }
        }
    }

    @Test
    void aMillionTokensAreReadOrRefused() {
        StringBuilder vocabulary = new StringBuilder("\"?\": 0");
        for (int id = 1; id < 1_000_000; id++) {
            vocabulary.append(",\"t").append(id).append("\":").append(id);
        }
        String file = "{\"version\": \"1.0\", \"added_tokens\": [], \"normalizer\": null, \"pre_tokenizer\": null, "
                + "\"post_processor\": null, \"decoder\": null, \"model\": {\"type\": \"%s\", \"unk_token\": \"?\", "
                + "\"vocab\": {" + vocabulary + "}%s}}";
        Tokenizer words = Tokenizers.read(Utf8.encode(file.replaceFirst("%s", "WordLevel").replaceFirst("%s", "")));
        assertEquals(1_000_000, words.vocabularySize());
        assertArrayEquals(new int[]{999_999}, words.encode("t999999", 10).ids());
        String merges = "\"t t\",".repeat(1_000_000) + "\"t t\"";
        DamagedData damaged = assertThrows(DamagedData.class, () -> Tokenizers.read(Utf8.encode(
                file.replaceFirst("%s", "BPE").replaceFirst("%s", ", \"merges\": [" + merges + "]"))));
        assertEquals("model.merges[0]", damaged.finding().where());
    }

    @Test
    void aMillionAddedTokensAreRefused() {
        String token = "{\"id\":0,\"content\":\"\",\"special\":true},";
        String file = "{\"version\": \"1.0\", \"added_tokens\": [" + token.repeat(1_000_000)
                + "{}], \"normalizer\": null, \"pre_tokenizer\": null, \"post_processor\": null, \"decoder\": null, "
                + "\"model\": {\"type\": \"WordLevel\", \"unk_token\": \"?\", \"vocab\": {\"?\": 0}}}";
        Unsupported refused = assertThrows(Unsupported.class, () -> Tokenizers.read(Utf8.encode(file)));
        assertEquals("added_tokens", refused.finding().where());
    }

    @Test
    void mergesThatLeadNowhereEnd() {
        // Every merge is of tokens that others merge to, in a circle of ranks.
        String file = "{\"version\": \"1.0\", \"added_tokens\": [], \"normalizer\": null, \"pre_tokenizer\": null, "
                + "\"post_processor\": null, \"decoder\": null, \"model\": {\"type\": \"BPE\", \"vocab\": "
                + "{\"a\": 0, \"aa\": 1, \"aaa\": 2, \"aaaa\": 3}, "
                + "\"merges\": [\"aa aa\", \"aaa a\", \"a aaa\", \"aa a\", \"a aa\", \"a a\"]}}";
        Tokenizer tokenizer = Tokenizers.read(Utf8.encode(file));
        Encoding encoding = tokenizer.encode("a".repeat(200_000), Integer.MAX_VALUE);
        assertEquals(200_000, encoding.ends()[encoding.ends().length - 1]);
        check("a".repeat(200_000), encoding);
    }

    private static void check(String text, Encoding encoding) {
        for (int i = 0; i < encoding.ids().length; i++) {
            int start = encoding.starts()[i];
            int end = encoding.ends()[i];
            assertTrue(0 <= start && start <= end && end <= text.length(), start + " to " + end);
        }
    }
}
