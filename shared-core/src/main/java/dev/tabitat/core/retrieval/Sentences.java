package dev.tabitat.core.retrieval;

/**
 * Where sentences end: behind {@code . ! ? …} and a space, but not behind abbreviations, initials or numbers; behind
 * full-width marks.
 */
final class Sentences {

    private Sentences() {}

    /** Where the sentence that begins at {@code from} ends, before the space behind it; {@code to} at the latest. */
    static int end(String text, int from, int to) {
        for (int at = from; at < to; at++) {
            char c = text.charAt(at);
            if (c == '\u3002' || c == '\uFF01' || c == '\uFF1F') {
                return behind(text, at + 1, to);
            }
            if (c == '.' || c == '!' || c == '?' || c == '\u2026') {
                int end = behind(text, at + 1, to);
                boolean isLast = end == to || Character.isWhitespace(text.charAt(end));
                if (isLast && (c != '.' || !goesOn(text, from, at, end, to))) {
                    return end;
                }
            }
        }
        return to;
    }

    /** Behind further marks, closing quotes and brackets. */
    private static int behind(String text, int from, int to) {
        int at = from;
        while (at < to && ".!?\u2026\u3002\uFF01\uFF1F\"')]}\u2019\u201D\u00BB\u203A\u300D\u300F\uFF09"
                .indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at;
    }

    /** Whether a full stop ends no sentence. */
    private static boolean goesOn(String text, int from, int stop, int end, int to) {
        int next = end;
        while (next < to && Character.isWhitespace(text.charAt(next))) {
            next++;
        }
        if (next < to && Character.isLowerCase(text.charAt(next))) {
            return true;
        }
        int start = stop;
        while (start > from && !Character.isWhitespace(text.charAt(start - 1)) && text.charAt(start - 1) != '\u00a0') {
            start--;
        }
        int before = start;
        while (before > from
                && (Character.isWhitespace(text.charAt(before - 1)) || text.charAt(before - 1) == '\u00a0')) {
            before--;
        }
        // A full stop inside a sentence belongs to an abbreviation: "Prof. dr. ir. Bakker".
        boolean isChained = before > from && text.charAt(before - 1) == '.';
        return Abbreviations.ownsFullStop(text.substring(start, stop), start == from, isChained, text, next, to);
    }
}
