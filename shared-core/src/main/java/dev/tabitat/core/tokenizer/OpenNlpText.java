package dev.tabitat.core.tokenizer;

/**
 * The normalisation of OpenNLP 2.5's language detector, one scanner for each of its regular expressions, in its order.
 * Word boundaries are those of Java 17.
 */
final class OpenNlpText {

    private OpenNlpText() {}

    static String normalize(String text) {
        String clean = laughs(faces(retweets(handles(mails(links(emoji(text)))))));
        return lowerCase(shrinkRepeats(shrinkSpaces(numbers(clean))).trim());
    }

    /**
     * {@code [\uD83C-\uDBFF\uDC00-\uDFFF]+}: the two middle escapes are one code point to Java, U+10FC00, and the
     * hyphen after it is itself.
     */
    private static String emoji(String text) {
        StringBuilder out = new StringBuilder(text.length());
        boolean inside = false;
        for (int i = 0; i < text.length();) {
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            if (point >= 0xD83C && point <= 0x10FC00 || point == '-') {
                if (!inside) {
                    out.append(' ');
                }
                inside = true;
            } else {
                inside = false;
                out.appendCodePoint(point);
            }
        }
        return out.toString();
    }

    /** {@code https?://[-_.?&~;+=/#0-9A-Za-z]+} */
    private static String links(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length();) {
            int start = text.startsWith("http://", i) ? i + 7 : text.startsWith("https://", i) ? i + 8 : -1;
            int end = start;
            while (start >= 0 && end < text.length()
                    && (isAlphanumeric(text.charAt(end)) || "-_.?&~;+=/#".indexOf(text.charAt(end)) >= 0)) {
                end++;
            }
            i = end > start ? space(out, end) : copy(text, i, out);
        }
        return out.toString();
    }

    /** {@code (?<![-+_.0-9A-Za-z])[-+_.0-9A-Za-z]+@[-0-9A-Za-z]+[-.0-9A-Za-z]+} */
    private static String mails(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length();) {
            int at = i;
            while (at < text.length() && isMailName(text.charAt(at))) {
                at++;
            }
            if (at == i) {
                i = copy(text, i, out);
                continue;
            }
            int end = at < text.length() && text.charAt(at) == '@' ? hostEnd(text, at + 1) : -1;
            if (end < 0) {
                out.append(text, i, at);
                i = at;
            } else {
                i = space(out, end);
                // What follows a match directly may not start another: the look-behind sees the host's last character.
                while (i < text.length() && isMailName(text.charAt(i))) {
                    i = copy(text, i, out);
                }
            }
        }
        return out.toString();
    }

    /**
     * The end of a host that starts here: a letter, digit or hyphen, then at least one of these or dots; -1 for none.
     */
    private static int hostEnd(String text, int start) {
        if (start >= text.length() || !isAlphanumeric(text.charAt(start)) && text.charAt(start) != '-') {
            return -1;
        }
        int end = start + 1;
        while (end < text.length()
                && (isAlphanumeric(text.charAt(end)) || text.charAt(end) == '-' || text.charAt(end) == '.')) {
            end++;
        }
        return end > start + 1 ? end : -1;
    }

    /** {@code [#@]\S+} */
    private static String handles(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length();) {
            int end = i + 1;
            if (text.charAt(i) == '#' || text.charAt(i) == '@') {
                while (end < text.length() && !isSpace(text.charAt(end))) {
                    end++;
                }
            }
            i = end > i + 1 ? space(out, end) : copy(text, i, out);
        }
        return out.toString();
    }

    /** {@code \b(rt[ :])+}, any case */
    private static String retweets(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length();) {
            int end = i;
            if (isRetweet(text, i) && !isWordBefore(text, i)) {
                while (isRetweet(text, end)) {
                    end += 3;
                }
            }
            i = end > i ? space(out, end) : copy(text, i, out);
        }
        return out.toString();
    }

    private static boolean isRetweet(String text, int i) {
        return i + 2 < text.length() && lower(text.charAt(i)) == 'r' && lower(text.charAt(i + 1)) == 't'
                && (text.charAt(i + 2) == ' ' || text.charAt(i + 2) == ':');
    }

    private static boolean isWordBefore(String text, int i) {
        if (i == 0) {
            return false;
        }
        int point = text.codePointBefore(i);
        int at = i - Character.charCount(point);
        while (Character.getType(point) == Character.NON_SPACING_MARK && at > 0) {
            point = text.codePointBefore(at);
            at -= Character.charCount(point);
        }
        return point == '_' && at + 1 == i || Character.isLetterOrDigit(point);
    }

    /** {@code [:;x]-?[()dop]}, any case */
    private static String faces(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length();) {
            int mouth = i + 1 < text.length() && text.charAt(i + 1) == '-' ? i + 2 : i + 1;
            boolean eyes = text.charAt(i) == ':' || text.charAt(i) == ';' || lower(text.charAt(i)) == 'x';
            boolean face = eyes && mouth < text.length() && "()dop".indexOf(lower(text.charAt(mouth))) >= 0;
            i = face ? space(out, mouth + 1) : copy(text, i, out);
        }
        return out.toString();
    }

    /** {@code ([hj])+([aieou])+(\1+\2+)+}, any case, to {@code $1$2$1$2}: haha, jejeje */
    private static String laughs(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length();) {
            int vowel = run(text, i, "hj");
            int after = vowel > i ? run(text, vowel, "aieou") : vowel;
            if (after == vowel) {
                // No vowel follows the run, so no laugh starts within it either.
                int next = Math.max(vowel, i + 1);
                out.append(text, i, next);
                i = next;
                continue;
            }
            char first = text.charAt(vowel - 1);
            char second = text.charAt(after - 1);
            int end = after;
            while (true) {
                int middle = run(text, end, String.valueOf(lower(first)));
                int stop = middle > end ? run(text, middle, String.valueOf(lower(second))) : middle;
                if (stop == middle) {
                    break;
                }
                end = stop;
            }
            if (end > after) {
                out.append(first).append(second).append(first).append(second);
                i = end;
            } else {
                out.append(text, i, vowel);
                i = vowel;
            }
        }
        return out.toString();
    }

    private static int run(String text, int from, String letters) {
        int end = from;
        while (end < text.length() && letters.indexOf(lower(text.charAt(end))) >= 0) {
            end++;
        }
        return end;
    }

    /** {@code \d+} */
    private static String numbers(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length();) {
            int end = run(text, i, "0123456789");
            i = end > i ? space(out, end) : copy(text, i, out);
        }
        return out.toString();
    }

    /** {@code \s{2,}} */
    private static String shrinkSpaces(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length();) {
            int end = i;
            while (end < text.length() && isSpace(text.charAt(end))) {
                end++;
            }
            i = end > i + 1 ? space(out, end) : copy(text, i, out);
        }
        return out.toString();
    }

    /** {@code (.)\1{2,}}, any case, to {@code $1$1} */
    private static String shrinkRepeats(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length();) {
            int point = text.codePointAt(i);
            int width = Character.charCount(point);
            int end = i + width;
            int count = 1;
            boolean lineBreak = point == '\n' || point == '\r' || point == 0x85 || point == 0x2028 || point == 0x2029;
            while (!lineBreak && end < text.length() && lower(text.codePointAt(end)) == lower(point)) {
                end += width;
                count++;
            }
            if (count >= 3) {
                out.appendCodePoint(point).appendCodePoint(point);
                i = end;
            } else {
                out.appendCodePoint(point);
                i += width;
            }
        }
        return out.toString();
    }

    private static String lowerCase(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length();) {
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            out.appendCodePoint(Character.toLowerCase(point));
        }
        return out.toString();
    }

    private static int space(StringBuilder out, int next) {
        out.append(' ');
        return next;
    }

    private static int copy(String text, int i, StringBuilder out) {
        out.append(text.charAt(i));
        return i + 1;
    }

    private static boolean isMailName(char c) {
        return isAlphanumeric(c) || c == '-' || c == '+' || c == '_' || c == '.';
    }

    private static boolean isAlphanumeric(char c) {
        return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c >= 9 && c <= 13;
    }

    /** ASCII only, as Java's regular expressions fold case. */
    private static int lower(int c) {
        return c >= 'A' && c <= 'Z' ? c + 32 : c;
    }

    private static char lower(char c) {
        return (char) lower((int) c);
    }
}
