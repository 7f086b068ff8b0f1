package dev.tabitat.core.tokenizer;

import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.text.Utf8;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A tokenizer and digests of what Hugging Face's tokenizers makes of generated texts, which
 * {@code make_tokenizer_fixtures.py} wrote: of ids, offsets and types of each text; and of each hundred texts' decoded
 * forms and of pairs that were cut.
 */
record TokenizerFixture(Tokenizer tokenizer, JsonObject expected, List<String> words) {

    static TokenizerFixture of(String kind) {
        return new TokenizerFixture(Tokenizers.read(resource(kind + "/tokenizer.json")),
                JsonReader.readObject(resource(kind + "/expected.json"), JsonLimits.DEFAULT), commonWords());
    }

    /** A SentencePiece model, which the library transformers converted. */
    static TokenizerFixture ofSentencePiece(String family) {
        String folder = "sentencepiece-" + family + "/";
        return new TokenizerFixture(
                Tokenizers.readSentencePiece(resource(folder + "spiece.model"),
                        resource(folder + "tokenizer_config.json")),
                JsonReader.readObject(resource(folder + "expected.json"), JsonLimits.DEFAULT), commonWords());
    }

    static List<String> commonWords() {
        return ((JsonArray) JsonReader.read(resource("words.json"), JsonLimits.DEFAULT)).strings();
    }

    static byte[] resource(String name) {
        try (InputStream in = TokenizerFixture.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int count() {
        return (int) expected.integer("count");
    }

    GeneratedTexts texts() {
        return new GeneratedTexts(expected.integer("seed"), words, expected.array("tokens").strings());
    }

    /** What differs from the original, in words; empty when nothing does. */
    List<String> differences() {
        List<String> found = new ArrayList<>();
        List<String> encode = expected.array("encode").strings();
        List<String> decode = expected.array("decode").strings();
        List<String> pairs = expected.array("pairs").strings();
        GeneratedTexts texts = texts();
        TextDigest decoded = new TextDigest();
        TextDigest paired = new TextDigest();
        String before = "";
        for (int number = 0; number < count(); number++) {
            String text = texts.next();
            Encoding encoding = tokenizer.encode(text, Integer.MAX_VALUE);
            TextDigest digest = new TextDigest();
            digest.add(encoding);
            String line = encode.get(number / 100);
            int at = number % 100 * 6;
            if (!digest.hex(6).equals(line.substring(at, at + 6))) {
                found.add("text " + number);
            }
            decoded.add(tokenizer.decode(encoding.ids(), SpecialTokens.SKIP));
            decoded.add(tokenizer.decode(encoding.ids(), SpecialTokens.KEEP));
            if (number % 4 == 1) {
                pair(paired, before, text, number);
            }
            before = text;
            if (number % 100 == 99) {
                if (!decoded.hex(8).equals(decode.get(number / 100))) {
                    found.add("decoded texts " + (number - 99) + " to " + number);
                }
                if (!paired.hex(8).equals(pairs.get(number / 100))) {
                    found.add("pairs " + (number - 99) + " to " + number);
                }
                decoded = new TextDigest();
                paired = new TextDigest();
            }
        }
        return found;
    }

    private void pair(TextDigest digest, String first, String second, int number) {
        try {
            digest.add(tokenizer.encodePair(first, second, 8 + number % 40, Truncation.values()[number / 4 % 3]));
        } catch (InvalidInput tooShort) {
            digest.add(new int[]{-1});
        }
    }

    /** A digest of numbers, as the maker of the fixtures computes it. */
    static final class TextDigest {

        private static final long FACTOR = 1_099_511_628_211L;

        private long value;

        void add(int[] numbers) {
            for (int number : numbers) {
                value = value * FACTOR + number + 1;
            }
            value *= FACTOR;
        }

        void add(String text) {
            add(text.chars().toArray());
        }

        void add(Encoding encoding) {
            add(encoding.ids());
            add(encoding.starts());
            add(encoding.ends());
            add(encoding.typeIds());
        }

        String hex(int digits) {
            long mixed = value ^ value >>> 29;
            String hex = Long.toHexString(mixed >>> 64 - 4 * digits);
            return "0".repeat(digits - hex.length()) + hex;
        }
    }

    /** The bytes of a JSON text. */
    static byte[] bytes(JsonObject file) {
        return Utf8.encode(file.toString());
    }
}
