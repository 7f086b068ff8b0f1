package dev.tabitat.web.view.route;

import static dev.tabitat.web.view.dom.Html.attr;
import static dev.tabitat.web.view.dom.Html.cls;
import static dev.tabitat.web.view.dom.Html.el;
import static dev.tabitat.web.view.dom.Html.when;

import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.text.Split;
import dev.tabitat.web.view.dom.Html;
import dev.tabitat.web.view.parts.Actions;
import dev.tabitat.web.view.parts.Format;
import dev.tabitat.web.view.parts.Parts;
import dev.tabitat.web.view.parts.RouteState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Who can be asked outside this tab, and members of the ecology that answer there. */
final class EndpointsCard {

    private EndpointsCard() {}

    static Html render(RouteState route, Actions actions) {
        List<Html> rows = new ArrayList<>();
        for (JsonObject one : route.targets.objects()) {
            rows.add(el("div",
                    el("dt", Parts.AUTO_DIRECTION, one.string("name"), " ",
                            Parts.seal("claimed", one.string("reach").equals("device") ? "this device" : "network")),
                    el("dd", Parts.button("harm sm", "Remove",
                            event -> actions.routeCall("removeTarget", JsonObject.of("target", one.string("id"))))),
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
                route.targetsError.map(error -> Parts.failure("That did not work.", error)).orElse(null),
                el("div", cls("acts"),
                        Parts.button("", route.isLooking ? "Looking\u2026" : "Look on this device",
                                event -> actions.routeCall("discover", JsonObject.EMPTY)),
                        el("span", cls("note"),
                                "Asks the usual ports for their list of models; nothing of yours is sent.")),
                found(route, actions),
                RouteScreen.folded("Add an endpoint",
                        RouteScreen.field(route, actions, "target-name", "A name for it", "text"),
                        RouteScreen.field(route, actions, "target-url", "Address, such as http://127.0.0.1:11434",
                                "url"),
                        RouteScreen.choice("API", "route-dialect", List.of("ollama", "openai"),
                                route.field("dialect").isEmpty() ? "ollama" : route.field("dialect"),
                                event -> route.fields.put("dialect", event.value())),
                        RouteScreen.field(route, actions, "target-model", "Model", "text"),
                        RouteScreen.field(route, actions, "target-key", "Key, if it requires one", "password"),
                        RouteScreen.field(route, actions, "target-pass", "A passphrase to keep the key under",
                                "password"),
                        Parts.button("", "Add it", event -> actions.routeCall("addTarget", target(route)))),
                locked(route) ? RouteScreen.folded("Unlock a key",
                        RouteScreen.field(route, actions, "unlock", "Its passphrase", "password"),
                        unlocks(route, actions)) : null,
                members(route, actions));
    }

    private static JsonObject target(RouteState route) {
        JsonObject json = JsonObject.of("name",
                route.field("target-name").isEmpty() ? route.field("target-url") : route.field("target-name"), "url",
                route.field("target-url"),
                "dialect", route.field("dialect").isEmpty() ? "ollama" : route.field("dialect"), "model",
                route.field("target-model"));
        return route.field("target-key").isEmpty() ? json
                : json.with("key", route.field("target-key")).with("passphrase", route.field("target-pass"));
    }

    private static boolean locked(RouteState route) {
        return route.targets.objects().stream().anyMatch(one -> one.bool("locked"));
    }

    private static Html unlocks(RouteState route, Actions actions) {
        List<Html> buttons = new ArrayList<>();
        for (JsonObject one : route.targets.objects()) {
            if (one.bool("locked")) {
                buttons.add(Parts.button("", "Unlock " + one.string("name"), event -> actions.routeCall("unlockTarget",
                        JsonObject.of("target", one.string("id"), "passphrase", route.field("unlock")))));
            }
        }
        return el("div", cls("acts"), buttons);
    }

    private static Html found(RouteState route, Actions actions) {
        if (route.discovered.isEmpty()) {
            return null;
        }
        List<Html> items = new ArrayList<>();
        // Addresses that fail for the same reason share one paragraph.
        Map<String, List<String>> failures = new LinkedHashMap<>();
        for (JsonObject one : route.discovered.get().objects()) {
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
                                            event -> actions.routeCall("addTarget",
                                                    JsonObject.of("name", model + " on this device", "url",
                                                            one.string("url"), "dialect", one.string("dialect"),
                                                            "model", model))))));
            items.add(el("li", el("span", cls("mono"), one.string("url")), " ", el("span", cls("acts"), models)));
        }
        failures.forEach((reason, urls) -> items
                .add(el("li", el("span", cls("mono"), String.join(", ", urls)), " ", el("span", cls("note"), reason))));
        return el("ul", cls("found"), attr("aria-live", "polite"), items);
    }

    private static Html members(RouteState route, Actions actions) {
        List<Html> rows = new ArrayList<>();
        for (JsonObject one : route.members.objects()) {
            JsonObject utility = one.findObject("utility").orElse(JsonObject.EMPTY);
            rows.add(el("div",
                    el("dt", Parts.AUTO_DIRECTION, one.string("name"), " ",
                            Parts.seal(utility.stringOr("how", "claimed"), utility.has("value")
                                    ? Format.decimals(utility.number("value"), 3) + ", n = " + utility.integer("n")
                                            + ", " + utility.string("how")
                                    : "nothing known")),
                    el("dd", Parts.button("harm sm", "Remove",
                            event -> actions.routeCall("removeMember", JsonObject.of("member", one.string("name"))))),
                    el("dd", cls("why"),
                            one.string("task") + " \u00b7 " + String.join(", ", one.array("labels").strings()))));
        }
        return el("div", el("h3", "Members that answer there"),
                rows.isEmpty() ? el("p", cls("note"),
                        "A model of an endpoint can join the ecology for one task: it is ranked beside those in this tab, with its cost and what would leave.")
                        : el("dl", cls("facts-list"), rows),
                when(route.targets.size() > 0, () -> RouteScreen.folded("Add a member",
                        RouteScreen.field(route, actions, "member-name", "A name, such as laptop/qwen", "text"),
                        RouteScreen.choice("Endpoint", "route-member-target", ids(route),
                                route.field("member-target").isEmpty() ? ids(route).get(0)
                                        : route.field("member-target"),
                                event -> route.fields.put("member-target", event.value())),
                        RouteScreen.field(route, actions, "member-task", "Task", "text"),
                        RouteScreen.field(route, actions, "member-labels", "Labels, with commas", "text"),
                        Parts.button("", "Add it", event -> actions.routeCall("addMember", member(route))))));
    }

    private static List<String> ids(RouteState route) {
        List<String> names = new ArrayList<>();
        route.targets.objects().forEach(one -> names.add(one.string("name")));
        return names;
    }

    private static JsonObject member(RouteState route) {
        String wanted = route.field("member-target").isEmpty() ? ids(route).get(0) : route.field("member-target");
        String id = "";
        for (JsonObject one : route.targets.objects()) {
            id = one.string("name").equals(wanted) ? one.string("id") : id;
        }
        List<Json> labels = new ArrayList<>();
        for (String label : Split.array(route.field("member-labels"), ',')) {
            if (!label.trim().isEmpty()) {
                labels.add(Json.of(label.trim()));
            }
        }
        return JsonObject.of("name", route.field("member-name"), "target", id, "task", route.field("member-task"),
                "labels", labels);
    }
}
