package dev.tabitat.web.view.lab;

import static dev.tabitat.web.view.dom.Html.attr;
import static dev.tabitat.web.view.dom.Html.cls;
import static dev.tabitat.web.view.dom.Html.el;
import static dev.tabitat.web.view.dom.Html.key;
import static dev.tabitat.web.view.dom.Html.on;
import static dev.tabitat.web.view.dom.Html.when;

import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.view.dom.Html;
import dev.tabitat.web.view.parts.Format;
import java.util.ArrayList;
import java.util.List;

/** Scorecards side by side, as they arrive. */
final class Scorecards {

    private Scorecards() {}

    static Html table(LabState lab, JsonObject run, LabActions actions) {
        List<Html> rows = new ArrayList<>();
        String best = run.stringOr("best", "");
        List<String> front = run.findArray("front").map(JsonArray::strings).orElse(List.of());
        for (JsonObject one : run.findArray("candidates").orElse(JsonArray.EMPTY).objects()) {
            JsonObject card = one.object("scorecard");
            JsonObject f1 = card.object("macro_f1");
            String id = one.string("id");
            rows.add(el("tr", key(id), cls(id.equals(best) ? "best-row" : ""),
                    el("th", attr("scope", "row"), el("button", attr("type", "button"), cls("link"),
                            attr("aria-pressed", Boolean.toString(id.equals(lab.open()))),
                            on("click", event -> actions.open(id)), id), " " + one.string("what"),
                            el("span", cls("note block"), "from " + String.join(", ", one.array("parents").strings())
                                    + (front.contains(one.string("digest")) ? " \u00b7 on the front" : ""))),
                    el("td", cls("r"), Format.decimals(f1.number("value"), 2) + " ",
                            el("span", cls("quiet"),
                                    "[" + Format.decimals(f1.number("low"), 2) + ", "
                                            + Format.decimals(f1.number("high"), 2) + "]")),
                    el("td", cls("r"), Format.milliseconds(card.object("latency").number("p50_ms"))),
                    el("td", cls("r"), Format.bytes(card.object("memory").number("bytes"))),
                    el("td", cls("r"), Format.milliseconds(one.number("duration_ms")))));
        }
        List<Html> failures = new ArrayList<>();
        for (JsonObject one : run.findArray("failures").orElse(JsonArray.EMPTY).objects()) {
            failures.add(el("li", key(one.string("id")),
                    one.string("id") + ", " + one.string("what") + ": " + one.string("reason")));
        }
        if (rows.isEmpty() && failures.isEmpty()) {
            return el("p", cls("note"), "The first candidate is on its way.");
        }
        return el("div",
                el("div", cls("scroll bleed"), attr("tabindex", "0"), attr("role", "region"),
                        attr("aria-label", "Scorecards"), el("table", cls("t"),
                                el("thead",
                                        el("tr", el("th", attr("scope", "col"), "Candidate"),
                                                el("th", attr("scope", "col"), cls("r"), "Macro-F1 [95 %]"),
                                                el("th", attr("scope", "col"), cls("r"), "Time"),
                                                el("th", attr("scope", "col"), cls("r"), "Memory"),
                                                el("th", attr("scope", "col"), cls("r"), "Bred in"))),
                                el("tbody", rows))),
                when(!failures.isEmpty(),
                        () -> el(
                                "details", cls("more-info"), el("summary", Format.count(failures.size(),
                                        "that could not be bred", "that could not be bred")),
                                el("ul", cls("claims"), failures))));
    }
}
