package dev.tabitat.web.view.dom;

import static dev.tabitat.web.view.dom.Html.attr;
import static dev.tabitat.web.view.dom.Html.el;
import static dev.tabitat.web.view.dom.Html.on;
import static dev.tabitat.web.view.dom.Html.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The patcher changes what differs and leaves every other node alone. */
final class PatcherTest {

    private final PaperTree tree = new PaperTree();
    private final Node root = new Node("main", false, "");
    private final Patcher<Node> patcher = new Patcher<>(tree, root);

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
        Node before = root.children.get(0);
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

    @Test
    void replacesAnElementOfAnotherTagOrId() {
        render(el("div", attr("id", "start")));
        Node before = root.children.get(0);
        render(el("div", attr("id", "models")));
        assertNotSame(before, root.children.get(0));
        render(el("section", attr("id", "models")));
        assertEquals("<section id=models></section>", root.inside());
    }

    @Test
    void addsAndRemovesAtTheEnd() {
        render(el("i"), el("b"));
        Node first = root.children.get(0);
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
        Node button = root.children.get(0);
        assertEquals(1, button.listeners.size());
        button.listeners.get(0).handle(null);
        render(el("button"));
        button.listeners.get(0).handle(null);
        assertEquals(List.of("new"), heard);
    }

    @Test
    void createsDrawingsInTheirOwnNamespace() {
        render(el("div", el("svg", el("path"))));
        Node div = root.children.get(0);
        assertEquals(false, div.svg);
        assertEquals(true, div.children.get(0).svg);
        assertEquals(true, div.children.get(0).children.get(0).svg);
        render(el("div", el("svg", el("path"), el("g"))));
        assertEquals(true, div.children.get(0).children.get(1).svg);
    }

    @Test
    void endsAsIfDrawnAfresh() {
        long seed = Long.getLong("tabitat.seed", 20261123L);
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            Html wanted = any(random, 4);
            render(wanted);
            Node fresh = new Node("main", false, "");
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

    /** A document on paper. */
    private static final class Node {

        private final String tag;
        private final boolean svg;
        private final Map<String, String> attributes = new LinkedHashMap<>();
        private final List<Node> children = new ArrayList<>();
        private final List<Html.Handler> listeners = new ArrayList<>();
        private String text;

        Node(String tag, boolean svg, String text) {
            this.tag = tag;
            this.svg = svg;
            this.text = text;
        }

        /** Its content written out, attributes by name. */
        String inside() {
            StringBuilder out = new StringBuilder(text);
            for (Node child : children) {
                out.append(child.outside());
            }
            return out.toString();
        }

        private String outside() {
            if (tag.isEmpty()) {
                return text;
            }
            StringBuilder out = new StringBuilder("<").append(tag);
            attributes.keySet().stream().sorted().forEach(name -> out.append(' ').append(name).append('=').append(attributes.get(name)));
            return out.append('>').append(inside()).append("</").append(tag).append('>').toString();
        }
    }

    /** Counts every change. */
    private static final class PaperTree implements Tree<Node> {

        private int changes;

        @Override
        public Node element(String tag, boolean svg) {
            return new Node(tag, svg, "");
        }

        @Override
        public Node text(String text) {
            return new Node("", false, text);
        }

        @Override
        public void setText(Node node, String text) {
            changes++;
            node.text = text;
        }

        @Override
        public void setAttribute(Node node, String name, String value) {
            changes++;
            node.attributes.put(name, value);
        }

        @Override
        public void removeAttribute(Node node, String name) {
            changes++;
            node.attributes.remove(name);
        }

        @Override
        public void append(Node parent, Node child) {
            changes++;
            parent.children.add(child);
        }

        @Override
        public void replace(Node parent, Node old, Node next) {
            changes++;
            parent.children.set(parent.children.indexOf(old), next);
        }

        @Override
        public void remove(Node parent, Node child) {
            changes++;
            parent.children.remove(child);
        }

        @Override
        public List<Node> children(Node node) {
            return node.children;
        }

        @Override
        public String tag(Node node) {
            return node.tag;
        }

        @Override
        public String attribute(Node element, String name) {
            return element.attributes.getOrDefault(name, "");
        }

        @Override
        public String characters(Node text) {
            return text.text;
        }

        @Override
        public void listen(Node node, String event, Html.Handler handler) {
            node.listeners.add(handler);
        }
    }
}
