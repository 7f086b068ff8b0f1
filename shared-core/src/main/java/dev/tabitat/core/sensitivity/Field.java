package dev.tabitat.core.sensitivity;

import java.util.List;
import java.util.Set;

/**
 * A name that may announce a value, as programs and people write it: {@code accessToken}, {@code "access_token"},
 * {@code <accessToken>}, {@code --access-token} or "access token".
 *
 * @param start of the identifier in the scan
 * @param end behind it
 * @param words of the identifier in lower case: {@code accessToken} is {@code access token}, with a blank before and
 * behind each word
 * @param phrase the same with up to three words of the line before it
 */
record Field(int start, int end, String words, String phrase) {

    /** How a value follows a field. */
    enum Link {
        /** Nothing that could be a value follows. */
        NONE,
        /** Only a blank. */
        BLANK,
        /** A word such as "is" or "was". */
        VERB,
        /** A sign: {@code : = => | ....}, the end of a tag, {@code value=}. */
        SIGN
    }

    /**
     * What follows a field.
     *
     * @param link between them
     * @param start of the value, behind an opening quote
     * @param end behind it: of a quoted value before the closing quote, of an element before its end tag, else before
     * white space or a separator
     * @param isQuoted whether quotes or tags say exactly where the value ends
     */
    record Value(Link link, int start, int end, boolean isQuoted) {

        boolean isEmpty() {
            return end <= start;
        }
    }

    private static final int MAX_VALUE = 500;
    private static final int MAX_IDENTIFIER = 80;
    private static final Set<String> VERBS = Set.of("is", "was", "ist", "war", "lautet", "lautete", "est", "es", "era",
            "\u00e8", "\u00e9", "jest", "\u00e4r", "er", "on", "je", "to", "este", "equals", "are",
            "becomes", "\u2014", "becoming", "is:", "set");
    private static final List<String> CJK_VERBS = List.of("\u662f", "\u4e3a", "\u70ba", "\u306f", "\u304c", "\uc740 ",
            "\ub294 ", "\uc774 ", "\uac00 ");

    /** The field whose identifier begins here; its end is {@code from} where there is none. */
    static Field at(ScannedText scan, int from) {
        int end = from;
        while (end - from < MAX_IDENTIFIER && (Character.isLetterOrDigit(scan.at(end)) || scan.at(end) == '_'
                || scan.at(end) == '-' && Character.isLetterOrDigit(scan.at(end + 1)))) {
            end++;
        }
        int back = from;
        for (int words = 0; words < 3 && scan.at(back - 1) == ' ' && Character.isLetter(scan.at(back - 2)); words++) {
            back--;
            int least = Math.max(0, from - 40);
            while (back > least && (Character.isLetter(scan.at(back - 1)) || scan.at(back - 1) == '-'
                    || scan.at(back - 1) == '\'')) {
                back--;
            }
        }
        String words = scan.words(from, end);
        return new Field(from, end, words, back == from ? words : scan.words(back, end));
    }

    /** Whether a field can begin here. */
    static boolean begins(ScannedText scan, int i) {
        return Character.isLetter(scan.at(i)) && !Character.isLetterOrDigit(scan.at(i - 1))
                && !(scan.at(i - 1) == '_' && Character.isLetterOrDigit(scan.at(i - 2)))
                && !(scan.at(i - 1) == '-' && Character.isLetterOrDigit(scan.at(i - 2)));
    }

    boolean has(String word) {
        return words.contains(" " + word + " ");
    }

    /** Whether the identifier, with the words before it, ends in these words. */
    boolean endsWith(String cue) {
        return phrase.endsWith(" " + cue + " ");
    }

    /** The last word of the identifier. */
    String last() {
        String trimmed = words.trim();
        return trimmed.substring(trimmed.lastIndexOf(' ') + 1);
    }

    /** The identifier's words written together. */
    String joined() {
        return words.replace(" ", "");
    }

    Value value(ScannedText scan) {
        return value(scan, end, start);
    }

    /** The value behind a name that ends at {@code end}. */
    static Value value(ScannedText scan, int end, int start) {
        int i = end;
        // What may close the name: quotes, brackets, Markdown's signs, a note in brackets.
        while ("\"'`]*\\)".indexOf(scan.at(i)) >= 0 && scan.at(i) != 0) {
            i++;
        }
        if (ScannedText.startsAt(scan.text(), " (", i)) {
            int close = scan.text().indexOf(')', i);
            i = close > 0 && close - i < 30 && ":=".indexOf(scan.at(close + 1)) >= 0 && scan.at(close + 1) != 0
                    ? close + 1
                    : i;
        }
        boolean isClosed = i > end;
        i += scan.at(i) == ' ' ? 1 : 0;
        boolean isBlank = i > end && scan.at(i - 1) == ' ';
        char c = scan.at(i);
        if (ScannedText.startsAt(scan.lower(), "value=", i) || ScannedText.startsAt(scan.lower(), "content=", i)) {
            return quoted(scan, scan.text().indexOf('=', i) + 1, Link.SIGN);
        }
        // <string name="api_key">value</string>, <setting key="api_key"><value>value</value></setting>
        boolean isAttribute = isClosed && c == '>' && scan.at(start - 1) == '"' && scan.at(start - 2) == '=';
        int tag = isAttribute ? i + (ScannedText.startsAt(scan.text(), "<value>", i + 1) ? 8 : 1)
                : tagEnd(scan, end, start);
        if (tag > 0) {
            int close = scan.text().indexOf('<', tag);
            int stop = close < 0 || close - tag > MAX_VALUE ? Math.min(scan.length(), tag + MAX_VALUE) : close;
            while (tag < stop && Character.isWhitespace(scan.at(tag))) {
                tag++;
            }
            while (stop > tag && Character.isWhitespace(scan.at(stop - 1))) {
                stop--;
            }
            return new Value(close < 0 ? Link.NONE : Link.SIGN, tag, stop, true);
        }
        boolean isDotted = c == '.' && scan.at(i + 1) == '.' || c == '\u2026' || c == '_' && scan.at(i + 1) == '_';
        boolean isArrow = (c == '-' || c == '=') && scan.at(i + 1) == '>' || c == '\u2192';
        boolean isDash = isBlank && c == '-' && scan.at(i + 1) == ' ';
        if (c == ':' || c == '=' || c == '|' || isArrow || isDotted || isDash) {
            int at = i;
            while (":=>-|.~_\u2026\u2192 *".indexOf(scan.at(at)) >= 0 && scan.at(at) != 0 && at - i < 80) {
                at++;
            }
            // A line break only behind the sign: the value stands alone on the next line.
            if (scan.at(at) == '\n' && c == ':' && scan.at(at + 1) != '\n') {
                Value next = quoted(scan, at + 1, Link.VERB);
                return next.end() >= scan.length() || scan.at(next.end()) == '\n' ? next
                        : new Value(Link.NONE, at, at, false);
            }
            return quoted(scan, at, Link.SIGN);
        }
        int stop = i;
        while (Character.isLetter(scan.at(stop))) {
            stop++;
        }
        if (isBlank && scan.at(stop) == ' ' && VERBS.contains(scan.lower().substring(i, stop))) {
            int at = stop + 1;
            at += ScannedText.startsAt(scan.lower(), "now ", at) ? 4
                    : ScannedText.startsAt(scan.lower(), "to ", at) || ScannedText.startsAt(scan.lower(), "as ", at) ? 3
                            : 0;
            while (scan.at(at) == ':' || scan.at(at) == ' ') {
                at++;
            }
            return quoted(scan, at, Link.VERB);
        }
        for (String verb : CJK_VERBS) {
            if (ScannedText.startsAt(scan.text(), verb, i)) {
                int at = i + verb.length();
                return quoted(scan, at + (scan.at(at) == ':' || scan.at(at) == ' ' ? 1 : 0), Link.VERB);
            }
        }
        return isBlank && !isClosed || isBlank && scan.at(i) == '"' ? quoted(scan, i, Link.BLANK)
                : new Value(Link.NONE, i, i, false);
    }

    /** Where the start tag ends whose name or attribute this is; 0 where it is none. */
    private static int tagEnd(ScannedText scan, int end, int start) {
        int open = start - 1;
        while (open > start - 20 && (Character.isLetter(scan.at(open)) || scan.at(open) == ':')) {
            open--;
        }
        if (scan.at(open) != '<') {
            return 0;
        }
        int close = scan.text().indexOf('>', end);
        boolean isTag = close == end || close > 0 && close - end < 120 && scan.at(end) == ' '
                && scan.text().substring(end, close).indexOf('<') < 0;
        return isTag && scan.at(close - 1) != '/' ? close + 1 : 0;
    }

    private static Value quoted(ScannedText scan, int from, Link link) {
        int at = from;
        boolean isEscaped = scan.at(at) == '\\' && (scan.at(at + 1) == '"' || scan.at(at + 1) == '\'');
        at += isEscaped ? 1 : 0;
        char quote = scan.at(at);
        if (quote == '"' || quote == '\'' || quote == '`') {
            at++;
            int close = at;
            while (close < scan.length() && close - at < MAX_VALUE && scan.at(close) != '\n'
                    && (scan.at(close) != quote || !isEscaped && scan.at(close - 1) == '\\')) {
                close++;
            }
            if (scan.at(close) == quote) {
                return new Value(link, at, isEscaped && scan.at(close - 1) == '\\' ? close - 1 : close, true);
            }
        }
        int end = at;
        while (end < scan.length() && end - at < MAX_VALUE && !Character.isWhitespace(scan.at(end))
                && "\"'`,;<&".indexOf(scan.at(end)) < 0) {
            end++;
        }
        while (end > at && ".)]}\\*".indexOf(scan.at(end - 1)) >= 0) {
            end--;
        }
        return new Value(link, at, end, false);
    }

    /** Where the line ends in which a place lies. */
    static int lineEnd(ScannedText scan, int from) {
        int end = scan.text().indexOf('\n', from);
        return end < 0 ? scan.length() : end;
    }

    /** Where the line begins in which a place lies. */
    static int lineStart(ScannedText scan, int from) {
        return scan.text().lastIndexOf('\n', from - 1) + 1;
    }
}
