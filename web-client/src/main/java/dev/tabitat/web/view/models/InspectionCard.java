package dev.tabitat.web.view.models;

import static dev.tabitat.web.view.dom.Html.attr;
import static dev.tabitat.web.view.dom.Html.cls;
import static dev.tabitat.web.view.dom.Html.el;
import static dev.tabitat.web.view.dom.Html.key;
import static dev.tabitat.web.view.dom.Html.on;
import static dev.tabitat.web.view.dom.Html.when;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.text.VisibleText;
import dev.tabitat.web.view.dom.Html;
import dev.tabitat.web.view.models.AddState.Inspection;
import dev.tabitat.web.view.parts.Format;
import dev.tabitat.web.view.parts.Parts;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** The card of a model that was inspected and not added yet: what it is, what it needs, and why it may not run. */
final class InspectionCard {

    /** The id of the card. */
    static final String CARD = "add-inspection";
    private static final int FILES_SHOWN = 40;

    private InspectionCard() {}

    /** Nothing before the first inspection. */
    static Html render(AddState state, AddActions actions) {
        Inspection inspection = state.inspection();
        if (inspection.error().isPresent()) {
            return failed(state, inspection, inspection.error().get(), actions);
        }
        return inspection.plan().map(plan -> card(plan, state, actions)).orElse(null);
    }

    private static Html failed(AddState state, Inspection inspection, ApiError error, AddActions actions) {
        boolean isClosed = error.code().equals("refused") && inspection.source().has("hub");
        return el("div", cls("card"), attr("id", CARD), attr("tabindex", "-1"),
                Parts.failure(inspection.label() + " could not be read.", error),
                isClosed ? token(state, actions) : null,
                el("div", cls("acts"), Parts.button("go", "Try again", event -> actions.again()),
                        Parts.button("bare", "Dismiss", event -> actions.dismiss())));
    }

    /** Fields for a hub's access token, which gated models need. */
    static Html token(AddState state, AddActions actions) {
        boolean isLocked = state.hub().token().equals("locked");
        return el("div", cls("add-token"),
                el("p", cls("note"), isLocked
                        ? "An access token for the hub is kept here, sealed with a passphrase."
                        : "If you agreed to the authors\u2019 terms on the hub, an access token with read permission opens the model here. "
                                + "It is kept in this browser, sealed with a passphrase of your choice, and sent to the hub alone."),
                when(!isLocked, () -> secret(AddState.TOKEN, "Access token", state, actions)),
                secret(AddState.PASSPHRASE, isLocked ? "Passphrase of the token" : "Passphrase that seals it", state,
                        actions),
                state.hub().error().map(error -> Parts.failure("The token was not kept or opened.", error))
                        .orElse(null),
                el("div", cls("acts"),
                        Parts.button("", isLocked ? "Unlock and look again" : "Keep the token and look again",
                                event -> actions.saveToken()),
                        when(!state.hub().token().equals("none"),
                                () -> Parts.button("bare", "Forget the token", event -> actions.forgetToken()))));
    }

    private static Html secret(String id, String label, AddState state, AddActions actions) {
        return el("label", cls("choice"), attr("for", id), label,
                el("input", cls("field"), attr("id", id), attr("type", "password"), attr("autocomplete", "off"),
                        attr("prop:value", state.field(id)),
                        on("input", event -> actions.typed(id, event.value()))));
    }

    private static Html card(JsonObject plan, AddState state, AddActions actions) {
        Inspection inspection = state.inspection();
        boolean isSupported = plan.boolOr("supported", false);
        String kind = plan.stringOr("kind", "");
        JsonObject fit = inspection.chosen().flatMap(one -> one.findObject("fit"))
                .or(() -> plan.findObject("fit")).orElse(JsonObject.EMPTY);
        return el("article", cls("card model inspected"), attr("id", CARD), attr("tabindex", "-1"),
                attr("aria-label", inspection.label()),
                el("div", cls("name"), el("h3", Parts.name(inspection.label())),
                        isSupported ? Parts.seal("claimed", "not added yet")
                                : Parts.seal("damaged", "cannot be added")),
                el("p", ModelKinds.use(kind, plan.stringOr("task", ""))),
                problems(plan),
                el("dl", facts(plan, kind)),
                claims(plan, fit),
                when(isSupported && fit.has("terms"), () -> FitView.render(fit)),
                when(isSupported, () -> choices(inspection, actions)),
                files(plan),
                when(isSupported, () -> name(state, actions)),
                el("div", cls("acts"),
                        when(isSupported, () -> el("button", attr("type", "button"), cls("btn go"),
                                on("click", event -> actions.add()), Parts.icon(Parts.DOWN),
                                addLabel(plan, inspection, fit))),
                        Parts.button("bare", "Put away", event -> actions.dismiss())),
                when(isSupported && fit.stringOr("verdict", "").equals("too_large"), () -> el("p", cls("note"),
                        "Trying is safe: if memory runs out you get an error, and nothing else is affected.")));
    }

    private static String addLabel(JsonObject plan, Inspection inspection, JsonObject fit) {
        boolean isHere = inspection.source().isEmpty();
        double bytes = downloadBytes(plan, inspection);
        return (fit.stringOr("verdict", "").equals("too_large") ? "Try anyway" : "Add")
                + (bytes > 0 ? isHere ? ", " + Format.bytes(bytes) + " from this device"
                        : ", download " + Format.bytes(bytes) : "");
    }

    /** Another file is another download; a quantization made here is not. */
    private static double downloadBytes(JsonObject plan, Inspection inspection) {
        double whole = plan.numberOr("download_bytes", 0);
        if (inspection.choice() == 0 || inspection.chosen().isEmpty()) {
            return whole;
        }
        JsonObject first = inspection.choices().get(0);
        JsonObject chosen = inspection.chosen().get();
        return chosen.stringOr("file", "").equals(first.stringOr("file", "")) ? whole
                : whole - first.numberOr("bytes", 0) + chosen.numberOr("bytes", 0);
    }

    /** Every reason why it cannot be added, each with what can be done. */
    private static Html problems(JsonObject plan) {
        List<Html> lines = new ArrayList<>();
        for (JsonObject problem : plan.findArray("problems").orElse(JsonArray.EMPTY).objects()) {
            lines.add(el("li", key(problem.stringOr("code", "") + problem.stringOr("message", "")),
                    VisibleText.message(problem.stringOr("message", "")), " ",
                    el("span", cls("quiet"), VisibleText.message(problem.stringOr("remedy", "")))));
        }
        return lines.isEmpty() ? null
                : el("div", cls("msg harm"), el("strong", "This model does not run here."),
                        el("ul", cls("dots"), lines));
    }

    /** What is known; what is not known is left out. */
    private static List<Html> facts(JsonObject plan, String kind) {
        List<Html> facts = new ArrayList<>();
        add(facts, "Kind", ModelKinds.title(kind));
        add(facts, "Architecture", ModelKinds.text(plan, "architecture"));
        add(facts, "Task", ModelKinds.text(plan, "task"));
        OptionalDouble parameters = ModelKinds.number(plan, "parameters");
        add(facts, "Parameters", parameters.isPresent() ? ModelKinds.parameters(parameters.getAsDouble()) : "");
        OptionalDouble context = ModelKinds.number(plan, "context");
        add(facts, "Reads", context.isPresent() ? "up to " + Math.round(context.getAsDouble()) + " tokens" : "");
        add(facts, "Weights", ModelKinds.quantization(ModelKinds.text(plan, "quantization")));
        if (kind.equals("generator")) {
            add(facts, "Chat template", switch (ModelKinds.text(plan, "chat_template")) {
                case "ok" -> "can be used";
                case "unsupported" -> "has parts that are not supported";
                case "none" -> "none: it continues texts";
                default -> "";
            });
        }
        plan.findObject("prompts").ifPresent(prompts -> {
            add(facts, "Put before a question", quoted(ModelKinds.text(prompts, "query")));
            add(facts, "Put before a passage", quoted(ModelKinds.text(prompts, "passage")));
        });
        return facts;
    }

    static String quoted(String prompt) {
        return prompt.isEmpty() ? "" : "\u201c" + prompt.trim() + "\u201d";
    }

    private static void add(List<Html> facts, String name, String value) {
        if (!value.isEmpty()) {
            facts.add(el("div", el("dt", name), el("dd", VisibleText.message(value))));
        }
    }

    /** What is known of its licence and its speed, and how. */
    private static Html claims(JsonObject plan, JsonObject fit) {
        List<Html> rows = new ArrayList<>();
        rows.add(el("li", Parts.seal("claimed", "claimed"), " Licence: ",
                el("b", Parts.NAME,
                        VisibleText.message(
                                ModelKinds.licence(plan.findObject("licence").orElse(JsonObject.EMPTY))))));
        fit.findObject("tokens_per_s").ifPresent(speed -> {
            OptionalDouble value = ModelKinds.number(speed, "value");
            String known = speed.stringOr("known", "unknown");
            if (value.isPresent()) {
                rows.add(el("li", Parts.seal(known.equals("measured") ? "measured" : "claimed", known), " Speed: ",
                        el("b", "about " + Format.decimals(value.getAsDouble(), 1) + " tokens a second")));
            }
        });
        return el("ul", cls("claims"), rows);
    }

    private static Html choices(Inspection inspection, AddActions actions) {
        List<JsonObject> all = inspection.choices();
        if (all.isEmpty()) {
            return null;
        }
        List<Html> rows = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            rows.add(choice(all.get(i), i, inspection, actions));
        }
        return el("fieldset", cls("choices"), el("legend", "Which weights"), rows);
    }

    private static Html choice(JsonObject one, int index, Inspection inspection, AddActions actions) {
        String file = one.stringOr("file", "");
        String verdict = one.findObject("fit").map(fit -> fit.stringOr("verdict", "")).orElse("");
        String id = "add-choice-" + index;
        boolean isMade = one.stringOr("quantization", "").equals("q8") || one.stringOr("quantization", "").equals("q4");
        return el("label", key(file + " " + one.stringOr("quantization", "")), attr("for", id), cls("pick-one"),
                el("input", attr("id", id), attr("type", "radio"), attr("name", "add-choice"),
                        attr("prop:checked", inspection.choice() == index ? "true" : ""),
                        on("change", event -> actions.choose(index))),
                el("span", el("b", ModelKinds.quantization(one.stringOr("quantization", ""))),
                        isMade ? ", made in this tab from " : " ", el("span", cls("quiet mono"), VisibleText.of(file))),
                el("span", cls("num quiet"), Format.bytes(one.numberOr("bytes", 0)),
                        switch (verdict) {
                            case "too_large" -> ", too large for this tab";
                            case "tight" -> ", a tight fit";
                            case "fits" -> ", fits";
                            default -> "";
                        }));
    }

    private static Html files(JsonObject plan) {
        List<JsonObject> all = plan.findArray("files").orElse(JsonArray.EMPTY).objects();
        if (all.isEmpty()) {
            return null;
        }
        int needed = 0;
        List<Html> rows = new ArrayList<>();
        for (JsonObject file : all) {
            boolean isNeeded = file.boolOr("needed", false);
            needed += isNeeded ? 1 : 0;
            if (isNeeded && rows.size() < FILES_SHOWN) {
                rows.add(el("li", key(file.stringOr("path", "")), el("i"),
                        el("span", cls("mono"), VisibleText.of(file.stringOr("path", "")),
                                when(!file.has("sha256"),
                                        () -> el("small", cls("known inline"), "no digest at the source"))),
                        el("span", Format.bytes(file.numberOr("bytes", 0)))));
            }
        }
        return el("details", cls("fit"),
                el("summary", Parts.chevron(), needed + " of " + Format.count(all.size(), "file is", "files are")
                        + " needed"),
                el("ul", cls("sum"), rows),
                when(needed > rows.size(), () -> el("p", cls("note"), "and " + rest(all, rows.size()) + " more")));
    }

    private static long rest(List<JsonObject> all, int shown) {
        return all.stream().filter(file -> file.boolOr("needed", false)).count() - shown;
    }

    private static Html name(AddState state, AddActions actions) {
        return el("label", cls("choice"), attr("for", AddState.NAME), "Its name here",
                el("input", cls("field"), attr("id", AddState.NAME), attr("type", "text"), attr("spellcheck", "false"),
                        attr("autocomplete", "off"), attr("placeholder", state.withField(AddState.NAME, "").name()),
                        Parts.AUTO_DIRECTION,
                        attr("prop:value", state.field(AddState.NAME)),
                        on("input", event -> actions.typed(AddState.NAME, event.value()))));
    }
}
