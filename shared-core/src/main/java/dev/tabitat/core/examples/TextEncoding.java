package dev.tabitat.core.examples;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.text.Utf8;

/**
 * How a file's bytes become text: by its byte order mark, else UTF-8 where it is well-formed, else Windows-1252, which any bytes are
 * (WHATWG Encoding Standard; the five bytes it leaves open become U+FFFD).
 */
enum TextEncoding {
    UTF_8("UTF-8"),
    UTF_16_LE("UTF-16 (little-endian)"),
    UTF_16_BE("UTF-16 (big-endian)"),
    WINDOWS_1252("Windows-1252");

    /** Bytes 0x80 to 0x9F. */
    private static final String HIGH = "\u20AC\uFFFD\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\uFFFD\u017D\uFFFD"
            + "\uFFFD\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\uFFFD\u017E\u0178";

    private final String title;

    TextEncoding(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** Text and how it was read. */
    record Decoded(String text, TextEncoding encoding) {}

    static Decoded decode(byte[] bytes) {
        if (bytes.length >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF) {
            return utf8(bytes, 3);
        }
        if (bytes.length >= 2 && bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xFE) {
            return new Decoded(utf16(bytes, 0), UTF_16_LE);
        }
        if (bytes.length >= 2 && bytes[0] == (byte) 0xFE && bytes[1] == (byte) 0xFF) {
            return new Decoded(utf16(bytes, 1), UTF_16_BE);
        }
        return utf8(bytes, 0);
    }

    private static Decoded utf8(byte[] bytes, int from) {
        try {
            return new Decoded(Utf8.decode(bytes, from, bytes.length - from), UTF_8);
        } catch (DamagedData malformed) {
            char[] text = new char[bytes.length];
            for (int i = 0; i < bytes.length; i++) {
                int value = bytes[i] & 0xFF;
                text[i] = value >= 0x80 && value < 0xA0 ? HIGH.charAt(value - 0x80) : (char) value;
            }
            return new Decoded(new String(text), WINDOWS_1252);
        }
    }

    private static String utf16(byte[] bytes, int high) {
        char[] text = new char[bytes.length / 2 - 1];
        for (int i = 0; i < text.length; i++) {
            int at = 2 * i + 2;
            text[i] = (char) ((bytes[at + 1 - high] & 0xFF) << 8 | bytes[at + high] & 0xFF);
        }
        return Utf8.replaceUnpairedSurrogates(new String(text));
    }
}
