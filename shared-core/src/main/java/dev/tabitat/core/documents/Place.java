package dev.tabitat.core.documents;

import java.util.Optional;

/**
 * Where a stretch of a document's text stands in the original.
 *
 * @param start the first UTF-16 code unit of the text
 * @param end behind the last one
 * @param number from 1, in that unit
 * @param part the part of the original, such as a chapter's title or a sheet's name; empty where there is but one
 * @param box where on the page, where the original has pages with positions
 */
public record Place(int start, int end, Unit unit, int number, String part, Optional<Box> box) {

    /** What is counted. */
    public enum Unit {
        PAGE,
        LINE,
        ROW,
        PARAGRAPH,
        CHAPTER
    }

    /** A rectangle as shares of the page, 0 to 1, from its upper left corner. */
    public record Box(float left, float top, float width, float height) {}
}
