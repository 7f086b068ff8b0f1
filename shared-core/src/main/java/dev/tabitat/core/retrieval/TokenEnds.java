package dev.tabitat.core.retrieval;

import dev.tabitat.core.tokenizer.Encoding;
import dev.tabitat.core.tokenizer.Tokenizer;
import java.util.Arrays;

/** Where the tokens of a stretch of text end. */
interface TokenEnds {

    /** Offsets into the whole text, ascending. */
    int[] of(String text, int from, int to);

    /** By an encoder's own tokenizer. */
    static TokenEnds of(Tokenizer tokenizer) {
        return (text, from, to) -> {
            Encoding encoding = tokenizer.encode(text.substring(from, to), Integer.MAX_VALUE >> 2);
            int[] ends = new int[encoding.ids().length];
            int n = 0;
            for (int i = 0; i < ends.length; i++) {
                if (encoding.ends()[i] > encoding.starts()[i]) {
                    ends[n++] = from + encoding.ends()[i];
                }
            }
            return Arrays.copyOf(ends, n);
        };
    }

    /**
     * Without one: a token for every six letters or digits of a word that were begun, and for each other sign. Rather
     * too many than too few.
     */
    TokenEnds BY_LETTERS = (text, from, to) -> {
        int[] ends = new int[to - from];
        int n = 0;
        int run = 0;
        for (int at = from; at < to; at++) {
            char c = text.charAt(at);
            boolean isLetter = c < 0x2E80 && Character.isLetterOrDigit(c);
            boolean goesOn = isLetter && run > 0 && run % 6 != 0;
            run = isLetter ? run + 1 : 0;
            if (goesOn) {
                ends[n - 1] = at + 1;
            } else if (!Character.isWhitespace(c) && !Character.isLowSurrogate(c)) {
                ends[n++] = at + 1;
            } else if (Character.isLowSurrogate(c) && n > 0) {
                ends[n - 1] = at + 1;
            }
        }
        return Arrays.copyOf(ends, n);
    };
}
