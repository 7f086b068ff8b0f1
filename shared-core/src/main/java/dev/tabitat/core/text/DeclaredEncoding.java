package dev.tabitat.core.text;

import java.util.Locale;

/**
 * Finds the encoding that a page, an XML file or a media type declares, as a label in small letters; empty when there
 * is none.
 *
 * <pre>
 * declaration = "&lt;?xml" ... encoding="label" "?&gt;"                                     at the very beginning
 *             / "&lt;meta" ... charset="label" "&gt;"
 *             / "&lt;meta" http-equiv="content-type" content="...charset=label" "&gt;"      in any order
 * media type  = type "/" subtype ... ";" "charset=" label
 * </pre>
 *
 * What stands in comments and in attributes of other elements declares nothing.
 *
 * <p>
 * Source: WHATWG HTML, "Determining the character encoding"; XML 1.0, section 4.3.3.
 */
public final class DeclaredEncoding {

    /** Browsers require it within 1024 bytes; notes of programs that save pages may push it further down. */
    private static final int HEAD = 4096;
    private static final int MAX_LABEL_LENGTH = 60;

    private final String text;
    private int at;
    private String attribute = "";
    private String value = "";

    private DeclaredEncoding(String text) {
        this.text = text;
    }

    /** As the beginning of a page or an XML file declares it. */
    public static String inMarkup(byte[] bytes) {
        int length = Math.min(HEAD, bytes.length);
        StringBuilder latin = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            char c = (char) (bytes[i] & 0xFF);
            latin.append(c >= 'A' && c <= 'Z' ? (char) (c + 32) : c);
        }
        DeclaredEncoding scan = new DeclaredEncoding(latin.toString());
        String label = scan.xml();
        return readable(label.isEmpty() ? scan.meta() : label);
    }

    /** As a media type's parameter, such as that of {@code text/html; charset=koi8-r}. */
    public static String inMediaType(String type) {
        return charset(type.toLowerCase(Locale.ROOT));
    }

    /** A declaration of UTF-16 that was read byte by byte is untrue. */
    private static String readable(String label) {
        boolean isWide = EncodingLabels.find(label)
                .filter(named -> named == TextEncoding.UTF_16_LE || named == TextEncoding.UTF_16_BE).isPresent();
        return isWide ? "utf-8" : label;
    }

    private String xml() {
        if (!text.startsWith("<?xml") || text.length() < 6 || !isSpace(text.charAt(5))) {
            return "";
        }
        int end = text.indexOf("?>");
        at = 5;
        while (end >= 0 && at < end && attribute()) {
            if (attribute.equals("encoding")) {
                return label(value);
            }
        }
        return "";
    }

    /** The first known label of the meta elements, else the first unknown one. */
    private String meta() {
        String unknown = "";
        at = text.indexOf('<');
        while (at >= 0 && at + 1 < text.length()) {
            if (text.startsWith("<!--", at)) {
                int end = text.indexOf("-->", at + 2);
                at = end < 0 ? text.length() : end;
            } else if (text.startsWith("<meta", at) && at + 5 < text.length()
                    && (isSpace(text.charAt(at + 5)) || text.charAt(at + 5) == '/')) {
                at += 5;
                String label = metaLabel();
                if (EncodingLabels.find(label).isPresent()) {
                    return label;
                }
                unknown = unknown.isEmpty() ? label : unknown;
            } else {
                tag();
            }
            at = at < text.length() ? text.indexOf('<', at) : -1;
        }
        return unknown;
    }

    private String metaLabel() {
        String charset = "";
        String content = "";
        boolean isType = false;
        while (attribute()) {
            switch (attribute) {
                case "charset" -> charset = label(value);
                case "content" -> content = charset(value);
                case "http-equiv" -> isType = value.trim().equals("content-type");
                default -> {
                }
            }
        }
        return charset.isEmpty() && isType ? content : charset;
    }

    /** Goes behind a tag, or behind the character that begins none. */
    private void tag() {
        int name = text.charAt(at + 1) == '/' ? at + 2 : at + 1;
        if (name < text.length() && text.charAt(name) >= 'a' && text.charAt(name) <= 'z') {
            at = name;
            while (at < text.length() && !isSpace(text.charAt(at)) && text.charAt(at) != '>') {
                at++;
            }
            while (attribute()) {
                value = "";
            }
        } else {
            at++;
        }
    }

    /** Reads the next attribute. @return whether there is one before the tag's end */
    private boolean attribute() {
        while (at < text.length() && (isSpace(text.charAt(at)) || text.charAt(at) == '/')) {
            at++;
        }
        if (at >= text.length() || text.charAt(at) == '>') {
            return false;
        }
        int from = at++;
        while (at < text.length() && text.charAt(at) != '=' && text.charAt(at) != '>' && text.charAt(at) != '/'
                && !isSpace(text.charAt(at))) {
            at++;
        }
        attribute = text.substring(from, at);
        value = "";
        int equals = spaces(text, at);
        if (equals < text.length() && text.charAt(equals) == '=') {
            at = spaces(text, equals + 1);
            value = value();
        }
        return true;
    }

    private String value() {
        char quote = at < text.length() ? text.charAt(at) : ' ';
        if (quote == '"' || quote == '\'') {
            int end = text.indexOf(quote, at + 1);
            String quoted = text.substring(at + 1, end < 0 ? text.length() : end);
            at = end < 0 ? text.length() : end + 1;
            return quoted;
        }
        int from = at;
        while (at < text.length() && text.charAt(at) != '>' && !isSpace(text.charAt(at))) {
            at++;
        }
        return text.substring(from, at);
    }

    /** The value of the first {@code charset=}. */
    private static String charset(String type) {
        for (int found = type.indexOf("charset"); found >= 0; found = type.indexOf("charset", found + 1)) {
            int equals = spaces(type, found + 7);
            if (equals < type.length() && type.charAt(equals) == '=') {
                int from = spaces(type, equals + 1);
                char quote = from < type.length() ? type.charAt(from) : ' ';
                int end = quote == '"' || quote == '\'' ? type.indexOf(quote, from + 1) : type.indexOf(';', from);
                String value = type.substring(quote == '"' || quote == '\'' ? from + 1 : from,
                        end < 0 ? type.length() : end);
                return label(value);
            }
        }
        return "";
    }

    /** A name without white space and what no label holds. */
    private static String label(String value) {
        String bare = value.trim();
        int end = 0;
        while (end < bare.length() && end < MAX_LABEL_LENGTH
                && "abcdefghijklmnopqrstuvwxyz0123456789-_:.+".indexOf(bare.charAt(end)) >= 0) {
            end++;
        }
        return bare.substring(0, end);
    }

    private static int spaces(String text, int from) {
        int at = from;
        while (at < text.length() && isSpace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
    }
}
