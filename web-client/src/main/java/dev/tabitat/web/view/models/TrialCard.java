package dev.tabitat.web.view.models;

import static dev.tabitat.web.view.dom.Html.attr;
import static dev.tabitat.web.view.dom.Html.cls;
import static dev.tabitat.web.view.dom.Html.el;
import static dev.tabitat.web.view.dom.Html.on;
import static dev.tabitat.web.view.dom.Html.when;

import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.text.VisibleText;
import dev.tabitat.web.view.dom.Html;
import dev.tabitat.web.view.parts.Format;
import dev.tabitat.web.view.parts.Packages;
import dev.tabitat.web.view.parts.Parts;
import java.util.ArrayList;
import java.util.List;

/** Fields to try a model with on its card, and what it answered. */
final class TrialCard {

    private static final int SHOWN = 20;

    private TrialCard() {}

    /** How a model is tried on its card; empty where it is tried elsewhere, or not at all. */
    static String kind(JsonObject entry) {
        String kind = Packages.kind(entry);
        if (entry.stringOr("task", "").equals("question-answering")) {
            return Trial.EXTRACT;
        }
        return switch (kind) {
            case "token-classifier" -> Trial.TAG;
            case "reranker" -> Trial.RERANK;
            case "classifier" -> Packages.isInference(entry) ? Trial.LABELS : "";
            default -> "";
        };
    }

    /** Nothing unless this model is tried. */
    static Html render(JsonObject entry, ModelsState state, ModelsActions actions) {
        Trial trial = state.trial();
        if (!trial.model().equals(entry.string("name"))) {
            return null;
        }
        return el("div", cls("trial"), attr("role", "group"), attr("aria-label", "Try " + trial.model()),
                trial.kind().equals(Trial.TAG) ? null : question(trial, actions), text(trial, actions),
                el("div", cls("acts"), Parts.button("go", label(trial), event -> actions.runTrial()),
                        Parts.button("bare", "Close", event -> actions.closeTrial())),
                el("div", cls("trial-answer"), attr("role", "status"),
                        when(trial.isBusy(), () -> el("p", cls("note"), "Reading\u2026")),
                        trial.error().map(error -> Parts.failure("The model did not answer. Your text is untouched.",
                                error)).orElse(null),
                        trial.result().map(result -> answer(trial, result)).orElse(null)));
    }

    private static String label(Trial trial) {
        return switch (trial.kind()) {
            case Trial.TAG -> "Mark";
            case Trial.RERANK -> "Order";
            case Trial.EXTRACT -> "Find the answer";
            default -> "Label";
        };
    }

    private static Html question(Trial trial, ModelsActions actions) {
        return el("label", cls("choice"), attr("for", Trial.QUESTION),
                trial.kind().equals(Trial.LABELS) ? "Labels, with commas between" : "Question",
                el("input", cls("field"), attr("id", Trial.QUESTION), attr("type", "text"), attr("autocomplete", "off"),
                        Parts.AUTO_DIRECTION, attr("prop:value", trial.fields().get(Trial.QUESTION)),
                        on("input", event -> actions.typedTrial(Trial.QUESTION, event.value())),
                        on("keydown", event -> {
                            if (event.key().equals("Enter")) {
                                actions.runTrial();
                            }
                        })));
    }

    private static Html text(Trial trial, ModelsActions actions) {
        return el("label", cls("choice"), attr("for", Trial.TEXT),
                trial.kind().equals(Trial.RERANK) ? "Passages, one a line" : "Text",
                el("textarea", cls("field"), attr("id", Trial.TEXT), attr("rows", "4"), attr("spellcheck", "false"),
                        Parts.AUTO_DIRECTION, attr("prop:value", trial.fields().get(Trial.TEXT)),
                        on("input", event -> actions.typedTrial(Trial.TEXT, event.value()))));
    }

    private static Html answer(Trial trial, Json result) {
        return switch (trial.kind()) {
            case Trial.TAG -> tags(((JsonArray) result).objects());
            case Trial.RERANK -> order((JsonObject) result, TrialController.lines(trial.fields().get(Trial.TEXT)));
            case Trial.EXTRACT -> extract((JsonObject) result);
            default -> labels((JsonObject) result);
        };
    }

    private static Html tags(List<JsonObject> spans) {
        if (spans.isEmpty()) {
            return el("p", "Nothing is marked in this text.");
        }
        List<Html> rows = new ArrayList<>();
        for (JsonObject span : spans.subList(0, Math.min(SHOWN, spans.size()))) {
            rows.add(row(span.string("label"), span.stringOr("text", ""), span.number("score")));
        }
        return el("div", el("ul", cls("trial-rows"), rows), more(spans.size()));
    }

    private static Html more(int all) {
        return when(all > SHOWN, () -> el("p", cls("note"), "and " + (all - SHOWN) + " more"));
    }

    private static Html row(String label, String text, double score) {
        return el("li", el("b", Parts.NAME, VisibleText.message(label)),
                el("span", cls("grow"), Parts.AUTO_DIRECTION, VisibleText.message(text)),
                el("span", cls("num quiet"), Format.percent(score)));
    }

    private static Html order(JsonObject result, List<String> passages) {
        List<Html> rows = new ArrayList<>();
        for (JsonObject one : result.array("results").objects()) {
            int index = (int) one.integer("index");
            if (rows.size() < SHOWN && index < passages.size()) {
                rows.add(el("li", el("span", cls("grow"), Parts.AUTO_DIRECTION,
                        VisibleText.message(passages.get(index))),
                        el("span", cls("num quiet"), Format.decimals(one.number("relevance_score"), 3))));
            }
        }
        return el("div", el("ol", cls("trial-rows"), rows), more(passages.size()));
    }

    private static Html extract(JsonObject result) {
        boolean isAnswered = result.number("score") > result.number("no_answer_score");
        return isAnswered && !result.string("answer").isEmpty()
                ? el("p", cls("outside-answer"), Parts.AUTO_DIRECTION, VisibleText.message(result.string("answer")))
                : el("p", "The text does not answer this, as far as the model can tell.");
    }

    private static Html labels(JsonObject result) {
        List<Html> rows = new ArrayList<>();
        if (result.array("results").get(0) instanceof JsonArray scores) {
            for (JsonObject one : scores.objects()) {
                rows.add(row(one.string("label"), "", one.number("score")));
            }
        }
        return el("ul", cls("trial-rows"), rows);
    }
}
