package dev.tabitat.web.view.lab;

import static dev.tabitat.web.view.dom.Html.attr;
import static dev.tabitat.web.view.dom.Html.attrIf;
import static dev.tabitat.web.view.dom.Html.cls;
import static dev.tabitat.web.view.dom.Html.el;
import static dev.tabitat.web.view.dom.Html.on;
import static dev.tabitat.web.view.dom.Html.when;

import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.text.VisibleText;
import dev.tabitat.web.view.dom.Html;
import dev.tabitat.web.view.parts.FileKinds;
import dev.tabitat.web.view.parts.Format;
import dev.tabitat.web.view.parts.Packages;
import dev.tabitat.web.view.parts.Parts;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Imports examples, shows how they were read, and lets the person choose what is to be bred. */
final class ExamplesCard {

    private static final String HINT = "My parcel never came.\tcomplaint\nWhat are your opening hours?\tquestion\n\u2026one example a line: the text, a tab or a comma, its label";

    private ExamplesCard() {}

    static List<Html> render(LabState lab, Packages packages, LabActions actions) {
        List<Html> parts = new ArrayList<>();
        parts.add(el("section", cls("card"), attr("aria-labelledby", "ex"), el("h2", attr("id", "ex"), "Your examples"),
                el("label", cls("vh"), attr("for", "lab-text"), "Examples, one a line"),
                el("textarea", cls("field"), attr("id", "lab-text"), attr("rows", "6"), attr("placeholder", HINT),
                        attr("spellcheck", "false"), attr("prop:value", lab.examples().text()), Parts.AUTO_DIRECTION,
                        on("input", event -> actions.typed(event.value()))),
                el("div", cls("drop"),
                        el("span", cls("grow"),
                                lab.examples().file().isEmpty() ? "Or drop a file here: " + FileKinds.EXAMPLES + "."
                                        : "From the file " + VisibleText.isolated(lab.examples().file()) + "."),
                        el("label", cls("btn sm"), attr("for", "lab-file"), "Choose a file"),
                        el("input", cls("vh"), attr("id", "lab-file"), attr("type", "file"),
                                attr("accept", ".csv,.tsv,.txt,.json,.jsonl,.ndjson,text/csv,text/plain"),
                                attr("aria-label", "A file of examples"),
                                on("change", event -> actions.file(event.raw()))))));
        lab.examples().read().ifPresent(look -> {
            parts.add(read(lab, look, actions));
            if (look.has("split")) {
                parts.add(plan(lab, packages, actions));
            }
        });
        return parts;
    }

    private static Html read(LabState lab, JsonObject look, LabActions actions) {
        JsonObject examples = look.object("examples");
        List<Html> labels = new ArrayList<>();
        long most = 1;
        for (JsonObject one : examples.array("labels").objects()) {
            most = Math.max(most, one.integer("n"));
        }
        for (JsonObject one : examples.array("labels").objects()) {
            labels.add(el("li", el("span", Parts.AUTO_DIRECTION, one.string("label")),
                    el("span", cls("track"), attr("aria-hidden", "true"),
                            el("i", attr("style:--w", Math.round(100.0 * one.integer("n") / most) + "%"))),
                    el("span", cls("n"), Long.toString(one.integer("n")))));
        }
        List<Html> notices = new ArrayList<>();
        examples.array("notices").strings().forEach(notice -> notices.add(el("li", notice)));
        return el("section", cls("card"), attr("aria-labelledby", "rd"),
                el("h2", attr("id", "rd"), Format.count(examples.integer("n"), "example", "examples")),
                look.findObject("sheet").map(sheet -> sheet(lab, sheet, actions)).orElse(null),
                el("ul", cls("bars plain"), labels.size() > 12 ? labels.subList(0, 12) : labels),
                when(labels.size() > 12, () -> el("p", cls("note"), "and " + (labels.size() - 12) + " more labels")),
                when(!notices.isEmpty(), () -> el("ul", cls("claims"), notices)),
                look.findObject("split")
                        .map(split -> el("p", cls("note"),
                                split.integer("train") + " to learn from, " + split.integer("select")
                                        + " to choose by, " + split.integer("test")
                                        + " held back to the end. Texts that are nearly the same stay on one side. "
                                        + split.string("words")))
                        .orElse(null),
                look.findObject("too_few").map(few -> Parts.message("harm", few.string("message"), "Needed: "
                        + few.string("expected") + ". Found: " + few.string("found") + ". " + few.string("remedy")))
                        .orElse(null));
    }

    private static Html sheet(LabState lab, JsonObject sheet, LabActions actions) {
        List<String> columns = sheet.array("columns").strings();
        List<Html> rows = new ArrayList<>();
        for (Json row : sheet.array("preview").items()) {
            List<Html> cells = new ArrayList<>();
            ((JsonArray) row).strings().forEach(cell -> cells.add(el("td", Parts.AUTO_DIRECTION, cell)));
            rows.add(el("tr", cells));
        }
        List<Html> head = new ArrayList<>();
        columns.forEach(column -> head.add(el("th", attr("scope", "col"), Parts.AUTO_DIRECTION, column)));
        String format = sheet.string("format").equals("jsonl") ? "JSON" : "rows parted by " + sheet.string("separator");
        return el("div",
                el("p", cls("note"),
                        sheet.integer("rows") + " rows, " + format + ", " + sheet.string("encoding") + "."),
                el("div", cls("row"), choice("lab-text-column", "Text is in", columns,
                        lab.examples().textColumn().isEmpty() ? sheet.string("text_column")
                                : lab.examples().textColumn(),
                        actions::textColumn),
                        choice("lab-label-column", "Label is in", columns,
                                lab.examples().labelColumn().isEmpty() ? sheet.string("label_column")
                                        : lab.examples().labelColumn(),
                                actions::labelColumn)),
                el("details", cls("more-info"), el("summary", Parts.chevron(), "The first rows"),
                        el("div", cls("scroll"), attr("tabindex", "0"), attr("role", "region"),
                                attr("aria-label", "The first rows"),
                                el("table", cls("t"), el("thead", el("tr", head)), el("tbody", rows)))));
    }

    private static Html choice(String id, String label, List<String> options, String chosen, Consumer<String> pick) {
        List<Html> items = new ArrayList<>();
        options.forEach(option -> items.add(el("option", attr("value", option), Parts.AUTO_DIRECTION,
                attrIf(option.equals(chosen), "selected", ""), option)));
        return el("label", cls("choice"), attr("for", id), label,
                el("select", attr("id", id), cls("field"), on("change", event -> pick.accept(event.value())), items));
    }

    private static Html plan(LabState lab, Packages packages, LabActions actions) {
        List<String> parents = new ArrayList<>();
        List<String> encoders = new ArrayList<>();
        List<String> imported = new ArrayList<>();
        for (JsonObject one : packages.installed()) {
            String name = one.string("name");
            boolean isEncoder = one.stringOr("architecture", "").equals("bert-encoder");
            boolean isImported = Packages.kind(one).equals("encoder");
            if (isEncoder || isImported) {
                encoders.add(name);
            }
            if (isImported) {
                imported.add(name);
            }
            if (isEncoder || isImported || one.stringOr("architecture", "").equals("char-ngram-mlp")) {
                parents.add(name);
            }
        }
        boolean hasEncoder = !encoders.isEmpty();
        String parent = !lab.plan().parent().isEmpty() ? lab.plan().parent() : first(encoders, imported, parents);
        boolean takesHeadsOnly = imported.contains(parent);
        return el("section", cls("card"), attr("aria-labelledby", "pl"), el("h2", attr("id", "pl"), "What to breed"),
                when(!hasEncoder,
                        () -> el("div", cls("msg"), el("strong", "No encoder is in this tab."),
                                el("span", "An encoder reads meanings, and makes the best parent. ",
                                        el("a", attr("href", "#models"), "Install MiniLM L6"), " (24 MB)."))),
                el("div", cls("plan"),
                        el("label", cls("choice"), attr("for", "lab-task"), "Name of the task",
                                el("input", cls("field"), attr("id", "lab-task"), attr("type", "text"),
                                        attr("maxlength", "60"), attr("placeholder", "reviews"),
                                        attr("prop:value", lab.plan().task()), Parts.AUTO_DIRECTION,
                                        on("input", event -> actions.task(event.value())))),
                        choice("lab-parent", "Parent", parents, parent, actions::parent),
                        choice("lab-candidates", "Candidates, at most", List.of("4", "8", "12", "16"),
                                lab.plan().candidates(),
                                actions::candidates),
                        el("label", cls("choice"), attr("for", "lab-seed"), "Seed",
                                el("input", cls("field"), attr("id", "lab-seed"), attr("type", "text"),
                                        attr("inputmode", "numeric"), attr("prop:value", lab.plan().seed()),
                                        on("input", event -> actions.seed(event.value()))))),
                el("p", cls("note"),
                        "The same examples, parent and seed give the same descendants, to the byte. Examples are kept in this browser, so that you can prove it."),
                when(takesHeadsOnly, () -> el("p", cls("note"), Parts.name(parent),
                        " was added from elsewhere: it can be taught a head; adapters are bred on encoders of this host.")),
                el("div", cls("acts"),
                        when(!takesHeadsOnly, () -> Parts.button("go", "Breed", event -> actions.breed(parent))),
                        when(hasEncoder, () -> Parts.button(takesHeadsOnly ? "go" : "", "Teach a head only (seconds)",
                                event -> actions.teach(parent)))));
    }

    /** The parent that is taken unless another is chosen: an encoder that can be bred, else any, else the first. */
    private static String first(List<String> encoders, List<String> imported, List<String> parents) {
        for (String name : encoders) {
            if (!imported.contains(name)) {
                return name;
            }
        }
        return !encoders.isEmpty() ? encoders.get(0) : parents.isEmpty() ? "" : parents.get(0);
    }
}
