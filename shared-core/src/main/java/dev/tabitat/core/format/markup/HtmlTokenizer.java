package dev.tabitat.core.format.markup;

import java.util.ArrayList;
import java.util.List;

/**
 * HTML as tokens, in one pass and time that grows with its length only. Nothing is malformed: what is no markup is
 * text, as in browsers.
 *
 * <pre>
 * html    = (text | start | end | comment | cdata)*
 * start   = "&lt;" letter name (space attribute)* "/"? "&gt;"        end = "&lt;/" letter name ... "&gt;"
 * attribute = name ("=" (quoted | unquoted))?
 * comment = "&lt;!--" ... "--&gt;" | "&lt;!" ... "&gt;" | "&lt;?" ... "&gt;"      left out, as doctypes and instructions are
 * cdata   = "&lt;![CDATA[" ... "]]&gt;"                                 text, as in XHTML
 * </pre>
 *
 * A tag that the end of the text cuts off is left out. Who starts {@code script} or its like asks for {@link #rawText}.
 *
 * <p>
 * Source: WHATWG HTML, "Tokenization", without its parse errors.
 */
public final class HtmlTokenizer {

    /** What a token is. */
    public enum Token {
        TEXT,
        START,
        END,
        /** The end of the text; it stays there. */
        EOF
    }

    private static final int MAX_ATTRIBUTES = 64;
    private static final String CDATA = "<![CDATA[";

    private final String html;
    private final List<String> attributes = new ArrayList<>();
    private int at;
    private String name = "";
    private String text = "";
    private boolean selfClosing;

    public HtmlTokenizer(String html) {
        this.html = html;
    }

    /** The next token; its facts are there until the one after. */
    public Token next() {
        while (at < html.length()) {
            if (!isMarkup(at)) {
                return text();
            }
            char second = html.charAt(at + 1);
            if (html.startsWith(CDATA, at)) {
                int end = html.indexOf("]]>", at);
                int from = at + CDATA.length();
                text = html.substring(from, end < 0 ? html.length() : end);
                at = end < 0 ? html.length() : end + 3;
                return Token.TEXT;
            }
            if (second == '!' || second == '?' || second == '/' && !isLetter(at + 2)) {
                skipComment();
            } else if (tag(second == '/' ? at + 2 : at + 1)) {
                return second == '/' ? Token.END : Token.START;
            }
        }
        return Token.EOF;
    }

    /** Behind the token that came last, as an index into the text. */
    public int position() {
        return at;
    }

    /** Of a tag, in small letters. */
    public String name() {
        return name;
    }

    /** Of a text, with its character references replaced. */
    public String textValue() {
        return text;
    }

    /** Whether a tag ends with a slash; means something in XHTML only. */
    public boolean isSelfClosing() {
        return selfClosing;
    }

    public boolean has(String attribute) {
        return find(attribute) >= 0;
    }

    /** An attribute's value; empty when there is none. */
    public String attribute(String attribute) {
        int index = find(attribute);
        return index < 0 ? "" : attributes.get(index + 1);
    }

    /**
     * What stands between the start tag that came last and its end tag, which is taken too; references stay as they
     * are.
     */
    public String rawText() {
        int from = at;
        int close = html.indexOf("</", at);
        while (close >= 0 && !isEndOf(close + 2)) {
            close = html.indexOf("</", close + 2);
        }
        int end = close < 0 ? html.length() : close;
        int after = close < 0 ? -1 : html.indexOf('>', close);
        at = after < 0 ? html.length() : after + 1;
        return html.substring(from, end);
    }

    /** Raw text with its character references replaced, as in {@code title}. */
    public String escapableRawText() {
        String raw = rawText();
        return CharacterReferences.text(raw, 0, raw.length());
    }

    private boolean isEndOf(int from) {
        int end = from + name.length();
        return html.regionMatches(true, from, name, 0, name.length()) && (end == html.length()
                || isSpace(html.charAt(end)) || html.charAt(end) == '>' || html.charAt(end) == '/');
    }

    private Token text() {
        int end = html.indexOf('<', at);
        while (end >= 0 && !isMarkup(end)) {
            end = html.indexOf('<', end + 1);
        }
        end = end < 0 ? html.length() : end;
        text = CharacterReferences.text(html, at, end);
        at = end;
        return Token.TEXT;
    }

    private boolean isMarkup(int i) {
        if (html.charAt(i) != '<' || i + 1 >= html.length()) {
            return false;
        }
        char second = html.charAt(i + 1);
        return isLetter(i + 1) || second == '!' || second == '?' || second == '/' && i + 2 < html.length();
    }

    private void skipComment() {
        if (!html.startsWith("<!--", at)) {
            int end = html.indexOf('>', at);
            at = end < 0 ? html.length() : end + 1;
            return;
        }
        // The two dashes that open it may be those that close it.
        int dashes = html.indexOf("--", at + 2);
        while (dashes >= 0) {
            int end = dashes + 2;
            if (html.startsWith(">", end) || html.startsWith("!>", end) && dashes > at + 2) {
                at = end + (html.charAt(end) == '>' ? 1 : 2);
                return;
            }
            dashes = html.indexOf("--", dashes + 1);
        }
        at = html.length();
    }

    /** Takes a tag. @return whether it is whole; one that is cut off takes everything */
    private boolean tag(int from) {
        int i = from;
        while (i < html.length() && !isSpace(html.charAt(i)) && html.charAt(i) != '/' && html.charAt(i) != '>') {
            i++;
        }
        name = lower(html.substring(from, i));
        attributes.clear();
        selfClosing = false;
        while (i < html.length()) {
            char c = html.charAt(i);
            if (c == '>') {
                selfClosing = html.charAt(i - 1) == '/';
                at = i + 1;
                return true;
            }
            i = isSpace(c) || c == '/' ? i + 1 : attribute(i);
        }
        at = html.length();
        return false;
    }

    /** Takes an attribute. @return behind it */
    private int attribute(int from) {
        int i = from + 1;
        while (i < html.length() && !isSpace(html.charAt(i)) && "/>=".indexOf(html.charAt(i)) < 0) {
            i++;
        }
        int nameEnd = i;
        i = skipSpace(i);
        if (i >= html.length() || html.charAt(i) != '=') {
            add(from, nameEnd, i, i);
            return i;
        }
        i = skipSpace(i + 1);
        if (i < html.length() && (html.charAt(i) == '"' || html.charAt(i) == '\'')) {
            int end = html.indexOf(html.charAt(i), i + 1);
            if (end < 0) {
                return html.length();
            }
            add(from, nameEnd, i + 1, end);
            return end + 1;
        }
        int start = i;
        while (i < html.length() && !isSpace(html.charAt(i)) && html.charAt(i) != '>') {
            i++;
        }
        add(from, nameEnd, start, i);
        return i;
    }

    private void add(int from, int to, int valueFrom, int valueTo) {
        if (attributes.size() < 2 * MAX_ATTRIBUTES) {
            attributes.add(lower(html.substring(from, to)));
            attributes.add(CharacterReferences.attribute(html, valueFrom, valueTo));
        }
    }

    private int find(String attribute) {
        for (int i = 0; i < attributes.size(); i += 2) {
            if (attributes.get(i).equals(attribute)) {
                return i;
            }
        }
        return -1;
    }

    private int skipSpace(int from) {
        int i = from;
        while (i < html.length() && isSpace(html.charAt(i))) {
            i++;
        }
        return i;
    }

    private boolean isLetter(int i) {
        if (i >= html.length()) {
            return false;
        }
        char c = html.charAt(i);
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
    }

    /** ASCII only: a Kelvin sign is no k. */
    private static String lower(String text) {
        char[] chars = text.toCharArray();
        boolean changed = false;
        for (int i = 0; i < chars.length; i++) {
            if (chars[i] >= 'A' && chars[i] <= 'Z') {
                chars[i] = (char) (chars[i] + 'a' - 'A');
                changed = true;
            }
        }
        return changed ? new String(chars) : text;
    }
}
