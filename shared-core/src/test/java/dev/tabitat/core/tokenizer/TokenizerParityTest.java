package dev.tabitat.core.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.tokenizer.TokenizerFixture.TextDigest;
import dev.tabitat.core.tokenizer.file.JsonPart;
import dev.tabitat.core.tokenizer.normalizer.Normalizer;
import dev.tabitat.core.tokenizer.normalizer.NormalizerReader;
import dev.tabitat.core.tokenizer.text.NormalizedText;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Ids, offsets, types, pairs and decoded texts are those of Hugging Face's tokenizers. Where one differs,
 * {@code make_tokenizer_fixtures.py --show KIND NUMBER} prints what the original makes of the text.
 */
final class TokenizerParityTest {

    @ParameterizedTest
    @ValueSource(strings = {"bert", "wordpiece-accents", "roberta", "roberta-prefix-space", "modernbert", "llama3",
            "qwen2", "xlm-roberta", "unigram-bytes", "bpe-bytes", "bpe-suffix", "bpe-prefix", "word-level"})
    void tokensAreThoseOfTheOriginal(String kind) {
        TokenizerFixture fixture = TokenizerFixture.of(kind);
        assertEquals(5_000, fixture.count());
        assertEquals(List.of(), fixture.differences());
    }

    @ParameterizedTest
    @ValueSource(strings = {"t5", "xlm-roberta", "albert", "deberta"})
    void aSentencePieceModelIsConvertedAsByTheOriginal(String family) {
        TokenizerFixture fixture = TokenizerFixture.ofSentencePiece(family);
        assertEquals(1_000, fixture.count());
        assertEquals(List.of(), fixture.differences());
    }

    @ParameterizedTest
    @ValueSource(strings = {"NFC", "NFD", "NFKC", "NFKD", "Lowercase", "StripAccents", "Nmt", "BertNormalizer",
            "Precompiled"})
    void everyCodePointIsNormalizedAsByTheOriginal(String name) {
        boolean isMapped = name.equals("Precompiled");
        Normalizer normalizer = NormalizerReader.read(JsonPart.root(JsonObject.of("normalizer", part(name))),
                "normalizer");
        String before = isMapped ? "\u00bd" : "a";
        String after = isMapped ? "\u00b2\u0903\r\n" : "\u0301\u0316\u0345 ";
        String expected = JsonReader.readObject(TokenizerFixture.resource("forms.json"), JsonLimits.DEFAULT)
                .string(name);
        StringBuilder different = new StringBuilder();
        for (int start = 0; start < 0x110000; start += 1024) {
            TextDigest digest = new TextDigest();
            for (int point = start; point < start + 1024; point++) {
                if (point < 0xD800 || point > 0xDFFF) {
                    String text = before + Character.toString(point) + after;
                    NormalizedText normalized = NormalizedText.of(text, 0, text.length());
                    normalizer.apply(normalized);
                    digest.add(normalized.toString());
                }
            }
            int at = start / 1024 * 6;
            if (!digest.hex(6).equals(expected.substring(at, at + 6))) {
                different.append(Integer.toHexString(start)).append(' ');
            }
        }
        assertEquals("", different.toString(), "blocks of 1,024 code points");
    }

    private static JsonObject part(String name) {
        if (name.equals("Precompiled")) {
            return JsonReader.readObject(TokenizerFixture.resource("xlm-roberta/tokenizer.json"), JsonLimits.DEFAULT)
                    .object("normalizer").array("normalizers").objects().get(0);
        }
        JsonObject part = JsonObject.of("type", name);
        return name.equals("BertNormalizer")
                ? part.with("clean_text", true).with("handle_chinese_chars", true).with("lowercase", true)
                : part;
    }

    @Test
    void aTextOfAMillionCharactersIsOneToken() {
        String word = "x".repeat(1_000_000);
        Encoding encoding = TokenizerFixture.of("bert").tokenizer().encode(word, 10);
        assertEquals(3, encoding.ids().length);
        assertEquals(word.length(), encoding.ends()[1]);
    }
}
