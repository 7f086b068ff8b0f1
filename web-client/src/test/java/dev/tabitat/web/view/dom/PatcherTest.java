package dev.tabitat.web.view.dom;

import static dev.tabitat.web.view.dom.Html.attr;
import static dev.tabitat.web.view.dom.Html.el;
import static dev.tabitat.web.view.dom.Html.key;
import static dev.tabitat.web.view.dom.Html.on;
import static dev.tabitat.web.view.dom.Html.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The patcher changes what differs and leaves every other node alone. */
final class PatcherTest {

    private final FakeTree tree = new FakeTree();
    private final FakeTree.Node root = new FakeTree.Node("main", false);
    private final Patcher<FakeTree.Node> patcher = new Patcher<>(tree, root);

    @Test
    void drawsATree() {
        render(el("p", attr("class", "note"), "Hello, ", el("b", "you")));
        assertEquals("<p class=note>Hello, <b>you</b></p>", root.inside());
    }

    @Test
    void touchesNothingWhenNothingDiffers() {
        render(page("a", "one"));
        tree.changes = 0;
        render(page("a", "one"));
        assertEquals(0, tree.changes);
    }

    @Test
    void changesOneTextAndKeepsItsElement() {
        render(page("a", "one"));
        FakeTree.Node before = root.children.get(0);
        tree.changes = 0;
        render(page("a", "two"));
        assertSame(before, root.children.get(0));
        assertEquals(1, tree.changes);
        assertEquals("<p class=a>two</p>", root.inside());
    }

    @Test
    void setsAndRemovesAttributes() {
        render(el("p", attr("class", "a"), attr("hidden", "")));
        render(el("p", attr("class", "b")));
        assertEquals("<p class=b></p>", root.inside());
    }

    private static Html list(String... ids) {
        List<Html> rows = new ArrayList<>();
        for (String id : ids) {
            rows.add(el("li", attr("id", id), el("span", "row " + id), el("button", "Delete")));
        }
        return el("ul", rows);
    }

    private static String rows(String... ids) {
        StringBuilder all = new StringBuilder("<ul>");
        for (String id : ids) {
            all.append("<li id=").append(id).append("><span>row ").append(id)
                    .append("</span><button>Delete</button></li>");
        }
        return all.append("</ul>").toString();
    }

    @Test
    void rowsThatStayKeepTheirNodesWhenOthersComeGoOrMove() {
        render(list("a", "b", "c"));
        List<FakeTree.Node> before = List.copyOf(root.children.get(0).children);
        tree.changes = 0;
        render(list("n", "a", "b", "c"));
        assertEquals(rows("n", "a", "b", "c"), root.inside());
        assertEquals(before, root.children.get(0).children.subList(1, 4), "the rows below keep their nodes");
        render(list("n", "c"));
        assertEquals(rows("n", "c"), root.inside());
        assertSame(before.get(2), root.children.get(0).children.get(1));
        render(list("c", "n"));
        assertEquals(rows("c", "n"), root.inside());
        assertSame(before.get(2), root.children.get(0).children.get(0));
    }

    @Test
    void anyListBecomesAnyOther() {
        Random random = new Random(20261130);
        for (int round = 0; round < 2_000; round++) {
            List<String> ids = new ArrayList<>(List.of("a", "b", "c", "d", "e", "f"));
            java.util.Collections.shuffle(ids, random);
            String[] next = ids.subList(0, random.nextInt(7)).toArray(new String[0]);
            List<FakeTree.Node> before = root.children.isEmpty() ? List.of()
                    : List.copyOf(root.children.get(0).children);
            render(list(next));
            assertEquals(rows(next), root.inside(), "round " + round);
            for (FakeTree.Node node : root.children.get(0).children) {
                long same = before.stream().filter(one -> one.attributes.get("id").equals(node.attributes.get("id")))
                        .count();
                assertEquals(same, before.stream().filter(one -> one == node).count(),
                        "a row that stays keeps its node, round " + round);
            }
        }
    }

    /** Rows as screens draw them: known by a key, and with a field in each. */
    private static Html keyed(String... keys) {
        List<Html> rows = new ArrayList<>();
        for (String key : keys) {
            rows.add(el("li", key(key), el("span", "row " + key), el("input")));
        }
        return el("ul", rows);
    }

    @Test
    void aRowThatComesOrGoesChangesNothingInTheOthers() {
        render(keyed("a", "b", "c"), keyed("a", "b", "c"));
        List<FakeTree.Node> before = List.copyOf(root.children.get(0).children);
        before.forEach(row -> row.child(1).attributes.put("value", "typed"));
        tree.changes = 0;
        tree.made = 0;
        render(keyed("a", "n", "b", "c"), keyed("a", "b", "c"));
        assertEquals(4, tree.changes, "what was made is put in, and nothing else changes");
        assertEquals(4, tree.made, "a row, its span, its text and its field");
        tree.changes = 0;
        render(keyed("n", "b", "c"), keyed("a", "b", "c"));
        List<FakeTree.Node> after = root.children.get(0).children;
        assertEquals(before.subList(1, 3), after.subList(1, 3), "the rows that stay are the same nodes");
        assertEquals("typed", after.get(2).child(1).attributes.get("value"), "and so is what is typed in them");
        assertEquals("<ul><li><span>row n</span><input></input></li>", root.inside().substring(0, 46));
    }

    @Test
    void aKeyIsNoAttribute() {
        render(keyed("a"));
        assertEquals("<ul><li><span>row a</span><input></input></li></ul>", root.inside());
    }

    @Test
    void replacesAnElementOfAnotherTagOrId() {
        render(el("div", attr("id", "start")));
        FakeTree.Node before = root.children.get(0);
        render(el("div", attr("id", "models")));
        assertNotSame(before, root.children.get(0));
        render(el("section", attr("id", "models")));
        assertEquals("<section id=models></section>", root.inside());
    }

    @Test
    void addsAndRemovesAtTheEnd() {
        render(el("i"), el("b"));
        FakeTree.Node first = root.children.get(0);
        render(el("i"));
        assertEquals("<i></i>", root.inside());
        render(el("i"), el("u"), text("x"));
        assertEquals("<i></i><u></u>x", root.inside());
        assertSame(first, root.children.get(0));
    }

    @Test
    void asksTheNewestHandlerThroughOneListener() {
        List<String> heard = new ArrayList<>();
        render(el("button", on("click", event -> heard.add("old"))));
        render(el("button", on("click", event -> heard.add("new"))));
        FakeTree.Node button = root.children.get(0);
        assertEquals(1, button.handlers.get("click").size());
        button.handlers.get("click").get(0).handle(null);
        render(el("button"));
        button.handlers.get("click").get(0).handle(null);
        assertEquals(List.of("new"), heard);
    }

    @Test
    void createsDrawingsInTheirOwnNamespace() {
        render(el("div", el("svg", el("path"))));
        FakeTree.Node div = root.children.get(0);
        assertEquals(false, div.isSvg);
        assertEquals(true, div.children.get(0).isSvg);
        assertEquals(true, div.children.get(0).children.get(0).isSvg);
        render(el("div", el("svg", el("path"), el("g"))));
        assertEquals(true, div.children.get(0).children.get(1).isSvg);
    }

    @Test
    void endsAsIfDrawnAfresh() {
        long seed = Long.getLong("tabitat.seed", 20261123L);
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            Html wanted = any(random, 4);
            render(wanted);
            FakeTree.Node fresh = new FakeTree.Node("main", false);
            new Patcher<>(tree, fresh).render(List.of(wanted));
            assertEquals(fresh.inside(), root.inside(), "seed " + seed + ", round " + round);
        }
    }

    private static Html any(Random random, int depth) {
        List<Object> parts = new ArrayList<>();
        if (random.nextInt(3) == 0) {
            parts.add(attr("id", "n" + random.nextInt(2)));
        }
        if (random.nextBoolean()) {
            parts.add(attr("class", "c" + random.nextInt(3)));
        }
        for (int i = depth == 0 ? 0 : random.nextInt(4); i > 0; i--) {
            parts.add(random.nextInt(3) == 0 ? text("t" + random.nextInt(3)) : any(random, depth - 1));
        }
        return el(random.nextBoolean() ? "div" : "p", parts.toArray());
    }

    private static Html page(String kind, String words) {
        return el("p", attr("class", kind), words);
    }

    private void render(Html... wanted) {
        patcher.render(List.of(wanted));
    }
}
