package dev.tabitat.web.view.documents;

import static dev.tabitat.web.view.dom.Html.attrIf;
import static dev.tabitat.web.view.dom.Html.el;

import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonNumber;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.view.dom.Html;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A text with stretches of it marked. */
final class HighlightedText {

    /** A stretch of a text, in UTF-16 code units. */
    record Span(int start, int end) {}

    private HighlightedText() {}

    /** The words that a passage was asked for, as offsets into its text; those that lie outside are left out. */
    static List<Span> highlights(JsonObject passage) {
        List<Span> spans = new ArrayList<>();
        for (Json item : passage.findArray("highlights").orElse(JsonArray.EMPTY).items()) {
            if (item instanceof JsonArray pair && pair.size() == 2 && pair.get(0) instanceof JsonNumber start
                    && pair.get(1) instanceof JsonNumber end) {
                spans.add(new Span((int) start.longValue(), (int) end.longValue()));
            }
        }
        return spans;
    }

    /**
     * The text's pieces in order. Where spans overlap, each letter is marked once. @param id of the first mark; empty
     * for none
     */
    static List<Html> pieces(String text, List<Span> spans, String id) {
        List<Span> ordered = new ArrayList<>(spans);
        ordered.sort(Comparator.comparingInt(Span::start));
        List<Html> pieces = new ArrayList<>();
        int at = 0;
        boolean isFirst = true;
        for (Span span : ordered) {
            int start = Math.max(at, span.start());
            int end = Math.min(text.length(), span.end());
            if (start >= end) {
                continue;
            }
            if (start > at) {
                pieces.add(Html.text(text.substring(at, start)));
            }
            boolean named = isFirst && !id.isEmpty();
            pieces.add(
                    el("mark", attrIf(named, "id", id), attrIf(named, "tabindex", "-1"), text.substring(start, end)));
            isFirst = false;
            at = end;
        }
        if (at < text.length()) {
            pieces.add(Html.text(text.substring(at)));
        }
        return pieces;
    }
}
