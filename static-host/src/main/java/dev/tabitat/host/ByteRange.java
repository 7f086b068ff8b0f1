package dev.tabitat.host;

/**
 * The bytes a Range header asks for (RFC 9110, section 14.1.2).
 *
 * <p>
 * Several ranges, another unit and bad syntax are answered with the whole, as the section allows.
 *
 * @param kind what is answered
 * @param first first byte
 * @param last last byte, inclusive; before {@code first} for nothing
 */
record ByteRange(Kind kind, long first, long last) {

    /** 200, 206 and 416. */
    enum Kind {
        WHOLE,
        PART,
        UNSATISFIABLE
    }

    /** All of {@code size} bytes. */
    static ByteRange whole(long size) {
        return new ByteRange(Kind.WHOLE, 0, size - 1);
    }

    /** How many bytes. */
    long length() {
        return last - first + 1;
    }

    /** What {@code header} asks for of a file of {@code size} bytes. */
    static ByteRange parse(String header, long size) {
        String text = header.strip();
        int dash = text.indexOf('-');
        if (!text.regionMatches(true, 0, "bytes=", 0, "bytes=".length()) || dash < 0 || text.indexOf(',') >= 0) {
            return whole(size);
        }
        String from = text.substring("bytes=".length(), dash).strip();
        String to = text.substring(dash + 1).strip();
        if (!isNumber(from) && !from.isEmpty() || !isNumber(to) && !to.isEmpty() || from.isEmpty() && to.isEmpty()) {
            return whole(size);
        }
        if (from.isEmpty()) {
            long count = Math.min(number(to), size);
            return count == 0 ? unsatisfiable() : new ByteRange(Kind.PART, size - count, size - 1);
        }
        long first = number(from);
        long last = to.isEmpty() ? size - 1 : Math.min(number(to), size - 1);
        if (!to.isEmpty() && number(to) < first) {
            return whole(size);
        }
        return first >= size ? unsatisfiable() : new ByteRange(Kind.PART, first, last);
    }

    private static ByteRange unsatisfiable() {
        return new ByteRange(Kind.UNSATISFIABLE, 0, -1);
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** The number, or the largest long where it is larger. */
    private static long number(String digits) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException tooLarge) {
            return Long.MAX_VALUE;
        }
    }
}
