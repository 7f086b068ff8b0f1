package dev.tabitat.web.view.models;

import static dev.tabitat.web.view.dom.Html.attr;
import static dev.tabitat.web.view.dom.Html.cls;
import static dev.tabitat.web.view.dom.Html.el;
import static dev.tabitat.web.view.dom.Html.key;
import static dev.tabitat.web.view.dom.Html.on;
import static dev.tabitat.web.view.dom.Html.when;

import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.text.VisibleText;
import dev.tabitat.web.view.dom.Html;
import dev.tabitat.web.view.models.AddState.Consent;
import dev.tabitat.web.view.models.AddState.Search;
import dev.tabitat.web.view.parts.Format;
import dev.tabitat.web.view.parts.Parts;
import java.util.ArrayList;
import java.util.List;

/** {@code Add a model}: where a model from a hub, a registry, an address or this device is named and looked at. */
final class AddSection {

    /** The id of the question for consent. */
    static final String CONSENT = "add-consent";
    private static final String HEADING = "add-model";
    private static final String HTTPS = "https://";

    private AddSection() {}

    static Html render(AddState state, ModelsState models, AddActions actions) {
        return el("section", attr("id", "add"), attr("aria-labelledby", HEADING),
                el("h2", attr("id", HEADING), "Add a model"),
                box(state, actions),
                el("p", cls("note"), attr("id", "add-hint"), hint(state)),
                // Always there, so that what comes is read out and nothing else moves.
                el("p", cls("note said-so"), attr("role", "status"), said(state)),
                el("div", attr("role", "status"), state.added().map(AddSection::added).orElse(null)),
                state.consent().map(consent -> consent(consent, actions)).orElse(null),
                el("div", cls("add-found"), results(state, actions), InspectionCard.render(state, actions)),
                ImportCard.render(models, actions));
    }

    private static Html box(AddState state, AddActions actions) {
        return el("div", cls("ask"), attr("role", "search"),
                el("label", cls("ask-label"), attr("for", AddState.WHERE), state.hub().isAbsent()
                        ? "A link, or an address in a registry"
                        : "Words to search for, owner/name, a link, or an address in a registry"),
                el("input", cls("field"), attr("id", AddState.WHERE), attr("type", "search"),
                        attr("autocomplete", "off"), attr("spellcheck", "false"), attr("autocapitalize", "off"),
                        attr("enterkeyhint", "search"), attr("aria-describedby", "add-hint"),
                        attr("placeholder", state.hub().isAbsent() ? "For example: ghcr.io/owner/model:tag"
                                : "For example: intfloat/multilingual-e5-small"),
                        attr("prop:value", state.field(AddState.WHERE)), Parts.AUTO_DIRECTION,
                        on("input", event -> actions.typed(AddState.WHERE, event.value())), on("keydown", event -> {
                            if (event.key().equals("Enter")) {
                                actions.look();
                            }
                        })),
                el("button", attr("type", "button"), cls("btn go add-look"), on("click", event -> actions.look()),
                        state.input().isSource() || state.hub().isAbsent() ? "Look" : "Search"));
    }

    /** What will be sent, before anything is. */
    private static String hint(AddState state) {
        String here = " Files of this device are read in this tab and go nowhere.";
        if (state.hub().isAbsent()) {
            return "The host of this page runs without a model hub (--no-hub), so there is nothing to search. "
                    + "Addresses work where the host allows them." + here;
        }
        return state.hub().origin().isEmpty() ? "Only the model\u2019s description is read at first." + here
                : "A search sends your words to " + host(state.hub().origin())
                        + "; a name or link sends only which files are read, at first the model\u2019s description."
                        + here;
    }

    private static String said(AddState state) {
        Search search = state.search();
        if (state.inspection().isBusy()) {
            return state.inspection().step();
        }
        if (search.isBusy()) {
            return "Searching\u2026";
        }
        return search.hits().map(hits -> hits.size() == 0
                ? "No model of the hub matches \u201c" + VisibleText.isolated(search.query())
                        + "\u201d. Try fewer words."
                : Format.count(hits.size(), "model", "models") + " for \u201c" + VisibleText.isolated(search.query())
                        + "\u201d, in the hub\u2019s order. Nothing is fetched until you add one.")
                .orElse("");
    }

    static String host(String origin) {
        return origin.startsWith(HTTPS) ? origin.substring(HTTPS.length()) : origin;
    }

    private static Html consent(Consent consent, AddActions actions) {
        String name = host(consent.origin());
        boolean isSearch = consent.question() == AddState.Question.SEARCH;
        return el("div", cls("msg"), attr("id", CONSENT), attr("role", "alertdialog"), attr("tabindex", "-1"),
                attr("aria-label", "Connect to " + name), el("strong", "Connect to " + name + "?"),
                el("span", isSearch
                        ? name + " will see the words that you search for, and later which model files you fetch; nothing else of yours is sent."
                        : name + " will see which model files you fetch; nothing of yours is sent."),
                el("span", cls("note"),
                        "Like every server, it sees your network address. You are asked once for each server."),
                el("div", cls("acts"), Parts.button("go", "Allow", event -> actions.allow()),
                        Parts.button("bare", "Not now", event -> actions.decline())));
    }

    /** What became of the model that was added last: whether it runs here, and what was noticed. */
    private static Html added(JsonObject result) {
        JsonObject test = result.findObject("self_test").orElse(JsonObject.EMPTY);
        boolean failed = test.has("passed") && !test.bool("passed");
        List<Html> notices = new ArrayList<>();
        for (String notice : result.findArray("notices").orElse(JsonArray.EMPTY).strings()) {
            notices.add(el("li", VisibleText.message(notice)));
        }
        return el("div", cls(failed ? "msg harm" : "msg good"),
                el("strong", result.stringOr("name", "The model")
                        + (failed ? " is in this tab, but does not run here." : " is in this tab.")),
                when(test.has("passed") && !failed, () -> el("span", Parts.seal("checked", "checked"),
                        " Its first answers agree with the plain reference, on " + test.stringOr("backend", "") + ".")),
                notices.isEmpty() ? null : el("ul", cls("dots"), notices));
    }

    private static Html results(AddState state, AddActions actions) {
        Search search = state.search();
        if (search.error().isPresent()) {
            return Parts.failure("The hub could not be searched. What you typed is kept.", search.error().get());
        }
        List<Html> rows = new ArrayList<>();
        for (JsonObject hit : search.hits().orElse(JsonArray.EMPTY).objects()) {
            rows.add(hit(hit, state, actions));
        }
        return rows.isEmpty() ? null : el("ul", cls("hub-hits"), attr("aria-label", "Models of the hub"), rows);
    }

    private static Html hit(JsonObject hit, AddState state, AddActions actions) {
        String id = id(hit);
        List<String> facts = new ArrayList<>();
        String task = ModelKinds.text(hit, "task").isEmpty() ? ModelKinds.text(hit, "pipeline_tag")
                : ModelKinds.text(hit, "task");
        if (!task.isEmpty()) {
            facts.add(task);
        }
        double downloads = ModelKinds.number(hit, "downloads").orElse(0);
        if (downloads > 0) {
            facts.add(Math.round(downloads) + " downloads a month");
        }
        if (hit.boolOr("gated", false)) {
            facts.add("its authors ask for an agreement");
        }
        boolean isOpen = state.inspection().label().equals(id);
        return el("li", key(id),
                el("span", cls("what"), Parts.name(id), el("span", cls("note"), String.join(" \u00b7 ", facts))),
                el("button", attr("type", "button"), cls("btn sm"), attr("aria-label", "Look at " + id),
                        attr("aria-expanded", Boolean.toString(isOpen)), on("click", event -> actions.inspectHub(id)),
                        "Look"));
    }

    /** The name of a model of the hub. */
    static String id(JsonObject hit) {
        return hit.stringOr("id", hit.stringOr("hub", ""));
    }
}
