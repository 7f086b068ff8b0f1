package dev.tabitat.web.view.route;

import static dev.tabitat.web.view.dom.Html.attr;
import static dev.tabitat.web.view.dom.Html.attrIf;
import static dev.tabitat.web.view.dom.Html.cls;
import static dev.tabitat.web.view.dom.Html.el;
import static dev.tabitat.web.view.dom.Html.on;

import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.routing.DataClass;
import dev.tabitat.web.view.dom.Html;
import dev.tabitat.web.view.parts.Packages;
import dev.tabitat.web.view.parts.Parts;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The route screen. */
public final class RouteScreen {

    private RouteScreen() {}

    static List<Html> render(RouteState state, Packages packages, RouteActions actions) {
        List<Html> screen = new ArrayList<>();
        screen.add(Parts.heading("See where a text goes, and why",
                "The right local model, nothing, or a plan that you read first. Nothing leaves by itself."));
        screen.add(ask(state, packages, actions));
        screen.add(el("section", attr("aria-label", "Decision"), attr("aria-live", "polite"),
                DecisionView.render(state.outcome(), actions)));
        screen.add(PolicyCard.render(state.policy(), actions));
        screen.add(EndpointsCard.render(state, actions));
        screen.add(LogCard.render(state.log(), actions));
        return screen;
    }

    private static Html ask(RouteState state, Packages packages, RouteActions actions) {
        RouteState.Ask ask = state.ask();
        return el("section", cls("card"), attr("aria-labelledby", "ra"),
                el("h2", attr("id", "ra"), "A text and a task"),
                el("label", cls("vh"), attr("for", "route-text"), "The text"),
                el("textarea", cls("field"), attr("id", "route-text"), attr("rows", "3"), attr("spellcheck", "false"),
                        attr("placeholder",
                                "For example: Dear Dr. Meyer, my card 4111 1111 1111 1111 was charged twice."),
                        attr("prop:value", ask.text()), Parts.AUTO_DIRECTION,
                        on("input", event -> actions.typed(event.value()))),
                el("div", cls("plan"),
                        choice("Task", "route-task", tasks(state, packages), ask.task(),
                                event -> actions.useTask(event.value())),
                        choice("Kind of data", "route-class", DataClass.ids(), ask.dataClass(),
                                event -> actions.useDataClass(event.value())),
                        choice("May it leave?", "route-leave", List.of("after I have seen the bytes", "never"),
                                ask.mayLeave() ? "after I have seen the bytes" : "never",
                                event -> actions.mayLeave(!event.value().equals("never")))),
                el("div", cls("acts"), Parts.button("go", state.outcome().isBusy() ? "Deciding\u2026" : "Decide",
                        event -> actions.decide())));
    }

    private static List<String> tasks(RouteState state, Packages packages) {
        Set<String> tasks = new LinkedHashSet<>();
        tasks.add(Packages.LANGUAGE_TASK);
        for (JsonObject one : packages.installed()) {
            if (!one.stringOr("task", "").isEmpty() && Packages.isClassifier(one)) {
                tasks.add(one.string("task"));
            }
        }
        state.endpoints().members().objects().forEach(one -> tasks.add(one.string("task")));
        tasks.add(state.ask().task());
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

    static Html field(RouteState state, RouteActions actions, String name, String label, String type) {
        return el("label", cls("choice"), label,
                el("input", cls("field"), attr("type", type), attr("autocomplete", "off"), attr("spellcheck", "false"),
                        Parts.AUTO_DIRECTION, attr("id", "route-" + name),
                        attr("prop:value", state.field(name)),
                        on("input", event -> actions.field(name, event.value()))));
    }

    static Html folded(String title, Object... content) {
        return el("details", cls("keys"), el("summary", title), el("div", cls("keys-form wide-form"), content));
    }
}
