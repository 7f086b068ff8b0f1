package dev.tabitat.web.view.route;

import static dev.tabitat.web.view.dom.Html.attr;
import static dev.tabitat.web.view.dom.Html.attrIf;
import static dev.tabitat.web.view.dom.Html.cls;
import static dev.tabitat.web.view.dom.Html.el;
import static dev.tabitat.web.view.dom.Html.on;

import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.routing.DataClass;
import dev.tabitat.web.view.dom.Html;
import dev.tabitat.web.view.parts.Actions;
import dev.tabitat.web.view.parts.Parts;
import dev.tabitat.web.view.parts.RouteState;
import dev.tabitat.web.view.parts.State;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The route screen. */
public final class RouteScreen {

    private RouteScreen() {}

    public static List<Html> render(State state, Actions actions) {
        List<Html> screen = new ArrayList<>();
        screen.add(Parts.heading("See where a text goes, and why",
                "The right local model, nothing, or a plan that you read first. Nothing leaves by itself."));
        screen.add(ask(state, actions));
        screen.add(el("section", attr("aria-label", "Decision"), attr("aria-live", "polite"),
                DecisionView.render(state.route, actions)));
        screen.add(PolicyCard.render(state.route, actions));
        screen.add(EndpointsCard.render(state.route, actions));
        screen.add(LogCard.render(state.route, actions));
        return screen;
    }

    private static Html ask(State state, Actions actions) {
        RouteState route = state.route;
        return el("section", cls("card"), attr("aria-labelledby", "ra"),
                el("h2", attr("id", "ra"), "A text and a task"),
                el("label", cls("vh"), attr("for", "route-text"), "The text"),
                el("textarea", cls("field"), attr("id", "route-text"), attr("rows", "3"), attr("spellcheck", "false"),
                        attr("placeholder",
                                "For example: Dear Dr. Meyer, my card 4111 1111 1111 1111 was charged twice."),
                        attr("prop:value", route.text), Parts.AUTO_DIRECTION,
                        on("input", event -> route.text = event.value())),
                el("div", cls("plan"),
                        choice("Task", "route-task", tasks(state), route.task, event -> route.task = event.value()),
                        choice("Kind of data", "route-class", DataClass.ids(), route.dataClass,
                                event -> route.dataClass = event.value()),
                        choice("May it leave?", "route-leave", List.of("after I have seen the bytes", "never"),
                                route.mayLeave ? "after I have seen the bytes" : "never",
                                event -> route.mayLeave = !event.value().equals("never"))),
                el("div", cls("acts"), Parts.button("go", route.isBusy ? "Deciding\u2026" : "Decide",
                        event -> actions.routeDecide())));
    }

    private static List<String> tasks(State state) {
        Set<String> tasks = new LinkedHashSet<>();
        tasks.add("language-identification");
        for (JsonObject one : state.installed()) {
            if (!one.stringOr("task", "").isEmpty() && State.isClassifier(one)) {
                tasks.add(one.string("task"));
            }
        }
        state.route.members.objects().forEach(one -> tasks.add(one.string("task")));
        tasks.add(state.route.task);
        return List.copyOf(tasks);
    }

    static Html choice(String label, String id, List<String> values, String now, Html.Handler change) {
        List<Html> options = new ArrayList<>();
        for (String value : values) {
            options.add(el("option", attr("value", value), attrIf(value.equals(now), "selected", ""), value));
        }
        return el("label", cls("choice"), label,
                el("select", cls("field"), attr("id", id), attr("prop:value", now), on("change", change), options));
    }

    static Html field(RouteState route, Actions actions, String name, String label, String type) {
        return el("label", cls("choice"), label,
                el("input", cls("field"), attr("type", type), attr("autocomplete", "off"), attr("spellcheck", "false"),
                        Parts.AUTO_DIRECTION, attr("id", "route-" + name),
                        attr("prop:value", route.field(name)),
                        on("input", event -> route.fields.put(name, event.value()))));
    }

    static Html folded(String title, Object... content) {
        return el("details", cls("keys"), el("summary", title), el("div", cls("keys-form wide-form"), content));
    }
}
