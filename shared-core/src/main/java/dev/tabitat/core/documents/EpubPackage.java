package dev.tabitat.core.documents;

import dev.tabitat.core.format.markup.HtmlTokenizer;
import dev.tabitat.core.format.markup.XmlReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What an e-book is made of.
 *
 * @param title empty when it has none
 * @param chapters in reading order, without the table of contents unless there is nothing else
 * @param content names of all files that are chapters or list them
 * @param labels what the table of contents calls a file, by its name
 */
record EpubPackage(String title, List<Chapter> chapters, Set<String> content, Map<String, String> labels) {

    /** What a chapter is read as. */
    enum Kind {
        /** XHTML, or other markup of text. */
        TEXT,
        SVG,
        /** A picture, a recording, or what only some programs read. */
        OTHER
    }

    /**
     * A file of the reading order, or what stands in for it.
     *
     * @param type the media type that the book declares for the file of the reading order; may be empty
     */
    record Chapter(String name, Kind kind, String type) {}

    private static final Set<String> PAGES = Set.of("application/xhtml+xml", "text/html", "text/x-oeb1-document");
    private static final Set<String> XML = Set.of("application/xml", "text/xml", "application/x-dtbook+xml",
            "text/plain", "");
    private static final String SVG = "image/svg+xml";
    private static final int PAGE_HEAD = 4000;

    /**
     * A file of the book.
     *
     * @param fallback the id of what is shown where this cannot be; may be empty
     */
    private record Item(String name, String type, String fallback, boolean isContents) {

        /** Whether it is a page by its type or name, or by what is in it where the type only says that it is XML. */
        boolean isPage(Packaged files) {
            if (PAGES.contains(type) || (XML.contains(type) || type.endsWith("+xml") && !type.equals(SVG))
                    && (name.endsWith("html") || name.endsWith(".htm"))) {
                return true;
            }
            if (!XML.contains(type) || !files.has(name)) {
                return false;
            }
            String text = files.text(name);
            return text.substring(0, Math.min(PAGE_HEAD, text.length())).toLowerCase(Locale.ROOT).contains("<html");
        }
    }

    static EpubPackage read(Packaged files, String name) {
        Map<String, Item> items = new HashMap<>();
        List<String> order = new ArrayList<>();
        String title = "";
        String ncx = "";
        XmlReader xml = files.xml(name);
        for (XmlReader.Token token = xml.next(); token != XmlReader.Token.EOF; token = xml.next()) {
            if (token != XmlReader.Token.START) {
                continue;
            }
            switch (xml.name()) {
                case "title" -> {
                    String text = xml.elementText();
                    title = title.isEmpty() ? text : title;
                }
                case "item" -> items.put(xml.attribute("id"),
                        new Item(Packaged.resolve(name, xml.attribute("href")), essence(xml.attribute("media-type")),
                                xml.attribute("fallback"),
                                (" " + xml.attribute("properties") + " ").contains(" nav ")));
                case "spine" -> ncx = xml.attribute("toc");
                case "itemref" -> order.add(xml.attribute("idref"));
                default -> {
                }
            }
        }
        return assemble(files, name, title, items, order, ncx);
    }

    /** What the table of contents calls a file; empty when it does not. */
    String label(String file) {
        return labels.getOrDefault(file, "");
    }

    /** Whether the book cannot be read without this file. */
    boolean isContent(String file) {
        return content.contains(file);
    }

    private static EpubPackage assemble(Packaged files, String name, String title, Map<String, Item> items,
            List<String> order, String ncx) {
        List<Chapter> chapters = new ArrayList<>();
        List<Chapter> contents = new ArrayList<>();
        Set<String> content = new HashSet<>(Set.of(name));
        for (String id : order) {
            Item item = items.getOrDefault(id, new Item("", "", "", false));
            Chapter chapter = chapter(files, items, item);
            (item.isContents ? contents : chapters).add(chapter);
            content.add(item.name);
            content.add(chapter.name);
        }
        if (chapters.isEmpty() && contents.isEmpty()) {
            throw EpubDocument.damaged("The e-book has no reading order.", "a spine with chapters in " + name, "none");
        }
        Map<String, String> labels = new HashMap<>();
        for (Item item : items.values()) {
            if (item.isContents && files.has(item.name)) {
                readContents(files.text(item.name), item.name, labels);
            }
        }
        Item old = items.get(ncx);
        if (labels.isEmpty() && old != null && files.has(old.name)) {
            readOldContents(files.xml(old.name), old.name, labels);
        }
        return new EpubPackage(title, chapters.isEmpty() ? contents : chapters, content, labels);
    }

    /**
     * The first page among an item and its fallbacks, else the first of them that holds text in another form, else the
     * item.
     */
    private static Chapter chapter(Packaged files, Map<String, Item> items, Item item) {
        List<Item> chain = new ArrayList<>();
        for (Item next = item; next != null && !chain.contains(next); next = items.get(next.fallback)) {
            chain.add(next);
        }
        for (Item one : chain) {
            if (one.isPage(files)) {
                return new Chapter(one.name, Kind.TEXT, item.type);
            }
        }
        for (Item one : chain) {
            if (one.type.equals(SVG)) {
                return new Chapter(one.name, Kind.SVG, item.type);
            }
        }
        for (Item one : chain) {
            if (XML.contains(one.type) && !one.type.isEmpty()) {
                return new Chapter(one.name, Kind.TEXT, item.type);
            }
        }
        return new Chapter(item.name, Kind.OTHER, item.type);
    }

    /** A media type without its parameters, in small letters. */
    private static String essence(String type) {
        int end = type.indexOf(';');
        return type.substring(0, end < 0 ? type.length() : end).trim().toLowerCase(Locale.ROOT);
    }

    /** The links of a table of contents in XHTML: the first to a file names it. */
    private static void readContents(String html, String base, Map<String, String> labels) {
        HtmlTokenizer tokens = new HtmlTokenizer(html);
        boolean isToc = false;
        String target = "";
        StringBuilder label = new StringBuilder();
        for (HtmlTokenizer.Token token = tokens.next(); token != HtmlTokenizer.Token.EOF; token = tokens.next()) {
            boolean isStart = token == HtmlTokenizer.Token.START;
            if (token == HtmlTokenizer.Token.TEXT) {
                if (!target.isEmpty()) {
                    label.append(tokens.textValue());
                }
            } else if (tokens.name().equals("nav")) {
                isToc = isStart
                        && (tokens.attribute("epub:type").isEmpty() || tokens.attribute("epub:type").equals("toc"));
            } else if (tokens.name().equals("a")) {
                addLabel(labels, target, label.toString());
                label.setLength(0);
                target = isStart && isToc ? Packaged.resolve(base, tokens.attribute("href")) : "";
            }
        }
    }

    /** The points of a table of contents of EPUB 2: label, then target. */
    private static void readOldContents(XmlReader xml, String base, Map<String, String> labels) {
        String label = "";
        for (XmlReader.Token token = xml.next(); token != XmlReader.Token.EOF; token = xml.next()) {
            if (token != XmlReader.Token.START) {
                continue;
            }
            if (xml.name().equals("text")) {
                label = xml.elementText();
            } else if (xml.name().equals("content")) {
                addLabel(labels, Packaged.resolve(base, xml.attribute("src")), label);
            } else if (xml.name().equals("pageList")) {
                return;
            }
        }
    }

    private static void addLabel(Map<String, String> labels, String target, String label) {
        String clean = TextBuilder.clean(label);
        if (!target.isEmpty() && !clean.isEmpty()) {
            labels.putIfAbsent(target, clean);
        }
    }
}
