package dev.tabitat.core.text;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;

/** UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing above U+10FFFF. */
public final class Utf8 {

    private static final char REPLACEMENT = '\uFFFD';

    private Utf8() {}

    /** The bytes of {@code text}. @throws InvalidInput when it holds an unpaired surrogate */
    public static byte[] encode(String text) {
        byte[] bytes = new byte[encodedLength(text)];
        int at = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                bytes[at++] = (byte) c;
            } else if (c < 0x800) {
                bytes[at++] = (byte) (0xC0 | c >> 6);
                bytes[at++] = (byte) (0x80 | c & 0x3F);
            } else if (!Character.isSurrogate(c)) {
                bytes[at++] = (byte) (0xE0 | c >> 12);
                bytes[at++] = (byte) (0x80 | c >> 6 & 0x3F);
                bytes[at++] = (byte) (0x80 | c & 0x3F);
            } else {
                int point = Character.toCodePoint(c, text.charAt(++i));
                bytes[at++] = (byte) (0xF0 | point >> 18);
                bytes[at++] = (byte) (0x80 | point >> 12 & 0x3F);
                bytes[at++] = (byte) (0x80 | point >> 6 & 0x3F);
                bytes[at++] = (byte) (0x80 | point & 0x3F);
            }
        }
        return bytes;
    }

    /** How many bytes {@code text} takes. @throws InvalidInput when it holds an unpaired surrogate */
    public static int encodedLength(String text) {
        long length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                length++;
            } else if (c < 0x800) {
                length += 2;
            } else if (!Character.isSurrogate(c)) {
                length += 3;
            } else if (isPair(text, i)) {
                length += 4;
                i++;
            } else {
                throw unpaired(i, c);
            }
        }
        if (length > Integer.MAX_VALUE) {
            throw new InvalidInput("The text is too long.",
                    Finding.NONE.expected("at most 2 GiB").found(length + " bytes"));
        }
        return (int) length;
    }

    /** @throws InvalidInput when {@code text} holds an unpaired surrogate */
    public static void requirePaired(String text) {
        int at = firstUnpairedSurrogate(text, 0);
        if (at >= 0) {
            throw unpaired(at, text.charAt(at));
        }
    }

    /** {@code text} with every unpaired surrogate replaced by U+FFFD; the same instance when there is none. */
    public static String replaceUnpairedSurrogates(String text) {
        int first = firstUnpairedSurrogate(text, 0);
        if (first < 0) {
            return text;
        }
        char[] chars = text.toCharArray();
        for (int i = first; i >= 0; i = firstUnpairedSurrogate(text, i + 1)) {
            chars[i] = REPLACEMENT;
        }
        return new String(chars);
    }

    /** The index of the first unpaired surrogate at or after {@code from}, or -1. */
    public static int firstUnpairedSurrogate(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!isPair(text, i)) {
                    return i;
                }
                i++;
            }
        }
        return -1;
    }

    public static String decode(byte[] bytes) {
        return decode(bytes, 0, bytes.length);
    }

    /** The text of {@code length} bytes. @throws DamagedData naming the first byte that is not UTF-8 */
    public static String decode(byte[] bytes, int offset, int length) {
        StringBuilder text = new StringBuilder(length);
        int end = offset + length;
        for (int i = offset; i < end;) {
            int first = bytes[i] & 0xFF;
            if (first < 0x80) {
                text.append((char) first);
                i++;
                continue;
            }
            int extra = first >= 0xC2 && first < 0xE0 ? 1
                    : first >= 0xE0 && first < 0xF0 ? 2 : first >= 0xF0 && first < 0xF5 ? 3 : 0;
            if (extra == 0 || i + extra >= end) {
                throw malformed(i - offset, first);
            }
            int point = first & (0x3F >> extra);
            for (int k = 1; k <= extra; k++) {
                int next = bytes[i + k] & 0xFF;
                if ((next & 0xC0) != 0x80) {
                    throw malformed(i + k - offset, next);
                }
                point = point << 6 | next & 0x3F;
            }
            boolean overlong = extra == 2 && point < 0x800 || extra == 3 && point < 0x10000;
            if (overlong || point > 0x10FFFF || point >= 0xD800 && point < 0xE000) {
                throw malformed(i - offset, first);
            }
            text.appendCodePoint(point);
            i += extra + 1;
        }
        return text.toString();
    }

    private static boolean isPair(String text, int i) {
        return Character.isHighSurrogate(text.charAt(i)) && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
    }

    private static InvalidInput unpaired(int at, char found) {
        return new InvalidInput(
                "The text holds half of a character: an unpaired surrogate.",
                Finding.at("character " + at).expected("a surrogate pair").found("U+" + hex4(found)));
    }

    private static DamagedData malformed(int at, int found) {
        return new DamagedData(
                "The text is not UTF-8.",
                Finding.at("byte " + at).expected("UTF-8 (RFC 3629)").found("0x" + Integer.toHexString(found)));
    }

    private static String hex4(int value) {
        String hex = Integer.toHexString(value).toUpperCase(java.util.Locale.ROOT);
        return "0000".substring(hex.length()) + hex;
    }
}
