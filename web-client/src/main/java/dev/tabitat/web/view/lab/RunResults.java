package dev.tabitat.web.view.lab;

import static dev.tabitat.web.view.dom.Html.attr;
import static dev.tabitat.web.view.dom.Html.attrIf;
import static dev.tabitat.web.view.dom.Html.cls;
import static dev.tabitat.web.view.dom.Html.el;
import static dev.tabitat.web.view.dom.Html.on;
import static dev.tabitat.web.view.dom.Html.when;

import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.view.dom.Html;
import dev.tabitat.web.view.parts.Format;
import dev.tabitat.web.view.parts.Parts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What came of a run: the plot, the recommendation, the scorecards, and what is behind them. */
final class RunResults {

    private RunResults() {}

    static List<Html> render(LabState lab, JsonObject run, LabActions actions) {
        List<Html> parts = new ArrayList<>();
        List<JsonObject> candidates = run.array("candidates").objects();
        List<String> front = run.array("front").strings();
        String best = run.stringOr("best", "");
        long select = run.object("split").integer("select");
        if (!candidates.isEmpty()) {
            parts.add(el("div", cls("lab"),
                    el("figure", cls("card chart"),
                            el("figcaption", cls("row between"), el("div", el("h2", "Better, or only slower?"),
                                    el("p", cls("note"), "Macro-F1 on " + select
                                            + " examples outside the training set, 95 % intervals; the bar to the right reaches the 95th percentile of time. Dashed: the best edge.")),
                                    Parts.seal("measured", "measured here")),
                            el("div", cls("wide-only"), Charts.pareto(candidates, front, best, 720)),
                            el("div", cls("narrow-only"), Charts.pareto(candidates, front, best, 380))),
                    decision(lab, run, actions)));
        } else {
            parts.add(decision(lab, run, actions));
        }
        Optional<JsonObject> opened = candidates.stream().filter(one -> one.string("id").equals(lab.open()))
                .findFirst();
        Optional<JsonObject> card = opened.map(one -> one.object("scorecard")).or(() -> run.findObject("test"));
        String of = opened.isPresent() ? lab.open() + ", on select"
                : best + ", on the " + run.object("split").integer("test") + " held-back examples";
        parts.add(el("div", cls("pair"),
                el("section", cls("card"), attr("aria-labelledby", "sc"), el("h3", attr("id", "sc"), "Scorecards"),
                        Scorecards.table(lab, run, actions)),
                card.map(scorecard -> el("figure", cls("card"),
                        el("figcaption", el("h3", "Sure when it is right?"),
                                el("p", cls("note"), of + ". Right this often, %. Error "
                                        + Format.decimals(scorecard.object("calibration").object("ece").number("value"),
                                                2)
                                        + ".")),
                        Charts.reliability(scorecard), Charts.reliabilityTable(scorecard))).orElse(null),
                card.map(scorecard -> el("figure", cls("card"),
                        el("figcaption", el("h3", "What it mixes up"),
                                el("p", cls("note"), of + ". Rows are the truth; "
                                        + scorecard.object("accuracy").integer("correct") + " of "
                                        + scorecard.integer("n") + " right.")),
                        Charts.confusion(scorecard))).orElse(null)));
        parts.add(suspects(run));
        lab.release().packet().ifPresent(packet -> parts.add(packet(packet,
                lab.keys().flatMap(keys -> keys.findArray("keys")).orElse(JsonArray.EMPTY).objects(), lab, actions)));
        return parts;
    }

    private static Html decision(LabState lab, JsonObject run, LabActions actions) {
        JsonObject decision = run.findObject("decision").orElse(JsonObject.EMPTY);
        String outcome = decision.stringOr("outcome", "no_op");
        String best = run.stringOr("best", "");
        Optional<JsonObject> decided = run.findObject("decided");
        JsonObject gain = decision.findObject("paired").orElse(JsonObject.EMPTY);
        List<Html> rows = new ArrayList<>();
        if (!gain.isEmpty()) {
            rows.add(row("What you had",
                    run.findObject("before").map(before -> before.stringOr("name", "")).orElse("no model")));
            rows.add(row("Gain in macro-F1", signed(gain.number("gain"))));
            rows.add(row("95 % interval", signed(gain.number("low")) + " to " + signed(gain.number("high"))));
            rows.add(row("Only it was right", gain.integer("only_second") + " times; only the other "
                    + gain.integer("only_first") + " (p = " + Format.small(gain.number("p")) + ", exact test)"));
            rows.add(row("Held-back examples", Long.toString(gain.integer("n"))));
        }
        String name = best.isEmpty() ? "nothing" : best;
        return el("section", cls("card decide"), attr("aria-labelledby", "dh"),
                el("p", cls("note"), decided.isPresent() ? "Decided" : "Recommendation"),
                el("h2", cls("big"), attr("id", "dh"), decided.map(one -> decidedWords(one)).orElse(switch (outcome) {
                    case "champion" -> "Keep " + name;
                    case "specialist" -> "Specialise " + name + ": \u201c" + decision.stringOr("label", "") + "\u201d";
                    default -> "Change nothing";
                })),
                el("p", cls("quiet"), decision.stringOr("reason", "")), when(!rows.isEmpty(), () -> el("dl", rows)),
                decided.isPresent() ? after(run, decided.get(), actions) : choose(decision, best, actions),
                use(lab, run, decided.map(one -> one.stringOr("candidate", "")).orElse(best), actions));
    }

    /** The next steps with a candidate: its answers tried, and from which confidence on they count. */
    private static Html use(LabState lab, JsonObject run, String id, LabActions actions) {
        String name = nameOf(run, id);
        if (name.isEmpty()) {
            return null;
        }
        String task = run.object("plan").string("task");
        String examples = run.object("plan").stringOr("examples", "");
        return el("div",
                el("div", cls("acts"), Parts.button("", "Try it", event -> actions.tryModel(name, task)),
                        el("button", attr("type", "button"), cls("btn"),
                                attrIf(lab.release().isCalibrating(), "disabled", ""),
                                on("click",
                                        event -> actions.calibrate(name, examples)),
                                lab.release().isCalibrating() ? "Calibrating\u2026" : "Calibrate")),
                lab.release().calibrated().filter(one -> one.stringOr("name", "").equals(name))
                        .map(RunResults::calibrated)
                        .orElse(
                                el("p", cls("note"),
                                        "Calibrating finds on the select part from which confidence on its answers count. Until then the start screen shows them as not sure.")));
    }

    private static Html calibrated(JsonObject found) {
        if (!found.has("threshold")) {
            return el("p", cls("note"), attr("role", "status"),
                    found.stringOr("notice", "Too few examples to promise anything: it abstains."));
        }
        return el("p", cls("note"), attr("role", "status"),
                "Calibrated: its answers count from a confidence of " + Format.percent(found.number("threshold"))
                        + " on. " + found.integer("accepted") + " of " + found.integer("n")
                        + " examples are answered, " + found.integer("wrong") + " wrong; of such answers at most "
                        + Format.percent(found.number("error_upper")) + " are wrong (goal: "
                        + Format.percent(found.number("goal")) + ").");
    }

    private static String nameOf(JsonObject run, String id) {
        return run.array("candidates").objects().stream().filter(one -> one.string("id").equals(id))
                .map(one -> one.string("name")).findFirst().orElse("");
    }

    private static String decidedWords(JsonObject decided) {
        String id = decided.stringOr("candidate", "");
        if (decided.has("undone")) {
            String back = decided.object("undone").stringOr("champion", "");
            return "Undone: " + (back.isEmpty() ? "no model of this run answers" : back + " answers again");
        }
        return switch (decided.stringOr("outcome", "no_op")) {
            case "champion" -> id + " answers from now on";
            case "specialist" -> id + " is a specialist";
            case "challenger" -> id + " is being watched";
            default -> "Nothing was changed";
        };
    }

    private static Html choose(JsonObject decision, String best, LabActions actions) {
        String outcome = decision.stringOr("outcome", "no_op");
        return el("div", cls("acts"),
                when(!best.isEmpty(),
                        () -> Parts.button(outcome.equals("champion") ? "go" : "", "Keep " + best,
                                event -> actions.decide("champion"))),
                when(!best.isEmpty(),
                        () -> Parts.button(outcome.equals("specialist") ? "go" : "", "Keep as a specialist",
                                event -> actions.decide("specialist"))),
                when(!best.isEmpty() && decision.boolOr("differs", false),
                        () -> Parts.button("", "Watch it beside what I have", event -> actions.decide("challenger"))),
                Parts.button(outcome.equals("no_op") ? "go" : "bare", "Change nothing (no-op)",
                        event -> actions.decide("no_op")));
    }

    private static Html after(JsonObject run, JsonObject decided, LabActions actions) {
        String outcome = decided.stringOr("outcome", "");
        String task = run.object("plan").string("task");
        String name = nameOf(run, decided.stringOr("candidate", ""));
        boolean canUndo = outcome.equals("champion") && !decided.has("undone");
        return el("div", cls("acts"),
                when(!outcome.equals("no_op"),
                        () -> Parts.button("go", "Release packet",
                                event -> actions.packet(name))),
                when(canUndo,
                        () -> Parts.button("", run.has("champion") ? "Undo: go back to the one before" : "Undo",
                                event -> actions.restore(task))),
                when(decided.has("undone"),
                        () -> Parts.button("", "Use it again",
                                event -> actions.restore(task, name))),
                el("a", cls("btn"), attr("href", "#lineage"), "See its lineage"));
    }

    private static Html row(String name, String value) {
        return el("div", el("dt", name), el("dd", value));
    }

    private static String signed(double value) {
        return (value < 0 ? "" : "+") + Format.decimals(value, 3);
    }

    private static Html suspects(JsonObject run) {
        List<Html> rows = new ArrayList<>();
        for (JsonObject one : run.findArray("suspects").orElse(JsonArray.EMPTY).objects()) {
            rows.add(el("tr", el("th", attr("scope", "row"), Parts.AUTO_DIRECTION, one.string("text")),
                    el("td", Parts.AUTO_DIRECTION, one.string("label")),
                    el("td", Parts.AUTO_DIRECTION, one.string("found")),
                    el("td", cls("r"), Format.percent(one.number("confidence")))));
        }
        return when(!rows.isEmpty(), () -> el("section", cls("card"), el("h3", "Worth a second look"),
                el("p", cls("note"),
                        "Held-back examples that it contradicts most surely. Some may carry the wrong label."),
                el("div", cls("scroll"), attr("tabindex", "0"), attr("role", "region"),
                        attr("aria-label", "Doubtful labels"),
                        el("table", cls("t"),
                                el("thead",
                                        el("tr", el("th", attr("scope", "col"), "Text"),
                                                el("th", attr("scope", "col"), "Your label"),
                                                el("th", attr("scope", "col"), "Predicted"),
                                                el("th", attr("scope", "col"), cls("r"), "Sure"))),
                                el("tbody", rows)))));
    }

    private static Html packet(JsonObject packet, List<JsonObject> keys, LabState lab, LabActions actions) {
        List<Html> sign = new ArrayList<>();
        if (!packet.has("signature")) {
            keys.forEach(key -> sign
                    .add(Parts.button("sm", "Sign as " + key.string("name"), event -> actions.sign(key.string("id")))));
        }
        return el("section", cls("card"), attr("aria-labelledby", "rp"), el("div", cls("row between"),
                el("h3", attr("id", "rp"), "Release packet"),
                el("div", cls("acts"), sign,
                        Parts.button("sm", "Copy as Markdown", event -> actions.copy(packet.string("markdown"))),
                        when(lab.copied().what().equals(packet.string("markdown")),
                                () -> Parts.copied(lab.copied().problem())),
                        Parts.button("sm", "Save as JSON",
                                event -> actions.save("release-packet.json", packet.without("markdown"))))),
                el("pre", cls("packet"), Parts.AUTO_DIRECTION, attr("tabindex", "0"), packet.string("markdown")));
    }
}
