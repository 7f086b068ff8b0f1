package dev.tabitat.core.retrieval;

/**
 * A stretch of a document's text that is found as a whole.
 *
 * @param start the first UTF-16 code unit
 * @param end behind the last one
 * @param context what it stands under, such as its heading; goes before the passage when it is embedded; may be empty
 */
public record Passage(int start, int end, String context) {

    /** What it stands under in a document of this title: title and headings, the title once. */
    public String under(String title) {
        if (title.isEmpty() || context.startsWith(title)) {
            return context;
        }
        return context.isEmpty() ? title : title + " \u203A " + context;
    }
}
