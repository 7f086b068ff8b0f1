package dev.tabitat.core.json;

import java.util.Iterator;

/** Writes JSON text; unpaired surrogates are written as escapes, so that what was read can be written. */
public final class JsonWriter {

    private static final String HEX = "0123456789abcdef";

    private final StringBuilder out = new StringBuilder();
    private final String indent;

    private JsonWriter(String indent) {
        this.indent = indent;
    }

    /** Without white space. */
    public static String write(Json value) {
        JsonWriter writer = new JsonWriter("");
        writer.value(value, 0);
        return writer.out.toString();
    }

    /** Two spaces a level, a line break at the end: for files that people read. */
    public static String pretty(Json value) {
        JsonWriter writer = new JsonWriter("  ");
        writer.value(value, 0);
        return writer.out.append('\n').toString();
    }

    private void value(Json value, int depth) {
        if (value instanceof JsonObject object) {
            object(object, depth);
        } else if (value instanceof JsonArray array) {
            array(array, depth);
        } else if (value instanceof JsonString string) {
            string(string.value(), out);
        } else if (value instanceof JsonBool bool) {
            out.append(bool.value());
        } else {
            out.append(value instanceof JsonNull ? "null" : value.toString());
        }
    }

    private void object(JsonObject object, int depth) {
        out.append('{');
        boolean first = true;
        for (String name : object.names()) {
            separate(first, depth + 1);
            first = false;
            string(name, out);
            out.append(indent.isEmpty() ? ":" : ": ");
            value(object.get(name), depth + 1);
        }
        close(first, depth, '}');
    }

    private void array(JsonArray array, int depth) {
        out.append('[');
        boolean first = true;
        for (Iterator<Json> items = array.items().iterator(); items.hasNext(); first = false) {
            separate(first, depth + 1);
            value(items.next(), depth + 1);
        }
        close(first, depth, ']');
    }

    private void separate(boolean first, int depth) {
        if (!first) {
            out.append(',');
        }
        lineBreak(depth);
    }

    private void close(boolean empty, int depth, char bracket) {
        if (!empty) {
            lineBreak(depth);
        }
        out.append(bracket);
    }

    private void lineBreak(int depth) {
        if (!indent.isEmpty()) {
            out.append('\n');
            for (int i = 0; i < depth; i++) {
                out.append(indent);
            }
        }
    }

    /** Writes a string with the escapes that RFC 8785 section 3.2.2.2 prescribes. */
    static void string(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c >= 0x20 && !Character.isSurrogate(c)) {
                out.append(c);
            } else if (c >= 0x20 && isPair(text, i)) {
                out.append(c).append(text.charAt(++i));
            } else {
                escape(c, out);
            }
        }
        out.append('"');
    }

    private static void escape(char c, StringBuilder out) {
        switch (c) {
            case '\b' -> out.append("\\b");
            case '\t' -> out.append("\\t");
            case '\n' -> out.append("\\n");
            case '\f' -> out.append("\\f");
            case '\r' -> out.append("\\r");
            default -> {
                out.append("\\u");
                for (int shift = 12; shift >= 0; shift -= 4) {
                    out.append(HEX.charAt(c >> shift & 0xF));
                }
            }
        }
    }

    private static boolean isPair(String text, int i) {
        return Character.isHighSurrogate(text.charAt(i)) && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
    }
}
