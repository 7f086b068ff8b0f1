package dev.tabitat.core.tokenizer;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.text.Utf8;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;

/**
 * Tokenizer files of every algorithm by small examples, whose tokens are those of Hugging Face's tokenizers 0.23.3:
 * each is written as id:start-end.
 */
public final class TokenizersContract {

    private static final String WORDS = """
            {"type": "WordLevel", "vocab": {"?": 0, "a": 1, "b": 2}, "unk_token": "?"}""";

    private static final String BYTES = """
            {"type": "BPE", "dropout": null, "unk_token": null, "continuing_subword_prefix": null,
             "end_of_word_suffix": null, "fuse_unk": false, "byte_fallback": false, "ignore_merges": false,
             "vocab": {"h": 0, "e": 1, "l": 2, "o": 3, "\u0120": 4, "\u00c3": 5, "\u00a9": 6, "\u00f0": 7,
                       "\u0141": 8, "\u013a": 9, "\u0122": 10, "ll": 11, "he": 12, "hell": 13, "\u0120he": 14,
                       "\u00c3\u00a9": 15, "ell": 16, "o!": 17, "!": 18},
             "merges": ["l l", "h e", "he ll", "\u0120 he", "\u00c3 \u00a9", "e ll", "o !"]}""";

    private static final String BYTES_DECODER = """
            {"type": "ByteLevel", "add_prefix_space": true, "trim_offsets": true, "use_regex": true}""";

    private static final String FALLBACK = """
            {"type": "BPE", "unk_token": "?", "fuse_unk": true, "byte_fallback": true,
             "vocab": {"?": 0, "a": 1, "b": 2, "ab": 3, "<0xC3>": 4, "<0xA9>": 5, "aba": 6},
             "merges": [["a", "b"], ["ab", "a"]]}""";

    private static final String UNIGRAM = """
            {"type": "Unigram", "unk_id": 0, "byte_fallback": true,
             "vocab": [["<unk>", 0], ["\u2581", -2], ["a", -3], ["b", -3], ["ab", -4], ["\u2581a", -2.5], ["ba", -3.5],
                       ["<0xC3>", -9], ["<0xA9>", -9]]}""";

    private static final String SPLIT = """
            {"type": "WhitespaceSplit"}""";

    private static final String ROBERTA = """
            {"type": "RobertaProcessing", "sep": ["b", 2], "cls": ["a", 1], "trim_offsets": false,
             "add_prefix_space": false}""";

    private TokenizersContract() {}

    public static List<Contract> all() {
        return List.of(
                Contract.of("tokenizers: the patterns of GPT-2, Llama 3 and Qwen2", TokenizersContract::patterns),
                Contract.of("tokenizers: patterns of runs", TokenizersContract::runs),
                Contract.of("tokenizers: byte-level pairs merge by rank", TokenizersContract::byteLevel),
                Contract.of("tokenizers: unknown characters in bytes", TokenizersContract::fallback),
                Contract.of("tokenizers: the best way through a Unigram lattice", TokenizersContract::unigram),
                Contract.of("tokenizers: added tokens by their options", TokenizersContract::addedTokens),
                Contract.of("tokenizers: normalizers move offsets along", TokenizersContract::normalizers),
                Contract.of("tokenizers: normal forms of Unicode", TokenizersContract::normalForms),
                Contract.of("tokenizers: pairs are cut as told, special tokens stay", TokenizersContract::pairs),
                Contract.of("tokenizers: tokens become a text again", TokenizersContract::decoders),
                Contract.of("tokenizers: streamed text never breaks a character", TokenizersContract::streaming),
                Contract.of("tokenizers: a vocabulary as a text is BERT's", TokenizersContract::vocabularyText),
                Contract.of("tokenizers: a SentencePiece model is a Unigram one", TokenizersContract::sentencePiece),
                Contract.of("tokenizers: what is damaged or unknown is refused by its path",
                        TokenizersContract::refusals));
    }

    private static String file(String normalizer, String preTokenizer, String postProcessor, String decoder,
            String model, String added) {
        return "{\"version\": \"1.0\", \"truncation\": null, \"padding\": null, \"added_tokens\": [" + added
                + "], \"normalizer\": " + normalizer + ", \"pre_tokenizer\": " + preTokenizer
                + ", \"post_processor\": " + postProcessor + ", \"decoder\": " + decoder + ", \"model\": " + model
                + "}";
    }

    private static Tokenizer read(String file) {
        return Tokenizers.read(Utf8.encode(file));
    }

    private static Tokenizer cutting(String preTokenizer, String model) {
        return read(file("null", preTokenizer, "null", "null", model, ""));
    }

    private static String tokens(Tokenizer tokenizer, String text) {
        Encoding encoding = tokenizer.encode(text, 1000);
        StringBuilder tokens = new StringBuilder();
        for (int i = 0; i < encoding.ids().length; i++) {
            tokens.append(i == 0 ? "" : " ").append(encoding.ids()[i]).append(':').append(encoding.starts()[i])
                    .append('-').append(encoding.ends()[i]);
        }
        return tokens.toString();
    }

    private static String split(String regex) {
        return "{\"type\": \"Split\", \"pattern\": {\"Regex\": \"" + regex.replace("\\", "\\\\")
                + "\"}, \"behavior\": \"Isolated\", \"invert\": false}";
    }

    private static void patterns(Check check) {
        String text = "I'LL can't  we've 12345 x\u00b2\u00bd\r\n\r\n \t!?...\n  end  ";
        String llama3 = "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}"
                + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
        String gpt2 = "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";
        check.equal("GPT-2", "0:0-1 0:1-2 0:2-4 0:4-8 0:8-10 0:10-11 0:11-14 0:14-17 0:17-23 0:23-25 0:25-27 0:27-32 "
                + "0:32-33 0:33-38 0:38-40 0:40-44 0:44-46", tokens(cutting(split(gpt2), WORDS), text));
        check.equal("Llama 3", "0:0-1 0:1-4 0:4-8 0:8-10 0:10-11 0:11-14 0:14-17 0:17-18 0:18-21 0:21-23 0:23-25 "
                + "0:25-27 0:27-31 0:31-32 0:32-33 0:33-39 0:39-40 0:40-44 0:44-46",
                tokens(cutting(split(llama3), WORDS), text));
        check.equal("Llama 3 ignores case, of the long s too", "0:0-2 0:2-3 0:3-5 0:5-6 0:6-9 1:9-10 0:10-11",
                tokens(cutting(split(llama3), WORDS), "'\u017fx'Sx'rEa'"));
        check.equal("Qwen2", "0:0-1 0:1-4 0:4-8 0:8-10 0:10-11 0:11-14 0:14-17 0:17-18 0:18-19 0:19-20 0:20-21 "
                + "0:21-22 0:22-23 0:23-25 0:25-26 0:26-27 0:27-31 0:31-32 0:32-33 0:33-39 0:39-40 0:40-44 0:44-46",
                tokens(cutting(split(llama3.replace("{1,3}", "")), WORDS), text));
    }

    private static void runs(Check check) {
        String text = "a  b\nc_d  \t12345.6\u2581\u00e97";
        runs(check, "\\s{2,}|[\\n\\r\\t]", "1:0-1 2:3-4 0:5-8 0:11-21", text);
        runs(check, "[\\p{L}_]+", "0:1-3 0:4-5 0:8-19 0:20-21", text);
        runs(check, "\\p{N}{2,3}", "0:0-11 0:16-21", text);
        runs(check, "\\.", "0:0-16 0:17-21", text);
        runs(check, "\u2581", "0:0-18 0:19-21", text);
        for (String regex : List.of("", "a*", "(a)", "[a-z]", "[^a]", "\\d", "a|", "|a", "a{0,2}", "a{3,2}", "a{", "[a",
                "[]", "a+?", "\\", "ab", ".", "^a", "a{99999}")) {
            check.fails("not known: " + regex, Unsupported.class, () -> cutting(split(regex), WORDS));
        }
    }

    private static void runs(Check check, String regex, String tokens, String text) {
        check.equal(regex, tokens, tokens(cutting(split(regex).replace("Isolated", "Removed"), WORDS), text));
    }

    private static void byteLevel(Check check) {
        check.equal("a character of four bytes is four tokens with its offsets",
                "4:0-1 13:0-4 3:4-5 4:5-6 4:6-7 0:7-8 15:8-9 11:9-11 7:11-13 8:11-13 9:11-13 10:11-13 3:13-14 18:14-15 "
                        + "12:15-17",
                tokens(cutting(BYTES_DECODER, BYTES), "hello  h\u00e9ll\ud83d\ude00o!zhe"));
        check.equal("offsets without spaces",
                "4:0-0 13:0-4 3:4-5 4:6-6 4:7-7 13:7-11 3:11-12 14:13-15 4:16-16",
                tokens(read(file("null", BYTES_DECODER, BYTES_DECODER, "null", BYTES, "")), "hello  hello he "));
        String ignoring = BYTES.replace("\"ignore_merges\": false", "\"ignore_merges\": true")
                .replace("\"o !\"]", "\"o !\", \"l o\"]").replace("\"!\": 18", "\"!\": 18, \"lo\": 19, \"lo!\": 20");
        check.equal("a piece that is a token is not cut", "20:0-3", tokens(cutting("null", ignoring), "lo!"));
        check.equal("else the first pair merges first", "2:0-1 17:1-3",
                tokens(cutting("null", ignoring.replace("\"ignore_merges\": true", "\"ignore_merges\": false")),
                        "lo!"));
    }

    private static void fallback(Check check) {
        check.equal("tokens", "3:0-2 6:2-5 4:5-6 5:5-6 0:6-10 2:10-11",
                tokens(cutting("null", FALLBACK), "ababa\u00e9\ud83d\ude00\ud83d\ude00b"));
    }

    private static void unigram(Check check) {
        String text = "ab aba  xyz\u00e9<x>ab \u00e9";
        String end = " 5:2-4 6:4-6 1:6-7 1:7-8 0:8-12 9:12-15 ";
        check.equal("always", "5:0-1 3:1-2" + end + "5:15-16 3:16-17 1:17-18 7:18-19 8:18-19",
                tokens(metaspace("always"), text));
        check.equal("first", "5:0-1 3:1-2" + end + "4:15-17 1:17-18 7:18-19 8:18-19",
                tokens(metaspace("first"), text));
        check.equal("never", "4:0-2" + end + "4:15-17 1:17-18 7:18-19 8:18-19", tokens(metaspace("never"), text));
    }

    private static Tokenizer metaspace(String scheme) {
        return read(
                file("null", "{\"type\": \"Metaspace\", \"replacement\": \"\u2581\", \"prepend_scheme\": \"" + scheme
                        + "\", \"split\": true}", "null", "null", UNIGRAM, added(9, "<x>", "")));
    }

    private static String added(int id, String content, String option) {
        StringBuilder token = new StringBuilder("{\"id\": ").append(id).append(", \"content\": \"").append(content)
                .append('"');
        for (String name : List.of("single_word", "lstrip", "rstrip", "normalized", "special")) {
            token.append(", \"").append(name).append("\": ").append(name.equals(option));
        }
        return token.append('}').toString();
    }

    private static void addedTokens(Check check) {
        String tokens = added(3, "<m>", "lstrip") + "," + added(4, "<r>", "rstrip") + ","
                + added(5, "ba", "single_word") + "," + added(6, "Ab", "normalized") + "," + added(7, "<m><m>", "");
        Tokenizer tokenizer = read(file("{\"type\": \"Lowercase\"}", SPLIT, "null", "null", WORDS, tokens));
        check.equal("tokens",
                "1:0-1 3:1-6 2:7-8 4:9-14 5:14-16 2:17-18 6:18-20 6:21-23 1:23-24 6:25-27 7:28-34 3:34-37",
                tokens(tokenizer, "a  <m> b <r>  ba bab aba AB <m><m><m>"));
        check.equal("how many", 8, tokenizer.vocabularySize());
        check.equal("one of them", "<m><m>", tokenizer.token(7));
    }

    private static void normalizers(Check check) {
        String normalizer = """
                {"type": "Sequence", "normalizers": [
                  {"type": "Prepend", "prepend": "_"}, {"type": "NFKC"},
                  {"type": "Strip", "strip_left": true, "strip_right": true},
                  {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": "+-"}]}""";
        String space = """
                {"type": "Split", "pattern": {"Regex": "\\\\s"}, "behavior": "Removed", "invert": false}""";
        check.equal("tokens", "0:0-1 0:2-9 0:10-11", tokens(
                read(file(normalizer, space, "null", "null", WORDS, "")), "\ufb01 e\u0301\u0316   \u00bd \uac01 "));
    }

    private static void normalForms(Check check) {
        String text = "\u00c5\ufb01\u1e69\ud55c q\u0323\u0307\u0301\u0344\u0958";
        check.equal("NFC", "\u00c5\ufb01\u1e69\ud55c q\u0323\u0307\u0301\u0308\u0301\u0915\u093c", form("NFC", text));
        check.equal("NFD",
                "A\u030a\ufb01s\u0323\u0307\u1112\u1161\u11ab q\u0323\u0307\u0301\u0308\u0301\u0915\u093c",
                form("NFD", text));
        check.equal("NFKC", "\u00c5fi\u1e69\ud55c q\u0323\u0307\u0301\u0308\u0301\u0915\u093c", form("NFKC", text));
        check.equal("marks are put in order", "q\u0323\u0307", form("NFC", "q\u0307\u0323"));
        check.equal("a blocked mark", "a\u0334\u0301\u0300", form("NFD", "a\u0301\u0334\u0300"));
    }

    /** The normalized text, seen through a decoder that joins the characters. */
    private static String form(String name, String text) {
        StringBuilder vocabulary = new StringBuilder("\"?\": 0");
        for (char c : (text + "\u00c5\u1e69\ud55cA\u030as\u1112\u1161\u11ab\u0308\u0915\u093c\u0334\u0300fia")
                .toCharArray()) {
            if (vocabulary.indexOf("\"" + c + "\"") < 0) {
                vocabulary.append(", \"").append(c).append("\": ").append(vocabulary.length());
            }
        }
        Tokenizer tokenizer = read(file("{\"type\": \"" + name + "\"}", "null", "null", "{\"type\": \"Fuse\"}",
                "{\"type\": \"BPE\", \"vocab\": {" + vocabulary + "}, \"merges\": []}", ""));
        return tokenizer.decode(tokenizer.encode(text, 1000).ids(), SpecialTokens.KEEP);
    }

    private static void pairs(Check check) {
        Tokenizer tokenizer = read(file("null", SPLIT, ROBERTA, "null", WORDS, ""));
        pair(check, tokenizer, 9, Truncation.LONGEST_FIRST, "1 1 1 1 2 2 2 2 2", "-1 0 0 0 -1 -1 1 1 -1");
        pair(check, tokenizer, 9, Truncation.ONLY_FIRST, "1 1 2 2 2 2 2 2 2", "-1 0 -1 -1 1 1 1 1 -1");
        pair(check, tokenizer, 10, Truncation.ONLY_SECOND, "1 1 1 1 1 2 2 2 2 2", "-1 0 0 0 0 0 -1 -1 1 -1");
        Encoding whole = tokenizer.encodePair("a", "b", 100, Truncation.LONGEST_FIRST);
        check.isTrue("whole", !whole.truncated() && whole.untruncated() == 6);
        check.fails("nothing of the second would stay", InvalidInput.class,
                () -> tokenizer.encodePair("a a a a b", "b b b b", 9, Truncation.ONLY_SECOND));
        check.fails("four are around", InvalidInput.class,
                () -> tokenizer.encodePair("a", "b", 3, Truncation.LONGEST_FIRST));
        Encoding plain = read(file("null", SPLIT, "null", "null", WORDS, "")).encodePair("a", "b a", 9,
                Truncation.LONGEST_FIRST);
        check.equal("types without a template", "[0, 1, 1]", Arrays.toString(plain.typeIds()));
    }

    private static void pair(Check check, Tokenizer tokenizer, int limit, Truncation truncation, String ids,
            String sequences) {
        Encoding encoding = tokenizer.encodePair("a a a a b", "b b b b", limit, truncation);
        check.equal("ids, " + truncation, "[" + ids.replace(" ", ", ") + "]", Arrays.toString(encoding.ids()));
        check.equal("texts, " + truncation, "[" + sequences.replace(" ", ", ") + "]",
                Arrays.toString(encoding.sequences()));
        check.isTrue("it says so", encoding.truncated() && encoding.untruncated() == 13);
    }

    private static void decoders(Check check) {
        decoded(check, "bytes", "hello \u00e9\ufffd!", read(file("null", "null", "null", BYTES_DECODER, BYTES, "")), 13,
                3, 4, 5, 6, 7, 8, 18);
        String fallback = """
                {"type": "Sequence", "decoders": [
                  {"type": "Replace", "pattern": {"String": "\u2581"}, "content": " "}, {"type": "ByteFallback"},
                  {"type": "Fuse"}, {"type": "Strip", "content": " ", "start": 1, "stop": 0}]}""";
        decoded(check, "byte tokens", "ab\u00e9 ab\ufffd", read(file("null", "null", "null", fallback, UNIGRAM, "")), 5,
                3, 7, 8, 1, 4, 7);
        String metaspace = """
                {"type": "Metaspace", "replacement": "\u2581", "prepend_scheme": "always", "split": true}""";
        decoded(check, "marks of spaces", "ab ab", read(file("null", "null", "null", metaspace, UNIGRAM, "")), 5, 3, 1,
                4);
        decoded(check, "no decoder", "a b ?", cutting("null", WORDS), 1, 2, 0);
        String words = WordPieceContract.file().with("decoder", dev.tabitat.core.json.JsonObject.of("type", "WordPiece",
                "prefix", "##", "cleanup", true)).toString();
        decoded(check, "word pieces", "unaffable cafes! don ' t", read(words), 5, 6, 7, 8, 9, 10, 12, 11, 13);
        check.equal("special tokens skipped", "cafe",
                read(words).decode(new int[]{4, 8, 4}, SpecialTokens.SKIP));
        check.equal("nothing", "", read(words).decode(new int[0], SpecialTokens.KEEP));
        check.fails("no such token", InvalidInput.class,
                () -> read(words).decode(new int[]{99}, SpecialTokens.KEEP));
        Tokenizer unknown = read(file("null", "null", "null", "{\"type\": \"CTC\"}", WORDS, ""));
        check.equal("it encodes", "1:0-1", tokens(unknown, "a"));
        check.fails("it does not decode", Unsupported.class, () -> unknown.decode(new int[]{1}, SpecialTokens.KEEP));
    }

    private static void decoded(Check check, String what, String text, Tokenizer tokenizer, int... ids) {
        check.equal(what, text, tokenizer.decode(ids, SpecialTokens.KEEP));
        StreamingDecoder stream = tokenizer.streamingDecoder(SpecialTokens.KEEP);
        StringBuilder streamed = new StringBuilder();
        for (int id : ids) {
            streamed.append(stream.add(id));
        }
        check.equal(what + ", streamed", text, streamed.append(stream.finish()).toString());
    }

    private static void streaming(Check check) {
        StreamingDecoder stream = read(file("null", "null", "null", BYTES_DECODER, BYTES, ""))
                .streamingDecoder(SpecialTokens.KEEP);
        // The four bytes of an emoji: f0 9f 98 80.
        int[] ids = {13, 7, 8, 9, 10, 5, 6, 5};
        String[] parts = {"hell", "", "", "", "\ud83d\ude00", "", "\u00e9", ""};
        for (int i = 0; i < ids.length; i++) {
            check.equal("part " + i, parts[i], stream.add(ids[i]));
        }
        check.equal("what was held back", "\ufffd", stream.finish());
        StreamingDecoder broken = read(file("null", "null", "null", BYTES_DECODER, BYTES, ""))
                .streamingDecoder(SpecialTokens.KEEP);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            text.append(broken.add(7));
        }
        check.equal("broken bytes do not wait for ever", 99, text.length());
        for (int id : new int[]{8, 9, 10}) {
            text.append(broken.add(id));
        }
        check.equal("the last one may still be a character", "\ufffd\ud83d\ude00", text.substring(98));
    }

    private static void vocabularyText(Check check) {
        String vocabulary = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\ncafe\n##s\nCaf\u00e9\n\u6771\n##\u6771\ntwice\ntwice\n";
        check.equal("lower case", "2:0-0 5:0-4 6:4-5 4:6-12 11:13-18 8:19-20 3:0-0",
                tokens(vocabulary(vocabulary, "{}"), "Caf\u00e9s [MASK] Twice \u6771"));
        check.equal("case kept, Windows line breaks", "2:0-0 7:0-4 6:4-5 9:5-6 3:0-0",
                tokens(vocabulary(vocabulary.replace("\n", "\r\n"),
                        "{\"do_lower_case\": false, \"tokenize_chinese_chars\": false}"), "Caf\u00e9s\u6771"));
        check.equal("other special tokens", "5:0-0 0:0-5 3:0-0",
                tokens(vocabulary(vocabulary, "{\"cls_token\": {\"content\": \"cafe\", \"lstrip\": false}}"),
                        "[PAD]"));
        check.equal("how many", 12, vocabulary(vocabulary, "{}").vocabularySize());
        TabitatException other = check.fails("another tokenizer", Unsupported.class,
                () -> vocabulary(vocabulary, "{\"tokenizer_class\": \"T5Tokenizer\"}"));
        check.equal("by name", "tokenizer_class", other.finding().where());
        TabitatException missing = check.fails("no end", DamagedData.class, () -> vocabulary("[UNK]\n[CLS]\n", "{}"));
        check.equal("by its name", "sep_token", missing.finding().where());
        check.fails("no tokens", DamagedData.class, () -> vocabulary("", "{}"));
    }

    private static Tokenizer vocabulary(String vocabulary, String config) {
        return Tokenizers.readVocabulary(Utf8.encode(vocabulary), Utf8.encode(config));
    }

    private static void sentencePiece(Check check) {
        ByteArrayOutputStream model = new ByteArrayOutputStream();
        piece(model, "<pad>", 3);
        piece(model, "</s>", 3);
        piece(model, "<unk>", 2);
        piece(model, "\u2581a", 1);
        piece(model, "b", 1);
        // The trainer: field 40, the id of the unknown piece.
        message(model, 2, new byte[]{(byte) 0xC0, 2, 2});
        String config = "{\"tokenizer_class\": \"T5Tokenizer\", \"extra_ids\": 2}";
        Tokenizer tokenizer = Tokenizers.readSentencePiece(model.toByteArray(), Utf8.encode(config));
        check.equal("tokens", "3:0-1 2:1-2 4:2-3 4:3-4 6:4-16 1:0-0", tokens(tokenizer, "a bb<extra_id_0>"));
        check.equal("how many", 7, tokenizer.vocabularySize());
        check.equal("decoded", "abb", tokenizer.decode(new int[]{3, 4, 4, 1}, SpecialTokens.SKIP));
        byte[] cut = Arrays.copyOf(model.toByteArray(), model.size() - 1);
        check.fails("cut", DamagedData.class, () -> Tokenizers.readSentencePiece(cut, Utf8.encode(config)));
        check.fails("another tokenizer", Unsupported.class, () -> Tokenizers.readSentencePiece(model.toByteArray(),
                Utf8.encode("{\"tokenizer_class\": \"LlamaTokenizer\"}")));
        // Field 3 of the trainer: BPE.
        message(model, 2, new byte[]{0x18, 2});
        check.fails("another model", Unsupported.class,
                () -> Tokenizers.readSentencePiece(model.toByteArray(), Utf8.encode(config)));
    }

    private static void piece(ByteArrayOutputStream model, String text, int type) {
        ByteArrayOutputStream piece = new ByteArrayOutputStream();
        message(piece, 1, Utf8.encode(text));
        // The score -1 as a 32-bit float, then the type.
        byte[] rest = {0x15, 0, 0, (byte) 0x80, (byte) 0xBF, 0x18, (byte) type};
        piece.write(rest, 0, rest.length);
        message(model, 1, piece.toByteArray());
    }

    private static void message(ByteArrayOutputStream out, int field, byte[] bytes) {
        out.write(field << 3 | 2);
        out.write(bytes.length);
        out.write(bytes, 0, bytes.length);
    }

    private static void refusals(Check check) {
        refused(check, DamagedData.class, "model.vocab[1]", model("""
                {"type": "Unigram", "unk_id": 0, "vocab": [["<unk>", 0], ["a"]]}"""));
        refused(check, DamagedData.class, "model.vocab[1][1]", model("""
                {"type": "Unigram", "unk_id": 0, "vocab": [["<unk>", 0], ["a", "b"]]}"""));
        refused(check, DamagedData.class, "model.unk_id", model("""
                {"type": "Unigram", "unk_id": 2, "vocab": [["<unk>", 0], ["a", -1]]}"""));
        refused(check, DamagedData.class, "model.unk_id", model("""
                {"type": "Unigram", "unk_id": null, "vocab": [["a", -1]]}"""));
        refused(check, DamagedData.class, "model.merges[1]", model(BYTES.replace("\"h e\"", "\"h x\"")));
        refused(check, DamagedData.class, "model.merges[1]", model(BYTES.replace("\"h e\"", "\"h l\"")));
        refused(check, DamagedData.class, "model.merges[1]", model(BYTES.replace("\"h e\"", "\"h e l\"")));
        refused(check, DamagedData.class, "model.merges[1]", model(BYTES.replace("\"h e\"", "7")));
        refused(check, DamagedData.class, "model.unk_token", model(BYTES.replace("\"unk_token\": null",
                "\"unk_token\": \"none\"")));
        refused(check, Unsupported.class, "model.dropout", model(BYTES.replace("\"dropout\": null",
                "\"dropout\": 0.1")));
        refused(check, Unsupported.class, "model.type", model("{\"type\": \"Other\"}"));
        refused(check, DamagedData.class, "model.vocab", model(WORDS.replace("\"b\": 2", "\"b\": 1")));
        refused(check, DamagedData.class, "model.vocab", model(WORDS.replace("\"b\": 2", "\"b\": 99999999")));
        refused(check, Unsupported.class, "model.vocab", model(WORDS.replace("\"b\"", "\"" + "b".repeat(1001) + "\"")));
        refused(check, DamagedData.class, "model.unk_token", model(WORDS.replace("\"unk_token\": \"?\"",
                "\"unk_token\": \"!\"")));
        refused(check, Unsupported.class, "pre_tokenizer.pattern.Regex",
                file("null", split("[a-z]+"), "null", "null", WORDS, ""));
        refused(check, DamagedData.class, "pre_tokenizer.pretokenizers[0].type",
                file("null", "{\"type\": \"Sequence\", \"pretokenizers\": [{}]}", "null", "null", WORDS, ""));
        refused(check, DamagedData.class, "normalizer.precompiled_charsmap",
                file(charsmap("AAAA"), "null", "null", "null", WORDS, ""));
        refused(check, DamagedData.class, "normalizer.precompiled_charsmap",
                file(charsmap("//8AAA=="), "null", "null", "null", WORDS, ""));
        refused(check, DamagedData.class, "normalizer.precompiled_charsmap",
                file(charsmap("*"), "null", "null", "null", WORDS, ""));
        refused(check, DamagedData.class, "post_processor.cls",
                file("null", "null", ROBERTA.replace("[\"a\", 1]", "[\"a\", 2]"), "null", WORDS, ""));
        refused(check, DamagedData.class, "added_tokens[0].id",
                file("null", "null", "null", "null", WORDS, added(7, "<x>", "")));
        refused(check, DamagedData.class, "added_tokens[0].id",
                file("null", "null", "null", "null", WORDS.replace("\"b\": 2", "\"b\": 3"), added(3, "<x>", "")));
    }

    private static String charsmap(String base64) {
        return "{\"type\": \"Precompiled\", \"precompiled_charsmap\": \"" + base64 + "\"}";
    }

    private static String model(String model) {
        return file("null", "null", "null", "null", model, "");
    }

    private static void refused(Check check, Class<? extends TabitatException> error, String path, String file) {
        TabitatException e = check.fails(path, error, () -> read(file));
        check.isTrue(path + " is named: " + e.finding(), e.finding().where().startsWith(path));
    }
}
