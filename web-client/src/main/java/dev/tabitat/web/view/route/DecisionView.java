package dev.tabitat.web.view.route;

import static dev.tabitat.web.view.dom.Html.attr;
import static dev.tabitat.web.view.dom.Html.attrIf;
import static dev.tabitat.web.view.dom.Html.cls;
import static dev.tabitat.web.view.dom.Html.el;
import static dev.tabitat.web.view.dom.Html.when;

import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.view.dom.Html;
import dev.tabitat.web.view.parts.Format;
import dev.tabitat.web.view.parts.Parts;
import java.util.ArrayList;
import java.util.List;

/** One decision: what it is, who was considered, what would have changed it, and the plan where there is one. */
final class DecisionView {

    private DecisionView() {}

    static List<Html> render(RouteState.Outcome state, RouteActions actions) {
        List<Html> parts = new ArrayList<>();
        if (state.error().isPresent()) {
            parts.add(Parts.failure("This text could not be routed. Nothing left.", state.error().get()));
        }
        if (state.decision().isEmpty()) {
            return parts;
        }
        JsonObject decision = state.decision().get();
        parts.add(verdict(decision, actions));
        decision.findObject("plan").ifPresent(plan -> parts.add(plan(plan, state, actions)));
        parts.add(considered(decision));
        return parts;
    }

    private static String title(JsonObject decision, RouteActions actions) {
        return switch (decision.string("outcome")) {
            case "local" -> decision.string("task").equals("language-identification")
                    ? actions.language(decision.object("answer").string("label"))
                    : decision.object("answer").string("label");
            case "no_op" -> "Nothing was done";
            default -> "A plan for you to read";
        };
    }

    private static Html verdict(JsonObject decision, RouteActions actions) {
        boolean local = decision.string("outcome").equals("local");
        List<Html> changes = new ArrayList<>();
        decision.array("would_change").strings().forEach(one -> changes.add(el("li", one)));
        return el("div", cls("card verdict-card"),
                el("div", cls("row between"),
                        el("p", cls("big"), Parts.AUTO_DIRECTION, attr("role", "status"), title(decision, actions)),
                        Parts.seal(local ? "measured" : "claimed",
                                local ? "in this tab, " + Format.milliseconds(decision.number("ms"))
                                        : decision.string("outcome").equals("no_op") ? "nothing left"
                                                : "nothing left yet")),
                el("p", decision.string("local_reason")),
                when(local,
                        () -> el("p", cls("quiet"),
                                decision.object("answer").string("model") + " on " + decision.string("selected_runtime")
                                        + "; if it fails: " + fallback(decision.string("fallback_target")) + ".")),
                when(!changes.isEmpty(),
                        () -> el("div", el("h3", "What would change this"), el("ul", cls("dots"), changes))),
                decision.findObject("expected").map(DecisionView::expected).orElse(null),
                el("p", cls("note"),
                        "Decision " + decision.integer("index") + " \u00b7 path "
                                + decision.string("path").replace('_', ' ') + " \u00b7 policy \u201c"
                                + decision.string("policy_name") + "\u201d, "
                                + Format.shortDigest(decision.string("policy_digest")) + " \u00b7 "
                                + Format.moment(decision.string("route_created_at_utc"))));
    }

    private static String fallback(String target) {
        return target.equals("cloud_escalation") ? "a plan" : target.equals("no_op") ? "nothing" : target;
    }

    private static Html expected(JsonObject expected) {
        JsonObject share = expected.object("answered_by_first");
        String saved = expected.has("saved_ms")
                ? (expected.number("saved_ms") >= 0 ? " It saves " : " It costs ")
                        + Format.milliseconds(Math.abs(expected.number("saved_ms"))) + " a text."
                : "";
        return el("p", cls("quiet"), "Cheap first: " + expected.string("first") + " is expected to answer "
                + Format.percent(share.number("value")) + " (" + Format.decimals(100 * share.number("low"), 1) + " to "
                + Format.percent(share.number("high")) + ", n = " + share.integer("n") + ") of such texts by itself."
                + saved + " Of what it answers at most "
                + Format.percent(expected.object("wrong_of_first").number("upper"))
                + " is wrong (n = " + expected.object("wrong_of_first").integer("n") + "). ",
                Parts.seal("claimed", "estimated"));
    }

    private static Html considered(JsonObject decision) {
        List<Html> rows = new ArrayList<>();
        String selected = decision.stringOr("selected_model_or_stack", "");
        for (JsonObject one : decision.array("candidates").objects()) {
            rows.add(el("tr", attrIf(one.string("name").equals(selected), "class", "best-row"),
                    el("th", attr("scope", "row"), one.string("name"),
                            el("span", cls("known"), sure(decision, one.string("name")))),
                    term(one, "utility"), term(one, "privacy"), term(one, "latency_fit"), term(one, "memory_cost"),
                    el("td", cls("r"), Format.decimals(one.number("score"), 3))));
        }
        List<Html> left = new ArrayList<>();
        for (JsonObject one : decision.array("exclusions").objects()) {
            left.add(el("tr", el("th", attr("scope", "row"), one.string("name")),
                    el("td", el("code", cls("mono"), one.string("code"))), el("td", one.string("reason"))));
        }
        return el("div", cls("card"),
                el("h2", "Who was considered"),
                when(rows.isEmpty(), () -> el("p", cls("quiet"), "No model that could answer.")),
                when(!rows.isEmpty(),
                        () -> el("div", cls("scroll"), attr("tabindex", "0"), attr("role", "region"),
                                attr("aria-label", "Candidates"), el("table", cls("t roomy"),
                                        el("thead",
                                                el("tr", head("Candidate", false), head("utility", true),
                                                        head("+ privacy", true), head("+ latency fit", true),
                                                        head("\u2212 memory cost", true), head("= score", true))),
                                        el("tbody", rows)))),
                when(!left.isEmpty(),
                        () -> el("details", cls("more-info"),
                                el("summary", Parts.chevron(),
                                        Format.count(left.size(), "other was left out", "others were left out")),
                                el("div", cls("scroll"), attr("tabindex", "0"), attr("role", "region"),
                                        attr("aria-label", "Left out"), el("table", cls("t roomy"),
                                                el("thead", el("tr", head("Candidate", false), head("Code", false),
                                                        head("Reason", false))),
                                                el("tbody", left))))));
    }

    private static Html head(String text, boolean right) {
        return el("th", attr("scope", "col"), attrIf(right, "class", "r"), text);
    }

    private static String sure(JsonObject decision, String name) {
        for (JsonObject one : decision.array("tried").objects()) {
            if (one.string("name").equals(name)) {
                return "asked: sure to " + Format.percent(one.number("confidence")) + ", "
                        + one.string("verdict").toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
            }
        }
        return "not asked";
    }

    private static Html term(JsonObject candidate, String name) {
        return el("td", cls("r"), Format.decimals(candidate.object("terms").number(name), 3),
                el("span", cls("known"), candidate.object("known").string(name)));
    }

    private static Html plan(JsonObject plan, RouteState.Outcome state, RouteActions actions) {
        if (plan.has("problem")) {
            return Parts.message("", plan.string("problem"), plan.string("remedy"));
        }
        JsonObject to = plan.object("destination");
        List<Html> taken = new ArrayList<>();
        for (JsonObject one : plan.findArray("redactions").orElse(JsonArray.EMPTY).objects()) {
            taken.add(el("li", el("code", cls("mono"), one.string("placeholder")),
                    " stands for " + one.string("kind").replace('_', ' ')));
        }
        boolean toNetwork = to.string("reach").equals("network");
        JsonObject cost = plan.object("cost");
        return el("div", cls("card escalation"), attr("id", "route-plan"),
                el("h2", "What would leave this tab"),
                el("dl", cls("facts-list"),
                        fact("To",
                                to.string("name") + ", " + to.string("url")
                                        + (toNetwork ? " (leaves this device)" : " (another program on this device)")),
                        fact("Model", to.string("model")), fact("What for", plan.string("purpose")),
                        fact("Kind of data", plan.string("data_class")),
                        fact("Size",
                                Format.count(plan.integer("bytes"), "byte", "bytes") + ", POST " + plan.string("path")),
                        fact("Headers", headers(plan)),
                        fact("Cost", cost.has(
                                "value") ? "about " + Format.small(cost.number("value")) + " " + cost.string("currency") + " (estimated: " + cost.string("rule") + ")" : "not known")),
                el("h3", "The very bytes"),
                el("pre", cls("bytes"), Parts.AUTO_DIRECTION, attr("tabindex", "0"),
                        attr("aria-label", "The bytes that would leave"), plan.string("body")),
                taken.isEmpty() ? el("p", cls("quiet"),
                        "Nothing was found that had to be taken out. Look yourself: names and addresses are not always recognised.")
                        : el("div", el("h3", "Taken out before"), el("ul", cls("dots"), taken), el("p", cls("note"),
                                "What they stand for stays here and is put back into the answer. Look yourself: names and addresses are not always recognised.")),
                outcome(state, actions));
    }

    private static String headers(JsonObject plan) {
        boolean hasKey = plan.findArray("headers").map(names -> names.strings().contains("Authorization"))
                .orElse(false);
        return "Content-Type: application/json" + (hasKey ? ", Authorization with the key of this endpoint" : "")
                + "; the browser adds its own, such as User-Agent and this page\u2019s origin, and no cookies";
    }

    private static Html outcome(RouteState.Outcome state, RouteActions actions) {
        if (state.sent().isPresent()) {
            JsonObject sent = state.sent().get();
            return sent.string("outcome").equals("refused")
                    ? el("p", cls("quiet"), "You chose never. Nothing was sent, and nothing like this will be sent.")
                    : el("div", el("h3", "The answer"),
                            when(sent.has("notice"),
                                    () -> Parts.message("harm", "Mind how it ends.", sent.string("notice"))),
                            el("p", cls("outside-answer"), Parts.AUTO_DIRECTION, sent.string("filled")),
                            when(sent.has("label"), () -> el("p", cls("quiet"), "Label: " + sent.string("label"))),
                            el("p", cls("note"), Format.bytes(sent.number("sent_bytes")) + " went, "
                                    + Format.bytes(sent.number("received_bytes")) + " came, in "
                                    + Format.milliseconds(sent.number("ms")) + ". It is listed in the ledger."));
        }
        return el("div",
                state.sendError().map(error -> Parts.failure("The answer did not arrive.", error)).orElse(null),
                when(!state.streaming().isEmpty(),
                        () -> el("p", cls("outside-answer"), attr("role", "log"), Parts.AUTO_DIRECTION,
                                state.streaming())),
                el("div", cls("acts"),
                        state.isSending() ? Parts.button("", "Stop", event -> actions.stop())
                                : el("div", cls("acts"),
                                        Parts.button("go", "Send these bytes once",
                                                event -> actions.approve("once")),
                                        Parts.button("", "Always for this",
                                                event -> actions.approve("always")),
                                        Parts.button("harm", "Never for this",
                                                event -> actions.approve("never")))),
                el("p", cls("note"),
                        "\u201cThis\u201d is the same task with the same kind of data to the same model at the same address; you can take it back below."));
    }

    private static Html fact(String name, String value) {
        return el("div", el("dt", name), el("dd", value));
    }
}
