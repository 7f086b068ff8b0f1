package dev.tabitat.core.retrieval;

import dev.tabitat.core.text.Split;
import java.util.HashMap;
import java.util.Map;

/**
 * What characters stand for that are forms of other ones: {@code ﬁ}, {@code ㎏}, {@code Ⅷ}, {@code x²}; the part of NFKC
 * that words are made of.
 */
final class CompatibilityForms {

    private static final Map<Integer, String> FORMS = new HashMap<>();
    /** Of each 256 characters, whether any of them is in the table: most letters are told at once. */
    private static final boolean[] PAGES = new boolean[0x200];

    static {
        for (String run : CompatibilityTable.RUNS) {
            String[] entries = Split.array(run, ' ');
            int first = Integer.parseInt(entries[0], 16);
            for (int i = 1; i < entries.length; i++) {
                FORMS.put(first + i - 1, entries[i]);
                PAGES[first + i - 1 >> 8] = true;
            }
        }
    }

    private CompatibilityForms() {}

    /** What a character stands for; empty where it stands for itself. @param point a code point from U+00A0 on */
    static String of(int point) {
        if (point > 0xFF00 && point < 0xFF5F) {
            return String.valueOf((char) (point - 0xFEE0));
        }
        if (point >= 0x1D400 && point < 0x1D800) {
            return mathematical(point);
        }
        boolean isPlain = point > 0xBE && point < 0x2B0 || point >> 8 >= PAGES.length || !PAGES[point >> 8];
        return isPlain ? "" : FORMS.getOrDefault(point, "");
    }

    /** Alphabets of A to Z and a to z thirteen times, of Greek five times, of digits five times. */
    private static String mathematical(int point) {
        if (point < 0x1D6A4) {
            int letter = (point - 0x1D400) % 52;
            return String.valueOf((char) ('a' + letter % 26));
        }
        if (point >= 0x1D7CE) {
            return String.valueOf((char) ('0' + (point - 0x1D7CE) % 10));
        }
        if (point < 0x1D6A8 || point > 0x1D7C9) {
            return point == 0x1D6A4 ? "i" : point == 0x1D6A5 ? "j" : "";
        }
        int letter = (point - 0x1D6A8) % 58;
        String greek = "\u03b1\u03b2\u03b3\u03b4\u03b5\u03b6\u03b7\u03b8\u03b9\u03ba\u03bb\u03bc\u03bd\u03be\u03bf\u03c0\u03c1\u03b8\u03c3\u03c4\u03c5\u03c6\u03c7\u03c8\u03c9"
                + "\u2207\u03b1\u03b2\u03b3\u03b4\u03b5\u03b6\u03b7\u03b8\u03b9\u03ba\u03bb\u03bc\u03bd\u03be\u03bf\u03c0\u03c1\u03c3\u03c3\u03c4\u03c5\u03c6\u03c7\u03c8\u03c9\u2202\u03b5\u03b8\u03ba\u03c6\u03c1\u03c0";
        return String.valueOf(greek.charAt(letter));
    }
}
