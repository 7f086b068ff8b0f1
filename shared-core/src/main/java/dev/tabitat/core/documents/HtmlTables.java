package dev.tabitat.core.documents;

import dev.tabitat.core.format.markup.HtmlTokenizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Tells tables of data from those that only lay out a page: a table of data has several rows and columns, or header
 * cells, and holds neither tables nor headings, and no long text without header cells.
 */
final class HtmlTables {

    private static final Set<String> RAW = Set.of("script", "style", "textarea", "iframe", "noembed", "noframes",
            "title");
    private static final int LONGEST_CELL = 2000;
    private static final int MAX_DEPTH = 256;

    private HtmlTables() {}

    /** The positions behind the start tags of tables of data. */
    static Set<Integer> ofData(String html) {
        Set<Integer> found = new HashSet<>();
        if (!html.toLowerCase(Locale.ROOT).contains("<table")) {
            return found;
        }
        HtmlTokenizer tokens = new HtmlTokenizer(html);
        List<Seen> open = new ArrayList<>();
        for (HtmlTokenizer.Token token = tokens.next(); token != HtmlTokenizer.Token.EOF; token = tokens.next()) {
            Seen table = open.isEmpty() ? null : open.get(open.size() - 1);
            if (token == HtmlTokenizer.Token.TEXT) {
                if (table != null) {
                    table.text(tokens.textValue().length());
                }
            } else if (token == HtmlTokenizer.Token.END) {
                if (table != null && tokens.name().equals("table")) {
                    close(open, found);
                }
            } else if (RAW.contains(tokens.name())) {
                if (!tokens.isSelfClosing()) {
                    tokens.rawText();
                }
            } else if (tokens.name().equals("table")) {
                if (table != null) {
                    table.isLayout = true;
                }
                if (open.size() < MAX_DEPTH) {
                    open.add(new Seen(tokens.position(), tokens.attribute("role").equals("presentation")));
                }
            } else if (table != null) {
                table.start(tokens.name());
            }
        }
        while (!open.isEmpty()) {
            close(open, found);
        }
        return found;
    }

    private static void close(List<Seen> open, Set<Integer> found) {
        Seen table = open.remove(open.size() - 1);
        if (table.isOfData()) {
            found.add(table.position);
        }
    }

    /** What was seen of a table that is open. */
    private static final class Seen {
        private final int position;
        private boolean isLayout;
        private boolean hasHeaders;
        private boolean hasLongCell;
        private int rows;
        private int cells;
        private int mostCells;
        private int length;

        Seen(int position, boolean isLayout) {
            this.position = position;
            this.isLayout = isLayout;
        }

        void text(int letters) {
            length += letters;
            hasLongCell |= length > LONGEST_CELL;
        }

        void start(String name) {
            switch (name) {
                case "tr" -> {
                    rows++;
                    cells = 0;
                }
                case "td", "th" -> {
                    hasHeaders |= name.equals("th");
                    mostCells = Math.max(mostCells, ++cells);
                    length = 0;
                }
                case "h1", "h2", "h3", "h4", "h5", "h6" -> isLayout = true;
                default -> {
                }
            }
        }

        boolean isOfData() {
            return !isLayout && mostCells > 0 && (hasHeaders || rows > 1 && mostCells > 1 && !hasLongCell);
        }
    }
}
