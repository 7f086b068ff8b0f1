package dev.tabitat.core.tokenizer;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonNull;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.text.Utf8;
import java.util.Arrays;
import java.util.List;

/**
 * WordPiece by hand-checked examples; that it agrees with the original on everything is tested where the original runs.
 */
public final class WordPieceContract {

    private static final List<String> WORDS = List.of(
            "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "un", "##aff", "##able", "cafe", "##s", "!", "'", "don", "t",
            "東", "京", "a", "##b", "i", "##̇");

    private WordPieceContract() {
    }

    public static List<Contract> all() {
        return List.of(
                Contract.of("wordpiece: the longest piece first, special tokens around", WordPieceContract::pieces),
                Contract.of("wordpiece: offsets point into the text as it was", WordPieceContract::offsets),
                Contract.of("wordpiece: a limit keeps the first tokens and both special ones",
                        WordPieceContract::limits),
                Contract.of("wordpiece: a word without end is one unknown token", WordPieceContract::longWords),
                Contract.of("wordpiece: a template says what goes around", WordPieceContract::templates),
                Contract.of("wordpiece: what is missing or contradicts itself is refused by name",
                        WordPieceContract::refusals));
    }

    /** A small tokenizer.json. */
    public static JsonObject file() {
        JsonObject.Builder vocabulary = JsonObject.builder();
        for (int id = 0; id < WORDS.size(); id++) {
            vocabulary.put(WORDS.get(id), id);
        }
        return JsonObject.of("version", "1.0", "truncation", JsonNull.NULL, "padding", JsonNull.NULL,
                "added_tokens",
                JsonArray.of(JsonObject.of("id", 4, "content", "[MASK]", "single_word", false, "lstrip", false,
                        "rstrip", false,
                        "normalized", false, "special", true)),
                "normalizer", JsonObject.of("type", "BertNormalizer", "clean_text", true, "handle_chinese_chars", true,
                        "strip_accents", JsonNull.NULL, "lowercase", true),
                "pre_tokenizer", JsonObject.of("type", "BertPreTokenizer"),
                "post_processor",
                JsonObject.of("type", "BertProcessing", "sep", JsonArray.of("[SEP]", 3), "cls",
                        JsonArray.of("[CLS]", 2)),
                "decoder", JsonNull.NULL,
                "model", JsonObject.of("type", "WordPiece", "unk_token", "[UNK]", "continuing_subword_prefix", "##",
                        "max_input_chars_per_word", 100, "vocab", vocabulary.build()));
    }

    private static Tokenizer tokenizer() {
        return Tokenizers.read(Utf8.encode(file().toString()));
    }

    private static void pieces(Check check) {
        check.equal("how many", WORDS.size(), tokenizer().vocabularySize());
        ids(check, "nothing", "", 2, 3);
        ids(check, "pieces", "unaffable", 2, 5, 6, 7, 3);
        ids(check, "no pieces", "unaffablex", 2, 1, 3);
        ids(check, "punctuation", "don't!", 2, 12, 11, 13, 10, 3);
        ids(check, "capitals and accents", "CAFÉS\u0000 cafe\u0301s", 2, 8, 9, 8, 9, 3);
        ids(check, "characters of Chinese stand alone", "東京a", 2, 14, 15, 16, 3);
        ids(check, "a special token in the text", "a[MASK]a", 2, 16, 4, 16, 3);
        ids(check, "a word that is too long", "a" + "b".repeat(100), 2, 1, 3);
        ids(check, "a word that is just not", "a" + "b".repeat(99), head(2, 16, 17, 99, 3));
        ids(check, "half a character", "a \ud800", 2, 16, 3);
        check.equal("a token's name", "##able", tokenizer().token(7));
        check.fails("no such token", InvalidInput.class, () -> tokenizer().token(WORDS.size()));
    }

    private static int[] head(int first, int second, int repeated, int times, int last) {
        int[] ids = new int[times + 3];
        Arrays.fill(ids, repeated);
        ids[0] = first;
        ids[1] = second;
        ids[times + 2] = last;
        return ids;
    }

    private static void ids(Check check, String what, String text, int... expected) {
        check.equal(what, Arrays.toString(expected), Arrays.toString(tokenizer().encode(text, 1000).ids()));
    }

    private static void offsets(Check check) {
        String text = " Cafe\u0301S, \u0000un\u00adaffable";
        Encoding encoding = tokenizer().encode(text, 1000);
        StringBuilder spans = new StringBuilder();
        for (int i = 0; i < encoding.ids().length; i++) {
            spans.append(encoding.starts()[i]).append('-').append(encoding.ends()[i]).append(' ');
        }
        check.equal("spans", "0-0 1-5 6-7 7-8 10-12 13-16 16-20 0-0 ", spans.toString());
    }

    private static void limits(Check check) {
        Encoding cut = tokenizer().encode("unaffable cafes", 4);
        check.equal("cut", Arrays.toString(new int[]{2, 5, 6, 3}), Arrays.toString(cut.ids()));
        check.equal("how many it would have been", 7, cut.untruncated());
        check.isTrue("it says so", cut.truncated() && !tokenizer().encode("unaffable", 5).truncated());
        check.equal("two tokens are none of the text", 2, tokenizer().encode("unaffable", 2).ids().length);
        check.fails("one token", InvalidInput.class, () -> tokenizer().encode("a", 1));
    }

    private static void longWords(Check check) {
        String word = "é".repeat(100_000) + "\ud83d\ude00";
        Encoding encoding = tokenizer().encode(word + "! a", 1000);
        check.equal("ids", Arrays.toString(new int[]{2, 1, 10, 16, 3}), Arrays.toString(encoding.ids()));
        check.equal("start", 0, encoding.starts()[1]);
        check.equal("end, in UTF-16 code units", word.length(), encoding.ends()[1]);
        Encoding cut = tokenizer().encode("a ".repeat(50_000), 4);
        check.equal("kept", 4, cut.ids().length);
        check.equal("counted", 50_002, cut.untruncated());
    }

    private static void templates(Check check) {
        Tokenizer tokenizer = Tokenizers.read(Utf8.encode(file().with("post_processor", template("A", 2)).toString()));
        check.equal("ids", Arrays.toString(new int[]{2, 16, 3, 3}), Arrays.toString(tokenizer.encode("a", 10).ids()));
        check.fails("three are around", InvalidInput.class, () -> tokenizer.encode("a", 2));
        refused(check, Unsupported.class, "Sequence", file().with("post_processor", template("B", 2)));
        refused(check, DamagedData.class, "special_tokens", file().with("post_processor", template("A", 4)));
        refused(check, DamagedData.class, "single",
                file().with("post_processor", template("A", 2).with("single", JsonArray.EMPTY)));
    }

    private static JsonObject template(String text, int idOfCls) {
        return JsonObject.of("type", "TemplateProcessing",
                "single", JsonArray.of(
                        JsonObject.of("SpecialToken", JsonObject.of("id", "[CLS]", "type_id", 0)),
                        JsonObject.of("Sequence", JsonObject.of("id", text, "type_id", 0)),
                        JsonObject.of("SpecialToken", JsonObject.of("id", "end", "type_id", 0))),
                "pair", JsonArray.EMPTY,
                "special_tokens", JsonObject.of(
                        "[CLS]",
                        JsonObject.of("id", "[CLS]", "ids", JsonArray.of(idOfCls), "tokens", JsonArray.of("[CLS]")),
                        "end", JsonObject.of("id", "end", "ids", JsonArray.of(3, 3), "tokens",
                                JsonArray.of("[SEP]", "[SEP]"))));
    }

    private static void refusals(Check check) {
        for (String field : List.of("version", "added_tokens", "normalizer", "pre_tokenizer", "post_processor",
                "model")) {
            refused(check, DamagedData.class, field, file().without(field));
        }
        JsonObject model = file().object("model");
        for (String field : List.of("vocab", "unk_token", "continuing_subword_prefix", "max_input_chars_per_word")) {
            refused(check, DamagedData.class, field, file().with("model", model.without(field)));
        }
        refused(check, Unsupported.class, "model", file().with("model", model.with("type", "Unigram")));
        refused(check, Unsupported.class, "normalizer", file().with("normalizer", JsonObject.of("type", "None")));
        refused(check, Unsupported.class, "pre_tokenizer",
                file().with("pre_tokenizer", JsonObject.of("type", "UnicodeScripts")));
        refused(check, Unsupported.class, "post_processor",
                file().with("post_processor", JsonObject.of("type", "None")));
        refused(check, Unsupported.class, "max_input_chars_per_word",
                file().with("model", model.with("max_input_chars_per_word", 0)));
        JsonObject mask = file().array("added_tokens").objects().get(0);
        refused(check, DamagedData.class, "added_tokens[0].id",
                file().with("added_tokens", JsonArray.of(mask.with("id", 5))));
        refused(check, DamagedData.class, "added_tokens[0].content",
                file().with("added_tokens", JsonArray.of(mask.with("content", ""))));
        refused(check, DamagedData.class, "added_tokens[1].content",
                file().with("added_tokens", JsonArray.of(mask, mask)));
        refused(check, DamagedData.class, "added_tokens[0].lstrip",
                file().with("added_tokens", JsonArray.of(mask.with("lstrip", 1))));
        refused(check, Unsupported.class, "added_tokens[0].color",
                file().with("added_tokens", JsonArray.of(mask.with("color", "red"))));
        refused(check, DamagedData.class, "unk_token", file().with("model", model.with("unk_token", "[NONE]")));
        JsonObject vocabulary = model.object("vocab");
        refused(check, DamagedData.class, "vocab",
                file().with("model", model.with("vocab", vocabulary.with("twice", 5))));
        refused(check, DamagedData.class, "vocab",
                file().with("model", model.with("vocab", vocabulary.with("far", 1L << 40))));
        refused(check, DamagedData.class, "vocab",
                file().with("model", model.with("vocab", vocabulary.with("none", -1))));
        refused(check, DamagedData.class, "vocab",
                file().with("model", model.with("vocab", vocabulary.with("word", "x"))));
        check.fails("no JSON", TabitatException.class, () -> Tokenizers.read(new byte[]{1, 2, 3}));
    }

    private static void refused(Check check, Class<? extends TabitatException> error, String field, JsonObject file) {
        TabitatException e = check.fails(field, error, () -> Tokenizers.read(Utf8.encode(file.toString())));
        check.isTrue(field + " is named: " + e.finding(), (e.finding().where() + e.getMessage()).contains(field));
    }
}
