package dev.tabitat.web.view.start;

import static dev.tabitat.web.view.dom.Html.attr;
import static dev.tabitat.web.view.dom.Html.attrIf;
import static dev.tabitat.web.view.dom.Html.cls;
import static dev.tabitat.web.view.dom.Html.el;
import static dev.tabitat.web.view.dom.Html.on;
import static dev.tabitat.web.view.dom.Html.when;

import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.view.dom.Html;
import dev.tabitat.web.view.parts.Download;
import dev.tabitat.web.view.parts.Format;
import dev.tabitat.web.view.parts.Packages;
import dev.tabitat.web.view.parts.PageStatus;
import dev.tabitat.web.view.parts.Parts;
import java.util.ArrayList;
import java.util.List;

/** The start screen. */
public final class StartScreen {

    /** Sentences of whose language every starter model is sure enough to count. */
    private static final String[][] SAMPLES = {
            {"Morning train",
                    "Il treno delle sette era pieno, ma qualcuno ha ceduto il posto a una signora con due valigie."},
            {"Shop note", "Wir haben heute nur bis vier Uhr geöffnet, weil das Lager neu sortiert wird."},
            {"Letter from school",
                    "Drodzy rodzice, jutro lekcje zaczynają się godzinę później z powodu zebrania nauczycieli."},
            {"Weather", "I morgon blir det regn i fjällen, så ta med varma kläder och något varmt att dricka."},
            {"Bus stop", "Το λεωφορείο για την παραλία φεύγει κάθε μία ώρα από την πλατεία του χωριού."},
    };

    /** An output speaks at each change by itself; the page's announcer does it after a pause. */
    private static final Html.Part SILENT = attr("aria-live", "off");
    private static final int SHOWN = 4;
    /** Of an answer that is not sure, labels below this share are not worth naming. */
    private static final double MIN_SHARE = 0.01;
    /** A share that is shown as a figure stays below one: no model is certain. */
    private static final double MAX_SHARE = 0.999;

    private StartScreen() {}

    public static List<Html> render(StartState state, Packages packages, PageStatus status,
            StartActions actions) {
        List<Html> screen = new ArrayList<>();
        screen.add(el("div", cls("start"), write(state, packages, status, actions), modelsPanel(packages, status)));
        screen.add(deviceLine(state, status));
        screen.add(next(packages));
        return screen;
    }

    private static Html write(StartState state, Packages packages, PageStatus status, StartActions actions) {
        return el("section", attr("aria-labelledby", "h"),
                el("div", cls("head"), el("div",
                        el("h1", attr("id", "h"), attr("tabindex", "-1"),
                                "Write anything. A model in this tab answers."),
                        el("p", cls("lede"),
                                "It is small, it runs here, and your words stay here. Type, or pick a sample."))),
                el("label", cls("vh"), attr("for", "say"), "Your text"),
                el("textarea", cls("field say"), attr("id", "say"), attr("rows", "2"), attr("spellcheck", "false"),
                        attr("placeholder", isLanguage(state) ? "A sentence in any language" : "A text to sort"),
                        attr("prop:value", state.text()), Parts.AUTO_DIRECTION,
                        on("input", event -> actions.typed(event.value()))),
                tasks(state, packages, actions),
                samples(state, packages, actions),
                answer(state, packages, status, actions),
                models(state, packages, actions));
    }

    private static boolean isLanguage(StartState state) {
        return state.task().equals(Packages.LANGUAGE_TASK);
    }

    /** What can be asked of a text, where models of several tasks are here. */
    private static Html tasks(StartState state, Packages packages, StartActions actions) {
        List<String> tasks = packages.tasks();
        if (tasks.size() < 2) {
            return null;
        }
        List<Html> chips = new ArrayList<>();
        for (String task : tasks) {
            chips.add(el("button", attr("type", "button"), cls("chip"),
                    attr("aria-pressed", Boolean.toString(state.task().equals(task))),
                    on("click", event -> actions.useTask(task)), title(task)));
        }
        return el("div", cls("pick"), el("span", "Task"),
                el("div", cls("chips"), attr("role", "group"), attr("aria-label", "Task"), chips));
    }

    private static String title(String task) {
        return task.equals(Packages.LANGUAGE_TASK) ? "Its language" : Packages.taskTitle(task);
    }

    /** Samples are sentences in some language: they are offered where a model for that is here, or may still come. */
    private static Html samples(StartState state, Packages packages, StartActions actions) {
        if (!isLanguage(state)
                || packages.catalog().isPresent() && !packages.tasks().contains(Packages.LANGUAGE_TASK)) {
            return null;
        }
        List<Html> chips = new ArrayList<>();
        for (String[] sample : SAMPLES) {
            chips.add(el("button", attr("type", "button"), cls("chip"),
                    attr("aria-pressed", Boolean.toString(state.sample().equals(sample[0]))),
                    on("click", event -> actions.sample(sample[0], sample[1])), sample[0]));
        }
        return el("div", cls("chips sample-texts"), attr("role", "group"), attr("aria-label", "Sample texts"), chips);
    }

    private static Html answer(StartState state, Packages packages, PageStatus status, StartActions actions) {
        if (status.broken().isPresent()) {
            // Above the screen it says why.
            return el("div");
        }
        if (packages.catalog().isPresent() && packages.downloads().isEmpty()
                && !packages.tasks().contains(state.task())) {
            return noModel(state, packages, actions);
        }
        if (!state.ready()) {
            return starting(packages);
        }
        if (state.error().isPresent() && !state.text().trim().isEmpty()) {
            return el("div", cls("answer-box"),
                    Parts.failure("This could not be answered. Your text is untouched.", state.error().get()));
        }
        if (state.answer().isEmpty() || state.text().trim().isEmpty()) {
            return el("div", cls("answer-box"),
                    el("div", cls("answer waiting"), el("span", cls("quiet"), "This is"),
                            el("output", attr("for", "say"), SILENT, "\u2026")),
                    ghosts(), el("p", cls("note"),
                            "The answer appears here as you type. Where the confidence is too low, the reason is shown."));
        }
        return answered(state.answer().get(), state, actions);
    }

    private static Html starting(Packages packages) {
        Download install = packages.downloads().values().stream().findFirst().orElse(null);
        if (install != null && install.error().isPresent()) {
            return Parts.failure("The first model could not be installed.", install.error().get());
        }
        JsonObject report = install == null ? JsonObject.EMPTY : install.report().orElse(JsonObject.EMPTY);
        double total = report.numberOr("total", 0);
        return el("div", cls("answer-box"),
                el("div", cls("answer waiting"), attr("role", "status"), el("span", cls("quiet"), "One moment:"),
                        el("output", attr("for", "say"), SILENT,
                                total > 0 ? "downloading the first model" : "the model is starting")),
                when(total > 0, () -> el("div", cls("bringing"),
                        el("progress", attr("max", "1"), attr("aria-label", "Bytes of the first model"),
                                attr("value", Format.decimals(report.numberOr("done", 0) / total, 4))),
                        el("p", cls("note"),
                                el("span", Format.bytes(report.numberOr("done", 0)) + " of " + Format.bytes(total)),
                                ", every byte checked"))),
                when(!Format.waiting(report).isEmpty(),
                        () -> el("p", cls("note"), attr("role", "status"), Format.waiting(report))),
                when(total <= 0, StartScreen::ghosts));
    }

    /** Where no model of the task is here: the smallest one that can be installed. */
    private static Html noModel(StartState state, Packages packages, StartActions actions) {
        JsonObject smallest = null;
        for (JsonObject entry : packages.entries()) {
            boolean isOne = entry.stringOr("task", "").equals(state.task()) && Packages.isClassifier(entry)
                    && entry.stringOr("state", "").equals("available");
            smallest = isOne && (smallest == null || entry.numberOr("bytes", 0) < smallest.numberOr("bytes", 0)) ? entry
                    : smallest;
        }
        String name = smallest == null ? "" : smallest.string("name");
        return el("div", cls("answer-box"),
                Parts.message("", "No model for this is in this tab.",
                        "Install one, and it answers here, offline too."),
                el("div", cls("acts"), smallest == null ? null
                        : Parts.button("go",
                                "Install " + smallest.stringOr("title", name) + ", "
                                        + Format.bytes(smallest.numberOr("bytes", 0)),
                                event -> actions.install(name)),
                        el("a", cls("btn"), attr("href", "#models"), "See all models")));
    }

    /** The bars' places before there is anything to measure. */
    private static Html ghosts() {
        List<Html> rows = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            rows.add(el("li", el("span"), el("span", cls("track"), el("i", attr("style:--w", "0%"))),
                    el("span", cls("n"))));
        }
        return el("ol", cls("bars ghosts"), attr("aria-hidden", "true"), rows);
    }

    private static Html answered(JsonObject answer, StartState state, StartActions actions) {
        List<JsonObject> scores = ((dev.tabitat.core.json.JsonArray) answer.array("results").get(0)).objects();
        JsonObject judgement = answer.array("judgements").objects().get(0);
        double ms = answer.numberOr("total_duration", 0) / 1e6;
        boolean isSure = judgement.string("verdict").equals("accepted");
        return el("div", cls("answer-box"),
                el("div", cls("answer"), when(isSure, () -> el("span", cls("quiet"), "This is")),
                        el("output", attr("for", "say"), SILENT, Parts.AUTO_DIRECTION,
                                isSure ? label(answer, scores.get(0), actions) : "Not sure"),
                        Parts.seal("measured", "answered in " + Format.milliseconds(ms))),
                when(!isSure, () -> el("p", cls("reason"), judgement.string("words"))),
                isSure ? bars(answer, scores, actions) : order(answer, judgement, scores, actions),
                el("p", cls("note"), remark(answer, judgement, isSure)));
    }

    private static String label(JsonObject answer, JsonObject score, StartActions actions) {
        return answer.stringOr("task", Packages.LANGUAGE_TASK).equals(Packages.LANGUAGE_TASK)
                ? actions.language(score.string("label"))
                : score.string("label");
    }

    private static Html bars(JsonObject answer, List<JsonObject> scores, StartActions actions) {
        List<Html> bars = new ArrayList<>();
        for (JsonObject score : scores.subList(0, Math.min(SHOWN, scores.size()))) {
            double share = Math.min(MAX_SHARE, score.number("score"));
            bars.add(el("li", el("span", Parts.NAME, Parts.AUTO_DIRECTION, label(answer, score, actions)),
                    el("span", cls("track"), el("i", attr("style:--w", Format.decimals(100 * share, 1) + "%"))),
                    el("span", cls("n"), Format.percent(share))));
        }
        return el("ol", cls("bars"), attr("aria-label", "Most likely labels"), bars);
    }

    /** Of an answer that does not count only the order is shown: its figures would promise too much. */
    private static Html order(JsonObject answer, JsonObject judgement, List<JsonObject> scores, StartActions actions) {
        List<Html> names = new ArrayList<>();
        if (!judgement.has("found") || judgement.string("verdict").equals("too_few_letters")) {
            for (JsonObject score : scores.stream().filter(one -> one.number("score") >= MIN_SHARE).limit(SHOWN)
                    .toList()) {
                names.add(el("li", Parts.NAME, Parts.AUTO_DIRECTION, label(answer, score, actions)));
            }
        }
        return names.isEmpty() ? null
                : el("div", cls("nearest"), el("p", cls("quiet"), "The likeliest first, none of them likely enough:"),
                        el("ol", names));
    }

    /** The answer as it is read out once the person has stopped typing. */
    public static String announcement(JsonObject answer, StartActions actions) {
        boolean isSure = answer.array("judgements").objects().get(0).string("verdict").equals("accepted");
        return isSure
                ? "This is " + label(answer,
                        ((dev.tabitat.core.json.JsonArray) answer.array("results").get(0)).objects().get(0), actions)
                        + "."
                : "Not sure.";
    }

    private static String remark(JsonObject answer, JsonObject judgement, boolean isSure) {
        StringBuilder remark = new StringBuilder(answer.string("model")).append(" on ")
                .append(backend(answer.stringOr("backend", ""))).append(". ");
        if (isSure) {
            remark.append(judgement.string("words")).append(' ');
        }
        if (judgement.string("verdict").equals("no_threshold")) {
            remark.append("A model from the Lab is calibrated there, on examples that it did not learn from. ");
        }
        answer.findArray("notices")
                .ifPresent(notices -> notices.strings().forEach(notice -> remark.append(notice).append(' ')));
        return remark.toString().strip();
    }

    private static String backend(String id) {
        return id.equals("wasm") ? "SIMD kernels" : id.equals("reference") ? "the plain reference" : id;
    }

    private static Html models(StartState state, Packages packages, StartActions actions) {
        List<JsonObject> installed = packages.installed().stream()
                .filter(one -> one.stringOr("task", "").equals(state.task()) && Packages.isClassifier(one)).toList();
        if (installed.size() < 2 && (state.model().isEmpty() || installed.isEmpty())) {
            return null;
        }
        List<Html> chips = new ArrayList<>();
        chips.add(chip("Automatic", "", state, actions));
        for (JsonObject entry : installed) {
            chips.add(chip(entry.stringOr("title", entry.string("name")), entry.string("name"), state, actions));
        }
        return el("div",
                el("div", cls("pick"), el("span", "Answered by"),
                        el("div", cls("chips"), attr("role", "group"), attr("aria-label", "Which model answers"),
                                chips)),
                when(state.choice().isPresent() && state.choice().get().stringOr("task", "").equals(state.task()),
                        () -> why(state.choice().get())));
    }

    private static Html chip(String label, String name, StartState state, StartActions actions) {
        return el("button", attr("type", "button"), cls("chip"),
                attr("aria-pressed", Boolean.toString(state.model().equals(name))),
                on("click", event -> actions.useModel(name)), label);
    }

    private static Html why(JsonObject choice) {
        List<Html> rows = new ArrayList<>();
        String selected = choice.stringOr("selected", "");
        for (JsonObject candidate : choice.array("candidates").objects()) {
            rows.add(el("tr", attrIf(candidate.string("name").equals(selected), "class", "pick-row"),
                    el("th", Parts.NAME, attr("scope", "row"), candidate.string("name")), term(candidate, "utility"),
                    term(candidate, "privacy"), term(candidate, "latency_fit"),
                    term(candidate, "memory_cost"), el("td", cls("r"), Format.decimals(candidate.number("score"), 3))));
        }
        return el("details", cls("more-info why-table"),
                el("summary", Parts.chevron(), "Why this one"),
                el("div", cls("scroll"), attr("tabindex", "0"), attr("role", "region"),
                        attr("aria-label", "How the model was chosen"),
                        el("table", cls("t"),
                                el("caption", cls("vh"), "Candidates with every term of their score"),
                                el("thead",
                                        el("tr", el("th", attr("scope", "col"), "Model"), column("Utility"),
                                                column("+ Privacy"), column("+ Latency fit"),
                                                column("\u2212 Memory"), column("Score"))),
                                el("tbody", rows))),
                el("p", cls("note"), choice.stringOr("reason", "")
                        + " Each term lies between 0 and 1 and weighs the same; an unknown term counts 0."),
                leftOut(choice));
    }

    private static List<Html> leftOut(JsonObject choice) {
        List<Html> lines = new ArrayList<>();
        for (JsonObject one : choice.findArray("exclusions").orElse(dev.tabitat.core.json.JsonArray.EMPTY).objects()) {
            lines.add(el("p", cls("note"), el("b", Parts.NAME, one.string("name")),
                    " is left out: " + one.stringOr("reason", one.stringOr("code", ""))));
        }
        return lines;
    }

    private static Html column(String name) {
        return el("th", attr("scope", "col"), cls("r"), name);
    }

    private static Html term(JsonObject candidate, String name) {
        return el("td", cls("r"), Format.decimals(candidate.object("terms").number(name), 3),
                el("small", cls("known"),
                        candidate.findObject("known").map(known -> known.stringOr(name, "")).orElse("")));
    }

    private static Html modelsPanel(Packages packages, PageStatus status) {
        List<Html> rows = new ArrayList<>();
        List<Html> plants = new ArrayList<>();
        plants.add(el("path", cls("pane"), attr("d", "M99 0V196M197 0V196M0 104H296")));
        List<JsonObject> models = new ArrayList<>(packages.models());
        models.sort((a, b) -> Double.compare(a.number("bytes"), b.number("bytes")));
        for (int i = 0; i < models.size() && i < 3; i++) {
            JsonObject entry = models.get(i);
            plants.add(ModelIllustration.draw(models.size() == 2 ? 92 + 112 * i : 62 + 86 * i, entry.number("bytes")));
            rows.add(el("li", el("span", Parts.NAME, entry.stringOr("title", entry.string("name"))),
                    el("span", Format.bytes(entry.number("bytes")))));
        }
        plants.add(el("path", attr("d", "M0 196.5H296"), attr("stroke", "var(--ink-3)"), attr("stroke-width", "1.4")));
        int here = (int) packages.installed().stream().filter(Packages::isModel).count();
        return el("aside", cls("bench"), attr("aria-labelledby", "bh"),
                el("svg", attr("viewBox", "0 0 296 198"), attr("role", "img"),
                        attr("aria-label", "One plant for each model, taller for larger models"), plants),
                el("h2", attr("id", "bh"),
                        models.isEmpty() ? "Models"
                                : (here == models.size() ? "" : here + " of ")
                                        + Format.count(models.size(), "model", "models") + " here"),
                el("ul", cls("pots"), rows),
                el("p", cls("note"), models.isEmpty()
                        ? status.savesData() ? "They are listed when you open Models, since your browser saves data."
                                : "Loading models\u2026"
                        : here == models.size()
                                ? "All are installed: they answer offline too."
                                : here == 0 ? "None is installed yet. Each is one click away, checked byte by byte."
                                        : here + " installed already. More are one click away, checked byte by byte."));
    }

    private static Html deviceLine(StartState state, PageStatus status) {
        List<Html> parts = new ArrayList<>();
        parts.add(el("b", "This tab"));
        for (String fact : state.deviceFacts()) {
            parts.add(el("span", fact));
        }
        if (state.deviceFacts().isEmpty()) {
            parts.add(el("span",
                    status.savesData() ? "its facts are read when you open Device, since your browser saves data"
                            : "reading its facts\u2026"));
        }
        parts.add(el("a", attr("href", "#device"), "Sources"));
        return el("section", cls("device"), attr("aria-label", "This device"), parts);
    }

    private static Html next(Packages packages) {
        boolean more = packages.catalog().isEmpty()
                || packages.installed().stream().filter(Packages::isModel).count() < packages.models().size();
        return el("section", attr("aria-labelledby", "nx"), cls("next-steps"), el("h2", attr("id", "nx"), "What next"),
                el("div", cls("next"),
                        card("#models", Parts.POT, more ? "Add a model" : "Look at the models",
                                "Each says what it needs and whether it fits here."),
                        card("#lineage", Parts.TREE, "See what ran",
                                "Every install and every answer is on record; take it with you as a file."),
                        card("#device", Parts.SCREEN, "Check this device",
                                "What this tab has, how we know, and what is stored.")));
    }

    private static Html card(String href, String icon, String title, String text) {
        return el("a", attr("href", href), Parts.icon(icon), el("strong", title), el("span", text));
    }
}
