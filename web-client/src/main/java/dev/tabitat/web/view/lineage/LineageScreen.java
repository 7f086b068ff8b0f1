package dev.tabitat.web.view.lineage;

import static dev.tabitat.web.view.dom.Html.attr;
import static dev.tabitat.web.view.dom.Html.cls;
import static dev.tabitat.web.view.dom.Html.el;
import static dev.tabitat.web.view.dom.Html.key;
import static dev.tabitat.web.view.dom.Html.on;
import static dev.tabitat.web.view.dom.Html.when;

import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonString;
import dev.tabitat.core.json.JsonWriter;
import dev.tabitat.web.view.dom.Html;
import dev.tabitat.web.view.parts.Format;
import dev.tabitat.web.view.parts.Parts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The lineage screen. */
public final class LineageScreen {

    private LineageScreen() {}

    static List<Html> render(LineageState state, LineageActions actions) {
        List<Html> screen = new ArrayList<>();
        screen.add(el("div", cls("head"),
                el("div", el("h1", attr("tabindex", "-1"), "Where it came from"),
                        el("p", cls("lede"),
                                "Every install and every answer is on record. Parents are above, their descendants below.")),
                el("div", cls("acts"),
                        el("label", cls("btn"), attr("for", "lineage-file"), "Import and verify"),
                        el("input", cls("vh"), attr("id", "lineage-file"), attr("type", "file"),
                                attr("accept", ".json,application/json"),
                                attr("aria-label", "A lineage file to verify"),
                                on("change", event -> actions.importLineage(event.raw()))),
                        Parts.button("", "Export as file", event -> actions.exportLineage("prov")),
                        Parts.button("", "Parts list (CycloneDX)",
                                event -> actions.exportLineage("cyclonedx")))));
        screen.add(el("p", cls("note"),
                "The file holds names, digests, times and counts as W3C PROV-JSON. It holds no texts: each input is named by a salted"
                        + " commitment, and the salt stays in this browser. To check a file that you received, drop it on this page."));
        state.error().ifPresent(error -> screen.add(Parts.failure("This file could not be verified.", error)));
        state.imported().ifPresent(report -> screen.add(imported(report)));
        if (state.lineage().isEmpty()) {
            screen.add(el("p", cls("note"), attr("role", "status"), attr("aria-busy", "true"),
                    "Reading the records\u2026"));
            return screen;
        }
        JsonObject lineage = state.lineage().get();
        List<JsonObject> nodes = lineage.array("nodes").objects();
        if (nodes.isEmpty()) {
            screen.add(Parts.message("", "Nothing has happened yet.",
                    "Install a model or let one answer: it is then listed here with its evidence."));
            return screen;
        }
        String selected = nodes.stream().map(node -> node.string("id")).filter(state.selected()::equals).findFirst()
                .orElse(last(nodes));
        screen.add(el("div", cls("tree"), drawing(lineage, nodes, selected, actions),
                record(find(nodes, selected), lineage, state, actions)));
        return screen;
    }

    /** The newest model that is here, else the newest. */
    private static String last(List<JsonObject> nodes) {
        String last = nodes.get(nodes.size() - 1).string("id");
        for (JsonObject node : nodes) {
            boolean isBetter = node.stringOr("kind", "").equals("model") && isHere(node);
            last = isBetter ? node.string("id") : last;
        }
        return last;
    }

    private static JsonObject find(List<JsonObject> nodes, String id) {
        for (JsonObject node : nodes) {
            if (node.string("id").equals(id)) {
                return node;
            }
        }
        return nodes.get(0);
    }

    private static Html drawing(JsonObject lineage, List<JsonObject> nodes, String selected,
            LineageActions actions) {
        boolean whole = lineage.boolOr("chain_ok", false);
        Consumer<String> select = actions::select;
        return el("section", cls("card dag"), attr("aria-label", "Lineage"),
                el("div", cls("legend"),
                        el("span", Parts.seal("checked", "checked")), el("span", Parts.seal("measured", "measured")),
                        el("span", Parts.seal("claimed", "claimed"))),
                el("div", cls("scroll wide-only"), Dag.draw(nodes, lineage.array("edges").objects(), selected, select)),
                LineageList.draw(nodes, lineage.array("edges").objects(), selected, select),
                el("details", cls("more-info"), el("summary", Parts.chevron(), "The same as a table"),
                        table(nodes, lineage.array("edges").objects())),
                el("p", cls(whole ? "proved" : "msg harm"), Parts.icon(whole ? Parts.TICK : Parts.WARN),
                        el("span", whole
                                ? Format.count(lineage.integerOr("length", 0), "record", "records")
                                        + ", each sealed to the one before: the chain is whole. Its head is "
                                        + Format.shortDigest(lineage.stringOr("head", "")) + "."
                                : "The chain of records is broken: something changed them. Export a copy before you continue.")));
    }

    private static Html table(List<JsonObject> nodes, List<JsonObject> edges) {
        List<Html> rows = new ArrayList<>();
        for (JsonObject node : nodes) {
            List<String> parents = new ArrayList<>();
            for (JsonObject edge : edges) {
                if (edge.string("to").equals(node.string("id"))) {
                    parents.add(find(nodes, edge.string("from")).stringOr("name", "") + " ("
                            + edge.stringOr("operator", "") + ")");
                }
            }
            rows.add(el("tr", key(node.string("id")),
                    el("th", Parts.NAME, attr("scope", "row"), node.stringOr("name", node.string("id"))),
                    el("td", node.stringOr("kind", "")),
                    el("td", parents.isEmpty() ? "none" : String.join(", ", parents)),
                    el("td", cls("mono"), Format.shortDigest(node.stringOr("digest", "")))));
        }
        return el("div", cls("scroll"), attr("tabindex", "0"), attr("role", "region"),
                attr("aria-label", "Lineage as a table"), el("table", cls("t"),
                        el("thead",
                                el("tr", el("th", attr("scope", "col"), "Name"), el("th", attr("scope", "col"), "Kind"),
                                        el("th", attr("scope", "col"), "Comes from"),
                                        el("th", attr("scope", "col"), "Digest"))),
                        el("tbody", rows)));
    }

    private static Html record(JsonObject node, JsonObject lineage, LineageState state, LineageActions actions) {
        List<Html> facts = new ArrayList<>();
        facts.add(fact("Kind", el("span", kind(node))));
        for (JsonObject edge : lineage.array("edges").objects()) {
            if (edge.string("to").equals(node.string("id"))) {
                String parent = edge.string("from");
                facts.add(fact("Came by",
                        el("span", edge.stringOr("operator", "") + " of ",
                                el("button", attr("type", "button"), cls("link"),
                                        on("click", event -> actions.select(parent)),
                                        find(lineage.array("nodes").objects(), parent).stringOr("name", parent)))));
            }
        }
        node.findString("digest").filter(digest -> !digest.isEmpty())
                .ifPresent(digest -> facts.add(fact("Digest", digest(digest, state, actions))));
        text(node, "lifecycle_state")
                .filter(value -> value.equals("archived") && node.stringOr("kind", "").equals("model"))
                .ifPresent(value -> facts.add(fact("State", el("span", "removed from this tab; its record stays"))));
        text(node, "created_at_utc").ifPresent(value -> facts.add(fact("Since", el("span", Format.moment(value)))));
        List<Html> said = new ArrayList<>();
        for (JsonObject fact : node.findArray("facts").orElse(JsonArray.EMPTY).objects()) {
            String how = fact.stringOr("how", "claimed");
            said.add(el("li", Parts.seal(how, how),
                    el("span", Parts.AUTO_DIRECTION, fact.stringOr("label", "") + ": " + plain(fact))));
        }
        return el("section", cls("card record"), attr("aria-label", "Record"), attr("aria-live", "polite"),
                el("p", cls("note"), "Record"),
                el("h2", Parts.NAME, Parts.AUTO_DIRECTION, cls("big"), node.stringOr("name", node.string("id"))),
                el("dl", facts),
                when(!said.isEmpty(), () -> el("div", el("h3", "Statements about it"), el("ul", cls("said"), said))),
                replay(node, state, actions),
                el("div", cls("acts"), Parts.button("bare", "Copy record", event -> actions.copy(node)),
                        when(state.copied().what().equals(JsonWriter.pretty(node)),
                                () -> Parts.copied(state.copied().problem())),
                        when(isBred(node) && isHere(node), () -> Parts.button("bare", "Save with all it was made from",
                                event -> actions.exportPackage(node.string("name"))))));
    }

    /** Whether it can be made again from what the lineage says. */
    private static boolean isBred(JsonObject node) {
        return node.stringOr("kind", "").equals("model")
                && node.stringOr("merge_recipe", "").indexOf("\"version\"") >= 0;
    }

    private static boolean isHere(JsonObject node) {
        return !node.stringOr("lifecycle_state", "").equals("archived");
    }

    /** Making it again, and what came of that. */
    private static Html replay(JsonObject node, LineageState state, LineageActions actions) {
        if (!isBred(node)) {
            return null;
        }
        String digest = node.stringOr("artifact_digest", node.string("id"));
        List<Html> parts = new ArrayList<>();
        state.replay().result().filter(one -> one.string("expected").equals(digest))
                .ifPresent(one -> parts.add(one.bool("identical")
                        ? el("p", cls("proved"), attr("role", "status"), Parts.icon(Parts.TICK),
                                el("span", "Replayed in " + Format.milliseconds(one.number("duration_ms"))
                                        + ": made again from its parents, and every byte is the same."))
                        : el("p", cls("msg harm"), attr("role", "status"),
                                "It came out otherwise: " + Format.shortDigest(one.string("found")) + " instead of "
                                        + Format.shortDigest(digest) + ".")));
        state.replay().error().ifPresent(error -> parts.add(Parts.failure("It could not be made again.", error)));
        parts.add(el("div", cls("acts"),
                Parts.button("go", state.replay().isRunning() ? "Replaying\u2026" : "Replay",
                        event -> actions.replay(digest))));
        return el("div", attr("aria-live", "polite"), parts);
    }

    private static String plain(JsonObject fact) {
        String value = fact.find("value").map(Object::toString).orElse("");
        String bare = value.startsWith("\"") ? fact.string("value") : value;
        return bare.startsWith("sha256:") ? Format.shortDigest(bare) : Format.moment(bare);
    }

    private static String kind(JsonObject node) {
        return switch (node.stringOr("kind", "")) {
            case "source" -> "an artifact as its author published it";
            case "runs" -> "runs in this tab";
            case "examples" -> "your examples; no text of theirs is in the lineage";
            default -> "model package";
        };
    }

    private static Optional<String> text(JsonObject node, String name) {
        return node.find(name).filter(value -> value instanceof JsonString).map(value -> node.string(name))
                .filter(value -> !value.isEmpty());
    }

    private static Html digest(String digest, LineageState state, LineageActions actions) {
        return Parts.digest(digest, state.wholeDigest().equals(digest), event -> actions.showDigest(digest));
    }

    private static Html fact(String name, Html value) {
        return el("div", el("dt", name), el("dd", value));
    }

    private static Html imported(JsonObject report) {
        boolean ok = report.boolOr("ok", false);
        List<Html> lines = new ArrayList<>();
        for (String how : List.of("checked", "measured", "claimed")) {
            report.findArray(how).ifPresent(items -> items.strings().stream().limit(12)
                    .forEach(item -> lines.add(el("li", Parts.seal(how, how), el("span", item)))));
        }
        List<Html> notices = new ArrayList<>();
        report.findArray("notices").ifPresent(items -> items.strings().forEach(item -> notices.add(el("li", item))));
        List<Html> problems = new ArrayList<>();
        report.findArray("problems").ifPresent(items -> items.strings().forEach(item -> problems.add(el("li", item))));
        return el("section", cls("card record"), attr("role", "status"), attr("aria-label", "Verification"),
                el("h2", ok
                        ? "The file is whole: " + Format.count(report.integerOr("records", 0), "record", "records")
                                + " verified."
                        : "The file does not verify."),
                el("p", cls("quiet"), ok
                        ? "Every record, digest and link was computed again. Nothing in the file was run."
                        : "Do not rely on the rest of it. Your own lineage is unchanged; ask the sender for another copy."),
                when(!problems.isEmpty(), () -> el("ul", cls("msg harm"), problems)),
                el("ul", cls("said"), lines), el("ul", cls("note"), notices));
    }
}
