package dev.tabitat.core.documents;

import dev.tabitat.core.format.markup.XmlReader;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The paragraph styles of a word processor's document: which are headings and which are lists. Their names are English
 * in every language, their ids are not.
 */
final class DocxStyles {

    /** No level of its own: what it is based on says it. */
    private static final int INHERITED = -1;

    private static final int BODY_TEXT = 9;
    private static final int MAX_BASES = 20;
    private static final String HEADING = "heading ";

    private final Map<String, Style> styles = new HashMap<>();

    /** Without any style. */
    DocxStyles() {}

    /** As a file of styles has them. */
    DocxStyles(XmlReader xml) {
        for (XmlReader.Token token = xml.next(); token != XmlReader.Token.EOF; token = xml.next()) {
            if (token == XmlReader.Token.START && xml.name().equals("style")) {
                String id = xml.attribute("styleId");
                styles.put(id, style(xml));
            }
        }
    }

    /** The level of a heading of this style, from 1; 0 of any other paragraph. */
    int heading(String id) {
        if (styles.isEmpty()) {
            return byName(id.startsWith("Heading") ? HEADING + id.substring(7) : id);
        }
        Style style = styles.get(id);
        for (int i = 0; style != null && i < MAX_BASES; i++) {
            int level = byName(style.name);
            if (style.outline != INHERITED || level > 0) {
                return level > 0 ? level : outline(style.outline);
            }
            style = styles.get(style.base);
        }
        return 0;
    }

    /** The depth of a list item of this style, from 1; 0 of any other paragraph. */
    int list(String id) {
        Style style = styles.get(id);
        for (int i = 0; style != null && i < MAX_BASES; i++) {
            if (style.list != INHERITED) {
                return style.list;
            }
            style = styles.get(style.base);
        }
        return 0;
    }

    /** A heading's level by its outline level, 0 to 8; 0 of body text. */
    static int outline(int level) {
        return level < 0 || level >= BODY_TEXT ? 0 : Math.min(6, level + 1);
    }

    /** A small number, or -1. */
    static int number(String digits) {
        return digits.length() == 1 && digits.charAt(0) >= '0' && digits.charAt(0) <= '9' ? digits.charAt(0) - '0' : -1;
    }

    private static int byName(String name) {
        String plain = name.toLowerCase(Locale.ROOT);
        if (plain.equals("title")) {
            return 1;
        }
        int number = plain.startsWith(HEADING) ? number(plain.substring(HEADING.length())) : 0;
        return number < 1 ? 0 : Math.min(6, number);
    }

    private static Style style(XmlReader xml) {
        String name = "";
        String base = "";
        int outline = INHERITED;
        int list = INHERITED;
        int outside = xml.depth() - 1;
        while (xml.depth() > outside) {
            if (xml.next() != XmlReader.Token.START) {
                continue;
            }
            String value = xml.attribute("val");
            switch (xml.name()) {
                case "name" -> name = value;
                case "basedOn" -> base = value;
                case "outlineLvl" -> outline = number(value);
                case "ilvl" -> list = list == 0 ? 0 : number(value) + 1;
                case "numId" -> list = value.equals("0") ? 0 : Math.max(1, list);
                default -> {
                }
            }
        }
        return new Style(name, base, outline, list);
    }

    private record Style(String name, String base, int outline, int list) {}
}
