package dev.tabitat.core.signing;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;

/**
 * Base64 of RFC 4648. Our own forms use section 4 with padding, read strictly: every text stands for other bytes.
 * Envelopes of others may use the URL-safe alphabet of section 5 and leave the padding out.
 */
public final class Base64 {

    private static final String DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    private Base64() {}

    public static String encode(byte[] bytes) {
        StringBuilder out = new StringBuilder((bytes.length + 2) / 3 * 4);
        for (int i = 0; i < bytes.length; i += 3) {
            int left = bytes.length - i;
            int group = (bytes[i] & 0xFF) << 16 | (left > 1 ? (bytes[i + 1] & 0xFF) << 8 : 0)
                    | (left > 2 ? bytes[i + 2] & 0xFF : 0);
            out.append(DIGITS.charAt(group >> 18)).append(DIGITS.charAt(group >> 12 & 63));
            out.append(left > 1 ? DIGITS.charAt(group >> 6 & 63) : '=')
                    .append(left > 2 ? DIGITS.charAt(group & 63) : '=');
        }
        return out.toString();
    }

    /**
     * Decodes either alphabet, with or without padding, as DSSE 1.0 lets an envelope have it; one text keeps to one
     * alphabet.
     *
     * @throws DamagedData naming the first character that does not belong
     */
    public static byte[] decodeEither(String text, String where) {
        boolean isUrlSafe = text.indexOf('-') >= 0 || text.indexOf('_') >= 0;
        if (isUrlSafe && (text.indexOf('+') >= 0 || text.indexOf('/') >= 0)) {
            throw wrong(where, "one of the alphabets of RFC 4648, sections 4 and 5", "characters of both");
        }
        String standard = isUrlSafe ? text.replace('-', '+').replace('_', '/') : text;
        boolean lacksPadding = standard.length() % 4 > 1 && !standard.endsWith("=");
        return decode(lacksPadding ? standard + "==".substring(standard.length() % 4 - 2) : standard, where);
    }

    /** Decodes section 4 with padding. @throws DamagedData naming the first character that does not belong */
    public static byte[] decode(String text, String where) {
        int length = text.length();
        if (length % 4 != 0) {
            throw wrong(where, "a multiple of 4 characters", length + " characters");
        }
        int padding = length == 0 || text.charAt(length - 1) != '=' ? 0 : text.charAt(length - 2) == '=' ? 2 : 1;
        byte[] bytes = new byte[length / 4 * 3 - padding];
        for (int i = 0, at = 0; i < length; i += 4) {
            int group = 0;
            for (int k = 0; k < 4; k++) {
                boolean isPadding = i + k >= length - padding;
                int digit = isPadding ? 0 : DIGITS.indexOf(text.charAt(i + k));
                if (digit < 0) {
                    throw wrong(where, "base64", "another character at " + (i + k));
                }
                group = group << 6 | digit;
            }
            for (int shift = 16; shift >= 0; shift -= 8) {
                if (at < bytes.length) {
                    bytes[at++] = (byte) (group >> shift);
                } else if ((group >> shift & 0xFF) != 0) {
                    throw wrong(where, "base64 without spare bits", "spare bits at the end");
                }
            }
        }
        return bytes;
    }

    private static DamagedData wrong(String where, String expected, String found) {
        return new DamagedData("This is not base64.", Finding.at(where).expected(expected).found(found));
    }
}
