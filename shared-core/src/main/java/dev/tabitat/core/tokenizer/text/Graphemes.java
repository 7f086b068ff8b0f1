package dev.tabitat.core.tokenizer.text;

/** Extended grapheme clusters (Unicode Standard Annex 29). */
public final class Graphemes {

    private static final int CR = 1;
    private static final int LF = 2;
    private static final int CONTROL = 3;
    private static final int EXTEND = 4;
    private static final int JOINER = 5;
    private static final int REGIONAL = 6;
    private static final int PREPEND = 7;
    private static final int SPACING = 8;
    private static final int LEADING = 9;
    private static final int VOWEL = 10;
    private static final int TRAILING = 11;
    private static final int SYLLABLE = 12;
    private static final int FULL_SYLLABLE = 13;

    private static final int PICTOGRAPH = 16;
    private static final int CONSONANT = 32;
    private static final int LINKER = 64;
    private static final int EXTENDER = 128;
    private static final FlagPages FLAGS = new FlagPages();

    static {
        TableReader table = new TableReader(CharacterTables.GRAPHEMES);
        for (int point = 0; table.more();) {
            point += table.number();
            int count = table.number();
            int kind = table.number();
            for (; count > 0; count--) {
                FLAGS.set(point++, kind);
            }
        }
        FLAGS.setRanges(CharacterTables.PICTOGRAPHS, PICTOGRAPH);
        FLAGS.setRanges(CharacterTables.CONSONANTS, CONSONANT);
        FLAGS.setRanges(CharacterTables.LINKERS, LINKER);
        FLAGS.setRanges(CharacterTables.EXTENDERS, EXTENDER);
        FLAGS.share();
    }

    private Graphemes() {}

    /** Where the cluster that starts at {@code from} ends. */
    public static int end(int[] points, int from, int to) {
        int before = kind(points[from]);
        int flags = FLAGS.get(points[from]);
        // What the rules of pictographs, consonants and flags need to remember of the cluster so far.
        boolean isPictograph = (flags & PICTOGRAPH) != 0;
        boolean isConsonant = (flags & CONSONANT) != 0;
        boolean isLinked = false;
        int regionals = before == REGIONAL ? 1 : 0;
        int at = from + 1;
        while (at < to) {
            int kind = kind(points[at]);
            flags = FLAGS.get(points[at]);
            boolean joins = joins(before, kind)
                    || isPictograph && before == JOINER && (flags & PICTOGRAPH) != 0
                    || isConsonant && isLinked && (flags & CONSONANT) != 0
                    || before == REGIONAL && kind == REGIONAL && regionals % 2 == 1;
            if (!joins) {
                return at;
            }
            isPictograph = (flags & PICTOGRAPH) != 0 || isPictograph && (kind == EXTEND || kind == JOINER);
            if ((flags & CONSONANT) != 0) {
                isConsonant = true;
                isLinked = false;
            } else if ((flags & LINKER) != 0) {
                isLinked = isConsonant;
            } else if ((flags & EXTENDER) == 0) {
                isConsonant = false;
                isLinked = false;
            }
            regionals = kind == REGIONAL ? regionals + 1 : 0;
            before = kind;
            at++;
        }
        return at;
    }

    private static boolean joins(int before, int kind) {
        if (before == CR || before == LF || before == CONTROL) {
            return before == CR && kind == LF;
        }
        if (kind == EXTEND || kind == JOINER || kind == SPACING) {
            return true;
        }
        if (before == PREPEND) {
            return kind != CR && kind != LF && kind != CONTROL;
        }
        return switch (kind) {
            case LEADING, SYLLABLE, FULL_SYLLABLE -> before == LEADING;
            case VOWEL -> before == LEADING || before == SYLLABLE || before == VOWEL;
            case TRAILING -> before == SYLLABLE || before == VOWEL || before == FULL_SYLLABLE || before == TRAILING;
            default -> false;
        };
    }

    private static int kind(int point) {
        int syllable = point - 0xAC00;
        if (syllable >= 0 && syllable < 11172) {
            return syllable % 28 == 0 ? SYLLABLE : FULL_SYLLABLE;
        }
        return FLAGS.get(point) & 15;
    }
}
