package dev.tabitat.web.view.documents;

import static dev.tabitat.web.view.dom.Html.attr;
import static dev.tabitat.web.view.dom.Html.attrIf;
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

/** What a question found: the passages and why each stands where it does, or that nothing relevant is here and why. */
final class Passages {

    private Passages() {}

    static List<Html> render(DocumentsState documents, SearchActions actions) {
        List<Html> parts = new ArrayList<>();
        documents.found().error().ifPresent(
                error -> parts.add(Parts.failure("The question could not be answered. Nothing left this tab.", error)));
        if (documents.found().answer().isEmpty()) {
            return parts;
        }
        JsonObject answer = documents.found().answer().get();
        String mode = answer.stringOr("mode", "hybrid");
        if (answer.string("verdict").equals("found") || answer.string("verdict").equals("weak")) {
            graded(answer, mode, documents, actions, parts);
            return parts;
        }
        if (answer.string("verdict").equals("no_documents")) {
            parts.add(Parts.message("", "There are no searchable documents.",
                    "None of the documents that you chose can be searched now: add one, or remove the filters."));
            return parts;
        }
        List<JsonObject> nearest = answer.findArray("nearest").orElse(JsonArray.EMPTY).objects();
        parts.add(nothing(answer, nearest.isEmpty(), documents, actions));
        if (documents.found().showsNearest()) {
            nearest.forEach(passage -> parts.add(card(passage, mode, documents, actions)));
        }
        return parts;
    }

    /** The findings, then what is weak, as such; what only comes next is no finding. */
    private static void graded(JsonObject answer, String mode, DocumentsState documents, SearchActions actions,
            List<Html> parts) {
        List<Html> weak = new ArrayList<>();
        int findings = 0;
        for (JsonObject passage : answer.array("passages").objects()) {
            String relevance = passage.stringOr("relevance", "found");
            if (relevance.equals("found")) {
                findings++;
                parts.add(card(passage, mode, documents, actions));
            } else if (relevance.equals("weak")) {
                weak.add(card(passage, mode, documents, actions));
            }
        }
        if (findings == 0) {
            parts.add(el("div", cls("card nothing"), el("h3", "Nothing that surely answers this"),
                    el("p", cls("quiet"),
                            "These passages are only somewhat near the question. Read them before you rely on them.")));
            parts.addAll(weak);
        } else if (!weak.isEmpty()) {
            parts.add(
                    el("details", cls("more-info weak"),
                            el("summary", Parts.chevron(), "Weaker: " + Format.count(weak.size(),
                                    "more passage that may not answer it", "more passages that may not answer it")),
                            weak));
        }
        answer.object("reason").findObject("evidence").ifPresent(evidence -> parts
                .add(el("p", cls("note"), howGood(evidence), " ", Parts.seal("measured", "measured"))));
        if (mode.equals("hybrid")) {
            parts.add(joined());
        }
    }

    /** The counts that stand behind the verdict. */
    private static String howGood(JsonObject evidence) {
        String grade = evidence.string("grade").equals("found") ? "a finding" : "a finding or a weak passage";
        String encoder = evidence.stringOr("encoder", "");
        return "How good this verdict is: " + evidence.integer("false_alarms") + " of "
                + Format.count(evidence.integer("n"), "question", "questions") + " without an answer got " + grade
                + " all the same, and " + evidence.integer("missed") + " of " + evidence.integer("answerable")
                + " with an answer got none (" + evidence.string("dataset")
                + (encoder.isEmpty() ? "" : ", " + encoder) + ").";
    }

    private static Html joined() {
        return el("details", cls("more-info"), el("summary", Parts.chevron(), "How the scores are joined"),
                el("p", cls("note"),
                        "A passage\u2019s score is its similarity to the question (five eighths the whole passage\u2019s, three eighths its best sentence\u2019s where sentences were compared), and up to 0.4 for the question\u2019s words that stand in it, rare ones counting more and function words hardly, and up to 0.3 more where the question stands there word for word. Word forms and likely misspellings count almost like the word itself."));
    }

    private static Html nothing(JsonObject answer, boolean isBare, DocumentsState documents, SearchActions actions) {
        List<Html> why = new ArrayList<>();
        JsonObject reason = answer.object("reason");
        if (reason.has("least_score") && reason.has("best_score")) {
            why.add(el("li",
                    "By meaning and words: the best passage reaches a score of "
                            + Format.decimals(reason.number("best_score"), 2) + "; a weak answer needs "
                            + Format.decimals(reason.number("least_score"), 2) + "."));
        }
        long asked = reason.integerOr("words_asked", 0);
        long found = reason.integerOr("words_found", 0);
        if (asked > 0) {
            why.add(el("li",
                    "By words: " + (found == 0 ? "none" : Long.toString(found)) + " of the "
                            + Format.count(asked, "word", "words") + " asked for " + (found == 1 ? "stands" : "stand")
                            + " in these documents."));
        }
        reason.findObject("evidence")
                .ifPresent(evidence -> why.add(el("li", howGood(evidence), " ", Parts.seal("measured", "measured"))));
        return el("div", cls("card nothing"), el("h3", "Nothing relevant found"),
                el("p", cls("quiet"),
                        "Your documents do not seem to answer this, so none of their passages is passed off as an answer."),
                when(!why.isEmpty(), () -> el("ul", cls("dots"), why)),
                when(!isBare, () -> el("div", cls("acts"), el("button", attr("type", "button"), cls("btn"),
                        attr("aria-expanded", Boolean.toString(documents.found().showsNearest())),
                        on("click", event -> actions.showNearest()),
                        documents.found().showsNearest() ? "Hide them again" : "Show the nearest all the same"))));
    }

    private static Html card(JsonObject passage, String mode, DocumentsState documents, SearchActions actions) {
        String key = Found.key(passage);
        boolean isOpen = documents.opened().document().equals(passage.string("document"))
                && documents.opened().start() == passage.integer("start")
                && documents.opened().end() == passage.integer("end");
        String context = passage.stringOr("context", "");
        JsonObject around = documents.found().around().getOrDefault(key, JsonObject.EMPTY);
        return el("article", cls("card hit-card"), attr("id", "passage-" + key), attr("tabindex", "-1"),
                attr("aria-label", VisibleText.isolated(passage.string("title"))),
                attrIf(isOpen, "aria-current", "true"),
                el("div", cls("row between"), el("h3", Parts.name(passage.string("title"))),
                        el("span", cls("note"), where(passage))),
                el("p", cls("note context"), Parts.AUTO_DIRECTION,
                        context.isEmpty() ? "" : "under \u201c" + context + "\u201d"),
                el("blockquote", cls("q"), Parts.AUTO_DIRECTION,
                        when(around.has("text"), () -> el("span", cls("around"), before(passage, around))),
                        el("span",
                                HighlightedText.pieces(passage.string("text"), HighlightedText.highlights(passage),
                                        "")),
                        when(around.has("text"), () -> el("span", cls("around"), after(passage, around)))),
                el("p", cls("ranks"), DocumentMessages.ranks(passage, mode) + "."),
                el("div", cls("acts"),
                        // Where it is open already, its address does not change: it is scrolled into view again.
                        el("a", cls("btn sm"), attr("href", Citation.link(passage)),
                                isOpen ? on("click", event -> actions.showCited()) : null,
                                "Open in the document"),
                        el("button", attr("type", "button"), cls("btn bare sm"),
                                attr("aria-expanded", Boolean.toString(around.has("text"))),
                                on("click", event -> actions.around(passage)),
                                around.has("text") ? "Hide what is around it" : "Show what is around it"),
                        el("button", attr("type", "button"), cls("btn bare sm"),
                                on("click", event -> actions.cite(passage)),
                                documents.found().copied().what().equals(key)
                                        && documents.found().copied().problem().isEmpty() ? "Copied"
                                                : "Copy with citation")),
                when(documents.found().copied().what().equals(key) && !documents.found().copied().problem().isEmpty(),
                        () -> el("p", cls("note"), attr("role", "alert"),
                                "Not copied: " + documents.found().copied().problem())));
    }

    private static String where(JsonObject passage) {
        return passage.findObject("place").map(place -> DocumentMessages.place(place))
                .orElse("passage " + (passage.integer("index") + 1) + " of " + passage.integer("of"));
    }

    private static String before(JsonObject passage, JsonObject around) {
        String text = around.string("text");
        int length = (int) Math.min(text.length(), Math.max(0, passage.integer("start") - around.integer("start")));
        return (around.integer("start") > 0 ? "\u2026" : "") + text.substring(0, length);
    }

    private static String after(JsonObject passage, JsonObject around) {
        String text = around.string("text");
        int from = (int) Math.min(text.length(), Math.max(0, passage.integer("end") - around.integer("start")));
        return text.substring(from) + (around.integer("end") < around.integerOr("length", 0) ? "\u2026" : "");
    }
}
