package dev.tabitat.core.tokenizer.decoder;

import java.util.Arrays;

/** A growing list of bytes and the text that they are; what is not UTF-8 is U+FFFD, one for each maximal subpart. */
public final class LossyUtf8 {

    private static final char REPLACEMENT = '\uFFFD';

    private boolean isValid;
    /** Where the part of a character at the end starts; the length when there is none. */
    private int openFrom;
    private byte[] bytes = new byte[64];
    private int length;

    public void add(int value) {
        if (length == bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * length);
        }
        bytes[length++] = (byte) value;
    }

    int length() {
        return length;
    }

    void clear() {
        length = 0;
    }

    /** Whether all bytes are UTF-8. */
    boolean isValid() {
        text();
        return isValid;
    }

    /** Whether the bytes end with a part of a character. */
    boolean isOpen() {
        text();
        return openFrom < length;
    }

    /** Whether all bytes but a part of a character at the end are UTF-8. */
    boolean isValidSoFar() {
        int whole = length;
        boolean isOpen = isOpen();
        length = openFrom;
        text();
        length = whole;
        return isOpen && isValid;
    }

    String text() {
        isValid = true;
        openFrom = length;
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length;) {
            int lead = bytes[i++] & 0xFF;
            int extra = lead < 0x80 ? 0
                    : lead >= 0xC2 && lead < 0xE0 ? 1
                            : lead >= 0xE0 && lead < 0xF0 ? 2 : lead >= 0xF0 && lead < 0xF5 ? 3 : -1;
            if (extra < 0) {
                isValid = false;
                text.append(REPLACEMENT);
                continue;
            }
            int point = extra == 0 ? lead : lead & 0x3F >> extra;
            int seen = 0;
            while (seen < extra && i < length && isTrailing(lead, seen, bytes[i] & 0xFF)) {
                point = point << 6 | bytes[i++] & 0x3F;
                seen++;
            }
            if (seen < extra) {
                isValid = false;
                openFrom = i == length ? i - seen - 1 : length;
                text.append(REPLACEMENT);
            } else {
                text.appendCodePoint(point);
            }
        }
        return text.toString();
    }

    /** The text up to a part of a character at the end, which alone stays. */
    public String takeWhole() {
        text();
        int open = length - openFrom;
        length = openFrom;
        String whole = text();
        System.arraycopy(bytes, length, bytes, 0, open);
        length = open;
        return whole;
    }

    /** All of the text, a part of a character at the end as U+FFFD; nothing stays. */
    public String takeAll() {
        String all = text();
        length = 0;
        return all;
    }

    /** Whether a byte may stand there: the second one excludes overlong forms, surrogates and what is too large. */
    private static boolean isTrailing(int lead, int seen, int value) {
        int least = seen > 0 ? 0x80 : lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        int most = seen > 0 ? 0xBF : lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        return value >= least && value <= most;
    }
}
