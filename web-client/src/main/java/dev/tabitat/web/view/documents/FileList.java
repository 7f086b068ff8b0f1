package dev.tabitat.web.view.documents;

import static dev.tabitat.web.view.dom.Html.attr;
import static dev.tabitat.web.view.dom.Html.cls;
import static dev.tabitat.web.view.dom.Html.el;
import static dev.tabitat.web.view.dom.Html.on;
import static dev.tabitat.web.view.dom.Html.when;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.text.VisibleText;
import dev.tabitat.web.view.dom.Html;
import dev.tabitat.web.view.parts.FileKinds;
import dev.tabitat.web.view.parts.Format;
import dev.tabitat.web.view.parts.Parts;
import java.util.ArrayList;
import java.util.List;

/** The documents that are here, what is being done with them, and what they take. */
final class FileList {

    static final String PAPER = "M5.5 2.500h6l3.5 3.500v11a.5.5 0 0 1-.5.5h-9a.5.5 0 0 1-.5-.5V3a.5.5 0 0 1 .5-.5ZM11.500 2.500V6H15M7.500 10h5M7.500 13h5";

    /** Characters of a date at the beginning of a time. */
    private static final int DAY = 10;
    /** Stands for all locked documents where one of the others stands with its id. */
    static final String LOCKED = "locked";
    private static final String LOCK = "M5.500 9h9v7.500h-9zM7 9V6.500a3 3 0 0 1 6 0V9";

    private FileList() {}

    static String title(JsonObject entry) {
        String title = entry.stringOr("title", "");
        if (!title.isEmpty()) {
            return title;
        }
        String name = entry.stringOr("name", "");
        return !name.isEmpty() ? name : "A document without a name";
    }

    static Html render(DocumentsState documents, DocumentsActions actions) {
        List<Html> rows = new ArrayList<>();
        List<String> locked = documents.library().lockedIds();
        if (!locked.isEmpty()) {
            rows.add(lockedRow(locked, documents, actions));
        }
        documents.library().entries().stream().filter(entry -> !locked.contains(entry.string("id")))
                .forEach(entry -> rows.add(row(entry, documents, actions)));
        return el("section", attr("id", "documents-list"), attr("aria-labelledby", "fh"),
                el("div", cls("row between"), el("h2", attr("id", "fh"), attr("tabindex", "-1"), "In this tab"),
                        figures(documents)),
                el("div", attr("id", "documents-work"), work(documents, actions)),
                rows.isEmpty()
                        ? el("p", cls("quiet"),
                                documents.library().list().isEmpty() ? "Looking what is here\u2026"
                                        : "No document yet.")
                        : el("ul", cls("files"), rows));
    }

    /**
     * One row for all: without the passphrase they cannot be told apart, so neither can one of them be deleted by
     * itself.
     */
    private static Html lockedRow(List<String> ids, DocumentsState documents, DocumentsActions actions) {
        String all = Format.count(ids.size(), "locked document", "locked documents");
        boolean isAsked = documents.library().removing().equals(LOCKED);
        return el("li", attr("id", "documents-locked"), Parts.icon(LOCK),
                el("div", cls("what"), el("span", all), el("span", cls("note"), ids.size() == 1
                        ? "Its name and its text are encrypted."
                        : "Their names and texts are encrypted: without the passphrase they cannot be shown.")),
                el("div", cls("st"), seal("locked")),
                isAsked ? el("span")
                        : el("button", attr("type", "button"), cls("btn harm sm"), attr("id", "delete-" + LOCKED),
                                attr("aria-label", "Delete " + all), on("click", event -> actions.askRemove(LOCKED)),
                                ids.size() == 1 ? "Delete it" : "Delete all " + ids.size()),
                el("div", cls("under-row"), when(isAsked, () -> el("div", cls("msg harm"), attr("role", "alertdialog"),
                        attr("aria-label", "Delete " + all),
                        el("strong", "Delete " + all + " for good?"),
                        el("span", "You have not unlocked "
                                + (ids.size() == 1 ? "it, so you cannot see what it is."
                                        : "them, so you cannot see what they are.")
                                + " " + (ids.size() == 1 ? "It is" : "They are")
                                + " deleted from this browser with all that was indexed, and "
                                + (ids.size() == 1 ? "it" : "they")
                                + " cannot be restored from here. Whoever unlocks this store next sees how many were deleted while it was locked."),
                        el("div", cls("acts"),
                                Parts.button("danger", "Delete " + all,
                                        event -> actions.removeLocked()),
                                el("button", attr("type", "button"), cls("btn"), attr("id", "keep-" + LOCKED),
                                        on("click", event -> actions.keep(LOCKED)),
                                        ids.size() == 1 ? "Keep it" : "Keep them"))))));
    }

    private static Html figures(DocumentsState documents) {
        return documents.library().status().map(status -> {
            JsonObject memory = status.findObject("memory").orElse(JsonObject.EMPTY);
            double open = memory.numberOr("vectors_bytes", 0) + memory.numberOr("words_bytes", 0);
            return el("p", cls("note num"),
                    Format.bytes(status.numberOr("stored_bytes", 0))
                            + (documents.library().isInMemory()
                                    ? " in this tab\u2019s memory until it closes, index included; "
                                    : " kept in this browser, index included; ")
                            + Format.bytes(open) + " of memory while open ("
                            + Format.bytes(memory.numberOr("vectors_bytes", 0)) + " for meaning, "
                            + Format.bytes(memory.numberOr("words_bytes", 0)) + " for words)");
        }).orElse(el("p", cls("note num")));
    }

    /** What is being done now, and the way to stop it. */
    private static List<Html> work(DocumentsState documents, DocumentsActions actions) {
        List<Html> parts = new ArrayList<>();
        if (documents.library().status().isEmpty()) {
            return parts;
        }
        JsonObject status = documents.library().status().get();
        long deleted = status.integerOr("deleted_while_locked", 0);
        if (deleted > 0) {
            parts.add(el("div", cls("msg harm"),
                    el("strong",
                            Format.count(deleted, "document was", "documents were")
                                    + " deleted while your documents were locked."),
                    el("span",
                            "That was done in this browser, without the passphrase. This stays here until you lock them again.")));
        }
        long waiting = status.integerOr("waiting", 0);
        String behind = waiting > 0 ? Format.count(waiting, "document waits", "documents wait") : "";
        if (status.has("problem") && !status.has("now")) {
            parts.add(el("div", cls("card work"),
                    Parts.failure("Reading your documents stopped.",
                            ApiError.fromJson(status.object("problem").with("name", ""))),
                    Parts.button("go", "Try again",
                            event -> actions.resume())));
        }
        if (documents.library().isPaused()) {
            parts.add(el("div", cls("card work"),
                    el("p", el("strong", "Paused."),
                            " What can be searched stays so." + (behind.isEmpty() ? "" : " " + behind + ".")),
                    Parts.button("go", "Continue", event -> actions.resume())));
        } else if (status.has("now")) {
            JsonObject now = status.object("now");
            double total = now.numberOr("total", 0);
            String what = DocumentMessages.phase(now.stringOr("phase", "")) + " "
                    + (now.stringOr("name", "").isEmpty() ? "your documents"
                            : VisibleText.isolated(now.string("name")));
            parts.add(el("div", cls("card work"),
                    el("div", cls("grow"), el("p", Parts.AUTO_DIRECTION, el("strong", what)),
                            el("p", cls("note num"),
                                    DocumentMessages.progress(now) + (behind.isEmpty() ? "" : "; " + behind)),
                            el("progress", attr("max", "1"),
                                    attr("value",
                                            Double.toString(total > 0 ? Math.min(1, now.number("done") / total) : 0)),
                                    attr("aria-label", what))),
                    Parts.button("", "Pause", event -> actions.pause())));
        }
        return parts;
    }

    private static Html row(JsonObject entry, DocumentsState documents, DocumentsActions actions) {
        String id = entry.string("id");
        String state = entry.stringOr("state", "waiting");
        boolean isReadable = state.equals("words") || state.equals("ready");
        return el("li", attr("id", "document-" + id),
                Parts.icon(PAPER),
                el("div", cls("what"),
                        isReadable ? el("a", attr("href", "#documents/" + id), Parts.name(title(entry)))
                                : el("span", Parts.name(title(entry))),
                        el("span", cls("note num facts"), facts(entry))),
                el("div", cls("st"), seal(state), el("span", cls("num"), standing(entry, state))),
                documents.library().removing().equals(id) ? el("span")
                        : el("button", attr("type", "button"), cls("btn harm sm"), attr("id", "delete-" + id),
                                attr("aria-label", "Delete " + VisibleText.isolated(title(entry))),
                                on("click", event -> actions.askRemove(id)), "Delete"),
                el("div", cls("under-row"), trouble(entry, state),
                        when(documents.library().removing().equals(id), () -> confirm(entry, documents, actions))));
    }

    private static List<Html> facts(JsonObject entry) {
        List<Html> facts = new ArrayList<>();
        String name = entry.stringOr("name", "");
        if (!name.isEmpty() && !name.equals(title(entry))) {
            facts.add(el("span", Parts.name(name)));
        }
        String format = DocumentMessages.format(entry.stringOr("format", ""));
        if (!format.isEmpty()) {
            facts.add(fact(format));
        }
        facts.add(fact(Format.bytes(entry.numberOr("bytes", 0))));
        if (entry.has("pages")) {
            facts.add(fact(Format.count(entry.integer("pages"), "page", "pages")));
        }
        String added = entry.stringOr("added_at_utc", "");
        if (added.length() >= DAY) {
            facts.add(fact("added " + added.substring(0, DAY)));
        }
        return facts;
    }

    private static Html fact(String text) {
        return el("span", cls("nowrap"), text);
    }

    private static Html seal(String state) {
        return switch (state) {
            case "ready" -> Parts.seal("checked", "ready");
            case "words" -> Parts.seal("claimed", "words only");
            case "failed" -> Parts.seal("damaged", "not read");
            case "locked" -> Parts.seal("unavailable", "locked");
            case "reading" -> Parts.seal("claimed", "being read");
            default -> Parts.seal("unavailable", "waiting");
        };
    }

    private static String standing(JsonObject entry, String state) {
        long passages = entry.integerOr("passages", 0);
        return switch (state) {
            case "ready" -> Format.count(passages, "passage", "passages");
            case "words" -> entry.integerOr("embedded", 0) > 0
                    ? entry.integer("embedded") + " of " + passages + " passages by meaning too"
                    : Format.count(passages, "passage", "passages");
            default -> "";
        };
    }

    private static List<Html> trouble(JsonObject entry, String state) {
        List<Html> parts = new ArrayList<>();
        if (state.equals("failed")) {
            JsonObject error = entry.findObject("error").orElse(JsonObject.EMPTY);
            parts.add(el("p", cls("wrong"), Parts.icon(Parts.WARN), el("span", VisibleText.message(
                    (error.stringOr("message", "It could not be read.") + " " + error.stringOr("remedy", "")).trim()
                            + (error.stringOr("code", "").equals("unsupported")
                                    ? " Documents can be " + FileKinds.DOCUMENTS + "."
                                    : "")))));
        }
        List<Html> notices = new ArrayList<>();
        entry.findArray("notices").orElse(JsonArray.EMPTY).strings()
                .forEach(notice -> notices.add(el("li", VisibleText.message(notice))));
        if (!notices.isEmpty()) {
            parts.add(el("details", cls("more-info"),
                    el("summary", Parts.chevron(),
                            Format.count(notices.size(), "remark on how it was read", "remarks on how it was read")),
                    el("ul", cls("dots"), notices)));
        }
        return parts;
    }

    private static Html confirm(JsonObject entry, DocumentsState documents, DocumentsActions actions) {
        String id = entry.string("id");
        return el("div", cls("msg harm"), attr("role", "alertdialog"),
                attr("aria-label", "Delete " + VisibleText.isolated(title(entry))),
                el("strong", Parts.AUTO_DIRECTION, "Delete \u201c", Parts.name(title(entry)), "\u201d for good?"),
                el("span",
                        "Its text, passages, words and vectors are deleted from this browser in one step. They cannot be restored from here; your own file is not touched."
                                + " A mark without its name stays, so that citations can say that it is gone."),
                el("div", cls("acts"),
                        Parts.button("danger", "Delete for good",
                                event -> actions.remove(id)),
                        el("button", attr("type", "button"), cls("btn"), attr("id", "keep-" + id),
                                on("click", event -> actions.keep(id)), "Keep it")));
    }
}
