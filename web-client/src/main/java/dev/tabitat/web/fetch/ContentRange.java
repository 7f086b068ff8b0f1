package dev.tabitat.web.fetch;

import java.util.Optional;

/**
 * Where the bytes of a partial answer lie: the header Content-Range (RFC 9110, section 14.4),
 * {@code bytes first-last/total}.
 *
 * @param first the first byte, from 0
 * @param last the last one, included
 * @param total length of the whole; -1 where the server does not know it
 */
record ContentRange(long first, long last, long total) {

    private static final String UNIT = "bytes ";
    private static final int MAX_DIGITS = 15;

    /** Reads the header; empty for anything else than a range of bytes. */
    static Optional<ContentRange> parse(String header) {
        String text = header.trim();
        int dash = text.indexOf('-');
        int slash = text.indexOf('/');
        if (!text.toLowerCase().startsWith(UNIT) || dash < 0 || slash < dash) {
            return Optional.empty();
        }
        long first = number(text.substring(UNIT.length(), dash));
        long last = number(text.substring(dash + 1, slash));
        String whole = text.substring(slash + 1).trim();
        long total = whole.equals("*") ? -1 : number(whole);
        boolean isValid = first >= 0 && last >= first && (whole.equals("*") || total > last);
        return isValid ? Optional.of(new ContentRange(first, last, total)) : Optional.empty();
    }

    private static long number(String text) {
        String digits = text.trim();
        if (digits.isEmpty() || digits.length() > MAX_DIGITS) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + c - '0';
        }
        return value;
    }
}
