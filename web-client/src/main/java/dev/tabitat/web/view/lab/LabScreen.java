package dev.tabitat.web.view.lab;

import static dev.tabitat.web.view.dom.Html.attr;
import static dev.tabitat.web.view.dom.Html.cls;
import static dev.tabitat.web.view.dom.Html.el;
import static dev.tabitat.web.view.dom.Html.on;
import static dev.tabitat.web.view.dom.Html.when;

import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.random.Seeds;
import dev.tabitat.web.view.dom.Html;
import dev.tabitat.web.view.parts.Format;
import dev.tabitat.web.view.parts.Packages;
import dev.tabitat.web.view.parts.Parts;
import java.util.ArrayList;
import java.util.List;

/** The lab screen. */
public final class LabScreen {

    private static final String LEAF = "M4 16c1-7 5-11 12.500-11.500C16.5 11 13 15.500 6 14.500M4 16c2-3.500 4-5.500 7-7";

    private LabScreen() {}

    static List<Html> render(LabState lab, Packages packages, LabActions actions) {
        JsonObject run = lab.run().answer().orElse(JsonObject.EMPTY);
        String stage = lab.isAnew() && !lab.run().isBusy() ? "empty" : run.stringOr("state", "empty");
        List<Html> screen = new ArrayList<>();
        screen.add(el("div", cls("head"),
                el("div", el("h1", attr("tabindex", "-1"), title(stage, run)), el("p", cls("lede"), lede(stage, run))),
                when(stage.equals("done") || stage.equals("decided"), () -> el("div", cls("acts"),
                        Parts.button("", "Scorecards as file",
                                event -> actions.save("tabitat-scorecards.json", run)),
                        Parts.button("", "Breed again", event -> actions.beginAnew())))));
        screen.add(steps(stage, lab, run));
        lab.error().ifPresent(error -> screen.add(Parts.failure("The run failed.", error)));
        switch (stage) {
            case "running", "paused", "failed" -> {
                screen.add(progress(stage, lab, actions));
                screen.add(candidates(lab, run, actions));
            }
            case "done", "decided" -> screen.addAll(RunResults.render(lab, run, actions));
            default -> screen.addAll(ExamplesCard.render(lab, packages, actions));
        }
        return screen;
    }

    private static String title(String stage, JsonObject run) {
        String task = run.findObject("plan").map(plan -> plan.stringOr("task", "")).orElse("");
        return switch (stage) {
            case "running" -> "Breeding for \u201c" + task + "\u201d";
            case "paused", "failed" -> "Stopped: \u201c" + task + "\u201d";
            case "done", "decided" -> "What came of \u201c" + task + "\u201d";
            default -> "Teach it to sort your texts";
        };
    }

    private static String lede(String stage, JsonObject run) {
        int n = run.findArray("candidates").map(JsonArray::size).orElse(0);
        return switch (stage) {
            case "running" ->
                "Each candidate is judged on examples that it did not learn from. You can keep working meanwhile: nothing leaves this tab.";
            case "paused", "failed" -> "What was bred is kept. Going on begins behind the last of them.";
            case "done" ->
                Format.count(n, "candidate was", "candidates were") + " bred from your examples. " + outcome(run);
            case "decided" -> "You have decided. Everything that led here is in the lineage.";
            default ->
                "Add examples: texts, each with the label it should get. Sixty will do for a start. They stay in this browser.";
        };
    }

    private static String outcome(JsonObject run) {
        return switch (run.findObject("decision").map(decision -> decision.stringOr("outcome", "")).orElse("")) {
            case "champion" -> "One is worth keeping.";
            case "specialist" -> "One is better at a part of it.";
            default -> "None is shown to be better than what you had.";
        };
    }

    private static Html steps(String stage, LabState lab, JsonObject run) {
        JsonObject split = run.findObject("split")
                .or(() -> lab.examples().read().flatMap(look -> look.findObject("split")))
                .orElse(JsonObject.EMPTY);
        boolean gathers = stage.equals("empty");
        boolean breeds = stage.equals("running") || stage.equals("paused") || stage.equals("failed");
        JsonObject look = gathers
                ? lab.examples().read().orElse(JsonObject.EMPTY).findObject("examples").orElse(JsonObject.EMPTY)
                : JsonObject.EMPTY;
        String parts = split.isEmpty() ? "train, select, test"
                : split.integer("train") + " \u00b7 " + split.integer("select") + " \u00b7 " + split.integer("test")
                        + " held back";
        String n = look.has("n") ? Format.count(look.integer("n"), "text", "texts")
                : split.isEmpty() ? "texts with labels"
                        : split.integer("train") + split.integer("select") + split.integer("test") + " texts";
        String bred = run.findArray("candidates").filter(all -> !gathers && all.size() > 0)
                .map(all -> all.size() + " bred in " + Format.seconds(run.numberOr("seconds", 0)) + ", seed "
                        + Seeds.read(run.object("plan"), "seed"))
                .orElse("bred and judged");
        return el("ol", cls("steps"), step("Examples", n, gathers, !gathers, null),
                step("Split", parts, false, !gathers && !split.isEmpty(), split.isEmpty() ? null : bar(split)),
                step("Candidates", bred, breeds, stage.equals("done") || stage.equals("decided"), null),
                step("Decide", "keep, specialise or no-op", stage.equals("done"), stage.equals("decided"), null));
    }

    private static Html step(String name, String words, boolean isNow, boolean isDone, Html below) {
        return el("li", Html.attrIf(isNow, "aria-current", "step"), el("b", when(isDone, () -> Parts.icon(Parts.TICK)),
                when(isNow && !isDone, () -> Parts.icon(LEAF)), name), el("span", words), below);
    }

    private static Html bar(JsonObject split) {
        return el("div", cls("split"), attr("aria-hidden", "true"),
                el("i", attr("style:flex-grow", Long.toString(split.integer("train")))),
                el("i", attr("style:flex-grow", Long.toString(split.integer("select")))),
                el("i", attr("style:flex-grow", Long.toString(split.integer("test")))));
    }

    private static Html progress(String stage, LabState lab, LabActions actions) {
        JsonObject report = lab.run().report().orElse(JsonObject.EMPTY);
        double total = report.numberOr("total", 0);
        double done = report.numberOr("done", 0);
        boolean runs = stage.equals("running") && lab.run().isBusy();
        return el("div", cls("card running"), attr("aria-busy", Boolean.toString(runs)),
                el("div", cls("row between"),
                        el("p", attr("role", "status"), runs
                                ? report.has("what")
                                        ? "Now: " + report.stringOr("what", "") + " ("
                                                + phase(report.stringOr("phase", "")) + ")"
                                        : "Getting ready\u2026"
                                : stage.equals("failed") ? "It stopped by itself." : "It was stopped."),
                        el("div", cls("acts"), runs ? Parts.button("", "Stop", event -> actions.stop())
                                : el("span", cls("acts"),
                                        Parts.button("go", "Continue",
                                                event -> actions.resume()),
                                        Parts.button("bare", "Start again", event -> actions.beginAnew())))),
                when(runs && total > 0,
                        () -> el("progress", attr("max", "1"),
                                attr("value", Double.toString(Math.min(1, done / total))),
                                attr("aria-label", "of this step"))));
    }

    private static String phase(String phase) {
        return switch (phase) {
            case "embed" -> "reading";
            case "states" -> "reading, lower layers";
            case "head" -> "learning the head";
            case "train" -> "learning the adapter";
            case "student" -> "the student learns";
            case "calibrate" -> "measuring inputs";
            default -> phase;
        };
    }

    private static Html candidates(LabState lab, JsonObject run, LabActions actions) {
        return el("section", attr("aria-label", "Candidates so far"), attr("role", "log"), attr("aria-live", "polite"),
                Scorecards.table(lab, run, actions));
    }
}
