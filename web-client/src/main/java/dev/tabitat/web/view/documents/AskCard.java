package dev.tabitat.web.view.documents;

import static dev.tabitat.web.view.dom.Html.attr;
import static dev.tabitat.web.view.dom.Html.attrIf;
import static dev.tabitat.web.view.dom.Html.cls;
import static dev.tabitat.web.view.dom.Html.el;
import static dev.tabitat.web.view.dom.Html.key;
import static dev.tabitat.web.view.dom.Html.on;

import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.text.VisibleText;
import dev.tabitat.web.view.dom.Html;
import dev.tabitat.web.view.parts.Format;
import dev.tabitat.web.view.parts.Parts;
import java.util.ArrayList;
import java.util.List;

/** Where a question is typed, and how and where it is looked for. */
public final class AskCard {

    /** The id of the question field, which the keyboard reaches from every screen. */
    static final String FIELD = "documents-query";

    private AskCard() {}

    static Html render(DocumentsState documents, SearchActions actions) {
        return el("section", attr("id", "documents-ask"), attr("aria-label", "Ask"),
                el("div", cls("ask"), attr("role", "search"),
                        el("label", cls("ask-label"), attr("for", FIELD), "Your question"),
                        el("input", cls("field"), attr("id", FIELD), attr("type", "search"),
                                attr("autocomplete", "off"), attr("enterkeyhint", "search"),
                                attr("aria-keyshortcuts", "/ Control+K Meta+K"),
                                attr("aria-describedby", "documents-keys"),
                                attr("placeholder", "For example: how long do we keep records after a patient leaves?"),
                                attr("prop:value", documents.question().query()), Parts.AUTO_DIRECTION,
                                on("input", event -> actions.typed(event.value())), on("keydown", event -> {
                                    if (event.key().equals("Enter")) {
                                        actions.ask();
                                    }
                                })),
                        el("button", attr("type", "button"), cls("btn go"),
                                on("click", event -> actions.ask()), "Ask")),
                el("div", cls("row between under"), modes(documents, actions),
                        el("p", cls("note keys-hint"), attr("id", "documents-keys"), el("kbd", "/"), " or ",
                                el("kbd", "Ctrl K"), " brings you here from every screen")),
                el("details", cls("more-info narrow"),
                        el("summary", Parts.chevron(), "Narrow it down" + narrowed(documents.question())),
                        filters(documents, actions)),
                el("p", cls("note said-so"), said(documents)));
    }

    private static Html modes(DocumentsState documents, SearchActions actions) {
        return el("fieldset", cls("modes"), el("legend", cls("vh"), "How to look for it"),
                mode("hybrid", "Meaning and words", documents, actions), mode("meaning", "Meaning", documents, actions),
                mode("words", "Words", documents, actions));
    }

    private static Html mode(String id, String label, DocumentsState documents, SearchActions actions) {
        boolean isChosen = documents.question().mode().equals(id);
        return el("label", cls("chip"),
                el("input", attr("type", "radio"), attr("name", "documents-mode"), attr("value", id),
                        attrIf(isChosen, "checked", ""), attr("prop:checked", isChosen ? "true" : ""),
                        on("change", event -> actions.mode(id))),
                label);
    }

    private static String narrowed(Question question) {
        return question.only().isEmpty() && question.addedFrom().isEmpty() && question.addedBefore().isEmpty() ? ""
                : " (some documents are left out)";
    }

    private static Html filters(DocumentsState documents, SearchActions actions) {
        List<Html> options = new ArrayList<>();
        options.add(el("option", attr("value", ""), "all documents"));
        for (JsonObject entry : documents.library().readable()) {
            options.add(el("option", key(entry.string("id")), attr("value", entry.string("id")),
                    attrIf(entry.string("id").equals(documents.question().only()), "selected", ""),
                    VisibleText.isolated(FileList.title(entry))));
        }
        List<Html> counts = new ArrayList<>();
        for (String count : List.of("5", "10", "20", "50")) {
            counts.add(el("option", attr("value", count),
                    attrIf(count.equals(documents.question().k()), "selected", ""), count));
        }
        return el("div", cls("plan"),
                el("label", cls("choice"), "In", el("select", cls("field"), attr("id", "documents-only"),
                        attr("prop:value", documents.question().only()),
                        on("change", event -> actions.only(event.value())), options)),
                day("Added on or after", "documents-from", documents.question().addedFrom(),
                        event -> actions.addedFrom(event.value())),
                day("Added before", "documents-before", documents.question().addedBefore(),
                        event -> actions.addedBefore(event.value())),
                el("label", cls("choice"), "Passages, at most", el("select", cls("field"), attr("id", "documents-k"),
                        attr("prop:value", documents.question().k()),
                        on("change", event -> actions.atMost(event.value())), counts)));
    }

    private static Html day(String label, String id, String value, Html.Handler change) {
        return el("label", cls("choice"), label, el("input", cls("field"), attr("id", id), attr("type", "date"),
                attr("prop:value", value), on("change", change)));
    }

    /**
     * What came of it, as it is read out once the person has stopped typing: without figures of time, which differ at
     * each letter.
     */
    public static String announcement(JsonObject answer) {
        int found = answer.array("passages").size();
        return answer.string("verdict").equals("no_documents") ? "Nothing to search."
                : found == 0 ? "Nothing relevant found." : Format.count(found, "passage", "passages") + " found.";
    }

    /** What came of it, in one line. */
    private static String said(DocumentsState documents) {
        if (documents.found().isSearching()) {
            return "Looking\u2026";
        }
        if (documents.found().answer().isEmpty()) {
            return "";
        }
        JsonObject answer = documents.found().answer().get();
        JsonObject searched = answer.object("searched");
        long found = answer.array("passages").objects().stream()
                .filter(one -> one.stringOr("relevance", "found").equals("found")).count();
        long weak = answer.array("passages").objects().stream()
                .filter(one -> one.stringOr("relevance", "").equals("weak")).count();
        String first = found > 0 ? Format.count(found, "passage", "passages")
                : weak > 0 ? "Only " + Format.count(weak, "weak passage", "weak passages") : "Nothing relevant";
        return (answer.string("verdict").equals("no_documents") ? "Nothing to search" : first) + " in "
                + Format.milliseconds(answer.number("total_duration") / 1e6) + ", " + way(answer.string("mode"))
                + ", of "
                + Format.count(searched.integer("passages"), "passage", "passages") + " in "
                + Format.count(searched.integer("documents"), "document", "documents") + "."
                + reranked(answer)
                + (answer.stringOr("notice", "").isEmpty() ? "" : " " + answer.string("notice"));
    }

    private static String reranked(JsonObject answer) {
        return answer.findObject("reranker")
                .map(one -> " The first " + one.integer("passages") + " were ordered again by "
                        + one.string("name") + " in " + Format.milliseconds(one.number("duration") / 1e6) + ".")
                .orElse("");
    }

    private static String way(String mode) {
        return mode.equals("words") ? "by words" : mode.equals("meaning") ? "by meaning" : "by meaning and by words";
    }
}
