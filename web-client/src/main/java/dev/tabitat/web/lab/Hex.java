package dev.tabitat.web.lab;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;

/** Bytes as a setting keeps them. */
final class Hex {

    private static final String DIGITS = "0123456789abcdef";

    private Hex() {}

    static String write(byte[] bytes) {
        char[] text = new char[2 * bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            text[2 * i] = DIGITS.charAt(bytes[i] >> 4 & 0xF);
            text[2 * i + 1] = DIGITS.charAt(bytes[i] & 0xF);
        }
        return new String(text);
    }

    static byte[] read(String text) {
        byte[] bytes = new byte[text.length() / 2];
        for (int i = 0; i < bytes.length; i++) {
            int high = DIGITS.indexOf(text.charAt(2 * i));
            int low = DIGITS.indexOf(text.charAt(2 * i + 1));
            if (high < 0 || low < 0) {
                throw new DamagedData("A kept training state is damaged.", Finding.at("training state, byte " + i)
                        .expected("two hexadecimal digits").found("something else"));
            }
            bytes[i] = (byte) (high << 4 | low);
        }
        return bytes;
    }
}
