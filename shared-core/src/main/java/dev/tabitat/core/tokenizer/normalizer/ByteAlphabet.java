package dev.tabitat.core.tokenizer.normalizer;

import dev.tabitat.core.tokenizer.text.NormalizedText;
import java.util.Arrays;

/** GPT-2's alphabet: a visible character for every byte of UTF-8. */
public final class ByteAlphabet {

    /** How a space is written. */
    public static final int SPACE = 0x120;

    private static final int[] CHARACTERS = new int[256];
    private static final int[] BYTES = new int[0x144];

    static {
        Arrays.fill(BYTES, -1);
        int next = 0x100;
        for (int b = 0; b < 256; b++) {
            boolean isVisible = b > ' ' && b < 0x7F || b > 0xA0 && b != 0xAD;
            CHARACTERS[b] = isVisible ? b : next++;
            BYTES[CHARACTERS[b]] = b;
        }
    }

    private ByteAlphabet() {}

    /** The byte that a character stands for, or -1. */
    public static int byteOf(int point) {
        return point < BYTES.length ? BYTES[point] : -1;
    }

    /** Writes the bytes of some characters at the end of a text, each with the source of its character. */
    public static void append(NormalizedText text, int from, int to, NormalizedText into) {
        for (int i = from; i < to; i++) {
            int point = text.point(i);
            int extra = extraBytes(point);
            into.append(lead(point, extra), text, i);
            for (int left = extra; left > 0; left--) {
                into.append(trailing(point, left), text, i);
            }
        }
    }

    /** Writes the bytes of every character, in an edit. */
    static void insert(NormalizedText text) {
        for (int i = 0; i < text.length(); i++) {
            int point = text.point(i);
            int extra = extraBytes(point);
            text.insert(lead(point, extra), i);
            for (int left = extra; left > 0; left--) {
                text.insert(trailing(point, left), i);
            }
        }
    }

    private static int extraBytes(int point) {
        return point < 0x80 ? 0 : point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
    }

    private static int lead(int point, int extra) {
        return CHARACTERS[extra == 0 ? point : 0xFF & (0xFF00 >> extra + 1 | point >> 6 * extra)];
    }

    private static int trailing(int point, int left) {
        return CHARACTERS[0x80 | point >> 6 * (left - 1) & 0x3F];
    }
}
