package dev.tabitat.core.tokenizer.text;

import java.util.Arrays;

/** Eight flags for every code point; pages of 256 code points without flags take no memory. */
final class FlagPages {

    private static final byte[] PLAIN = new byte[256];

    private final byte[][] pages = new byte[0x1100][];

    FlagPages() {
        Arrays.fill(pages, PLAIN);
    }

    int get(int point) {
        return pages[point >>> 8][point & 255];
    }

    void set(int point, int flag) {
        if (pages[point >>> 8] == PLAIN) {
            pages[point >>> 8] = new byte[256];
        }
        pages[point >>> 8][point & 255] |= (byte) flag;
    }

    /** Sets a flag in a table of {@code (gap length)*}. */
    void setRanges(String ranges, int flag) {
        TableReader table = new TableReader(ranges);
        for (int point = 0; table.more();) {
            point += table.number();
            for (int left = table.number(); left > 0; left--) {
                set(point++, flag);
            }
        }
    }

    /** Neighbouring pages of the same flags, as those of ideographs are, become one. */
    FlagPages share() {
        for (int i = 1; i < pages.length; i++) {
            if (pages[i] != pages[i - 1] && Arrays.equals(pages[i], pages[i - 1])) {
                pages[i] = pages[i - 1];
            }
        }
        return this;
    }
}
