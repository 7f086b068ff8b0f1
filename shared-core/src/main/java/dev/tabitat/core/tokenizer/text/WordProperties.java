package dev.tabitat.core.tokenizer.text;

/** Which code points are letters, numbers and parts of words to the tokenizers' regular expressions. */
public final class WordProperties {

    private static final int LETTER = 1;
    private static final int NUMBER = 2;
    private static final int WORD = 4;
    private static final int NUMERIC = 8;
    private static final int COMBINING = 16;
    private static final FlagPages FLAGS = new FlagPages();

    static {
        FLAGS.setRanges(CharacterTables.LETTERS, LETTER);
        FLAGS.setRanges(CharacterTables.NUMBERS, NUMBER);
        FLAGS.setRanges(CharacterTables.WORDS, WORD);
        FLAGS.setRanges(CharacterTables.NUMERIC, NUMERIC);
        FLAGS.setRanges(CharacterTables.COMBINING, COMBINING);
        FLAGS.share();
    }

    private WordProperties() {}

    /** {@code \p{L}}. */
    public static boolean isLetter(int point) {
        return (FLAGS.get(point) & LETTER) != 0;
    }

    /** {@code \p{N}}. */
    public static boolean isNumber(int point) {
        return (FLAGS.get(point) & NUMBER) != 0;
    }

    /** Neither {@code \p{L}} nor {@code \p{N}}. */
    public static boolean isNeitherLetterNorNumber(int point) {
        return (FLAGS.get(point) & (LETTER | NUMBER)) == 0;
    }

    /** {@code \w}. */
    public static boolean isWord(int point) {
        return (FLAGS.get(point) & WORD) != 0;
    }

    /** Numeric to the pre-tokenizer Digits, whose version of Unicode is another than that of {@link #isNumber}. */
    public static boolean isNumeric(int point) {
        return (FLAGS.get(point) & NUMERIC) != 0;
    }

    /** A mark of any kind. */
    public static boolean isCombiningMark(int point) {
        return (FLAGS.get(point) & COMBINING) != 0;
    }
}
