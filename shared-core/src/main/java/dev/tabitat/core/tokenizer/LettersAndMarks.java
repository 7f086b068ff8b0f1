package dev.tabitat.core.tokenizer;

/** The normalisation of lande 1.0.10, with the white space and the lower case of ECMAScript. */
final class LettersAndMarks {

    private LettersAndMarks() {}

    static String normalize(String text) {
        return " " + trim(lowerCase(shrink(text))) + " ";
    }

    /** Hyphens become a space, other non-letters vanish, and runs of white space become one space. */
    private static String shrink(String text) {
        StringBuilder out = new StringBuilder(text.length());
        int spaces = 0;
        char firstSpace = ' ';
        boolean hyphen = false;
        for (int i = 0; i < text.length();) {
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            boolean hyphenRun = point == '-' && hyphen;
            hyphen = point == '-';
            if (hyphen || isSpace(point)) {
                if (!hyphenRun && spaces++ == 0) {
                    firstSpace = hyphen ? ' ' : (char) point;
                }
            } else if (isLetterOrMark(point)) {
                flush(out, spaces, firstSpace);
                spaces = 0;
                out.appendCodePoint(point);
            }
        }
        flush(out, spaces, firstSpace);
        return out.toString();
    }

    /** A single white space stays the character it is. */
    private static void flush(StringBuilder out, int spaces, char first) {
        if (spaces > 0) {
            out.append(spaces == 1 ? first : ' ');
        }
    }

    private static String lowerCase(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length();) {
            int point = text.codePointAt(i);
            int next = i + Character.charCount(point);
            if (point == '\u0130') {
                out.append("i\u0307");
            } else if (point == '\u03A3') {
                out.append(isFinal(text, i) ? '\u03C2' : '\u03C3');
            } else {
                out.appendCodePoint(Character.toLowerCase(point));
            }
            i = next;
        }
        return out.toString();
    }

    /** Unicode's Final_Sigma: after a cased letter, before none; what ignores case between them does not count. */
    private static boolean isFinal(String text, int at) {
        int before = at;
        while (before > 0 && ignoresCase(text.codePointBefore(before))) {
            before -= Character.charCount(text.codePointBefore(before));
        }
        int after = at + 1;
        while (after < text.length() && ignoresCase(text.codePointAt(after))) {
            after += Character.charCount(text.codePointAt(after));
        }
        return before > 0 && isCased(text.codePointBefore(before))
                && !(after < text.length() && isCased(text.codePointAt(after)));
    }

    private static String trim(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isSpace(text.charAt(start))) {
            start++;
        }
        while (end > start && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isLetterOrMark(int point) {
        int type = Character.getType(point);
        return type >= Character.UPPERCASE_LETTER && type <= Character.OTHER_LETTER || isMark(point);
    }

    private static boolean isMark(int point) {
        int type = Character.getType(point);
        return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK
                || type == Character.COMBINING_SPACING_MARK;
    }

    /**
     * Case_Ignorable, of what {@link #shrink} leaves: spacing marks are not; modifier letters are, and U+FEFF, a white
     * space to ECMAScript.
     */
    private static boolean ignoresCase(int point) {
        int type = Character.getType(point);
        return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK
                || type == Character.MODIFIER_LETTER || point == 0xFEFF;
    }

    private static boolean isCased(int point) {
        if (point == 0x295) {
            return false; // A letter without case since Unicode 16; Java 17 still has the older table.
        }
        int type = Character.getType(point);
        return type == Character.UPPERCASE_LETTER || type == Character.LOWERCASE_LETTER
                || type == Character.TITLECASE_LETTER
                || point == 0xAA || point == 0xBA;
    }

    /** ECMAScript's WhiteSpace and LineTerminator. */
    private static boolean isSpace(int point) {
        return point >= 9 && point <= 13 || point == 32 || point == 0xA0 || point == 0x1680
                || point >= 0x2000 && point <= 0x200A
                || point == 0x2028 || point == 0x2029 || point == 0x202F || point == 0x205F || point == 0x3000
                || point == 0xFEFF;
    }
}
