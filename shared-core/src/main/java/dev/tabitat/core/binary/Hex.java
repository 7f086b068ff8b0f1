package dev.tabitat.core.binary;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;

/** Bytes as hexadecimal digits, two each, in lower case. */
public final class Hex {

    private static final String DIGITS = "0123456789abcdef";

    private Hex() {}

    public static String encode(byte[] bytes) {
        char[] text = new char[2 * bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            text[2 * i] = DIGITS.charAt(bytes[i] >> 4 & 0xF);
            text[2 * i + 1] = DIGITS.charAt(bytes[i] & 0xF);
        }
        return new String(text);
    }

    /**
     * The bytes that {@link #encode} wrote so.
     *
     * @param where what the text is, for the error
     * @throws DamagedData when it is anything else, capital letters included
     */
    public static byte[] decode(String text, String where) {
        if (text.length() % 2 != 0) {
            throw new DamagedData("A number of bytes has an odd number of hexadecimal digits.",
                    Finding.at(where).expected("two digits for each byte").found(text.length() + " characters"));
        }
        byte[] bytes = new byte[text.length() / 2];
        for (int i = 0; i < bytes.length; i++) {
            int high = DIGITS.indexOf(text.charAt(2 * i));
            int low = DIGITS.indexOf(text.charAt(2 * i + 1));
            if (high < 0 || low < 0) {
                throw new DamagedData("These are not hexadecimal digits.", Finding.at(where + ", byte " + i)
                        .expected("two of 0 to 9 and a to f").found(text.substring(2 * i, 2 * i + 2)));
            }
            bytes[i] = (byte) (high << 4 | low);
        }
        return bytes;
    }
}
