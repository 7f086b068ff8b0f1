package dev.tabitat.core.tokenizer;

import java.util.List;
import java.util.Locale;

/**
 * Texts of words, odd characters and a tokenizer's own tokens, by a seed; {@code make_tokenizer_fixtures.py} makes the
 * same.
 */
final class GeneratedTexts {

    /** The first and the last of each range of characters. */
    private static final int[] RANGES = {
            0x20, 0x7E, 0x20, 0x7E, 0xA0, 0x17F, 0x180, 0x24F, 0x250, 0x2FF, 0x300, 0x36F, 0x300, 0x345, 0x370,
            0x3FF, 0x400, 0x52F, 0x591, 0x5F4, 0x600, 0x6FF, 0x900, 0x97F, 0x980, 0x9FF, 0xB80, 0xBFF, 0xE00, 0xE5B,
            0xF00, 0xFDA, 0x1000, 0x109F, 0x10A0, 0x10FF, 0x1100, 0x11FF, 0x1680, 0x169C, 0x1AB0, 0x1ABE, 0x1C80,
            0x1C88, 0x1D00, 0x1DFF, 0x1E00, 0x1FFF, 0x2000, 0x206F, 0x2070, 0x209F, 0x20A0, 0x20BF, 0x20D0, 0x20F0,
            0x2100, 0x218B, 0x2190, 0x23FF, 0x2460, 0x24FF, 0x2581, 0x2581, 0x2600, 0x27BF, 0x2C00, 0x2DFF, 0x2E80,
            0x303F, 0x3040, 0x30FF, 0x3131, 0x318E, 0x3200, 0x33FF, 0x3400, 0x4DB5, 0x4E00, 0x9FEF, 0xA640, 0xA69F,
            0xA722, 0xA7BF, 0xAB30, 0xAB67, 0xAC00, 0xD7A3, 0xAC00, 0xD7FB, 0xE000, 0xE010, 0xF900, 0xFAD9, 0xFB00,
            0xFB4F, 0xFB50, 0xFDFD, 0xFE00, 0xFE2F, 0xFE30, 0xFEFF, 0xFF00, 0xFFEF, 0xFFF9, 0xFFFF, 0x10000, 0x100FA,
            0x10400, 0x104FF, 0x10900, 0x1091F, 0x11000, 0x1107F, 0x11100, 0x1114F, 0x1D100, 0x1D1E8, 0x1D400,
            0x1D7FF, 0x1E900, 0x1E95F, 0x1F100, 0x1F1FF, 0x1F1E6, 0x1F1FF, 0x1F300, 0x1F64F, 0x1F680, 0x1F6C5,
            0x1F900, 0x1F9FF, 0x20000, 0x2A6D6, 0x2F800, 0x2FA1D, 0xE0001, 0xE007F, 0x100000, 0x100010, 0x0, 0x1F,
            0x7F, 0x9F};

    private static final String[] PARTS = {
            "\0", "\t", "\n", "\r\n", "\n\n", " \n ", "  ", "   ", "      ", "\u00a0", "\u3000", "\u200b", "\u200d",
            "\ufe0f", "\ufeff", "\ufffd", "'s", "'T", "'re", "'VE", "'m", "'Ll", "'d", "'\u017f", "n't", "can't",
            "I'm", "...", "!?", "--", "``", "''", "123", "4567", "3.14", "\u0663\u0664", "\u00bd", "\u2167",
            "\u00b2", "e\u0301", "o\u0302\u0323", "a\u0316\u0301", "\u0301", "\u0344", "\u1112\u1161\u11ab",
            "\ud55c", "\ufb01", "\u210c", "\u0130", "\u00df", "\u1e9e", "\u03a3", "\u01c5", "\u00c5", "\u212b",
            "\u0958", "\u0915\u094d\u0937", "\u0e01\u0e33", "\u0600a", "\ud83d\ude00", "\ud83d\udc4d\ud83c\udffd",
            "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67", "\ud83c\udde9\ud83c\uddea", "\u2764\ufe0f",
            "1\ufe0f\u20e3", "\u00a9\ufe0f", "<", ">", "[", "]", "\u2581", "\u0120", "\u010a", "_", "-", "@", "/"};

    private final List<String> words;
    private final List<String> tokens;
    private long state;

    GeneratedTexts(long seed, List<String> words, List<String> tokens) {
        state = seed;
        this.words = words;
        this.tokens = tokens;
    }

    private int below(int bound) {
        state = state * 6364136223846793005L + 1442695040888963407L;
        return (int) ((state >>> 33) % bound);
    }

    String next() {
        StringBuilder text = new StringBuilder();
        int parts = below(10) > 0 ? below(12) : below(120);
        for (int i = 0; i < parts; i++) {
            int kind = below(20);
            if (kind < 9) {
                String word = words.get(below(words.size()));
                text.append(below(8) == 0 && isAscii(word) ? word.toUpperCase(Locale.ROOT) : word);
            } else if (kind < 12) {
                int range = below(RANGES.length / 2);
                int low = RANGES[2 * range];
                for (int left = 1 + below(4); left > 0; left--) {
                    text.appendCodePoint(low + below(RANGES[2 * range + 1] - low + 1));
                }
            } else if (kind < 15) {
                text.append(PARTS[below(PARTS.length)]);
            } else if (kind == 15 && !tokens.isEmpty()) {
                text.append(tokens.get(below(tokens.size())));
            } else {
                text.append(' ');
            }
            if (below(3) == 0) {
                text.append(' ');
            }
        }
        return text.toString();
    }

    private static boolean isAscii(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (word.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }
}
