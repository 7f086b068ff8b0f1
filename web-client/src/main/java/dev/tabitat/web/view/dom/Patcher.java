package dev.tabitat.web.view.dom;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the children of one node like a tree of markup, changing only what differs: focus, selection and scrolling survive.
 *
 * <p>Children are compared by place; an element whose tag or {@code id} differs is replaced.
 *
 * @param <N> the document's nodes
 */
public final class Patcher<N> {

    private final Tree<N> tree;
    private final N root;
    private List<Mounted<N>> mounted = new ArrayList<>();
    private boolean isOurs;

    /** @param root an element whose children go at the first {@link #render}, unless they are {@link #adopt adopted} */
    public Patcher(Tree<N> tree, N root) {
        this.tree = tree;
        this.root = root;
    }

    public void render(List<Html> wanted) {
        if (!isOurs) {
            isOurs = true;
            new ArrayList<>(tree.children(root)).forEach(node -> tree.remove(root, node));
        }
        mounted = children(root, mounted, wanted, false);
    }

    /** Takes over what already stands there where tags, ids and places agree, and makes the rest like the tree of markup. */
    public void adopt(List<Html> wanted) {
        isOurs = true;
        mounted = adopted(root, wanted, false);
    }

    private List<Mounted<N>> adopted(N parent, List<Html> wanted, boolean svg) {
        List<Mounted<N>> old = new ArrayList<>();
        List<N> found = new ArrayList<>(tree.children(parent));
        boolean fits = true;
        for (Html html : wanted) {
            while (fits && !found.isEmpty() && !html.isText() && isBlank(found.get(0))) {
                tree.remove(parent, found.remove(0));
            }
            fits = fits && !found.isEmpty() && isLike(found.get(0), html);
            if (fits) {
                old.add(adopted(found.remove(0), html, svg));
            }
        }
        found.forEach(node -> tree.remove(parent, node));
        return children(parent, old, wanted, svg);
    }

    private Mounted<N> adopted(N node, Html html, boolean svg) {
        Mounted<N> mounted = new Mounted<>(node, html);
        if (html.isText()) {
            tree.setText(node, html.text());
            return mounted;
        }
        html.attributes().forEach((name, value) -> tree.setAttribute(node, name, value));
        mounted.children = adopted(node, html.children(), svg || html.tag().equals("svg"));
        listen(mounted, html);
        return mounted;
    }

    private boolean isBlank(N node) {
        return tree.tag(node).isEmpty() && tree.characters(node).isBlank();
    }

    private boolean isLike(N node, Html html) {
        return tree.tag(node).equals(html.tag()) && (html.isText()
                || tree.attribute(node, "id").equals(html.attributes().getOrDefault("id", "")));
    }

    private List<Mounted<N>> children(N parent, List<Mounted<N>> old, List<Html> wanted, boolean svg) {
        List<Mounted<N>> result = new ArrayList<>(wanted.size());
        for (int i = 0; i < wanted.size(); i++) {
            Html html = wanted.get(i);
            if (i >= old.size()) {
                Mounted<N> created = create(html, svg);
                tree.append(parent, created.node);
                result.add(created);
            } else if (old.get(i).fits(html)) {
                update(old.get(i), html, svg);
                result.add(old.get(i));
            } else {
                Mounted<N> created = create(html, svg);
                tree.replace(parent, old.get(i).node, created.node);
                result.add(created);
            }
        }
        for (int i = wanted.size(); i < old.size(); i++) {
            tree.remove(parent, old.get(i).node);
        }
        return result;
    }

    private Mounted<N> create(Html html, boolean svg) {
        if (html.isText()) {
            return new Mounted<>(tree.text(html.text()), html);
        }
        boolean inside = svg || html.tag().equals("svg");
        Mounted<N> made = new Mounted<>(tree.element(html.tag(), inside), html);
        made.children = children(made.node, List.of(), html.children(), inside);
        html.attributes().forEach((name, value) -> tree.setAttribute(made.node, name, value));
        listen(made, html);
        return made;
    }

    private void update(Mounted<N> node, Html html, boolean svg) {
        Html before = node.html;
        node.html = html;
        if (html.isText()) {
            if (!before.text().equals(html.text())) {
                tree.setText(node.node, html.text());
            }
            return;
        }
        node.children = children(node.node, node.children, html.children(), svg || html.tag().equals("svg"));
        html.attributes().forEach((name, value) -> {
            if (!value.equals(before.attributes().get(name))) {
                tree.setAttribute(node.node, name, value);
            }
        });
        for (String name : before.attributes().keySet()) {
            if (!html.attributes().containsKey(name)) {
                tree.removeAttribute(node.node, name);
            }
        }
        listen(node, html);
    }

    /** One listener an event and element; it asks for the handler of the newest render. */
    private void listen(Mounted<N> node, Html html) {
        for (String event : html.handlers().keySet()) {
            if (node.listening.put(event, true) == null) {
                tree.listen(node.node, event, happened -> {
                    Html.Handler handler = node.html.handlers().get(event);
                    if (handler != null) {
                        handler.handle(happened);
                    }
                });
            }
        }
    }

    private static final class Mounted<N> {

        private final N node;
        private final Map<String, Boolean> listening = new LinkedHashMap<>();
        private Html html;
        private List<Mounted<N>> children = List.of();

        Mounted(N node, Html html) {
            this.node = node;
            this.html = html;
        }

        boolean fits(Html other) {
            return html.tag().equals(other.tag()) && id(html).equals(id(other));
        }

        private static String id(Html html) {
            return html.attributes().getOrDefault("id", "");
        }
    }
}
