package dev.tabitat.core.tokenizer.text;

import java.util.Arrays;

/**
 * What BERT's normalizer and the Unicode normal forms need to know of code points, read from {@link BertTables} and
 * {@link CharacterTables} so that every platform says the same as the original, whatever its version of Unicode.
 */
public final class CharacterProperties {

    /** Control and format characters and unassigned ones: what BERT's cleaning takes away. */
    public static final int REMOVED = 1;
    /** White space. */
    public static final int SPACE = 2;
    /** Punctuation of any script, and the symbols of ASCII. */
    public static final int PUNCTUATION = 4;
    /** Non-spacing marks. */
    public static final int MARK = 8;
    private static final int ORDERED = 16;
    private static final int CASED = 32;
    private static final int DECOMPOSED = 64;

    private static final int HANGUL = 0xAC00;
    private static final int HANGUL_COUNT = 11172;
    private static final FlagPages FLAGS = new FlagPages();
    private static final Runs CLASSES;
    private static final Runs LOWER;
    private static final int[] COMPOSED;
    private static final int[] PARTS_FROM;
    private static final int[] PARTS;

    private static int highestClass;

    static {
        FLAGS.setRanges(BertTables.REMOVED, REMOVED);
        FLAGS.setRanges(BertTables.SPACES, SPACE);
        FLAGS.setRanges(BertTables.PUNCTUATION, PUNCTUATION);
        FLAGS.setRanges(BertTables.MARKS, MARK);
        CLASSES = classes();
        LOWER = lower();
        TableReader table = new TableReader(BertTables.DECOMPOSITIONS);
        int[] composed = new int[table.length()];
        int[] from = new int[table.length() + 1];
        int[] parts = new int[table.length()];
        int count = 0;
        int filled = 0;
        for (int point = 0, first = 0; table.more(); point++, count++) {
            int head = table.number();
            point += head >>> 2;
            composed[count] = point;
            first += table.signed();
            parts[filled++] = first;
            for (int i = head & 3; i > 0; i--) {
                parts[filled++] = 0x300 + table.signed();
            }
            from[count + 1] = filled;
            FLAGS.set(point, DECOMPOSED);
        }
        COMPOSED = Arrays.copyOf(composed, count);
        PARTS_FROM = Arrays.copyOf(from, count + 1);
        PARTS = Arrays.copyOf(parts, filled);
        FLAGS.share();
    }

    private CharacterProperties() {}

    /** The flags of a code point. */
    public static int flags(int point) {
        return FLAGS.get(point);
    }

    /** BERT's CJK ideographs: each is a word for itself. The gap below U+2B920 is the original's. */
    public static boolean isIdeograph(int point) {
        return point >= 0x3400
                && (point <= 0x4DBF || point >= 0x4E00 && point <= 0x9FFF || point >= 0xF900 && point <= 0xFAFF
                        || point >= 0x20000 && point <= 0x2A6DF || point >= 0x2A700 && point <= 0x2B81F
                        || point >= 0x2B920 && point <= 0x2CEAF
                        || point >= 0x2F800 && point <= 0x2FA1F);
    }

    public static boolean isSpace(int point) {
        return (FLAGS.get(point) & SPACE) != 0;
    }

    public static boolean isPunctuation(int point) {
        return (FLAGS.get(point) & PUNCTUATION) != 0;
    }

    /** The place of the combining class among all classes: 0 for a code point that keeps its place. */
    public static int combiningClass(int point) {
        return (flags(point) & ORDERED) == 0 ? 0 : CLASSES.value(point);
    }

    static int combiningClasses() {
        return highestClass + 1;
    }

    /** The lower case in one code point; U+0130, which has two, comes back as it is. */
    public static int lower(int point) {
        return (flags(point) & CASED) == 0 ? point : point + LOWER.value(point);
    }

    /** Writes the full canonical decomposition, not reordered, and returns how many code points it has: 1 to 4. */
    public static int decompose(int point, int[] into) {
        int syllable = point - HANGUL;
        if (syllable >= 0 && syllable < HANGUL_COUNT) {
            into[0] = 0x1100 + syllable / 588;
            into[1] = 0x1161 + syllable % 588 / 28;
            into[2] = 0x11A7 + syllable % 28;
            return syllable % 28 == 0 ? 2 : 3;
        }
        if ((flags(point) & DECOMPOSED) == 0) {
            into[0] = point;
            return 1;
        }
        int at = Arrays.binarySearch(COMPOSED, point);
        int count = PARTS_FROM[at + 1] - PARTS_FROM[at];
        System.arraycopy(PARTS, PARTS_FROM[at], into, 0, count);
        return count;
    }

    /** Every code point with a canonical decomposition but the syllables of Hangul, ascending. */
    static int[] decomposed() {
        return COMPOSED.clone();
    }

    private static Runs classes() {
        TableReader table = new TableReader(BertTables.CLASSES);
        Runs runs = new Runs(table.length());
        for (int point = 0; table.more();) {
            int start = point + table.number();
            point = start + table.number();
            int rank = table.number();
            highestClass = Math.max(highestClass, rank);
            runs.add(start, rank);
            for (int each = start; each < point; each++) {
                FLAGS.set(each, ORDERED);
            }
        }
        return runs;
    }

    private static Runs lower() {
        TableReader table = new TableReader(CharacterTables.LOWER);
        Runs runs = new Runs(table.length());
        for (int point = 0; table.more(); point++) {
            point += table.number();
            int count = table.number();
            int step = table.number();
            runs.add(point, table.signed());
            for (int i = 0; i < count; i++) {
                FLAGS.set(point + i * step, CASED);
            }
            point += (count - 1) * step;
        }
        return runs;
    }

    /** A value for every run of flagged code points, found by the run's start. */
    private static final class Runs {

        private final int[] starts;
        private final int[] values;
        private int count;

        Runs(int capacity) {
            starts = new int[capacity];
            values = new int[capacity];
        }

        void add(int start, int value) {
            starts[count] = start;
            values[count++] = value;
        }

        int value(int point) {
            int at = Arrays.binarySearch(starts, 0, count, point);
            return values[at >= 0 ? at : -at - 2];
        }
    }
}
