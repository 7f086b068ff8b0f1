package dev.tabitat.web.view.dom;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes the children of one node like a tree of markup, changing only what differs: focus, selection and scrolling
 * survive.
 *
 * <p>
 * Children are compared by place, and those with a {@link Html#key} by it; an element whose tag or key differs is
 * replaced. Other code may change the same nodes: each render first {@link Repair repairs} what it finds replaced,
 * moved or gone.
 *
 * @param <N> the document's nodes
 */
public final class Patcher<N> {

    private final DomTree<N> tree;
    private final MountedNode<N> root;
    private boolean isOurs;
    private boolean isReleased;
    private int repairs;

    /** @param root an element whose children go at the first {@link #render}, unless they are {@link #adopt adopted} */
    public Patcher(DomTree<N> tree, N root) {
        this.tree = tree;
        this.root = new MountedNode<>(root, Html.el(tree.tag(root)));
        tree.own(root);
    }

    public void render(List<Html> wanted) {
        if (!isOurs) {
            isOurs = true;
            new ArrayList<>(tree.children(root.node)).forEach(node -> tree.remove(root.node, node));
        }
        children(root, wanted, false);
    }

    /**
     * Takes over what already stands there where tags, ids and places agree, and makes the rest like the tree of
     * markup.
     */
    public void adopt(List<Html> wanted) {
        isOurs = true;
        adopt(root, wanted, false);
    }

    /** Handles no event from now on: the nodes belong to another patcher. */
    public void release() {
        isReleased = true;
    }

    /** How many elements had children that other code had replaced, moved or removed, over all renders. */
    public int repairs() {
        return repairs;
    }

    private void adopt(MountedNode<N> parent, List<Html> wanted, boolean svg) {
        List<N> found = new ArrayList<>(tree.children(parent.node));
        List<MountedNode<N>> children = new ArrayList<>();
        for (Html html : wanted) {
            int at = firstLike(found, html);
            if (at >= 0) {
                for (int i = 0; i < at; i++) {
                    tree.remove(parent.node, found.remove(0));
                }
                children.add(adopted(found.remove(0), html, svg));
                continue;
            }
            MountedNode<N> created = create(html, svg);
            if (found.isEmpty()) {
                tree.append(parent.node, created.node);
            } else {
                tree.insertBefore(parent.node, created.node, found.get(0));
            }
            children.add(created);
        }
        found.forEach(node -> tree.remove(parent.node, node));
        parent.children = children;
    }

    private MountedNode<N> adopted(N node, Html html, boolean svg) {
        MountedNode<N> mounted = new MountedNode<>(node, html);
        tree.own(node);
        if (html.isText()) {
            tree.setText(node, html.text());
            return mounted;
        }
        html.attributes().forEach((name, value) -> tree.setAttribute(node, name, value));
        adopt(mounted, html.children(), svg || html.tag().equals("svg"));
        listen(mounted, html);
        return mounted;
    }

    /**
     * A text only right here, an element also behind others: those are blank texts of the page's source or nodes of
     * other code.
     */
    private int firstLike(List<N> found, Html html) {
        for (int i = 0; i < (html.isText() ? Math.min(1, found.size()) : found.size()); i++) {
            if (isLike(found.get(i), html)) {
                return i;
            }
        }
        return -1;
    }

    private boolean isLike(N node, Html html) {
        return html.isText() ? tree.isText(node)
                : tree.tag(node).equals(html.tag())
                        && tree.attribute(node, "id").equals(html.attributes().getOrDefault("id", ""));
    }

    private void children(MountedNode<N> parent, List<Html> wanted, boolean svg) {
        if (Repair.of(tree, parent, wanted)) {
            repairs++;
        }
        List<MountedNode<N>> old = new ArrayList<>(parent.children);
        List<MountedNode<N>> result = new ArrayList<>(wanted.size());
        for (int i = 0; i < wanted.size(); i++) {
            Html html = wanted.get(i);
            if (i < old.size() && !old.get(i).fits(html)) {
                align(parent, old, i, wanted, svg);
            }
            if (i >= old.size()) {
                MountedNode<N> created = create(html, svg);
                tree.append(parent.node, created.node);
                result.add(created);
            } else if (old.get(i).fits(html)) {
                update(old.get(i), html, svg);
                result.add(old.get(i));
            } else {
                MountedNode<N> created = create(html, svg);
                tree.replace(parent.node, old.get(i).node, created.node);
                drop(old.get(i));
                result.add(created);
            }
        }
        for (int i = wanted.size(); i < old.size(); i++) {
            drop(old.get(i));
        }
        parent.children = result;
    }

    /**
     * Makes the node at a place fit the markup that is wanted there, when keys tell that rows came, went or moved:
     * whichever is not concerned keeps its node. Where keys tell nothing, all stays as it is.
     */
    private void align(MountedNode<N> parent, List<MountedNode<N>> old, int at, List<Html> wanted, boolean svg) {
        Html html = wanted.get(at);
        if (html.key().isEmpty()) {
            return;
        }
        Set<String> keys = new HashSet<>();
        for (Html one : wanted.subList(at, wanted.size())) {
            keys.add(one.key());
        }
        int found = place(old, at, html);
        while (found > at && isGone(old.get(at), keys)) {
            drop(old.remove(at));
            found--;
        }
        if (found > at) {
            MountedNode<N> moved = old.remove(found);
            tree.insertBefore(parent.node, moved.node, old.get(at).node);
            old.add(at, moved);
        } else if (found < 0 && !isGone(old.get(at), keys)) {
            MountedNode<N> created = create(html, svg);
            tree.insertBefore(parent.node, created.node, old.get(at).node);
            old.add(at, created);
        }
    }

    private static <N> int place(List<MountedNode<N>> among, int from, Html html) {
        for (int i = from; i < among.size(); i++) {
            if (among.get(i).fits(html)) {
                return i;
            }
        }
        return -1;
    }

    /** Whether nothing that is wanted has this node's key, or it has none. */
    private static <N> boolean isGone(MountedNode<N> node, Set<String> wantedKeys) {
        String key = node.html.key();
        return key.isEmpty() || !wantedKeys.contains(key);
    }

    /** Takes out each node by itself: other code may have moved one of them to where it would stay. */
    private void drop(MountedNode<N> old) {
        tree.detach(old.node);
        old.children.forEach(this::drop);
    }

    private MountedNode<N> create(Html html, boolean svg) {
        if (html.isText()) {
            MountedNode<N> text = new MountedNode<>(tree.text(html.text()), html);
            tree.own(text.node);
            return text;
        }
        boolean inside = svg || html.tag().equals("svg");
        MountedNode<N> made = new MountedNode<>(tree.element(html.tag(), inside), html);
        tree.own(made.node);
        List<MountedNode<N>> children = new ArrayList<>();
        for (Html child : html.children()) {
            MountedNode<N> created = create(child, inside);
            tree.append(made.node, created.node);
            children.add(created);
        }
        made.children = children;
        html.attributes().forEach((name, value) -> tree.setAttribute(made.node, name, value));
        listen(made, html);
        return made;
    }

    private void update(MountedNode<N> node, Html html, boolean svg) {
        Html before = node.html;
        node.html = html;
        if (html.isText()) {
            if (!before.text().equals(html.text())) {
                tree.setText(node.node, html.text());
            }
            return;
        }
        children(node, html.children(), svg || html.tag().equals("svg"));
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

    /** One listener an event and element; it looks up the handler of the newest render. */
    private void listen(MountedNode<N> node, Html html) {
        for (String event : html.handlers().keySet()) {
            if (node.listening.add(event)) {
                tree.listen(node.node, event, happened -> {
                    Html.Handler handler = node.html.handlers().get(event);
                    if (handler != null && !isReleased) {
                        handler.handle(happened);
                    }
                });
            }
        }
    }
}
