package dev.tabitat.core.documents;

import java.util.ArrayList;
import java.util.List;

/** A part of a page in reading order: a line or a table. */
sealed interface PdfElement permits PdfElement.Text, PdfElement.Grid {

    /** A line that is no table's. */
    record Text(PdfLine line) implements PdfElement {}

    /**
     * A table. @param isFirst whether no more than a few lines stand above it on its page, so that it may go on from
     * the page before
     */
    record Grid(PdfTable table, boolean isFirst) implements PdfElement {}

    /** A header's lines above a table that goes on. */
    int MAX_LINES_ABOVE = 4;

    /** A page's lines, columns one after the other, tables together. */
    static List<PdfElement> of(List<PdfLine> lines) {
        List<PdfElement> elements = new ArrayList<>();
        for (int at = 0; at < lines.size();) {
            PdfColumns.Found columns = PdfColumns.at(lines, at);
            if (!columns.lines().isEmpty()) {
                columns.lines().forEach(line -> elements.add(new Text(line)));
                at = columns.end();
                continue;
            }
            PdfTables.Found table = PdfTables.at(lines, at);
            if (table.table().rows().isEmpty()) {
                elements.add(new Text(lines.get(at)));
                at++;
            } else {
                elements.add(new Grid(table.table(), at <= MAX_LINES_ABOVE));
                at = table.end();
            }
        }
        return elements;
    }
}
