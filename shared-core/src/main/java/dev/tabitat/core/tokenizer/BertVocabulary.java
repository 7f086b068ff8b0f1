package dev.tabitat.core.tokenizer;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonBool;
import dev.tabitat.core.json.JsonNull;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.text.Split;
import dev.tabitat.core.tokenizer.file.JsonPart;
import java.util.ArrayList;
import java.util.List;

/**
 * BERT's vocabulary as a text with a configuration beside it, of before there was {@code tokenizer.json}, turned into
 * what the latter would be.
 *
 * <pre>
 * vocab.txt             = (token line break)*, the first with id 0; a token that comes twice has the later id
 * tokenizer_config.json = tokenizer_class or nothing for BertTokenizer; do_lower_case, strip_accents,
 *                         tokenize_chinese_chars; unk_token, sep_token, pad_token, cls_token, mask_token: a text or an
 *                         object with content; other fields are not used
 * </pre>
 */
final class BertVocabulary {

    private static final List<String> CLASSES = List.of("BertTokenizer", "BertTokenizerFast", "DistilBertTokenizer",
            "DistilBertTokenizerFast", "ElectraTokenizer", "ElectraTokenizerFast");

    private final List<String> tokens;
    private final JsonPart config;

    /** @throws Unsupported when the tokenizer is not BERT's */
    BertVocabulary(String vocabulary, JsonPart config) {
        this.config = config;
        tokens = new ArrayList<>();
        for (String line : Split.on(vocabulary, '\n')) {
            tokens.add(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
        }
        if (tokens.get(tokens.size() - 1).isEmpty()) {
            tokens.remove(tokens.size() - 1);
        }
        String type = config.stringOr("tokenizer_class", "BertTokenizer");
        if (!CLASSES.contains(type)) {
            throw config.unsupported("tokenizer_class", "one of " + String.join(", ", CLASSES),
                    JsonPart.shorten(type));
        }
    }

    /** @throws DamagedData when a special token is not in the vocabulary */
    JsonObject file() {
        JsonObject.Builder vocabulary = JsonObject.builder();
        for (int id = 0; id < tokens.size(); id++) {
            vocabulary.put(tokens.get(id), id);
        }
        String unknown = special("unk_token", "[UNK]");
        String separator = special("sep_token", "[SEP]");
        String first = special("cls_token", "[CLS]");
        List<String> specials = List.of(special("pad_token", "[PAD]"), unknown, first, separator,
                special("mask_token", "[MASK]"));
        List<Json> added = new ArrayList<>();
        for (String token : specials) {
            int id = tokens.lastIndexOf(token);
            if (id >= 0) {
                added.add(JsonObject.of("id", id, "content", token, "single_word", false, "lstrip", false, "rstrip",
                        false, "normalized", false, "special", true));
            }
        }
        return JsonObject.of("version", "1.0", "truncation", JsonNull.NULL, "padding", JsonNull.NULL,
                "added_tokens", added,
                "normalizer",
                JsonObject.of("type", "BertNormalizer", "clean_text", true, "handle_chinese_chars",
                        config.boolOr("tokenize_chinese_chars", true), "strip_accents",
                        config.has("strip_accents") ? JsonBool.of(config.bool("strip_accents")) : JsonNull.NULL,
                        "lowercase", config.boolOr("do_lower_case", true)),
                "pre_tokenizer", JsonObject.of("type", "BertPreTokenizer"),
                "post_processor",
                JsonObject.of("type", "BertProcessing", "sep", around("sep_token", separator), "cls",
                        around("cls_token", first)),
                "decoder", JsonObject.of("type", "WordPiece", "prefix", "##", "cleanup", true),
                "model",
                JsonObject.of("type", "WordPiece", "unk_token", unknown, "continuing_subword_prefix", "##",
                        "max_input_chars_per_word", 100, "vocab", vocabulary.build()));
    }

    private JsonArray around(String name, String token) {
        int id = tokens.lastIndexOf(token);
        if (id < 0) {
            throw config.damaged(name, "a token of the vocabulary", "\"" + JsonPart.shorten(token) + "\"");
        }
        return JsonArray.of(token, id);
    }

    private String special(String name, String otherwise) {
        if (config.has(name) && config.get(name) instanceof JsonObject) {
            return config.part(name).string("content");
        }
        return config.stringOr(name, otherwise);
    }
}
