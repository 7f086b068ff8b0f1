package dev.tabitat.core.tokenizer.text;

import java.util.Arrays;

/** Compatibility decompositions of code points, and which two code points compose to one. */
final class Decompositions {

    /** The most code points that one decomposes into: U+FDFA. */
    static final int MAX_PARTS = 18;

    private static final int SYLLABLES = 0xAC00;
    private static final int LEADING = 0x1100;
    private static final int VOWELS = 0x1161;
    private static final int TRAILING = 0x11A7;
    private static final FlagPages FLAGS = new FlagPages();
    private static final int COMPATIBLE = 1;
    private static final int EXCLUDED = 2;
    private static final int[] POINTS;
    private static final int[] PARTS_FROM;
    private static final int[] PARTS;
    /** An open-addressing table of pairs, {@code first << 32 | second}, 0 where empty. */
    private static final long[] PAIRS = new long[4096];
    private static final int[] COMPOSED = new int[PAIRS.length];

    static {
        TableReader table = new TableReader(CharacterTables.COMPATIBILITY);
        int[] points = new int[table.length()];
        int[] from = new int[table.length() + 1];
        int[] parts = new int[table.length()];
        int count = 0;
        int filled = 0;
        for (int point = 0; table.more(); point++) {
            point += table.number();
            points[count] = point;
            int before = point;
            for (int left = table.number(); left > 0; left--) {
                before += table.signed();
                parts[filled++] = before;
            }
            from[++count] = filled;
            FLAGS.set(point, COMPATIBLE);
        }
        POINTS = Arrays.copyOf(points, count);
        PARTS_FROM = Arrays.copyOf(from, count + 1);
        PARTS = Arrays.copyOf(parts, filled);
        FLAGS.setRanges(CharacterTables.EXCLUDED, EXCLUDED);
        addPairs();
    }

    private Decompositions() {}

    /** Writes the full compatibility decomposition, not reordered, and returns how many code points it has. */
    static int decomposeCompatibly(int point, int[] into) {
        if ((FLAGS.get(point) & COMPATIBLE) == 0) {
            return CharacterProperties.decompose(point, into);
        }
        int at = Arrays.binarySearch(POINTS, point);
        int count = PARTS_FROM[at + 1] - PARTS_FROM[at];
        System.arraycopy(PARTS, PARTS_FROM[at], into, 0, count);
        return count;
    }

    /** The code point that two compose to, or -1. */
    static int compose(int first, int second) {
        int leading = first - LEADING;
        int vowel = second - VOWELS;
        if (leading >= 0 && leading < 19 && vowel >= 0 && vowel < 21) {
            return SYLLABLES + leading * 588 + vowel * 28;
        }
        int syllable = first - SYLLABLES;
        int trailing = second - TRAILING;
        if (syllable >= 0 && syllable < 11172 && syllable % 28 == 0 && trailing > 0 && trailing < 28) {
            return first + trailing;
        }
        long pair = (long) first << 32 | second;
        int slot = slot(pair);
        for (; PAIRS[slot] != 0; slot = slot + 1 & PAIRS.length - 1) {
            if (PAIRS[slot] == pair) {
                return COMPOSED[slot];
            }
        }
        return -1;
    }

    /** The last part of a full decomposition composes with what the others compose to, so shorter ones come first. */
    private static void addPairs() {
        int[] points = CharacterProperties.decomposed();
        int[] parts = new int[4];
        for (int length = 2; length <= 4; length++) {
            for (int point : points) {
                if ((FLAGS.get(point) & EXCLUDED) != 0 || CharacterProperties.decompose(point, parts) != length) {
                    continue;
                }
                int first = parts[0];
                for (int i = 1; i < length - 1; i++) {
                    first = compose(first, parts[i]);
                }
                add((long) first << 32 | parts[length - 1], point);
            }
        }
    }

    private static void add(long pair, int composed) {
        int slot = slot(pair);
        while (PAIRS[slot] != 0) {
            slot = slot + 1 & PAIRS.length - 1;
        }
        PAIRS[slot] = pair;
        COMPOSED[slot] = composed;
    }

    private static int slot(long pair) {
        int mixed = ((int) (pair >>> 32) * 31 + (int) pair) * 0x9E3779B9;
        return (mixed ^ mixed >>> 15) & PAIRS.length - 1;
    }
}
