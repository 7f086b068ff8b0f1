package dev.tabitat.web.view.dom;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A document in memory that counts what is made and changed and remembers who listens. */
final class FakeTree implements DomTree<FakeTree.Node> {

    /** An element, or a text when the tag is empty. */
    static final class Node {

        final String tag;
        final boolean isSvg;
        final Map<String, String> attributes = new LinkedHashMap<>();
        final List<Node> children = new ArrayList<>();
        final Map<String, List<Html.Handler>> handlers = new LinkedHashMap<>();
        String text = "";
        boolean isOwn;
        Node parent;

        Node(String tag, boolean isSvg) {
            this.tag = tag;
            this.isSvg = isSvg;
        }

        Node child(int index) {
            return children.get(index);
        }

        /** Takes the node out of where it stands, if it stands anywhere. */
        void detach() {
            if (parent != null) {
                parent.children.remove(this);
                parent = null;
            }
        }

        void add(int index, Node child) {
            children.add(index, child);
            child.parent = this;
        }

        /** Its content written out, attributes by name. */
        String inside() {
            StringBuilder out = new StringBuilder(text);
            children.forEach(child -> out.append(child.outside()));
            return out.toString();
        }

        private String outside() {
            if (tag.isEmpty()) {
                return text;
            }
            StringBuilder out = new StringBuilder("<").append(tag);
            attributes.keySet().stream().sorted()
                    .forEach(name -> out.append(' ').append(name).append('=').append(attributes.get(name)));
            return out.append('>').append(inside()).append("</").append(tag).append('>').toString();
        }

        String all() {
            StringBuilder all = new StringBuilder(text);
            children.forEach(child -> all.append(child.all()));
            return all.toString();
        }

        void fire(String event, String value) {
            for (Html.Handler handler : handlers.getOrDefault(event, List.of())) {
                handler.handle(new Html.Event() {
                    @Override
                    public String value() {
                        return value;
                    }

                    @Override
                    public String key() {
                        return "";
                    }

                    @Override
                    public Object raw() {
                        return Node.this;
                    }
                });
            }
        }
    }

    int made;
    int changes;

    /** The nodes that a browser would make of this markup; neighbouring texts become one. */
    Node parsed(Html html) {
        if (html.isText()) {
            Node text = new Node("", false);
            text.text = html.text();
            return text;
        }
        Node node = new Node(html.tag(), false);
        html.attributes().forEach((name, value) -> {
            if (name.indexOf(':') < 0) {
                node.attributes.put(name, value);
            }
        });
        for (Html child : html.children()) {
            Node last = node.children.isEmpty() ? null : node.children.get(node.children.size() - 1);
            if (child.isText() && last != null && last.tag.isEmpty()) {
                last.text += child.text();
            } else if (!child.isText() || !child.text().isEmpty()) {
                node.add(node.children.size(), parsed(child));
            }
        }
        return node;
    }

    @Override
    public Node element(String tag, boolean svg) {
        made++;
        return new Node(tag, svg);
    }

    @Override
    public Node text(String text) {
        made++;
        Node node = new Node("", false);
        node.text = text;
        return node;
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
        child.detach();
        parent.add(parent.children.size(), child);
    }

    @Override
    public void insertBefore(Node parent, Node child, Node next) {
        changes++;
        if (!parent.children.contains(next)) {
            throw new IllegalStateException("The node to insert before is not a child of this node");
        }
        child.detach();
        parent.add(parent.children.indexOf(next), child);
    }

    @Override
    public void replace(Node parent, Node old, Node next) {
        changes++;
        if (!parent.children.contains(old)) {
            throw new IllegalStateException("The node to be replaced is not a child of this node");
        }
        next.detach();
        parent.add(parent.children.indexOf(old), next);
        old.detach();
    }

    @Override
    public void remove(Node parent, Node child) {
        changes++;
        if (parent.children.contains(child)) {
            child.detach();
        }
    }

    @Override
    public void detach(Node node) {
        changes++;
        node.detach();
    }

    @Override
    public boolean isDetached(Node node) {
        return node.parent == null;
    }

    @Override
    public int count(Node node) {
        return node.children.size();
    }

    @Override
    public Node child(Node node, int index) {
        return node.children.get(index);
    }

    @Override
    public boolean same(Node one, Node other) {
        return one == other;
    }

    @Override
    public boolean contains(Node node, Node inner) {
        return node == inner || node.children.stream().anyMatch(child -> contains(child, inner));
    }

    @Override
    public void own(Node node) {
        node.isOwn = true;
    }

    @Override
    public boolean isOwn(Node node) {
        return node.isOwn;
    }

    @Override
    public boolean hasText(Node node) {
        return !node.all().isBlank();
    }

    @Override
    public boolean isText(Node node) {
        return node.tag.isEmpty();
    }

    @Override
    public List<Node> children(Node node) {
        return List.copyOf(node.children);
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
        node.handlers.computeIfAbsent(event, key -> new ArrayList<>()).add(handler);
    }
}
