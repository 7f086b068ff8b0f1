package dev.tabitat.core.documents;

/**
 * A stretch of a document's text that belongs together.
 *
 * @param level of a heading, 1 to 6; of a list item, its depth from 1; else 0
 * @param start the first UTF-16 code unit
 * @param end behind the last one
 */
public record Block(Kind kind, int level, int start, int end) {

    /** What it is. */
    public enum Kind {
        HEADING,
        PARAGRAPH,
        LIST_ITEM,
        /** A row of a table or of a sheet: a record of its own. */
        ROW,
        CODE,
        QUOTE
    }
}
