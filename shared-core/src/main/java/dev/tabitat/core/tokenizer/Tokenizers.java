package dev.tabitat.core.tokenizer;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonBool;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonNull;
import dev.tabitat.core.json.JsonNumber;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.json.JsonString;
import dev.tabitat.core.text.Utf8;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads Hugging Face's {@code tokenizer.json}, as far as BERT and the models made from it need it.
 *
 * <pre>
 * file           = version "1.0", added_tokens, normalizer, pre_tokenizer, post_processor, model,
 *                  and truncation, padding, decoder, which are not used
 * added_tokens   = (id, content, special, and single_word, lstrip, rstrip, normalized, all false)*
 * normalizer     = "BertNormalizer", clean_text, handle_chinese_chars, strip_accents or null for that of lowercase, lowercase
 * pre_tokenizer  = "BertPreTokenizer"
 * post_processor = "TemplateProcessing", single, pair, special_tokens | "BertProcessing", sep, cls
 * model          = "WordPiece", unk_token, continuing_subword_prefix, max_input_chars_per_word, vocab
 * </pre>
 *
 * What would change the tokens and is not in this grammar is refused. The limit on tokens is the caller's:
 * {@code truncation} and {@code padding} are what the file's author last used, 128 for a model whose card says 256,
 * say.
 */
public final class Tokenizers {

    private static final int MAX_ADDED = 1_000;
    private static final int MAX_WORD = 1_000;

    private Tokenizers() {}

    /**
     * @throws DamagedData when the file is not JSON, lacks a field, has one of the wrong type, or contradicts itself
     * @throws Unsupported when it asks for something that is not in the grammar
     */
    public static Tokenizer read(byte[] tokenizerJson) {
        JsonObject file = JsonReader.readObject(tokenizerJson, JsonLimits.DEFAULT);
        only(file, "", "version", "truncation", "padding", "added_tokens", "normalizer", "pre_tokenizer",
                "post_processor", "decoder", "model");
        require("version", "1.0", file.get("version"));
        JsonObject model = part(file, "model", "WordPiece");
        only(model, "model.", "type", "unk_token", "continuing_subword_prefix", "max_input_chars_per_word", "vocab");
        String[] tokens = vocabulary(model.object("vocab"));
        String prefix = model.string("continuing_subword_prefix");
        WordPieceVocabulary vocabulary = new WordPieceVocabulary(tokens, prefix);
        String unknownToken = model.string("unk_token");
        int unknown = vocabulary.find(unknownToken);
        if (unknown < 0) {
            throw damaged("model.unk_token", "a token of the vocabulary", unknownToken);
        }
        long maxWord = model.integer("max_input_chars_per_word");
        if (maxWord < 1 || maxWord > MAX_WORD) {
            throw unsupported("model.max_input_chars_per_word", "1 to " + MAX_WORD, Long.toString(maxWord));
        }
        BertNormalizer normalizer = normalizer(part(file, "normalizer", "BertNormalizer"));
        only(part(file, "pre_tokenizer", "BertPreTokenizer"), "pre_tokenizer.", "type");
        List<String> beyond = new ArrayList<>();
        AddedTokens added = added(file.array("added_tokens"), vocabulary, beyond);
        String[] beyondVocabulary = beyond.toArray(new String[0]);
        Around around = new Around(vocabulary, beyondVocabulary);
        around.read(file);
        return new WordPiece(normalizer, added, vocabulary, beyondVocabulary, unknown, (int) maxWord, around.before(),
                around.after());
    }

    private static String[] vocabulary(JsonObject vocab) {
        if (vocab.isEmpty()) {
            throw damaged("model.vocab", "at least one token", "none");
        }
        String[] tokens = new String[vocab.names().size()];
        for (String token : vocab.names()) {
            String where = "model.vocab, token \"" + token + "\"";
            long id = id(vocab.get(token), where);
            if (id < 0 || id >= tokens.length) {
                throw damaged(where, "ids 0 to " + (tokens.length - 1) + ", each once", Long.toString(id));
            }
            if (tokens[(int) id] != null) {
                throw damaged(where, "an id of its own", id + ", as \"" + tokens[(int) id] + "\" has");
            }
            if (Utf8.firstUnpairedSurrogate(token, 0) >= 0) {
                throw damaged(where, "whole characters", "an unpaired surrogate");
            }
            tokens[(int) id] = token;
        }
        return tokens;
    }

    private static BertNormalizer normalizer(JsonObject normalizer) {
        only(normalizer, "normalizer.", "type", "clean_text", "handle_chinese_chars", "strip_accents", "lowercase");
        boolean lowerCase = normalizer.bool("lowercase");
        Json strip = normalizer.find("strip_accents").orElse(JsonNull.NULL);
        boolean stripAccents = strip.equals(JsonNull.NULL) ? lowerCase : normalizer.bool("strip_accents");
        return new BertNormalizer(normalizer.bool("clean_text"), normalizer.bool("handle_chinese_chars"), stripAccents,
                lowerCase);
    }

    private static AddedTokens added(JsonArray list, WordPieceVocabulary vocabulary, List<String> beyond) {
        if (list.size() > MAX_ADDED) {
            throw unsupported("added_tokens", "at most " + MAX_ADDED, Integer.toString(list.size()));
        }
        List<AddedTokens.Added> tokens = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (JsonObject entry : list.objects()) {
            String where = "added_tokens[" + tokens.size() + "].";
            only(entry, where, "id", "content", "single_word", "lstrip", "rstrip", "normalized", "special");
            for (String option : List.of("single_word", "lstrip", "rstrip", "normalized")) {
                require(where + option, false, entry.get(option));
            }
            entry.bool("special");
            String content = entry.string("content");
            if (content.isEmpty() || Utf8.firstUnpairedSurrogate(content, 0) >= 0 || !seen.add(content)) {
                throw damaged(where + "content", "a text of whole characters, each once", "\"" + content + "\"");
            }
            int known = vocabulary.find(content);
            int expected = known >= 0 ? known : vocabulary.size() + beyond.size();
            long id = entry.integer("id");
            if (id != expected) {
                throw damaged(where + "id", Integer.toString(expected), Long.toString(id));
            }
            if (known < 0) {
                beyond.add(content);
            }
            tokens.add(new AddedTokens.Added(content, expected));
        }
        return new AddedTokens(tokens);
    }

    /** A part of the file that must be of this type. */
    private static JsonObject part(JsonObject file, String name, String type) {
        JsonObject part = partOfAnyType(file, name, type);
        require(name + ".type", type, part.get("type"));
        return part;
    }

    private static JsonObject partOfAnyType(JsonObject file, String name, String expected) {
        if (file.get(name).equals(JsonNull.NULL)) {
            throw unsupported(name, expected, "null");
        }
        return file.object(name);
    }

    private static void require(String where, Object expected, Json found) {
        Json only = Json.of(expected);
        if (!only.kind().equals(found.kind())) {
            throw damaged(where, only.kind(), found.kind());
        }
        if (!only.equals(found)) {
            throw unsupported(where, only.toString(), brief(found));
        }
    }

    private static void only(JsonObject object, String where, String... known) {
        List<String> names = List.of(known);
        for (String name : object.names()) {
            if (!names.contains(name)) {
                throw unsupported(where + name, "one of " + String.join(", ", names), brief(object.get(name)));
            }
        }
    }

    private static long id(Json value, String where) {
        if (value instanceof JsonNumber number && number.isWhole()) {
            return number.longValue();
        }
        throw damaged(where, "a whole number", value.kind());
    }

    private static String brief(Json value) {
        if (value instanceof JsonString || value instanceof JsonNumber || value instanceof JsonBool
                || value instanceof JsonNull) {
            return value.toString();
        }
        return value.kind();
    }

    private static DamagedData damaged(String where, String expected, String found) {
        return new DamagedData("The tokenizer is damaged.",
                Finding.at(where).expected(expected).found(found).remedy("Fetch the file again."));
    }

    private static Unsupported unsupported(String where, String expected, String found) {
        return new Unsupported("The tokenizer requires an unsupported feature.",
                Finding.at(where).expected(expected).found(found).remedy("Choose a model whose tokenizer is BERT's."));
    }

    /** The special tokens that a post-processor puts around a single text. */
    private static final class Around {

        private final WordPieceVocabulary vocabulary;
        private final String[] beyond;
        private final List<Integer> before = new ArrayList<>();
        private final List<Integer> after = new ArrayList<>();

        Around(WordPieceVocabulary vocabulary, String[] beyond) {
            this.vocabulary = vocabulary;
            this.beyond = beyond;
        }

        int[] before() {
            return ints(before);
        }

        int[] after() {
            return ints(after);
        }

        private static int[] ints(List<Integer> list) {
            int[] ints = new int[list.size()];
            for (int i = 0; i < ints.length; i++) {
                ints[i] = list.get(i);
            }
            return ints;
        }

        void read(JsonObject file) {
            JsonObject processor = partOfAnyType(file, "post_processor", "TemplateProcessing or BertProcessing");
            if (processor.get("type").equals(Json.of("BertProcessing"))) {
                only(processor, "post_processor.", "type", "sep", "cls");
                before.add(pair(processor, "cls"));
                after.add(pair(processor, "sep"));
                return;
            }
            require("post_processor.type", "TemplateProcessing", processor.get("type"));
            only(processor, "post_processor.", "type", "single", "pair", "special_tokens");
            template(processor.array("single").objects(), processor.object("special_tokens"));
        }

        private int pair(JsonObject processor, String name) {
            JsonArray pair = processor.array(name);
            if (pair.size() != 2 || !(pair.get(0) instanceof JsonString token)) {
                throw damaged("post_processor." + name, "a token and its id", pair.size() + " items");
            }
            return special("post_processor." + name, token.value(), pair.get(1));
        }

        private void template(List<JsonObject> single, JsonObject specials) {
            boolean text = false;
            for (int i = 0; i < single.size(); i++) {
                JsonObject piece = single.get(i);
                String where = "post_processor.single[" + i + "].";
                only(piece, where, "SpecialToken", "Sequence");
                boolean isText = piece.has("Sequence");
                if (piece.names().size() != 1 || isText && text) {
                    throw damaged(where, "one text, and special tokens", "something else");
                }
                JsonObject inner = piece.object(isText ? "Sequence" : "SpecialToken");
                only(inner, where, "id", "type_id");
                require(where + "type_id", 0L, inner.get("type_id"));
                if (isText) {
                    require(where + "Sequence.id", "A", inner.get("id"));
                    text = true;
                } else {
                    addAll(specials, inner.string("id"), text ? after : before);
                }
            }
            if (!text) {
                throw damaged("post_processor.single", "a place for the text", "none");
            }
        }

        private void addAll(JsonObject specials, String name, List<Integer> to) {
            JsonObject special = specials.object(name);
            String where = "post_processor.special_tokens, \"" + name + "\"";
            List<String> tokens = special.array("tokens").strings();
            JsonArray ids = special.array("ids");
            if (ids.size() != tokens.size() || ids.size() == 0) {
                throw damaged(where, "an id for each token", ids.size() + " for " + tokens.size());
            }
            for (int i = 0; i < tokens.size(); i++) {
                to.add(special(where, tokens.get(i), ids.get(i)));
            }
        }

        private int special(String where, String token, Json claimed) {
            int known = vocabulary.find(token);
            for (int i = 0; known < 0 && i < beyond.length; i++) {
                known = beyond[i].equals(token) ? vocabulary.size() + i : -1;
            }
            if (known < 0) {
                throw damaged(where, "a token of the vocabulary", "\"" + token + "\"");
            }
            long id = id(claimed, where);
            if (id != known) {
                throw damaged(where, "\"" + token + "\" with id " + known, Long.toString(id));
            }
            return known;
        }
    }
}
