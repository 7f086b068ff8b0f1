package dev.tabitat.web.view.lineage;

import static dev.tabitat.web.view.dom.Html.attr;
import static dev.tabitat.web.view.dom.Html.cls;
import static dev.tabitat.web.view.dom.Html.el;
import static dev.tabitat.web.view.dom.Html.key;
import static dev.tabitat.web.view.dom.Html.on;
import static dev.tabitat.web.view.dom.Html.when;

import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.view.dom.Html;
import dev.tabitat.web.view.parts.Format;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Draws a directed graph in rows: a node stands below all of its parents, the operator on each edge. */
final class Dag {

    private static final int WIDTH = 214;
    private static final int HEIGHT = 56;
    private static final int ACROSS = 242;
    private static final int DOWN = 126;
    private static final int LETTERS = 22;

    private Dag() {}

    static Html draw(List<JsonObject> nodes, List<JsonObject> edges, String selected, Consumer<String> select) {
        Map<String, Integer> rows = rows(nodes, edges);
        Map<String, int[]> places = places(nodes, edges, rows);
        int widest = 1;
        int deepest = 0;
        for (int[] place : places.values()) {
            widest = Math.max(widest, place[0] / ACROSS + 1);
            deepest = Math.max(deepest, place[1]);
        }
        int width = Math.max(widest * ACROSS, 300);
        List<Html> parts = new ArrayList<>();
        for (JsonObject edge : edges) {
            int[] from = places.get(edge.string("from"));
            int[] to = places.get(edge.string("to"));
            if (from != null && to != null) {
                parts.add(edge(edge, from, to, edge.string("to").equals(selected)));
            }
        }
        for (JsonObject node : nodes) {
            parts.add(node(node, places.get(node.string("id")), node.string("id").equals(selected), select));
        }
        return el("svg", attr("viewBox", "0 0 " + width + " " + (deepest + HEIGHT + 16)), attr("role", "group"),
                attr("aria-label", "Parents above, descendants below"), attr("style:max-width", width + "px"),
                attr("style:min-width", Math.max(Math.min(width, 300), width * 3 / 5) + "px"), parts);
    }

    private static Map<String, Integer> rows(List<JsonObject> nodes, List<JsonObject> edges) {
        Map<String, Integer> rows = new LinkedHashMap<>();
        nodes.forEach(node -> rows.put(node.string("id"), 0));
        for (int pass = 0; pass < nodes.size(); pass++) {
            boolean moved = false;
            for (JsonObject edge : edges) {
                Integer from = rows.get(edge.string("from"));
                Integer to = rows.get(edge.string("to"));
                if (from != null && to != null && to <= from) {
                    rows.put(edge.string("to"), from + 1);
                    moved = true;
                }
            }
            if (!moved) {
                break;
            }
        }
        return rows;
    }

    /** Left-to-right within a row: below the first parent where that place is free. */
    private static Map<String, int[]> places(List<JsonObject> nodes, List<JsonObject> edges,
            Map<String, Integer> rows) {
        Map<String, int[]> places = new LinkedHashMap<>();
        Map<Integer, Integer> next = new LinkedHashMap<>();
        int last = 0;
        for (int row : rows.values()) {
            last = Math.max(last, row);
        }
        for (int row = 0; row <= last; row++) {
            for (JsonObject node : nodes) {
                String id = node.string("id");
                if (rows.get(id) != row) {
                    continue;
                }
                int column = next.getOrDefault(row, 0);
                for (JsonObject edge : edges) {
                    int[] parent = places.get(edge.string("from"));
                    if (edge.string("to").equals(id) && parent != null) {
                        column = Math.max(column, parent[0] / ACROSS);
                        break;
                    }
                }
                next.put(row, column + 1);
                places.put(id, new int[]{column * ACROSS + 14, row * DOWN + 8});
            }
        }
        return places;
    }

    private static Html edge(JsonObject edge, int[] from, int[] to, boolean leads) {
        String operator = edge.stringOr("operator", "");
        int x1 = from[0] + WIDTH / 2;
        int y1 = from[1] + HEIGHT;
        int x2 = to[0] + WIDTH / 2;
        int y2 = to[1];
        int middle = (y1 + y2) / 2;
        int length = operator.length() * 7 + 22;
        return el("g", key("edge " + edge.string("from") + " " + edge.string("to") + " " + operator),
                el("path", cls(leads ? "d-e on" : "d-e"),
                        attr("d",
                                "M" + x1 + " " + y1 + "C" + x1 + " " + middle + " " + x2 + " " + middle + " " + x2 + " "
                                        + y2)),
                when(!operator.isEmpty(), () -> el("g", cls("d-op"),
                        el("rect", attr("x", Integer.toString((x1 + x2 - length) / 2)),
                                attr("y", Integer.toString(middle - 11)), attr("width", Integer.toString(length)),
                                attr("height", "22"), attr("rx", "11")),
                        el("text", attr("x", Integer.toString((x1 + x2) / 2)), attr("y", Integer.toString(middle + 4)),
                                operator))));
    }

    private static Html node(JsonObject node, int[] place, boolean selected, Consumer<String> select) {
        String id = node.string("id");
        String how = how(node);
        String name = node.stringOr("name", id);
        return el("g", key("node " + id), cls("d-n k-" + how),
                attr("transform", "translate(" + place[0] + " " + place[1] + ")"),
                attr("tabindex", "0"), attr("role", "button"),
                attr("aria-pressed", Boolean.toString(selected)),
                attr("aria-description", name + ", " + node.stringOr("kind", "") + ", " + how),
                on("click", event -> select.accept(id)),
                on("keydown", event -> {
                    if (event.key().equals("Enter") || event.key().equals(" ")) {
                        select.accept(id);
                    }
                }),
                when(selected,
                        () -> el("rect", cls("d-sel"), attr("x", "-5"), attr("y", "-5"),
                                attr("width", Integer.toString(WIDTH + 10)),
                                attr("height", Integer.toString(HEIGHT + 10)), attr("rx", "14"))),
                el("rect", cls("b"), attr("width", Integer.toString(WIDTH)), attr("height", Integer.toString(HEIGHT)),
                        attr("rx", "10")),
                el("circle", cls("s"), attr("cx", "26"), attr("cy", "27"), attr("r", "13")),
                el("path", cls("sg"), attr("transform", "translate(18 19)"),
                        attr("d", how.equals("checked") ? "M3.5 8.5l3 3 6-7"
                                : how.equals("measured") ? "M3 12V9M6.4 12V6M9.7 12V8M13 12V3.5"
                                        : "M3 4h10v6.5H8.5L6 13v-2.5H3z")),
                el("text", cls("nm"), attr("x", "46"), attr("y", "24"), shorten(name)),
                el("text", cls("dg"), attr("x", "46"), attr("y", "42"), second(node)));
    }

    /** Both ends of a name that is too long for its box. */
    private static String shorten(String name) {
        return name.length() <= LETTERS ? name
                : name.substring(0, LETTERS / 2) + "\u2026" + name.substring(name.length() - LETTERS / 2 + 1);
    }

    /** The line below a node's name: its digest, or how often it ran. */
    static String second(JsonObject node) {
        for (JsonObject fact : node.findArray("facts").orElse(JsonArray.EMPTY).objects()) {
            if (fact.stringOr("label", "").equals("runs") && node.stringOr("kind", "").equals("runs")) {
                return fact.string("value").equals("1") ? "1 run" : fact.string("value") + " runs";
            }
        }
        String digest = Format.shortDigest(node.stringOr("digest", ""));
        return digest.isEmpty() ? node.stringOr("kind", "") : digest;
    }

    /** The strongest thing said about it. */
    static String how(JsonObject node) {
        if (node.stringOr("kind", "").equals("source")) {
            return "claimed";
        }
        if (node.stringOr("kind", "").equals("runs")) {
            return "measured";
        }
        for (JsonObject fact : node.findArray("facts").orElse(JsonArray.EMPTY).objects()) {
            if (fact.stringOr("how", "").equals("checked")) {
                return "checked";
            }
        }
        return "claimed";
    }
}
