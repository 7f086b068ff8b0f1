package dev.tabitat.core.tokenizer.vocabulary;

import java.util.Arrays;

/** The tokens {@code <0x00>} to {@code <0xFF>}, which spell what a vocabulary lacks in UTF-8. */
public final class ByteTokens {

    private static final String HEX = "0123456789ABCDEF";

    private final int[] ids = new int[256];

    private ByteTokens() {
        Arrays.fill(ids, -1);
    }

    /** Those of a vocabulary, which may lack some; none where they are not used. */
    public static ByteTokens of(Vocabulary vocabulary, boolean areUsed) {
        ByteTokens tokens = new ByteTokens();
        for (int b = 0; areUsed && b < 256; b++) {
            tokens.ids[b] = vocabulary.find("<0x" + HEX.charAt(b >> 4) + HEX.charAt(b & 15) + ">");
        }
        return tokens;
    }

    /** The id of a byte, or -1. */
    public int id(int value) {
        return ids[value];
    }

    /** Writes a code point in UTF-8 and returns how many bytes it takes: 1 to 4. */
    public static int encode(int point, int[] into) {
        int extra = point < 0x80 ? 0 : point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
        into[0] = extra == 0 ? point : 0xFF & (0xFF00 >> extra + 1 | point >> 6 * extra);
        for (int k = 1; k <= extra; k++) {
            into[k] = 0x80 | point >> 6 * (extra - k) & 0x3F;
        }
        return extra + 1;
    }

    /**
     * Sends the bytes of some characters, each as if it stood for all of them; false, and nothing, when one is missing.
     */
    public boolean send(int[] points, int from, int to, TokenModel.TokenSink sink) {
        int[] bytes = new int[4];
        for (int pass = 0; pass < 2; pass++) {
            for (int i = from; i < to; i++) {
                int count = encode(points[i], bytes);
                for (int k = 0; k < count; k++) {
                    if (ids[bytes[k]] < 0) {
                        return false;
                    }
                    if (pass == 1) {
                        sink.token(ids[bytes[k]], from, to);
                    }
                }
            }
        }
        return true;
    }
}
