package dev.tabitat.core.documents;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a stretch of Markdown says without its marks: links as their text, images as their description, emphasis, tags
 * and backslashes gone, code as it is. Line feeds stay where they are, so that lines can be told. Linear in the text's
 * length.
 *
 * <p>
 * Source: CommonMark 0.31.2, inlines; reference links only to labels that are defined.
 */
final class MarkdownInline {

    /** Stands for a mark that is gone, until the end. */
    private static final char GONE = '\u0000';
    private static final String PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
    private static final int LONGEST_LABEL = 999;
    private static final int LONGEST_DESTINATION = 4096;
    private static final int DEEPEST_BRACKETS = 3;
    private static final int LONGEST_ENTITY = 10;
    private static final Map<String, String> ENTITIES = Map.ofEntries(Map.entry("amp", "&"), Map.entry("lt", "<"),
            Map.entry("gt", ">"), Map.entry("quot", "\""), Map.entry("apos", "'"),
            Map.entry("nbsp", " "), Map.entry("ndash", "\u2013"), Map.entry("mdash", "\u2014"),
            Map.entry("hellip", "\u2026"), Map.entry("copy", "\u00A9"),
            Map.entry("reg", "\u00AE"), Map.entry("euro", "\u20AC"), Map.entry("times", "\u00D7"),
            Map.entry("rarr", "\u2192"), Map.entry("middot", "\u00B7"));

    private final String in;
    private final Set<String> labels;
    private final StringBuilder out;
    private int at;
    /** Places of open brackets and of open marks of emphasis in {@code out}, and of the former in {@code in}. */
    private final List<int[]> brackets = new ArrayList<>();
    private final Map<Character, List<Integer>> open = new HashMap<>();
    /** Runs of so many backticks that close nothing any more. */
    private final boolean[] unclosed = new boolean[80];
    private final int lastTagEnd;

    private MarkdownInline(String in, Set<String> labels) {
        this.in = in.replace(GONE, ' ');
        this.labels = labels;
        out = new StringBuilder(in.length());
        lastTagEnd = in.lastIndexOf('>');
    }

    /** @param labels of links that are defined, in small letters */
    static String plain(String markdown, Set<String> labels) {
        MarkdownInline inline = new MarkdownInline(markdown, labels);
        while (inline.at < inline.in.length()) {
            inline.next();
        }
        StringBuilder plain = new StringBuilder(inline.out.length());
        for (int i = 0; i < inline.out.length(); i++) {
            if (inline.out.charAt(i) != GONE) {
                plain.append(inline.out.charAt(i));
            }
        }
        return plain.toString();
    }

    private char charAt(int index) {
        return index >= 0 && index < in.length() ? in.charAt(index) : '\n';
    }

    private void next() {
        char c = in.charAt(at);
        switch (c) {
            case '\\' -> backslash();
            case '`' -> code();
            case '*', '_', '~' -> emphasis(c);
            case '!' -> {
                if (charAt(at + 1) == '[') {
                    out.append('!');
                    at++;
                    bracket(1);
                } else {
                    literal();
                }
            }
            case '[' -> bracket(0);
            case ']' -> closeBracket();
            case '<' -> tag();
            case '&' -> entity();
            default -> literal();
        }
    }

    private void literal() {
        out.append(in.charAt(at++));
    }

    private void backslash() {
        if (PUNCTUATION.indexOf(charAt(at + 1)) >= 0) {
            at++;
        } else if (charAt(at + 1) == '\n' && at + 1 < in.length()) {
            at++;
        }
        literal();
    }

    private int run(char c, int from) {
        int end = from;
        while (end < in.length() && in.charAt(end) == c) {
            end++;
        }
        return end - from;
    }

    private void code() {
        int ticks = run('`', at);
        int close = ticks < unclosed.length && !unclosed[ticks] ? closing(ticks, at + ticks) : -1;
        if (close < 0) {
            if (ticks < unclosed.length) {
                unclosed[ticks] = true;
            }
            out.append(in, at, at + ticks);
            at += ticks;
            return;
        }
        out.append(in, at + ticks, close);
        at = close + ticks;
    }

    private int closing(int ticks, int from) {
        for (int i = in.indexOf('`', from); i >= 0;) {
            int found = run('`', i);
            if (found == ticks) {
                return i;
            }
            i = in.indexOf('`', i + found);
        }
        return -1;
    }

    /** Marks that open wait for marks that close; both go. */
    private void emphasis(char c) {
        int count = run(c, at);
        char before = charAt(at - 1);
        char after = charAt(at + count);
        boolean opens = isOpening(before, after) && (c != '_' || !isOpening(after, before) || isPunctuation(before));
        boolean closes = isOpening(after, before) && (c != '_' || !isOpening(before, after) || isPunctuation(after));
        List<Integer> waiting = open.computeIfAbsent(c, key -> new ArrayList<>());
        for (int i = 0; i < count; i++) {
            boolean isMark = c != '~' || count == 2;
            if (isMark && closes && !waiting.isEmpty()) {
                out.setCharAt(waiting.remove(waiting.size() - 1), GONE);
            } else {
                if (isMark && opens) {
                    waiting.add(out.length());
                }
                out.append(c);
            }
        }
        at += count;
    }

    /** Left-flanking, in CommonMark's words. */
    private static boolean isOpening(char before, char after) {
        return !isSpace(after) && (!isPunctuation(after) || isSpace(before) || isPunctuation(before));
    }

    private static boolean isSpace(char c) {
        return c <= ' ' || TextBuilder.isWhite(c);
    }

    private static boolean isPunctuation(char c) {
        return PUNCTUATION.indexOf(c) >= 0
                || c > 0x7F && !Character.isLetterOrDigit(c) && !Character.isSurrogate(c) && !TextBuilder.isWhite(c);
    }

    private void bracket(int image) {
        brackets.add(new int[]{out.length(), at, image});
        literal();
    }

    private void closeBracket() {
        if (brackets.isEmpty()) {
            literal();
            return;
        }
        int[] opened = brackets.remove(brackets.size() - 1);
        int end = charAt(at + 1) == '(' ? destinationEnd(at + 1) : -1;
        if (end < 0 && charAt(at + 1) == '[') {
            int close = at + 2;
            while (close - at < LONGEST_LABEL && close < in.length() && in.charAt(close) != ']'
                    && in.charAt(close) != '[') {
                close++;
            }
            close = charAt(close) == ']' ? close : -1;
            boolean empty = close == at + 2;
            end = close >= 0 && isLabel(empty ? opened[1] + 1 : at + 2, empty ? at : close) ? close + 1 : -1;
        }
        if (end < 0 && isLabel(opened[1] + 1, at)) {
            end = at + 1;
        }
        if (end < 0) {
            literal();
            return;
        }
        out.setCharAt(opened[0], GONE);
        if (opened[2] == 1) {
            out.setCharAt(opened[0] - 1, GONE);
        }
        for (int i = at; i < end; i++) {
            if (in.charAt(i) == '\n') {
                out.append('\n');
            }
        }
        at = end;
    }

    private boolean isLabel(int from, int to) {
        return !labels.isEmpty() && to - from <= LONGEST_LABEL && labels.contains(label(in.substring(from, to)));
    }

    static String label(String text) {
        return text.trim().toLowerCase(Locale.ROOT);
    }

    /** Behind the bracket that closes a link's destination and title, or -1. */
    private int destinationEnd(int from) {
        int depth = 0;
        char quote = 0;
        int end = Math.min(in.length(), from + LONGEST_DESTINATION);
        for (int i = from; i < end; i++) {
            char c = in.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '\n' && charAt(i + 1) == '\n') {
                return -1;
            } else if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if ((c == '"' || c == '\'') && isSpace(charAt(i - 1))) {
                quote = c;
            } else if (c == '(' && ++depth > DEEPEST_BRACKETS) {
                return -1;
            } else if (c == ')' && --depth == 0) {
                return i + 1;
            } else if (c == '[') {
                return -1;
            }
        }
        return -1;
    }

    /** Tags and comments go; an address in angle brackets stays without them. */
    private void tag() {
        char first = charAt(at + 1);
        boolean isTag = first >= 'a' && first <= 'z' || first >= 'A' && first <= 'Z' || first == '/' || first == '!'
                || first == '?';
        if (!isTag || at > lastTagEnd) {
            literal();
            return;
        }
        int end = at + 1;
        while (end < in.length() && in.charAt(end) != '>' && in.charAt(end) != '<') {
            end++;
        }
        if (charAt(end) != '>') {
            literal();
            return;
        }
        String inside = in.substring(at + 1, end);
        boolean isAddress = inside.indexOf(' ') < 0 && (inside.indexOf(':') > 1 || inside.indexOf('@') > 0);
        for (int i = 0; i < inside.length(); i++) {
            if (isAddress || inside.charAt(i) == '\n') {
                out.append(inside.charAt(i));
            }
        }
        if (inside.toLowerCase(Locale.ROOT).startsWith("br") || inside.toLowerCase(Locale.ROOT).startsWith("td")
                || inside.toLowerCase(Locale.ROOT).startsWith("/p")) {
            out.append(' ');
        }
        at = end + 1;
    }

    private void entity() {
        int end = at;
        while (end < in.length() && end - at < LONGEST_ENTITY && in.charAt(end) != ';') {
            end++;
        }
        String name = charAt(end) == ';' ? in.substring(at + 1, end) : "";
        String value = name.startsWith("#") ? numbered(name.substring(1)) : ENTITIES.getOrDefault(name, "");
        if (value.isEmpty()) {
            literal();
            return;
        }
        out.append(value);
        at = end + 1;
    }

    private static String numbered(String digits) {
        boolean hex = digits.startsWith("x") || digits.startsWith("X");
        int point = 0;
        for (int i = hex ? 1 : 0; i < digits.length(); i++) {
            int digit = Character.digit(digits.charAt(i), hex ? 16 : 10);
            point = digit < 0 || point > 0x10FFFF ? 0x110000 : point * (hex ? 16 : 10) + digit;
        }
        return point < ' ' || point > 0x10FFFF || digits.isEmpty() ? "" : new String(Character.toChars(point));
    }
}
