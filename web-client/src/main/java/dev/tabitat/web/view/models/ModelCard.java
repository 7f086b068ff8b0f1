package dev.tabitat.web.view.models;

import static dev.tabitat.web.view.dom.Html.attr;
import static dev.tabitat.web.view.dom.Html.cls;
import static dev.tabitat.web.view.dom.Html.el;
import static dev.tabitat.web.view.dom.Html.on;
import static dev.tabitat.web.view.dom.Html.when;

import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.specialist.Specialist;
import dev.tabitat.web.view.dom.Html;
import dev.tabitat.web.view.parts.Download;
import dev.tabitat.web.view.parts.Format;
import dev.tabitat.web.view.parts.Packages;
import dev.tabitat.web.view.parts.Parts;
import java.util.ArrayList;
import java.util.List;

/** The card of one model. */
final class ModelCard {

    private ModelCard() {}

    static Html render(JsonObject entry, ModelsState state, Packages packages, ModelsActions actions) {
        String name = entry.string("name");
        String where = entry.stringOr("state", "available");
        boolean installed = where.equals("installed");
        boolean isData = entry.stringOr("kind", "").equals("examples");
        return el("article", cls("card model"), attr("id", "model-" + name), attr("aria-label", name),
                el("div", cls("name"),
                        el("h3", Parts.NAME, Parts.AUTO_DIRECTION, entry.stringOr("title", name), " ",
                                el("span", cls("quiet mono"), name.substring(name.lastIndexOf(':') + 1))),
                        installed ? Parts.seal("checked", "checked")
                                : where.equals("damaged") ? Parts.seal("damaged", "damaged")
                                        : where.equals("paused") ? Parts.seal("checked", pieces(entry) + " checked")
                                                : Parts.seal("claimed", "claimed until installed")),
                el("p", Parts.AUTO_DIRECTION, summary(entry)),
                el("dl", facts(entry, isData)),
                ImportFacts.render(entry),
                claims(entry),
                TrustCard.signature(entry),
                when(installed, () -> TrustCard.licence(name, state, actions)),
                entry.findObject("fit").filter(fit -> !isData).map(FitView::render).orElse(null),
                when(where.equals("damaged"),
                        () -> Parts.message("harm",
                                missing(entry) > 0
                                        ? "The browser no longer has "
                                                + Format.count(missing(entry), "of its pieces", "of its pieces") + "."
                                        : "Some of its bytes are damaged.",
                                "It is not used until they are mended; only those pieces are fetched again.")),
                when(installed, () -> UpdateCard.render(entry, actions)),
                AdapterList.render(name, state, actions),
                when(installed, () -> TrialCard.render(entry, state, actions)),
                when(installed, () -> GeneratorCard.render(entry, state, actions)),
                acts(entry, name, where, state, packages, actions));
    }

    /** What its author says of it, or what models of its kind do. */
    private static String summary(JsonObject entry) {
        String own = entry.stringOr("summary", "");
        return own.isEmpty() ? ModelKinds.use(Packages.kind(entry), entry.stringOr("task", "")) : own;
    }

    /** What applies to its kind: a data set has no weights, and only a language identifier has languages. */
    private static List<Html> facts(JsonObject entry, boolean isData) {
        String licence = entry.stringOr("licence", "NOASSERTION");
        List<Html> facts = new ArrayList<>();
        facts.add(fact("Size", Format.bytes(entry.numberOr("bytes", 0))));
        facts.add(fact("Licence", licence.equals("NOASSERTION") ? "none stated" : licence));
        if (entry.has("labels")) {
            facts.add(fact(
                    entry.stringOr("task", "").equals("language-identification") && !isData ? "Languages" : "Labels",
                    Long.toString(entry.integer("labels"))));
        }
        if (entry.has("max_tokens") && !isData) {
            facts.add(fact("Reads", "up to " + entry.integer("max_tokens") + " tokens"));
        }
        if (!isData) {
            String weights = ModelKinds.quantization(entry.stringOr("quantization", "none"));
            // A head or an adapter stores its own few weights; most of the model is its base, in the base's form.
            facts.add(fact("Weights",
                    entry.stringOr("architecture", "").equals(Specialist.ID) ? weights + " head, base as installed"
                            : weights));
        }
        return facts;
    }

    private static String pieces(JsonObject entry) {
        return entry.integerOr("verified_chunks", 0) + " of " + entry.integerOr("total_chunks", 0);
    }

    private static long missing(JsonObject entry) {
        return entry.integerOr("total_chunks", 0) - entry.integerOr("verified_chunks", 0);
    }

    private static Html fact(String name, String value) {
        return el("div", el("dt", name), el("dd", value));
    }

    private static Html claims(JsonObject entry) {
        List<Html> rows = new ArrayList<>();
        for (JsonObject claim : entry.findArray("claims").orElse(JsonArray.EMPTY).objects()) {
            if (!claim.has("value")) {
                continue;
            }
            rows.add(el("li", Parts.seal(claim.stringOr("how", "claimed"), claim.stringOr("how", "claimed")), " ",
                    el("b", claim.stringOr("what", "score") + " " + Format.claim(claim)),
                    claim.has("n") ? ", n = " + claim.integer("n") : "",
                    when(claim.has("dataset"), () -> el("span", cls("note"), " " + claim.string("dataset")))));
        }
        return rows.isEmpty() ? null : el("ul", cls("claims"), rows);
    }

    private static Html acts(JsonObject entry, String name, String where, ModelsState state, Packages packages,
            ModelsActions actions) {
        if (packages.downloads().containsKey(name) && !packages.downloads().get(name).state().equals("installed")) {
            Download install = packages.downloads().get(name);
            return el("p", cls("note"),
                    install.error().map(error -> "Not installed. " + error.message() + " " + error.remedy())
                            .map(String::trim)
                            .orElse(install.state().equals("paused") ? "Paused."
                                    : install.state().equals(Download.FAILED) ? "Not installed." : "On its way."),
                    " ",
                    el("button", attr("type", "button"), cls("link"),
                            on("click", event -> actions.showDownloads()),
                            "See above"));
        }
        if (where.equals("damaged")) {
            return el("div", cls("acts"), Parts.button("go", "Repair", event -> actions.repair()),
                    remove(name, state, actions));
        }
        if (where.equals("installed")) {
            return el("div", cls("acts"),
                    when(!state.removing().equals(name), () -> trial(entry, name, state, actions)),
                    when(!state.removing().equals(name),
                            () -> el("span", cls("here"), Parts.icon(Parts.TICK), "In this tab, works offline")),
                    when(!state.removing().equals(name),
                            () -> Parts.button("", "Export as file", event -> actions.exportPackage(name, "oci"))),
                    when(!state.removing().equals(name),
                            () -> Parts.button("", "Export as folder", event -> actions.exportPackage(name, "folder"))),
                    remove(name, state, actions));
        }
        if (where.equals("paused")) {
            return el("div", cls("acts"),
                    Parts.button("go", "Resume, " + pieces(entry) + " pieces are here", event -> actions.install(name)),
                    remove(name, state, actions));
        }
        return el("div", cls("acts"),
                el("button", attr("type", "button"), cls("btn go"),
                        on("click", event -> actions.install(name)),
                        Parts.icon(Parts.DOWN),
                        (tooLarge(entry) ? "Try anyway, " : "Install, ") + Format.bytes(entry.numberOr("bytes", 0))),
                when(tooLarge(entry), () -> el("p", cls("note"),
                        "Trying is safe: if memory runs out you get an error, and nothing else is affected.")));
    }

    /** Where a text can be tried with it: on its card, or on the start screen. */
    private static Html trial(JsonObject entry, String name, ModelsState state, ModelsActions actions) {
        String kind = TrialCard.kind(entry);
        if (kind.isEmpty()) {
            return when(Packages.isClassifier(entry),
                    () -> Parts.button("go", "Try it", event -> actions.tryModel(name, entry.string("task"))));
        }
        return when(!state.trial().model().equals(name), () -> el("button", attr("type", "button"), cls("btn go"),
                attr("id", "try-" + name), on("click", event -> actions.openTrial(name, kind)), "Try it"));
    }

    private static boolean tooLarge(JsonObject entry) {
        return entry.findObject("fit").map(fit -> fit.stringOr("verdict", "")).orElse("").equals("too_large");
    }

    /** Requires confirmation before it removes. */
    static Html remove(String name, ModelsState state, ModelsActions actions) {
        if (!state.removing().equals(name)) {
            return el("button", attr("type", "button"), cls("btn harm"), attr("id", "remove-" + name),
                    on("click", event -> actions.askRemove(name)), "Remove");
        }
        return el("div", cls("msg"), attr("role", "alertdialog"), attr("aria-label", "Remove " + name),
                el("strong", "Remove " + name + "?"),
                el("span",
                        "Its bytes are deleted from this browser. The lineage keeps the record that it was here. You can install it again."),
                el("div", cls("acts"), Parts.button("", "Remove it", event -> actions.remove(name)),
                        el("button", attr("type", "button"), cls("btn bare"), attr("id", "keep-" + name),
                                on("click", event -> actions.keep(name)), "Keep it")));
    }
}
