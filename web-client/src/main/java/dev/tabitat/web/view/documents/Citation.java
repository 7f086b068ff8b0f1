package dev.tabitat.web.view.documents;

import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.text.VisibleText;
import java.util.Optional;

/**
 * A span of a document as the page's address names it: {@code documents/ID/START-END}, or {@code documents/ID} for its
 * beginning.
 *
 * @param start the first UTF-16 code unit of the document's text
 * @param end behind the last one; {@code start} where nothing is marked
 */
public record Citation(String document, int start, int end) {

    private static final String PREFIX = "documents/";
    private static final int MAX_DIGITS = 9;

    /** What a fragment cites; empty where it cites nothing. A span that is none opens the document at its beginning. */
    public static Optional<Citation> of(String fragment) {
        if (!fragment.startsWith(PREFIX)) {
            return Optional.empty();
        }
        String rest = fragment.substring(PREFIX.length());
        int slash = rest.indexOf('/');
        String document = slash < 0 ? rest : rest.substring(0, slash);
        if (document.isEmpty()) {
            return Optional.empty();
        }
        String span = slash < 0 ? "" : rest.substring(slash + 1);
        int dash = span.indexOf('-');
        int start = dash < 0 ? -1 : offset(span.substring(0, dash));
        int end = dash < 0 ? -1 : offset(span.substring(dash + 1));
        return Optional
                .of(start < 0 || end < start ? new Citation(document, 0, 0) : new Citation(document, start, end));
    }

    private static int offset(String digits) {
        if (digits.isEmpty() || digits.length() > MAX_DIGITS) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = 10 * value + c - '0';
        }
        return value;
    }

    /** The link to a passage, within the page. */
    public static String link(JsonObject passage) {
        return "#" + PREFIX + Found.key(passage);
    }

    /** A quotation with its title, its place and its link. @param address of the page, without a fragment */
    public static String text(JsonObject passage, String address) {
        String where = passage.findObject("place").map(place -> ", " + DocumentMessages.place(place)).orElse("");
        return "\u201c" + passage.string("text").trim() + "\u201d\n\u2014 "
                + VisibleText.isolated(passage.string("title")) + where + "\n" + address + link(passage);
    }
}
