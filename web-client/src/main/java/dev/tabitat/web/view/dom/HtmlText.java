package dev.tabitat.web.view.dom;

import java.util.Map;
import java.util.Set;

/** Writes a tree of markup as text, for what stands in the page before the app does. */
public final class HtmlText {

    private static final Set<String> EMPTY = Set.of("br", "hr", "img", "input", "link", "meta");

    private HtmlText() {}

    /** Properties and custom properties, which only the app can set, are left out. */
    public static String of(Html html) {
        StringBuilder text = new StringBuilder();
        write(html, text);
        return text.toString();
    }

    private static void write(Html html, StringBuilder out) {
        if (html.isText()) {
            escape(html.text(), out);
            return;
        }
        out.append('<').append(html.tag());
        for (Map.Entry<String, String> attribute : html.attributes().entrySet()) {
            if (attribute.getKey().indexOf(':') < 0) {
                out.append(' ').append(attribute.getKey()).append("=\"");
                escape(attribute.getValue(), out);
                out.append('"');
            }
        }
        out.append('>');
        if (EMPTY.contains(html.tag())) {
            return;
        }
        for (Html child : html.children()) {
            write(child, out);
        }
        out.append("</").append(html.tag()).append('>');
    }

    private static void escape(String text, StringBuilder out) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                default -> out.append(c);
            }
        }
    }
}
