package dev.tabitat.web.view.documents;

import static dev.tabitat.web.view.dom.Html.attr;
import static dev.tabitat.web.view.dom.Html.cls;
import static dev.tabitat.web.view.dom.Html.el;
import static dev.tabitat.web.view.dom.Html.on;
import static dev.tabitat.web.view.dom.Html.when;

import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.text.VisibleText;
import dev.tabitat.web.view.dom.Html;
import dev.tabitat.web.view.parts.Format;
import dev.tabitat.web.view.parts.Parts;
import java.util.ArrayList;
import java.util.List;

/** A document's text around a span, which is marked; or what is left of a document that is no more. */
public final class DocumentReader {

    /** The id of the marked span. */
    public static final String CITED = "cited";
    /** The id of the document's title. */
    public static final String TITLE = "reading-title";
    /** How many characters of text are read before and behind the span at first, and how many more at a time. */
    public static final int AROUND = 4000;

    private DocumentReader() {}

    static Html render(DocumentsState documents, DocumentsActions actions) {
        return el("article", cls("page"), attr("id", "reading-" + documents.opened().document()),
                attr("aria-labelledby", TITLE),
                content(documents, actions));
    }

    private static List<Html> content(DocumentsState documents, DocumentsActions actions) {
        if (documents.opened().error().isPresent()) {
            return List.of(header("A document", "", documents), el("div", cls("text"), Parts
                    .failure("The document could not be opened. It is still here.", documents.opened().error().get())));
        }
        if (documents.opened().stretch().isEmpty()) {
            return List.of(header("Opening\u2026", "", documents), el("div", cls("text"), attr("aria-busy", "true")));
        }
        JsonObject stretch = documents.opened().stretch().get();
        return switch (stretch.string("state")) {
            case "there" -> there(stretch, documents, actions);
            case "deleted" -> List.of(header("This document was deleted", "", documents), el("div", cls("text gone"),
                    el("p", "It was deleted"
                            + (stretch.has("deleted_at_utc") ? " on " + Format.moment(stretch.string("deleted_at_utc"))
                                    : "")
                            + "."),
                    el("p", "Its text, its passages and its name are deleted from this browser and cannot be restored. This entry stays, so that a citation can still say that it was deleted.")));
            default -> List.of(header("No such document", "", documents), el("div", cls("text gone"),
                    el("p", "This browser has no document under this link, and no trace of one that was deleted."),
                    el("p", "Documents stay in the browser that read them: a link works where it was made. If you have the file, add it here; the same bytes get the same link.")));
        };
    }

    private static Html header(String title, String where, DocumentsState documents) {
        return el("header",
                el("div", el("h2", attr("id", TITLE), attr("tabindex", "-1"), Parts.name(title)),
                        el("p", cls("note num"), where)),
                el("a", cls("btn sm"), attr("href", "#documents"),
                        documents.found().answer().isPresent() ? "Back to the answers" : "Close"));
    }

    private static List<Html> there(JsonObject stretch, DocumentsState documents, DocumentsActions actions) {
        int start = (int) stretch.integer("start");
        int end = (int) stretch.integer("end");
        int length = (int) stretch.integer("length");
        String title = stretch.stringOr("title", "").isEmpty() ? stretch.stringOr("name", "A document")
                : stretch.string("title");
        boolean cites = documents.opened().end() > documents.opened().start();
        boolean isBeyond = cites && documents.opened().start() >= length;
        String place = documents.opened().place().map(where -> DocumentMessages.place(where) + ", ").orElse("");
        List<Html> parts = new ArrayList<>();
        parts.add(header(title, isBeyond ? "The link names a span that this text does not have."
                : cites ? place + "characters " + documents.opened().start() + " to " + documents.opened().end()
                        + " of " + length
                        : Format.count(length, "character", "characters"),
                documents));
        parts.add(el("div", cls("text"), attr("tabindex", "0"), attr("role", "region"),
                attr("aria-label", "The text of " + VisibleText.isolated(title)),
                when(start > 0,
                        () -> more("Show what comes before",
                                event -> actions.read(Math.max(0, start - AROUND), end))),
                el("div", cls("blocks"), blocks(stretch, start, documents)),
                when(end < length, () -> more("Show what comes after",
                        event -> actions.read(start, Math.min(length, end + AROUND))))));
        return parts;
    }

    private static Html more(String label, Html.Handler handler) {
        return el("button", attr("type", "button"), cls("btn bare sm"), on("click", handler), label);
    }

    /** Neighbouring items of a list and rows of a table come together. */
    private static List<Html> blocks(JsonObject stretch, int offset, DocumentsState documents) {
        String text = stretch.string("text");
        List<Html> drawn = new ArrayList<>();
        List<Html> items = new ArrayList<>();
        String open = "";
        boolean isNamed = false;
        for (JsonObject block : known(stretch, offset, text)) {
            String kind = block.string("kind");
            if (!kind.equals(open)) {
                close(open, items, drawn);
                open = kind;
            }
            int start = Math.max(0, (int) block.integer("start") - offset);
            int end = Math.min(text.length(), (int) block.integer("end") - offset);
            if (start >= end) {
                continue;
            }
            HighlightedText.Span cited = new HighlightedText.Span(documents.opened().start() - offset - start,
                    documents.opened().end() - offset - start);
            boolean holds = cited.end() > 0 && cited.start() < end - start && cited.end() > cited.start();
            List<Html> pieces = HighlightedText.pieces(text.substring(start, end),
                    List.of(new HighlightedText.Span(Math.max(0, cited.start()), cited.end())),
                    holds && !isNamed ? CITED : "");
            isNamed |= holds;
            switch (kind) {
                case "list_item" -> items.add(el("li", Parts.AUTO_DIRECTION,
                        cls("depth-" + Math.min(4, Math.max(1, block.integerOr("level", 1)))), pieces));
                case "row" -> items.add(el("li", Parts.AUTO_DIRECTION, pieces));
                case "heading" -> drawn.add(el("h" + Math.min(6, Math.max(1, block.integerOr("level", 1)) + 2),
                        Parts.AUTO_DIRECTION, pieces));
                case "code" -> drawn.add(el("pre", Parts.AUTO_DIRECTION, el("code", pieces)));
                case "quote" -> drawn.add(el("blockquote", Parts.AUTO_DIRECTION, pieces));
                default -> drawn.add(el("p", Parts.AUTO_DIRECTION, pieces));
            }
        }
        close(open, items, drawn);
        return drawn;
    }

    /** The blocks; where none are given, the text is one. */
    private static List<JsonObject> known(JsonObject stretch, int offset, String text) {
        List<JsonObject> blocks = stretch.findArray("blocks").orElse(JsonArray.EMPTY).objects();
        return blocks.isEmpty()
                ? List.of(
                        JsonObject.of("kind", "paragraph", "level", 0, "start", offset, "end", offset + text.length()))
                : blocks;
    }

    private static void close(String kind, List<Html> items, List<Html> drawn) {
        if (!items.isEmpty()) {
            drawn.add(el("ul", cls(kind.equals("row") ? "rows" : "items"), List.copyOf(items)));
            items.clear();
        }
    }
}
