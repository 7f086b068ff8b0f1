package dev.tabitat.core.tokenizer;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Unsupported;
import java.util.Arrays;
import java.util.List;

/** Texts are cleaned as the models' originals clean them, and their n-grams are found and counted. */
public final class TokenizerContract {

    private TokenizerContract() {}

    public static List<Contract> all() {
        return List.of(
                Contract.of("text: cleaned as lande cleans it", TokenizerContract::lettersAndMarks),
                Contract.of("text: cleaned as OpenNLP cleans it", TokenizerContract::openNlp),
                Contract.of("n-grams: shares and presence", TokenizerContract::features),
                Contract.of("vocabulary: reads back as written, and broken files are refused",
                        TokenizerContract::vocabulary));
    }

    private static void lettersAndMarks(Check check) {
        clean(check, TextNormalizer.LETTERS_AND_MARKS,
                "", "  ",
                "Hello, World 42!", " hello world ",
                "one--two - three", " one two three ",
                "a\tb\n\nc", " a\tb c ",
                "\u0130STANBUL", " i\u0307stanbul ",
                "\u039F\u03A3 \u03A3\u0391\u03A3\u0301 \u03A3", " \u03BF\u03C2 \u03C3\u03B1\u03C2\u0301 \u03C3 ",
                "\u0391\u03A3\u02B0\u0391 \u00AA\u03A3", " \u03B1\u03C3\u02B0\u03B1 \u00AA\u03C2 ",
                "\uD801\uDC00\uD83D\uDE00x", " \uD801\uDC28x ",
                "\uFEFFa\u00A0\u3000b\u200B", " a b ");
        for (TextNormalizer each : TextNormalizer.values()) {
            check.equal("id", each, TextNormalizer.parse(each.id()));
        }
        check.fails("another name", Unsupported.class, () -> TextNormalizer.parse("none"));
    }

    private static void openNlp(Check check) {
        clean(check, TextNormalizer.OPENNLP_LANGDETECT,
                "", "",
                "Hello, World 42!", "hello, world !",
                "see https://a.b/c?d=e now", "see now",
                "to me@example.org, now", "to , now",
                "@you #this and x", "and x",
                "RT rt:so", "so",
                "fine :) xD", "fine",
                "fine :-)", "fine : )",
                "hahaha jejejeje", "haha jeje",
                "soooo goood!!!", "soo good!!",
                "one-two", "one two",
                "hhhhhh x", "hh x",
                "a\u2028\u2028\u2028b", "a\u2028\u2028\u2028b",
                "123 456", "",
                "\uD83D\uDE00\uD83D\uDE00ok", "ok",
                "\u0130I \u03A3", "ii \u03C3");
    }

    private static void features(Check check) {
        NgramVocabulary known = NgramVocabulary
                .read(NgramVocabulary.write(List.of("a", "ab", "b", "aba", "abab", "\uD801\uDC00")));
        NgramFeatures shares = new NgramFeatures(TextNormalizer.OPENNLP_LANGDETECT, List.of(1, 2, 3, 4),
                NgramFeatures.Weighting.FREQUENCY, known);
        check.isTrue("shares: " + Arrays.toString(shares.dense("ABABA")),
                Arrays.equals(new float[]{0.6f, 0.5f, 0.4f, (float) (2 / 3.0), 0.5f, 0}, shares.dense("ABABA")));
        check.isTrue("a text shorter than an n-gram", Arrays.equals(new float[]{1, 0, 0, 0, 0, 0}, shares.dense("a")));
        check.isTrue("no text", Arrays.equals(new float[6], shares.dense("")));
        NgramFeatures there = new NgramFeatures(TextNormalizer.OPENNLP_LANGDETECT, List.of(1, 2, 3),
                NgramFeatures.Weighting.PRESENCE, known);
        check.isTrue("presence", Arrays.equals(new int[]{0, 1, 2, 3}, there.present("ababab")));
        check.isTrue("nothing known", Arrays.equals(new int[0], there.present("xyz")));
        check.fails("another weighting", Unsupported.class, () -> NgramFeatures.Weighting.parse("tf-idf"));
    }

    private static void vocabulary(Check check) {
        byte[] file = NgramVocabulary.write(List.of("x", "yz", "\u0000", "aaaa"));
        check.equal("size", 4, NgramVocabulary.read(file).size());
        check.equal("empty", 0, NgramVocabulary.read(NgramVocabulary.write(List.of())).size());
        for (int length = 0; length < file.length; length++) {
            byte[] cut = Arrays.copyOf(file, length);
            check.fails("cut after " + length, DamagedData.class, () -> NgramVocabulary.read(cut));
        }
        check.fails("a byte more", DamagedData.class, () -> NgramVocabulary.read(Arrays.copyOf(file, file.length + 1)));
        check.fails("an n-gram twice", DamagedData.class,
                () -> NgramVocabulary.read(NgramVocabulary.write(List.of("x", "x"))));
        byte[] many = file.clone();
        many[11] = (byte) 0x80;
        check.fails("a count of 2^31", DamagedData.class, () -> NgramVocabulary.read(many));
        byte[] five = file.clone();
        five[12] = 5;
        check.fails("five units", DamagedData.class, () -> NgramVocabulary.read(five));
    }

    private static void clean(Check check, TextNormalizer normalizer, String... pairs) {
        for (int i = 0; i < pairs.length; i += 2) {
            check.equal(pairs[i], pairs[i + 1], normalizer.apply(pairs[i]));
        }
    }
}
