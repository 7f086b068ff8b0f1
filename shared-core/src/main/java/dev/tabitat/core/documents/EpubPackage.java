package dev.tabitat.core.documents;

import dev.tabitat.core.format.markup.HtmlTokenizer;
import dev.tabitat.core.format.markup.XmlReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
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

    /** A file of the reading order. @param isText whether it is XHTML */
    record Chapter(String name, boolean isText) {}

    /** A file of the book. */
    private record Item(String name, String type, boolean isContents) {

        boolean isText() {
            return type.equals("application/xhtml+xml") || type.equals("text/html") || type.equals("text/x-oeb1-document") || name.endsWith("html") || name.endsWith(".htm");
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
                case "item" -> items.put(xml.attribute("id"), new Item(Packaged.resolve(name, xml.attribute("href")), xml.attribute("media-type"),
                        (" " + xml.attribute("properties") + " ").contains(" nav ")));
                case "spine" -> ncx = xml.attribute("toc");
                case "itemref" -> order.add(xml.attribute("idref"));
                default -> { }
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

    private static EpubPackage assemble(Packaged files, String name, String title, Map<String, Item> items, List<String> order, String ncx) {
        List<Chapter> chapters = new ArrayList<>();
        List<Chapter> contents = new ArrayList<>();
        Set<String> content = new HashSet<>(Set.of(name));
        for (String id : order) {
            Item item = items.getOrDefault(id, new Item("", "", false));
            (item.isContents ? contents : chapters).add(new Chapter(item.name, item.isText()));
            content.add(item.name);
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
                isToc = isStart && (tokens.attribute("epub:type").isEmpty() || tokens.attribute("epub:type").equals("toc"));
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
