package dev.tabitat.web.view.lineage;

import static dev.tabitat.web.view.dom.Html.attr;
import static dev.tabitat.web.view.dom.Html.cls;
import static dev.tabitat.web.view.dom.Html.el;
import static dev.tabitat.web.view.dom.Html.key;
import static dev.tabitat.web.view.dom.Html.on;
import static dev.tabitat.web.view.dom.Html.when;

import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.view.dom.Html;
import dev.tabitat.web.view.parts.Parts;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The lineage as a nested list, for narrow screens: each node below its parents, with the operator between them. */
final class LineageList {

    private static final int DEEPEST = 20;

    private final List<JsonObject> nodes;
    private final List<JsonObject> edges;
    private final String selected;
    private final Consumer<String> select;

    private LineageList(List<JsonObject> nodes, List<JsonObject> edges, String selected, Consumer<String> select) {
        this.nodes = nodes;
        this.edges = edges;
        this.selected = selected;
        this.select = select;
    }

    static Html draw(List<JsonObject> nodes, List<JsonObject> edges, String selected, Consumer<String> select) {
        LineageList stems = new LineageList(nodes, edges, selected, select);
        List<Html> roots = new ArrayList<>();
        for (JsonObject node : nodes) {
            if (edges.stream().noneMatch(edge -> edge.string("to").equals(node.string("id")))) {
                roots.add(stems.stem(node, "", 0));
            }
        }
        return el("ol", cls("stems"), roots);
    }

    private Html stem(JsonObject node, String operator, int depth) {
        String id = node.string("id");
        String how = Dag.how(node);
        List<Html> below = new ArrayList<>();
        for (JsonObject edge : edges) {
            if (edge.string("from").equals(id) && depth < DEEPEST) {
                nodes.stream().filter(other -> other.string("id").equals(edge.string("to")))
                        .forEach(child -> below.add(stem(child, edge.stringOr("operator", ""), depth + 1)));
            }
        }
        return el("li", key(operator + " " + id),
                when(!operator.isEmpty(), () -> el("span", cls("op"), operator)),
                el("button", attr("type", "button"), cls("stem-node k-" + how),
                        attr("aria-pressed", Boolean.toString(id.equals(selected))),
                        on("click", event -> select.accept(id)),
                        el("span", el("b", Parts.NAME, node.stringOr("name", id)),
                                el("span", cls("mono"), Dag.second(node))),
                        Parts.seal(how, how)),
                when(!below.isEmpty(), () -> el("ol", below)));
    }
}
