package dev.tabitat.core.format.markup;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.OutOfBudget;
import java.util.ArrayList;
import java.util.List;

/**
 * XML as tokens, in one pass. Names come without their prefixes.
 *
 * <pre>
 * document  = (text | start | end | comment | instruction | cdata | doctype)*
 * start     = "&lt;" name (space attribute)* "/"? "&gt;"        "/" gives an end token too
 * attribute = name "=" quoted
 * doctype   = "&lt;!DOCTYPE" ... ("[" ... "]")? "&gt;"          left out with all it declares
 * reference = "&amp;" ("lt" | "gt" | "amp" | "quot" | "apos" | "#" number) ";"
 * </pre>
 *
 * A reference to anything else stays as it is written, so nothing is ever expanded or fetched.
 *
 * <p>
 * Source: W3C, Extensible Markup Language 1.0, fifth edition.
 */
public final class XmlReader {

    /** What a token is. */
    public enum Token {
        TEXT,
        START,
        END,
        EOF
    }

    private static final int MAX_DEPTH = 1000;
    private static final int MAX_ATTRIBUTES = 256;

    private final String xml;
    private final String where;
    private final List<String> open = new ArrayList<>();
    private final List<String> attributes = new ArrayList<>();
    private int at;
    private String name = "";
    private String text = "";
    private boolean endsAtOnce;

    /** @param where what is read, for failures, such as a file's name */
    public XmlReader(String xml, String where) {
        this.xml = xml;
        this.where = where;
    }

    /**
     * The next token; its facts are there until the one after.
     *
     * @throws DamagedData when it is not well-formed
     * @throws OutOfBudget when it is nested too deeply
     */
    public Token next() {
        if (endsAtOnce) {
            endsAtOnce = false;
            return close();
        }
        while (at < xml.length()) {
            if (xml.charAt(at) != '<') {
                return text();
            }
            if (xml.startsWith("<!--", at)) {
                at = behind("-->", at + 4);
            } else if (xml.startsWith("<?", at)) {
                at = behind("?>", at + 2);
            } else if (xml.startsWith("<![CDATA[", at)) {
                int end = behind("]]>", at + 9);
                text = xml.substring(at + 9, end - 3);
                at = end;
                return Token.TEXT;
            } else if (xml.startsWith("<!", at)) {
                skipDoctype();
            } else {
                return xml.startsWith("</", at) ? end() : start();
            }
        }
        if (!open.isEmpty()) {
            throw damaged("A markup file is cut off.", "</" + open.get(open.size() - 1) + ">", "its end");
        }
        return Token.EOF;
    }

    /** Of an element, without a prefix. */
    public String name() {
        return name;
    }

    /** How many elements are open, the one that just started included and the one that just ended not. */
    public int depth() {
        return open.size();
    }

    /** The value of an attribute by its name without a prefix, one that has none first; empty when there is none. */
    public String attribute(String local) {
        String prefixed = "";
        for (int i = 0; i < attributes.size(); i += 2) {
            String full = attributes.get(i);
            if (full.equals(local)) {
                return attributes.get(i + 1);
            }
            if (prefixed.isEmpty() && full.length() > local.length() && full.endsWith(local)
                    && full.charAt(full.length() - local.length() - 1) == ':') {
                prefixed = attributes.get(i + 1);
            }
        }
        return prefixed;
    }

    /** Goes to the end of the element that just started. */
    public void skip() {
        int outside = depth() - 1;
        while (depth() > outside) {
            next();
        }
    }

    /** The text of the element that just started, up to its end. */
    public String elementText() {
        StringBuilder all = new StringBuilder();
        int outside = depth() - 1;
        while (depth() > outside) {
            if (next() == Token.TEXT) {
                all.append(text);
            }
        }
        return all.toString();
    }

    private Token text() {
        int end = xml.indexOf('<', at);
        end = end < 0 ? xml.length() : end;
        text = decode(at, end);
        at = end;
        return Token.TEXT;
    }

    private Token start() {
        int i = nameEnd(at + 1);
        String full = xml.substring(at + 1, i);
        if (full.isEmpty()) {
            throw damaged("A markup file is malformed.", "an element's name", shown(at));
        }
        attributes.clear();
        while (true) {
            int next = skipSpace(i);
            if (next >= xml.length()) {
                throw damaged("A markup file is cut off.", "\">\"", "its end");
            }
            if (xml.charAt(next) == '>' || xml.startsWith("/>", next)) {
                endsAtOnce = xml.charAt(next) == '/';
                at = next + (endsAtOnce ? 2 : 1);
                break;
            }
            if (next == i) {
                throw damaged("A markup file is malformed.", "a space before an attribute", shown(i));
            }
            i = attribute(next);
        }
        if (open.size() == MAX_DEPTH) {
            throw new OutOfBudget("A markup file is nested too deeply.",
                    Finding.at(place()).expected("at most " + MAX_DEPTH + " elements in each other").found("more"));
        }
        open.add(full);
        name = local(full);
        return Token.START;
    }

    private int attribute(int from) {
        int nameEnd = nameEnd(from);
        int equals = skipSpace(nameEnd);
        int quote = equals < xml.length() && xml.charAt(equals) == '=' ? skipSpace(equals + 1) : xml.length();
        boolean quoted = nameEnd > from && quote < xml.length()
                && (xml.charAt(quote) == '"' || xml.charAt(quote) == '\'');
        int end = quoted ? xml.indexOf(xml.charAt(quote), quote + 1) : -1;
        if (end < 0) {
            throw damaged("A markup file is malformed.", "name=\"value\"", shown(from));
        }
        if (attributes.size() == 2 * MAX_ATTRIBUTES) {
            throw new OutOfBudget("An element has too many attributes.",
                    Finding.at(place()).expected("at most " + MAX_ATTRIBUTES).found("more"));
        }
        attributes.add(xml.substring(from, nameEnd));
        attributes.add(decode(quote + 1, end));
        return end + 1;
    }

    private Token end() {
        int i = nameEnd(at + 2);
        String full = xml.substring(at + 2, i);
        int close = skipSpace(i);
        if (open.isEmpty() || !open.get(open.size() - 1).equals(full) || close >= xml.length()
                || xml.charAt(close) != '>') {
            throw damaged("A markup file is malformed.",
                    open.isEmpty() ? "no end tag" : "</" + open.get(open.size() - 1) + ">", shown(at));
        }
        at = close + 1;
        return close();
    }

    private Token close() {
        name = local(open.remove(open.size() - 1));
        attributes.clear();
        return Token.END;
    }

    /** Behind a doctype: brackets, quotes, comments and instructions inside it are passed over. */
    private void skipDoctype() {
        boolean inside = false;
        int i = at + 2;
        while (i < xml.length()) {
            char c = xml.charAt(i);
            if (c == '>' && !inside) {
                at = i + 1;
                return;
            }
            if (c == '"' || c == '\'') {
                i = behind(String.valueOf(c), i + 1);
            } else if (xml.startsWith("<!--", i)) {
                i = behind("-->", i + 4);
            } else if (xml.startsWith("<?", i)) {
                i = behind("?>", i + 2);
            } else {
                inside = c == '[' || c != ']' && inside;
                i++;
            }
        }
        throw damaged("A markup file is cut off.", "the end of its doctype", "its end");
    }

    private String decode(int from, int to) {
        int i = CharacterReferences.ampersand(xml, from, to);
        if (i == to) {
            return xml.substring(from, to);
        }
        StringBuilder out = new StringBuilder(to - from);
        int copied = from;
        while (i < to) {
            out.append(xml, copied, i);
            copied = reference(i, to, out);
            i = CharacterReferences.ampersand(xml, copied, to);
        }
        return out.append(xml, copied, to).toString();
    }

    /** Appends what a reference stands for, or its ampersand. @return behind that */
    private int reference(int from, int to, StringBuilder out) {
        if (from + 1 < to && xml.charAt(from + 1) == '#') {
            int end = CharacterReferences.number(xml, from, to, out);
            if (end > from) {
                return end;
            }
        }
        if (xml.startsWith("&lt;", from)) {
            out.append('<');
            return from + 4;
        }
        if (xml.startsWith("&gt;", from)) {
            out.append('>');
            return from + 4;
        }
        if (xml.startsWith("&quot;", from)) {
            out.append('"');
            return from + 6;
        }
        if (xml.startsWith("&apos;", from)) {
            out.append('\'');
            return from + 6;
        }
        out.append('&');
        return from + (xml.startsWith("&amp;", from) ? 5 : 1);
    }

    private int behind(String mark, int from) {
        int end = xml.indexOf(mark, from);
        if (end < 0) {
            throw damaged("A markup file is cut off.", "\"" + mark + "\"", "its end");
        }
        return end + mark.length();
    }

    private int nameEnd(int from) {
        int i = from;
        while (i < xml.length() && !isSpace(xml.charAt(i)) && "/>=<\"'".indexOf(xml.charAt(i)) < 0) {
            i++;
        }
        return i;
    }

    private int skipSpace(int from) {
        int i = from;
        while (i < xml.length() && isSpace(xml.charAt(i))) {
            i++;
        }
        return i;
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\n' || c == '\t' || c == '\r';
    }

    private static String local(String full) {
        return full.substring(full.indexOf(':') + 1);
    }

    private String shown(int from) {
        return "\"" + xml.substring(Math.min(from, xml.length()), Math.min(xml.length(), from + 20)) + "\"";
    }

    private String place() {
        return where + ", character " + at;
    }

    private DamagedData damaged(String message, String expected, String found) {
        return new DamagedData(message,
                Finding.at(place()).expected(expected).found(found).remedy("Get the file again, or save it anew."));
    }
}
