package dev.tabitat.web.view.route;

import static dev.tabitat.web.view.dom.Html.attr;
import static dev.tabitat.web.view.dom.Html.cls;
import static dev.tabitat.web.view.dom.Html.el;
import static dev.tabitat.web.view.dom.Html.on;
import static dev.tabitat.web.view.dom.Html.when;

import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonWriter;
import dev.tabitat.web.view.dom.Html;
import dev.tabitat.web.view.parts.Format;
import dev.tabitat.web.view.parts.Parts;
import java.util.ArrayList;
import java.util.List;

/** The policy: in words, its thresholds with their evidence, and as a file to change. */
final class PolicyCard {

    private PolicyCard() {}

    static Html render(RouteState.Policy state, RouteActions actions) {
        if (state.answer().isEmpty()) {
            return el("section", cls("card"), el("h2", "The policy"), el("p", cls("quiet"), "It is being read\u2026"));
        }
        JsonObject policy = state.answer().get().object("policy");
        boolean isOwn = state.answer().get().string("source").equals("yours");
        return el("section", cls("card"), attr("aria-labelledby", "rp"),
                el("div", cls("row between"), el("h2", attr("id", "rp"), "The policy: " + policy.string("name")),
                        el("span", cls("note"), (isOwn ? "yours" : "default") + " \u00b7 ",
                                el("span", cls("mono"),
                                        Format.shortDigest(state.answer().get().string("effective_digest"))))),
                el("ul", cls("dots"), words(policy)),
                thresholds(state.answer().get().object("effective")),
                RouteScreen.folded("Read and change it as a file",
                        el("label", cls("vh"), attr("for", "route-policy"), "The policy as JSON"),
                        el("textarea", cls("field mono"), attr("id", "route-policy"), attr("rows", "18"),
                                attr("spellcheck", "false"),
                                attr("prop:value", state.draft().orElseGet(() -> JsonWriter.pretty(policy))),
                                on("input", event -> actions.draft(event.value()))),
                        state.error().map(error -> Parts.failure("The policy was not changed.", error))
                                .orElse(null),
                        el("div", cls("acts"),
                                Parts.button("go", "Use this policy", event -> actions.usePolicy()),
                                when(isOwn,
                                        () -> Parts.button("", "Back to the one it came with",
                                                event -> actions.resetPolicy())),
                                Parts.button("bare", "Save as a file",
                                        event -> actions.savePolicy())),
                        el("p", cls("note"),
                                "Its form is published at /schema/RouterPolicy.schema.json. Every decision names the policy's digest.")));
    }

    private static List<Html> words(JsonObject policy) {
        JsonObject local = policy.object("local_only");
        JsonObject device = policy.object("device");
        List<Html> words = new ArrayList<>();
        words.add(el("li", "Stays on this " + local.string("reach") + ": "
                + String.join(", ", local.array("data_classes").strings()).replace('_', ' ') + "."));
        words.add(el("li",
                policy.bool("cascade") ? "A cheaper model is asked first; a dearer one only where it is unsure."
                        : "The best-ranked model is asked, and no other."));
        words.add(el("li", policy.string("uncalibrated").equals("abstain") ? "An uncalibrated model abstains."
                : "The answer of an uncalibrated model is accepted."));
        words.add(el("li", policy.string("fallback").equals("no_op") ? "When no model is sure: nothing is done."
                : "When no model is sure: a plan is shown, if the text may leave."));
        words.add(el("li", "Below " + Format.percent(device.object("battery_low").number("below"))
                + " battery, models over " + Format.bytes(device.object("battery_low").number("most_memory_bytes"))
                + " rest; with less than "
                + Format.bytes(device.object("memory_pressure").number("below_bytes")) + " to use, a model may take "
                + Format.percent(device.object("memory_pressure").number("share")) + " of it."));
        if (policy.array("order").size() > 0) {
            words.add(el("li", "Goes first: " + String.join(", ", policy.array("order").strings()) + "."));
        }
        for (JsonObject one : policy.array("exclude").objects()) {
            words.add(el("li", "Never asked: " + one.string("name")
                    + (one.string("reason").isEmpty() ? "." : ", because " + one.string("reason") + ".")));
        }
        return words;
    }

    private static Html thresholds(JsonObject effective) {
        List<Html> rows = new ArrayList<>();
        for (JsonObject one : effective.array("thresholds").objects()) {
            JsonObject ece = one.object("ece");
            rows.add(el("tr",
                    el("th", attr("scope", "row"), one.string("task"),
                            el("span", cls("known"), "model " + Format.shortDigest(one.string("model")))),
                    el("td", cls("r"), one.has("threshold") ? Format.decimals(one.number("threshold"), 3) : "abstains"),
                    el("td", cls("r"), one.integer("accepted") + " of " + one.integer("n"),
                            el("span", cls("known"),
                                    one.integer("wrong") + " wrong, at most "
                                            + Format.percent(one.number("error_upper")))),
                    el("td", cls("r"), Format.decimals(ece.number("value"), 3), el("span", cls("known"),
                            Format.decimals(ece.number("low"), 3) + " to " + Format.decimals(ece.number("high"), 3)
                                    + "; before " + Format.decimals(one.number("ece_raw"), 3))),
                    el("td", one.string("part"),
                            el("span", cls("known"), "data " + Format.shortDigest(one.string("dataset"))
                                    + ", texts from " + one.integer("least_bytes") + " bytes"))));
        }
        return rows.isEmpty() ? el("p", cls("quiet"), "No model is calibrated yet: all abstain.")
                : el("div", cls("scroll"), attr("tabindex", "0"), attr("role", "region"),
                        attr("aria-label", "Thresholds and their evidence"), el("table", cls("t roomy"),
                                el("thead", el("tr", th("Task", ""), th("Counts from", "r"), th("Accepted", "r"),
                                        th("Calibration error", "r"), th("Evidence", ""))),
                                el("tbody", rows)));
    }

    private static Html th(String text, String kind) {
        return el("th", attr("scope", "col"), cls(kind), text);
    }
}
