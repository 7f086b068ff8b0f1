package dev.tabitat.host.tokenizer;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonNull;
import dev.tabitat.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The original: Hugging Face's own library, without its truncation and padding. */
final class PeerTokenizer implements AutoCloseable {

    private final HuggingFaceTokenizer tokenizer;

    private PeerTokenizer(JsonObject file) throws IOException {
        System.setProperty("ai.djl.offline", "true");
        JsonObject whole = file.with("truncation", JsonNull.NULL).with("padding", JsonNull.NULL);
        tokenizer = HuggingFaceTokenizer.newInstance(
                new ByteArrayInputStream(whole.toString().getBytes(StandardCharsets.UTF_8)),
                Map.of("truncation", "false", "padding", "false"));
    }

    static PeerTokenizer of(JsonObject file) throws IOException {
        return new PeerTokenizer(file);
    }

    /** One that shows what a normalizer and a pre-tokenizer do: every byte of their result is a token. */
    static PeerTokenizer ofBytes(Object normalizer, JsonObject... preTokenizers) throws IOException {
        List<Object> sequence = new ArrayList<>(List.of(preTokenizers));
        sequence.add(JsonObject.of("type", "ByteLevel", "add_prefix_space", false, "trim_offsets", false, "use_regex",
                false));
        return new PeerTokenizer(JsonObject.of(
                "version", "1.0",
                "added_tokens", JsonArray.EMPTY,
                "normalizer", normalizer,
                "pre_tokenizer", JsonObject.of("type", "Sequence", "pretokenizers", JsonArray.of(sequence.toArray())),
                "post_processor", JsonNull.NULL,
                "decoder", JsonNull.NULL,
                "model",
                JsonObject.of("type", "BPE", "dropout", JsonNull.NULL, "unk_token", JsonNull.NULL,
                        "continuing_subword_prefix", JsonNull.NULL,
                        "end_of_word_suffix", JsonNull.NULL, "fuse_unk", false, "byte_fallback", false, "vocab",
                        byteVocabulary(),
                        "merges", JsonArray.EMPTY)));
    }

    /** The library's letters for bytes: the visible ones of Latin-1 stand for themselves, the others for U+0100 on. */
    private static JsonObject byteVocabulary() {
        JsonObject.Builder vocabulary = JsonObject.builder();
        int next = 0x100;
        for (int value = 0; value < 256; value++) {
            boolean visible = value >= '!' && value <= '~' || value >= 0xA1 && value <= 0xAC || value >= 0xAE;
            vocabulary.put(String.valueOf((char) (visible ? value : next++)), (long) value);
        }
        return vocabulary.build();
    }

    /** Ids with their spans in UTF-16 code units of the text; what the library gives no span has 0, 0. */
    Tokens encode(String text) {
        Encoding encoding = tokenizer.encode(text);
        int[] units = unitsOfPoints(text);
        CharSpan[] spans = encoding.getCharTokenSpans();
        int n = spans.length;
        Tokens tokens = new Tokens(new int[n], new int[n], new int[n]);
        for (int i = 0; i < n; i++) {
            tokens.ids[i] = (int) encoding.getIds()[i];
            if (spans[i] != null) {
                tokens.starts[i] = units[spans[i].getStart()];
                tokens.ends[i] = units[spans[i].getEnd()];
            }
        }
        return tokens;
    }

    /** The words, each as it reads after the normalizer; for {@link #ofBytes} only. */
    List<String> words(String text) {
        Encoding encoding = tokenizer.encode(text, false, false);
        long[] ids = encoding.getIds();
        long[] words = encoding.getWordIds();
        List<String> found = new ArrayList<>();
        ByteArrayOutputStream word = new ByteArrayOutputStream();
        for (int i = 0; i < ids.length; i++) {
            word.write((int) ids[i]);
            if (i + 1 == ids.length || words[i + 1] != words[i]) {
                found.add(word.toString(StandardCharsets.UTF_8));
                word.reset();
            }
        }
        return found;
    }

    private static int[] unitsOfPoints(String text) {
        int[] units = new int[text.codePointCount(0, text.length()) + 1];
        for (int i = 0, point = 0; i < text.length(); point++) {
            i += Character.charCount(text.codePointAt(i));
            units[point + 1] = i;
        }
        return units;
    }

    @Override
    public void close() {
        tokenizer.close();
    }

    record Tokens(int[] ids, int[] starts, int[] ends) {}
}
