package dev.tabitat.core.tokenizer;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonNull;
import dev.tabitat.core.json.JsonNumber;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonString;
import dev.tabitat.core.text.Split;
import dev.tabitat.core.tokenizer.file.JsonPart;
import dev.tabitat.core.tokenizer.sentencepiece.SentencePieceModel;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A SentencePiece model with a configuration beside it, of before there was {@code tokenizer.json}, turned into what
 * the latter would be, as the transformers library converts it.
 *
 * <pre>
 * tokenizer_config.json = tokenizer_class: XLMRobertaTokenizer, T5Tokenizer, AlbertTokenizer or DebertaV2Tokenizer, or
 *                         the same with Fast; extra_ids, 100 for T5; do_lower_case, keep_accents for ALBERT;
 *                         do_lower_case, split_by_punct for DeBERTa; other fields are not used
 * </pre>
 */
final class SentencePieceVocabulary {

    private static final int MAX_EXTRA = 1_000;
    private static final int PENALTY = 100;

    private final SentencePieceModel model;
    private final JsonPart config;
    private final String family;
    private final List<Json> pieces = new ArrayList<>();
    private final Map<String, Integer> ids = new HashMap<>();
    private final List<Json> added = new ArrayList<>();
    private final Map<String, Integer> addedIds = new HashMap<>();
    /** Where each added token is in their list. */
    private final Map<String, Integer> addedPlaces = new HashMap<>();
    private int beyondVocabulary;
    private int unknown;

    /** @throws Unsupported when the configuration names another tokenizer */
    SentencePieceVocabulary(SentencePieceModel model, JsonPart config) {
        this.model = model;
        this.config = config;
        String type = config.string("tokenizer_class");
        family = type.endsWith("Fast") ? type.substring(0, type.length() - 4) : type;
        unknown = model.unknown();
    }

    /** @throws DamagedData when a special token is missing */
    JsonObject file() {
        JsonObject template;
        List<Json> normalizers = new ArrayList<>();
        List<Json> preTokenizers = new ArrayList<>();
        switch (family) {
            case "XLMRobertaTokenizer" -> {
                xlmRoberta();
                template = template("<s>", "</s> </s>", "</s>", 0);
                charsMap(normalizers);
                stripped(normalizers);
            }
            case "T5Tokenizer" -> {
                t5();
                template = template("", "</s>", "</s>", 0);
                charsMap(normalizers);
                stripped(normalizers);
            }
            case "AlbertTokenizer" -> {
                albert();
                template = template("[CLS]", "[SEP]", "[SEP]", 1);
                albertNormalizers(normalizers);
            }
            case "DebertaV2Tokenizer" -> {
                deberta();
                template = template("[CLS]", "[SEP]", "[SEP]", 1);
                if (config.boolOr("do_lower_case", false)) {
                    normalizers.add(type("Lowercase"));
                }
                normalizers.add(JsonObject.of("type", "Strip", "strip_left", true, "strip_right", true));
                charsMap(normalizers);
                normalizers.add(spaces(" "));
                if (config.boolOr("split_by_punct", false)) {
                    preTokenizers.add(JsonObject.of("type", "Punctuation", "behavior", "Isolated"));
                }
            }
            default -> throw config.unsupported("tokenizer_class",
                    "XLMRobertaTokenizer, T5Tokenizer, AlbertTokenizer or DebertaV2Tokenizer",
                    JsonPart.shorten(family));
        }
        JsonObject metaspace = JsonObject.of("type", "Metaspace", "replacement", "\u2581", "prepend_scheme", "always",
                "split", true);
        preTokenizers.add(metaspace);
        return JsonObject.of("version", "1.0", "truncation", JsonNull.NULL, "padding", JsonNull.NULL, "added_tokens",
                added, "normalizer", JsonObject.of("type", "Sequence", "normalizers", normalizers), "pre_tokenizer",
                JsonObject.of("type", "Sequence", "pretokenizers", preTokenizers), "post_processor", template,
                "decoder", metaspace, "model",
                JsonObject.of("type", "Unigram", "unk_id", unknown, "vocab", pieces, "byte_fallback", false));
    }

    /** Fairseq's ids: its own special tokens first, the model's pieces from the fourth on. */
    private void xlmRoberta() {
        for (String token : List.of("<s>", "<pad>", "</s>", "<unk>")) {
            piece(token, 0);
        }
        for (int i = 3; i < model.pieces().size(); i++) {
            piece(model.pieces().get(i).text(), model.pieces().get(i).score());
        }
        piece("<mask>", 0);
        unknown = 3;
        controls();
        for (String token : List.of("<s>", "<pad>", "</s>", "<unk>")) {
            special(token, false);
        }
        special("<mask>", true);
    }

    private void t5() {
        int extra = config.has("extra_ids") ? config.integer("extra_ids", 0, MAX_EXTRA) : 100;
        for (SentencePieceModel.Piece piece : model.pieces()) {
            piece(piece.text(), piece.score());
        }
        for (int i = extra - 1; i >= 0; i--) {
            piece("<extra_id_" + i + ">", 0);
        }
        controls();
        for (String token : List.of("</s>", "<unk>", "<pad>")) {
            special(token, false);
        }
        for (int i = extra - 1; i >= 0; i--) {
            special("<extra_id_" + i + ">", false);
        }
    }

    private void albert() {
        for (SentencePieceModel.Piece piece : model.pieces()) {
            String text = piece.text();
            int length = text.length();
            boolean isNumber = length >= 2 && text.charAt(length - 1) == ','
                    && Character.isDigit(text.charAt(length - 2));
            piece(text, isNumber ? (double) piece.score() - PENALTY : piece.score());
        }
        controls();
        for (String token : List.of("[CLS]", "[SEP]", "<unk>", "<pad>")) {
            special(token, false);
        }
        special("[MASK]", true);
    }

    private void deberta() {
        for (SentencePieceModel.Piece piece : model.pieces()) {
            piece(piece.text(), piece.score());
        }
        controls();
        for (String token : List.of("[PAD]", "[CLS]", "[SEP]", "[UNK]", "[MASK]")) {
            special(token, false);
        }
    }

    private void piece(String text, double score) {
        ids.put(text, pieces.size());
        pieces.add(new JsonArray(List.of(new JsonString(text), JsonNumber.of(score))));
    }

    /** Control symbols and what the model's maker defined are looked for in the text. */
    private void controls() {
        for (SentencePieceModel.Piece piece : model.pieces()) {
            if (piece.type() == SentencePieceModel.CONTROL || piece.type() == SentencePieceModel.USER_DEFINED) {
                add(piece.text(), false, piece.type() == SentencePieceModel.CONTROL);
            }
        }
    }

    /** A token that the tokenizer of this family has as a special one; behind the vocabulary if it is not in it. */
    private void special(String token, boolean stripsLeft) {
        add(token, stripsLeft, true);
    }

    private void add(String token, boolean stripsLeft, boolean isSpecial) {
        Integer place = addedPlaces.get(token);
        Integer known = ids.get(token);
        int id = known != null ? known
                : place != null ? addedIds.get(token) : pieces.size() + beyondVocabulary++;
        JsonObject entry = JsonObject.of("id", id, "content", token, "single_word", false, "lstrip", stripsLeft,
                "rstrip", false, "normalized", false, "special", isSpecial);
        if (place != null) {
            added.set(place, entry);
            return;
        }
        addedPlaces.put(token, added.size());
        addedIds.put(token, id);
        added.add(entry);
    }

    private void charsMap(List<Json> normalizers) {
        if (model.charsMap().length > 0) {
            normalizers.add(JsonObject.of("type", "Precompiled", "precompiled_charsmap",
                    Base64.getEncoder().encodeToString(model.charsMap())));
        }
    }

    private static void stripped(List<Json> normalizers) {
        normalizers.add(JsonObject.of("type", "Strip", "strip_left", false, "strip_right", true));
        normalizers.add(spaces("\u2581"));
    }

    private void albertNormalizers(List<Json> normalizers) {
        normalizers.add(replace("``"));
        normalizers.add(replace("''"));
        if (!config.boolOr("keep_accents", false)) {
            normalizers.add(type("NFKD"));
            normalizers.add(type("StripAccents"));
        }
        if (config.boolOr("do_lower_case", true)) {
            normalizers.add(type("Lowercase"));
        }
        charsMap(normalizers);
        normalizers.add(spaces(" "));
    }

    private static JsonObject type(String name) {
        return JsonObject.of("type", name);
    }

    private static JsonObject replace(String quotes) {
        return JsonObject.of("type", "Replace", "pattern", JsonObject.of("String", quotes), "content", "\"");
    }

    private static JsonObject spaces(String content) {
        return JsonObject.of("type", "Replace", "pattern", JsonObject.of("Regex", " {2,}"), "content", content);
    }

    /** {@code first A last} and {@code first A between B last}; the second text and what follows have a type. */
    private JsonObject template(String first, String between, String last, int type) {
        List<Json> single = new ArrayList<>();
        List<Json> pair = new ArrayList<>();
        JsonObject.Builder specials = JsonObject.builder();
        for (List<Json> parts : List.of(single, pair)) {
            if (!first.isEmpty()) {
                parts.add(token(first, 0, specials));
            }
            parts.add(text("A", 0));
        }
        single.add(token(last, 0, specials));
        for (String token : Split.words(between)) {
            pair.add(token(token, 0, specials));
        }
        pair.add(text("B", type));
        pair.add(token(last, type, specials));
        return JsonObject.of("type", "TemplateProcessing", "single", single, "pair", pair, "special_tokens",
                specials.build());
    }

    private static JsonObject text(String id, int type) {
        return JsonObject.of("Sequence", JsonObject.of("id", id, "type_id", type));
    }

    private JsonObject token(String token, int type, JsonObject.Builder specials) {
        Integer id = ids.containsKey(token) ? ids.get(token) : addedIds.get(token);
        if (id == null) {
            throw config.damaged("tokenizer_class", "a model with the piece " + token, "none");
        }
        specials.put(token, JsonObject.of("id", token, "ids", JsonArray.of(id), "tokens", JsonArray.of(token)));
        return JsonObject.of("SpecialToken", JsonObject.of("id", token, "type_id", type));
    }
}
