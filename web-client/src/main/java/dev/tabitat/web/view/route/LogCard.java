package dev.tabitat.web.view.route;

import static dev.tabitat.web.view.dom.Html.attr;
import static dev.tabitat.web.view.dom.Html.cls;
import static dev.tabitat.web.view.dom.Html.el;
import static dev.tabitat.web.view.dom.Html.key;
import static dev.tabitat.web.view.dom.Html.when;

import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.view.dom.Html;
import dev.tabitat.web.view.parts.Format;
import dev.tabitat.web.view.parts.Parts;
import java.util.ArrayList;
import java.util.List;

/** The log of decisions: what it says in sum, its last records, and what was agreed to. */
final class LogCard {

    private static final int SHOWN = 8;

    private LogCard() {}

    static Html render(RouteState.Log state, RouteActions actions) {
        JsonObject log = state.answer().orElse(JsonObject.EMPTY);
        List<Html> rows = new ArrayList<>();
        List<JsonObject> records = new ArrayList<>(
                log.findArray("records").map(one -> one.objects()).orElse(List.of()));
        for (int i = records.size() - 1; i >= 0 && rows.size() < SHOWN; i--) {
            Html row = row(records.get(i));
            if (row != null) {
                rows.add(row);
            }
        }
        return el("section", cls("card"), attr("aria-labelledby", "rl"),
                el("h2", attr("id", "rl"), "The log of decisions"),
                el("p", cls("quiet"),
                        "Append-only, each record chained to the one before. Texts are not in it. Anyone can replay the file: the same inputs give the same decision."),
                log.findObject("metrics").filter(metrics -> metrics.integer("decisions") > 0).map(LogCard::metrics)
                        .orElse(null),
                when(!rows.isEmpty(),
                        () -> el("div", cls("scroll"), attr("tabindex", "0"), attr("role", "region"),
                                attr("aria-label", "The last decisions"), el("table", cls("t roomy"),
                                        el("thead", el("tr", th("No."), th("When"), th("What"), th("Who"), th("Why"))),
                                        el("tbody", rows)))),
                state.error().map(error -> Parts.failure("The log could not be read.", error)).orElse(null),
                state.replayed().map(LogCard::replayed).orElse(null),
                when(!rows.isEmpty(), () -> el("div", cls("acts"),
                        Parts.button("", "Replay all", event -> actions.replayLog()),
                        Parts.button("", "Export the log", event -> actions.exportLog()))),
                consents(log, actions));
    }

    private static Html metrics(JsonObject metrics) {
        List<Html> facts = new ArrayList<>();
        facts.add(fact("Avoided round trips", Long.toString(metrics.integer("avoided_round_trips")),
                "of " + metrics.integer("decisions") + " decisions"));
        facts.add(fact("Private bytes kept local", Format.bytes(metrics.number("private_bytes_kept_local")),
                Format.bytes(metrics.number("sent_bytes")) + " went, approved"));
        facts.add(metrics.findObject("median_local_latency").map(
                one -> fact("Median local latency", Format.milliseconds(one.number("ms")), "n = " + one.integer("n")))
                .orElse(null));
        facts.add(
                fact("Nothing done", Long.toString(metrics.integer("no_op")), metrics.integer("escalated") + " plans"));
        return el("dl", cls("figures"), facts);
    }

    private static Html fact(String name, String value, String beside) {
        return el("div", el("dt", name), el("dd", value, el("span", cls("known"), beside)));
    }

    private static Html row(JsonObject record) {
        JsonObject body = record.object("body");
        String index = Long.toString(record.integer("index"));
        return switch (body.string("kind")) {
            case "decision" -> {
                JsonObject decision = body.object("decision");
                yield cells(index, record.string("at_utc"), body.string("path").replace('_', ' '),
                        decision.stringOr("selected_model_or_stack", "no model"), decision.string("local_reason"));
            }
            case "escalation" ->
                cells(index, record.string("at_utc"), "sent: " + body.string("choice"), body.string("destination"),
                        Format.bytes(body.number("sent_bytes")) + " went, "
                                + Format.bytes(body.number("received_bytes")) + " came: " + body.string("outcome"));
            default -> null;
        };
    }

    private static Html cells(String... words) {
        return el("tr", key(words[0]), el("th", attr("scope", "row"), words[0]),
                el("td", cls("nowrap"), Format.moment(words[1])),
                el("td", words[2]), el("td", words[3]), el("td", words[4]));
    }

    private static Html th(String text) {
        return el("th", attr("scope", "col"), text);
    }

    private static Html replayed(JsonObject replayed) {
        boolean same = replayed.integer("decisions") == replayed.integer("identical");
        return el("p", attr("role", "status"), Parts.seal(same ? "checked" : "damaged",
                replayed.integer("identical") + " of " + replayed.integer("decisions") + " decided the same again"));
    }

    private static Html consents(JsonObject log, RouteActions actions) {
        List<Html> rows = new ArrayList<>();
        log.findArray("consents").ifPresent(all -> all.objects()
                .forEach(one -> rows.add(el("div", key(one.string("id")),
                        el("dt", one.string("choice").equals("always") ? "Always" : "Never"),
                        el("dd", Parts.button("sm", "Take back",
                                event -> actions.forgetConsent(one.string("id")))),
                        el("dd", cls("why"), one.string("task") + ", " + one.string("data_class") + " data, to "
                                + one.string("model") + " at " + one.string("endpoint"))))));
        return rows.isEmpty() ? null : el("div", el("h3", "What you agreed to"), el("dl", cls("facts-list"), rows));
    }
}
