package dev.tabitat.web.view.dom;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Other code in the page: a translator, and extensions that insert, wrap, move, copy and remove nodes. */
final class ForeignCode {

    private final Random random;

    ForeignCode(Random random) {
        this.random = random;
    }

    /** Like Google Translate: each text is replaced by {@code <font><font>translation</font></font>}. */
    static void translateAll(FakeTree.Node node) {
        if (node.tag.equals("font")) {
            return;
        }
        for (FakeTree.Node child : List.copyOf(node.children)) {
            if (child.tag.isEmpty() && !child.text.isBlank()) {
                translate(child);
            } else {
                translateAll(child);
            }
        }
    }

    static void translate(FakeTree.Node text) {
        FakeTree.Node font = element("font", element("font", text("[" + text.text + "]")));
        FakeTree.Node parent = text.parent;
        parent.add(parent.children.indexOf(text), font);
        text.detach();
    }

    /** Like translators that keep the text inside: {@code <font><font>text</font></font>}. */
    static void wrap(FakeTree.Node node, String tag) {
        FakeTree.Node parent = node.parent;
        FakeTree.Node wrapper = new FakeTree.Node(tag, false);
        parent.add(parent.children.indexOf(node), wrapper);
        node.detach();
        wrapper.add(0, node);
    }

    /** Like {@code parent.innerHTML = parent.innerHTML}: every child is another one of the same look. */
    static void rewrite(FakeTree.Node parent) {
        for (FakeTree.Node child : List.copyOf(parent.children)) {
            int at = parent.children.indexOf(child);
            child.detach();
            parent.add(at, copy(child));
        }
    }

    static FakeTree.Node element(String tag, FakeTree.Node... children) {
        FakeTree.Node node = new FakeTree.Node(tag, false);
        for (FakeTree.Node child : children) {
            node.add(node.children.size(), child);
        }
        return node;
    }

    static FakeTree.Node text(String text) {
        FakeTree.Node node = new FakeTree.Node("", false);
        node.text = text;
        return node;
    }

    private static FakeTree.Node copy(FakeTree.Node node) {
        FakeTree.Node copy = new FakeTree.Node(node.tag, node.isSvg);
        copy.attributes.putAll(node.attributes);
        copy.text = node.text;
        node.children.forEach(child -> copy.add(copy.children.size(), copy(child)));
        return copy;
    }

    /** Changes one node that the patcher made in one of these ways; says which, for the message of a failure. */
    String act(FakeTree.Node root) {
        List<FakeTree.Node> below = new ArrayList<>();
        collect(root, below);
        if (below.isEmpty()) {
            return "nothing";
        }
        FakeTree.Node node = below.get(random.nextInt(below.size()));
        FakeTree.Node parent = node.parent;
        switch (random.nextInt(9)) {
            case 0 -> {
                translateAll(root);
                return "translated all";
            }
            case 1 -> {
                if (node.tag.isEmpty()) {
                    translate(node);
                }
                return "translated a text";
            }
            case 2 -> {
                wrap(node, random.nextBoolean() ? "font" : "div");
                return "wrapped " + node.tag;
            }
            case 3 -> {
                parent.add(random.nextInt(parent.children.size() + 1), element("ext-button", text("EXT")));
                return "inserted a button";
            }
            case 4 -> {
                node.detach();
                return "removed " + node.tag;
            }
            case 5 -> {
                node.detach();
                parent.add(random.nextInt(parent.children.size() + 1), node);
                return "moved " + node.tag + " among its siblings";
            }
            case 6 -> {
                node.detach();
                root.add(random.nextInt(root.children.size() + 1), node);
                return "moved " + node.tag + " to the root";
            }
            case 7 -> {
                rewrite(parent);
                return "copied the children of " + parent.tag;
            }
            default -> {
                if (node.tag.isEmpty()) {
                    node.text = random.nextBoolean() ? "" : "[" + node.text + "]";
                }
                return "changed a text in place";
            }
        }
    }

    private static void collect(FakeTree.Node node, List<FakeTree.Node> below) {
        node.children.forEach(child -> {
            if (child.isOwn) {
                below.add(child);
            }
            collect(child, below);
        });
    }
}
