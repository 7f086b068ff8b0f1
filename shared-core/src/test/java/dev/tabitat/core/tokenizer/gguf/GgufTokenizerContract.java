package dev.tabitat.core.tokenizer.gguf;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.format.gguf.Gguf;
import dev.tabitat.core.format.gguf.GgufBytes;
import dev.tabitat.core.tokenizer.GeneratorTokenizer.SpecialText;
import dev.tabitat.core.tokenizer.GeneratorTokenizer.TextStream;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Tokenizers of GGUF files cut and join texts as llama.cpp does, in small vocabularies. */
public final class GgufTokenizerContract {

    private GgufTokenizerContract() {}

    public static List<Contract> all() {
        return List.of(
                Contract.of("gguf tokenizer: SentencePiece merges by scores, the leftmost first",
                        GgufTokenizerContract::sentencePiece),
                Contract.of("gguf tokenizer: special tokens are read only where they may be",
                        GgufTokenizerContract::special),
                Contract.of("gguf tokenizer: byte-level BPE by each pre-tokenizer", GgufTokenizerContract::bytePairs),
                Contract.of("gguf tokenizer: a stream never has a part of a character", GgufTokenizerContract::stream),
                Contract.of("gguf tokenizer: what starts and ends a text", GgufTokenizerContract::ends),
                Contract.of("gguf tokenizer: what is not known or does not fit is refused",
                        GgufTokenizerContract::refusals));
    }

    /** A vocabulary under construction. */
    private static final class Words {

        private final List<String> tokens = new ArrayList<>();
        private final List<Integer> types = new ArrayList<>();
        private final List<Float> scores = new ArrayList<>();
        private final List<String> merges = new ArrayList<>();
        private final GgufBytes file = new GgufBytes();

        Words add(String token, int type, double score) {
            tokens.add(token);
            types.add(type);
            scores.add((float) score);
            return this;
        }

        int id(String token) {
            return tokens.indexOf(token);
        }

        GgufBytes file() {
            byte[][] typeBytes = new byte[types.size()][];
            byte[][] scoreBytes = new byte[types.size()][];
            for (int i = 0; i < types.size(); i++) {
                typeBytes[i] = GgufBytes.u32(types.get(i));
                scoreBytes[i] = GgufBytes.u32(Float.floatToIntBits(scores.get(i)));
            }
            file.texts("tokenizer.ggml.tokens", tokens.toArray(new String[0]))
                    .raw("tokenizer.ggml.token_type", 9, GgufBytes.join(GgufBytes.u32(5), GgufBytes.u64(types.size()),
                            GgufBytes.join(typeBytes)))
                    .raw("tokenizer.ggml.scores", 9, GgufBytes.join(GgufBytes.u32(6), GgufBytes.u64(types.size()),
                            GgufBytes.join(scoreBytes)));
            if (!merges.isEmpty()) {
                file.texts("tokenizer.ggml.merges", merges.toArray(new String[0]));
            }
            return file;
        }

        GgufTokenizer read() {
            return GgufTokenizer.read(Gguf.read(Slices.of(file().file())));
        }
    }

    private static Words sentences() {
        Words words = new Words().add("<unk>", 2, 0).add("<s>", 3, 0).add("</s>", 3, 0);
        for (int b = 0; b < 256; b++) {
            words.add("<0x" + "0123456789ABCDEF".charAt(b >> 4) + "0123456789ABCDEF".charAt(b & 15) + ">", 6, 0);
        }
        words.add("\u2581", 1, -20).add("h", 1, -21).add("e", 1, -22).add("l", 1, -23).add("o", 1, -24)
                .add("ll", 1, -2).add("he", 1, -3).add("hell", 1, -4).add("hello", 1, -5).add("\u2581hello", 1, -6)
                .add("\n\n", 4, 0).add("\n\n\n", 4, 0).add("<mark>", 3, 0).add("el", 1, -3);
        words.file.text("tokenizer.ggml.model", "llama");
        return words;
    }

    private static Words bytes(String preTokenizer) {
        Words words = new Words();
        // The bytes in GPT-2's alphabet: the visible ones as they are, the others from U+0100 on.
        int next = 0x100;
        for (int b = 0; b < 256; b++) {
            boolean isVisible = b > ' ' && b < 0x7F || b > 0xA0 && b != 0xAD;
            words.add(String.valueOf((char) (isVisible ? b : next++)), 1, 0);
        }
        for (String pair : new String[]{"1 2", "3 4", "h e", "l l", "he ll", "hell o", "\u0120 hello", "\u0120 \u0120",
                "\u010A \u010A", "' s", "\u00e0 \u00b8", "\u00b3 \u00e0\u00b8"}) {
            words.merges.add(pair);
            words.add(pair.replace(" ", ""), 1, 0);
        }
        words.add("<|im_end|>", 3, 0).add("<|im_start|>", 3, 0).add("<tool>", 4, 0).add("hellohello", 1, 0);
        words.file.text("tokenizer.ggml.model", "gpt2").text("tokenizer.ggml.pre", preTokenizer);
        return words;
    }

    private static String spelled(GgufTokenizer tokenizer, String text, SpecialText special) {
        StringBuilder all = new StringBuilder();
        for (int id : tokenizer.encode(text, special)) {
            all.append(all.length() == 0 ? "" : " ").append(tokenizer.token(id));
        }
        return all.toString();
    }

    private static String spelled(GgufTokenizer tokenizer, String text) {
        return spelled(tokenizer, text, SpecialText.AS_TEXT);
    }

    private static void sentencePiece(Check check) {
        GgufTokenizer tokenizer = sentences().read();
        check.equal("a word", "\u2581hello", spelled(tokenizer, "hello"));
        check.equal("the leftmost of equals", "\u2581 ll l", spelled(tokenizer, "lll"));
        check.equal("of other equals too", "\u2581 he l", spelled(tokenizer, "hel"));
        check.equal("the better score first", "\u2581 e ll", spelled(tokenizer, "ell"));
        check.equal("words", "\u2581hello \u2581hello \u2581", spelled(tokenizer, "hello hello "));
        check.equal("bytes of what has no token", "\u2581 <0xC3> <0xA9> <0x0A>", spelled(tokenizer, "\u00e9\n"));
        check.equal("user-defined tokens first, the longest", "\u2581 h \n\n\n \n\n \u2581 e",
                spelled(tokenizer, "h\n\n\n\n\ne"));
        check.equal("no text", "", spelled(tokenizer, ""));
        Words plain = sentences();
        plain.file.flag("tokenizer.ggml.add_space_prefix", false);
        check.equal("no space before the text", "hello \u2581hello", spelled(plain.read(), "hello hello"));
        check.equal("an unpaired surrogate", "\u2581 <0xEF> <0xBF> <0xBD>", spelled(tokenizer, "\ud800"));
        check.equal("NUL", "\u2581 <0x00>", spelled(tokenizer, "\0"));
    }

    private static void special(Check check) {
        GgufTokenizer tokenizer = sentences().read();
        check.equal("as tokens", "\u2581hello </s> \u2581hello <mark>",
                spelled(tokenizer, "hello</s>hello<mark>", SpecialText.AS_TOKENS));
        check.isTrue("as text", !spelled(tokenizer, "hello</s>").contains("</s>"));
        check.equal("a byte token's spelling is text", 7, tokenizer.encode("<0x41>", SpecialText.AS_TOKENS).length);
        GgufTokenizer bytes = bytes("qwen2").read();
        check.equal("as tokens", "<|im_start|> hello <|im_end|>",
                spelled(bytes, "<|im_start|>hello<|im_end|>", SpecialText.AS_TOKENS));
        check.isTrue("as text", !spelled(bytes, "<|im_start|>").contains("<|im_start|>"));
        check.equal("user-defined ones always", "<tool> hello", spelled(bytes, "<tool>hello"));
        Words phi = sentences();
        phi.file.text("general.name", "Phi-3 mini");
        check.equal("Phi-3 drops white space", "<mark> \u2581hello </s> \u2581hello",
                spelled(phi.read(), "<mark> \n hello</s> hello", SpecialText.AS_TOKENS));
        check.equal("others do not", "<mark> \u2581 \u2581hello",
                spelled(tokenizer, "<mark> hello", SpecialText.AS_TOKENS));
    }

    private static void bytePairs(Check check) {
        check.equal("gpt-2", "12 34 \u0120hello", spelled(bytes("gpt-2").read(), "1234 hello"));
        check.equal("llama-bpe", "12 3 4", spelled(bytes("llama-bpe").read(), "1234"));
        check.equal("qwen2", "1 2 3 4", spelled(bytes("qwen2").read(), "1234"));
        check.equal("smollm", "\u0120 1 2 3 4", spelled(bytes("smollm").read(), " 1234"));
        check.equal("a whole piece before merges, in Llama 3's alone", "hellohello",
                spelled(bytes("llama-bpe").read(), "hellohello"));
        check.equal("elsewhere merges", "hello hello", spelled(bytes("gpt-2").read(), "hellohello"));
        check.equal("contractions", "hello 's", spelled(bytes("gpt-2").read(), "hello's"));
        check.equal("spaces", "\u0120\u0120 \u0120hello", spelled(bytes("gpt-2").read(), "   hello"));
        // The third sign is a mark: a part of the word in Qwen3.5 alone, so that bytes merge before it.
        String thai = "\u0e01\u0e33\u0e38\u0e01";
        String merged = "\u00b3\u00e0\u00b8";
        check.isTrue("marks in qwen35", spelled(bytes("qwen35").read(), thai).contains(merged));
        check.isTrue("marks in qwen2", !spelled(bytes("qwen2").read(), thai).contains(merged));
        check.equal("digits of other scripts", "\u0667", bytes("starcoder").read().decode(
                bytes("starcoder").read().encode("\u0667", SpecialText.AS_TEXT)));
    }

    private static void stream(Check check) {
        Words words = sentences();
        GgufTokenizer tokenizer = words.read();
        TextStream stream = tokenizer.stream();
        check.equal("a space", " hello", stream.add(words.id("\u2581hello")));
        check.equal("half a character", "", stream.add(words.id("<0xC3>")));
        check.equal("control tokens are no text", "", stream.add(words.id("</s>")));
        check.equal("the other half", "\u00e9", stream.add(words.id("<0xA9>")));
        check.equal("half again", "", stream.add(words.id("<0xF0>")));
        check.equal("broken off", "\ufffdh", stream.add(words.id("h")));
        check.equal("at the end", "", stream.add(words.id("<0xE2>")));
        check.equal("rest", "\ufffd", stream.finish());
        Words pairs = bytes("qwen2");
        GgufTokenizer bytes = pairs.read();
        check.equal("a token that ends in half a character", "\ufffdhe\n",
                bytes.decode(new int[]{pairs.id("\u00e0\u00b8"), pairs.id("he"), pairs.id("\u010A")}));
        check.equal("round trip", "a\u00e9 \ud83d\ude42\0\n",
                bytes.decode(bytes.encode("a\u00e9 \ud83d\ude42\0\n", SpecialText.AS_TEXT)));
    }

    private static void ends(Check check) {
        Words words = sentences();
        GgufTokenizer tokenizer = words.read();
        check.equal("SentencePiece begins", 1, tokenizer.start()[0]);
        check.isTrue("ends", tokenizer.isEnd(words.id("</s>")) && !tokenizer.isEnd(words.id("<mark>")));
        check.isTrue("control", tokenizer.isControl(0) && !tokenizer.isControl(words.id("h")));
        Words never = sentences();
        never.file.flag("tokenizer.ggml.add_bos_token", false);
        GgufTokenizer silent = never.read();
        check.equal("unless it says no", 0, silent.start().length);
        check.equal("but has it", OptionalInt.of(1), silent.beginning());
        Words llama = bytes("llama-bpe");
        llama.file.u32("tokenizer.ggml.bos_token_id", llama.id("<|im_start|>"));
        check.equal("Llama 3 begins though its file does not say so", llama.id("<|im_start|>"),
                llama.read().start()[0]);
        Words qwen = bytes("qwen2");
        qwen.file.u32("tokenizer.ggml.bos_token_id", 0).u32("tokenizer.ggml.eos_token_id", 5);
        GgufTokenizer plain = qwen.read();
        check.equal("Qwen2 does not", 0, plain.start().length);
        check.isTrue("the end by its id and by its text", plain.isEnd(5) && plain.isEnd(qwen.id("<|im_end|>")));
        check.isTrue("is a control token then", plain.isControl(5));
        check.equal("none", OptionalInt.empty(), bytes("gpt-2").read().beginning());
    }

    private static void refusals(Check check) {
        check.equal("by name", "falcon", check.fails("pre-tokenizer", Unsupported.class, () -> bytes("falcon").read())
                .finding().found());
        check.fails("no pre-tokenizer", Unsupported.class, () -> bytes("").read());
        check.fails("the default one", Unsupported.class, () -> bytes("default").read());
        check.equal("by name", "rwkv", check.fails("model", Unsupported.class, () -> {
            Words words = new Words().add("a", 1, 0);
            words.file.text("tokenizer.ggml.model", "rwkv");
            words.read();
        }).finding().found());
        check.fails("no tokens", DamagedData.class, () -> GgufTokenizer.read(Gguf.read(Slices.of(new GgufBytes()
                .text("tokenizer.ggml.model", "llama").file()))));
        Words merge = bytes("gpt-2");
        merge.merges.add("x yz");
        check.fails("a merge of what is not there", DamagedData.class, merge::read);
        Words end = sentences();
        end.file.u32("tokenizer.ggml.eos_token_id", 9999);
        check.fails("an end that is not there", DamagedData.class, end::read);
        Words scores = new Words().add("a", 1, Double.NaN).add("b", 1, 0);
        scores.file.text("tokenizer.ggml.model", "llama");
        check.fails("a score that is no number", DamagedData.class, scores::read);
        GgufTokenizer tokenizer = sentences().read();
        check.fails("no such token", InvalidInput.class, () -> tokenizer.token(100_000));
        check.fails("a negative token", InvalidInput.class, () -> tokenizer.stream().add(-1));
    }
}
