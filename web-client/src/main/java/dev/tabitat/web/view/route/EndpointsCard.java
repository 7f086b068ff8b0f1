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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Who can be asked outside this tab, and members of the ecology that answer there. */
final class EndpointsCard {

    private EndpointsCard() {}

    static Html render(RouteState state, RouteActions actions) {
        List<Html> rows = new ArrayList<>();
        for (JsonObject one : state.endpoints().targets().objects()) {
            rows.add(el("div", key(one.string("id")),
                    el("dt", Parts.AUTO_DIRECTION, one.string("name"), " ",
                            Parts.seal("claimed", one.string("reach").equals("device") ? "this device" : "network")),
                    el("dd", Parts.button("harm sm", "Remove",
                            event -> actions.removeTarget(one.string("id")))),
                    el("dd", cls("why"),
                            one.string("url") + " \u00b7 " + one.string("dialect") + " \u00b7 " + one.string("model")
                                    + (one.bool("has_key")
                                            ? one.bool("locked") ? " \u00b7 key locked"
                                                    : " \u00b7 key open until this tab closes"
                                            : ""))));
        }
        return el("section", cls("card"), attr("aria-labelledby", "re"),
                el("h2", attr("id", "re"), "Model endpoints"),
                el("p", cls("quiet"),
                        "A model server on this device or one by its address: Ollama, llama.cpp, MLX, vLLM, LM Studio. None is asked before you have seen the bytes."),
                rows.isEmpty() ? el("p", cls("note"), "No endpoint yet.") : el("dl", cls("facts-list"), rows),
                state.endpoints().error().map(error -> Parts.failure("That did not work.", error)).orElse(null),
                el("div", cls("acts"),
                        Parts.button("", state.endpoints().isLooking() ? "Looking\u2026" : "Look on this device",
                                event -> actions.discover()),
                        el("span", cls("note"),
                                "Asks the usual ports for their list of models; nothing of yours is sent.")),
                found(state, actions),
                RouteScreen.folded("Add an endpoint",
                        RouteScreen.field(state, actions, "target-name", "A name for it", "text"),
                        RouteScreen.field(state, actions, "target-url", "Address, such as http://127.0.0.1:11434",
                                "url"),
                        RouteScreen.choice("API", "state-dialect", List.of("ollama", "openai"),
                                state.field("dialect").isEmpty() ? "ollama" : state.field("dialect"),
                                event -> actions.field("dialect", event.value())),
                        RouteScreen.field(state, actions, "target-model", "Model", "text"),
                        RouteScreen.field(state, actions, "target-key", "Key, if it requires one", "password"),
                        RouteScreen.field(state, actions, "target-pass", "A passphrase to keep the key under",
                                "password"),
                        Parts.button("", "Add it", event -> actions.addTarget())),
                locked(state) ? RouteScreen.folded("Unlock a key",
                        RouteScreen.field(state, actions, "unlock", "Its passphrase", "password"),
                        unlocks(state, actions)) : null,
                members(state, actions));
    }

    private static boolean locked(RouteState state) {
        return state.endpoints().targets().objects().stream().anyMatch(one -> one.bool("locked"));
    }

    private static Html unlocks(RouteState state, RouteActions actions) {
        List<Html> buttons = new ArrayList<>();
        for (JsonObject one : state.endpoints().targets().objects()) {
            if (one.bool("locked")) {
                buttons.add(Parts.button("", "Unlock " + one.string("name"),
                        event -> actions.unlockTarget(one.string("id"))));
            }
        }
        return el("div", cls("acts"), buttons);
    }

    private static Html found(RouteState state, RouteActions actions) {
        if (state.endpoints().discovered().isEmpty()) {
            return null;
        }
        List<Html> items = new ArrayList<>();
        // Addresses that fail for the same reason share one paragraph.
        Map<String, List<String>> failures = new LinkedHashMap<>();
        for (JsonObject one : state.endpoints().discovered().get().objects()) {
            if (one.has("problem")) {
                failures.computeIfAbsent((one.string("problem") + " " + one.stringOr("remedy", "")).trim(),
                        reason -> new ArrayList<>()).add(one.string("url"));
                continue;
            }
            List<Html> models = new ArrayList<>();
            one.findArray("models")
                    .ifPresent(
                            list -> list.strings()
                                    .forEach(model -> models.add(Parts.button("sm", "Add " + model,
                                            event -> actions.addFound(one.string("url"),
                                                    one.string("dialect"), model)))));
            items.add(el("li", el("span", cls("mono"), one.string("url")), " ", el("span", cls("acts"), models)));
        }
        failures.forEach((reason, urls) -> items
                .add(el("li", el("span", cls("mono"), String.join(", ", urls)), " ", el("span", cls("note"), reason))));
        return el("ul", cls("found"), attr("aria-live", "polite"), items);
    }

    private static Html members(RouteState state, RouteActions actions) {
        List<Html> rows = new ArrayList<>();
        for (JsonObject one : state.endpoints().members().objects()) {
            JsonObject utility = one.findObject("utility").orElse(JsonObject.EMPTY);
            rows.add(el("div", key(one.string("name")),
                    el("dt", Parts.AUTO_DIRECTION, one.string("name"), " ",
                            Parts.seal(utility.stringOr("how", "claimed"), utility.has("value")
                                    ? Format.decimals(utility.number("value"), 3) + ", n = " + utility.integer("n")
                                            + ", " + utility.string("how")
                                    : "nothing known")),
                    el("dd", Parts.button("harm sm", "Remove",
                            event -> actions.removeMember(one.string("name")))),
                    el("dd", cls("why"),
                            one.string("task") + " \u00b7 " + String.join(", ", one.array("labels").strings()))));
        }
        return el("div", el("h3", "Members that answer there"),
                rows.isEmpty() ? el("p", cls("note"),
                        "A model of an endpoint can join the ecology for one task: it is ranked beside those in this tab, with its cost and what would leave.")
                        : el("dl", cls("facts-list"), rows),
                when(state.endpoints().targets().size() > 0, () -> RouteScreen.folded("Add a member",
                        RouteScreen.field(state, actions, "member-name", "A name, such as laptop/qwen", "text"),
                        RouteScreen.choice("Endpoint", "state-member-target", ids(state),
                                state.field("member-target").isEmpty() ? ids(state).get(0)
                                        : state.field("member-target"),
                                event -> actions.field("member-target", event.value())),
                        RouteScreen.field(state, actions, "member-task", "Task", "text"),
                        RouteScreen.field(state, actions, "member-labels", "Labels, with commas", "text"),
                        Parts.button("", "Add it", event -> actions.addMember()))));
    }

    private static List<String> ids(RouteState state) {
        List<String> names = new ArrayList<>();
        state.endpoints().targets().objects().forEach(one -> names.add(one.string("name")));
        return names;
    }
}
