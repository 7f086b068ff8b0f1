package dev.tabitat.web.view.dom;

import java.util.ArrayList;
import java.util.List;

/**
 * Restores the children of one element to where the patcher left them, after other code (a browser's translator, an
 * extension) has replaced, wrapped, moved or removed them.
 *
 * <p>
 * Nodes of other code stay, with three exceptions, since they show a text that is no longer true: what stands where a
 * node is missing and its text has changed since; the rest of a text that was split, when that text changes;
 * translations and copies beside our nodes, when one of those changes or was put back. A translation of an unchanged
 * text stays.
 *
 * @param <N> the document's nodes
 */
final class Repair<N> {

    private static final String TRANSLATION = "font";

    private final DomTree<N> tree;
    private final MountedNode<N> parent;
    private final List<MountedNode<N>> ours;
    private final List<Html> wanted;
    private final boolean[] inPlace;
    /**
     * At {@code i}: the nodes of other code right before our in-place node {@code i}; at the end: those after our last
     * one.
     */
    private final List<List<N>> foreign = new ArrayList<>();
    private boolean repaired;

    private Repair(DomTree<N> tree, MountedNode<N> parent, List<Html> wanted) {
        this.tree = tree;
        this.parent = parent;
        this.ours = parent.children;
        this.wanted = wanted;
        this.inPlace = new boolean[ours.size()];
    }

    /**
     * Repairs the children of an element before they are made like {@code wanted}.
     *
     * @return whether a node was put back or a text written again
     */
    static <N> boolean of(DomTree<N> tree, MountedNode<N> parent, List<Html> wanted) {
        if (isIntact(tree, parent)) {
            return false;
        }
        Repair<N> repair = new Repair<>(tree, parent, wanted);
        repair.locate();
        repair.putBack();
        repair.writeAgain();
        return repair.repaired;
    }

    private static <N> boolean isIntact(DomTree<N> tree, MountedNode<N> parent) {
        List<MountedNode<N>> ours = parent.children;
        if (tree.count(parent.node) != ours.size()) {
            return false;
        }
        for (int i = 0; i < ours.size(); i++) {
            MountedNode<N> child = ours.get(i);
            if (!tree.same(tree.child(parent.node, i), child.node) || child.html.isText() && isErased(tree, child)) {
                return false;
            }
        }
        return true;
    }

    private static <N> boolean isErased(DomTree<N> tree, MountedNode<N> text) {
        return !text.html.text().isBlank() && !tree.hasText(text.node);
    }

    /** Finds which of our nodes stand in order, and the nodes of other code between them. */
    private void locate() {
        for (int i = 0; i <= ours.size(); i++) {
            foreign.add(new ArrayList<>());
        }
        List<N> between = new ArrayList<>();
        int next = 0;
        for (N node : tree.children(parent.node)) {
            int at = tree.isOwn(node) ? indexOf(node, next) : -1;
            if (at >= 0) {
                inPlace[at] = true;
                foreign.set(at, between);
                between = new ArrayList<>();
                next = at + 1;
            } else if (!tree.isOwn(node)) {
                between.add(node);
            }
        }
        foreign.set(ours.size(), between);
    }

    private int indexOf(N node, int from) {
        for (int i = from; i < ours.size(); i++) {
            if (tree.same(ours.get(i).node, node)) {
                return i;
            }
        }
        return -1;
    }

    private void putBack() {
        List<N> tolerated = new ArrayList<>();
        int from = 0;
        while (from <= ours.size()) {
            int to = nextInPlace(from);
            List<N> here = foreign.get(to);
            if (from == to) {
                tolerated.addAll(here);
            } else {
                List<N> replacements = new ArrayList<>();
                for (N node : here) {
                    (contains(parent.tolerated, node) ? tolerated : replacements).add(node);
                }
                if (!standIn(from, to, replacements)) {
                    putBack(from, to, replacements);
                }
            }
            from = to + 1;
        }
        if (repaired || isAnyChanged()) {
            // Nothing shows of which of our nodes these are translations or copies, when they stand where none is
            // missing.
            for (N node : tolerated) {
                boolean cameSince = repaired && tree.hasText(node) && !contains(parent.tolerated, node);
                if (cameSince || tree.tag(node).equals(TRANSLATION)) {
                    tree.remove(parent.node, node);
                }
            }
        }
        parent.tolerated.clear();
        parent.tolerated.addAll(tolerated);
    }

    private int nextInPlace(int from) {
        int to = from;
        while (to < ours.size() && !inPlace[to]) {
            to++;
        }
        return to;
    }

    private boolean contains(List<N> nodes, N node) {
        for (N one : nodes) {
            if (tree.same(one, node)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether nodes of other code show the missing ones as they should be: unchanged texts translated, elements inside
     * a wrapper.
     */
    private boolean standIn(int from, int to, List<N> replacements) {
        // Beside a text that changes, nothing tells which of the nodes show that text.
        if (isChangedText(from - 1) || isChangedText(to)) {
            return false;
        }
        boolean showText = anyHasText(replacements);
        for (int i = from; i < to; i++) {
            MountedNode<N> missing = ours.get(i);
            boolean isShown = isInside(replacements, missing.node)
                    || missing.html.isText() && showText && tree.isDetached(missing.node);
            if (isChanged(i) || !isShown) {
                return false;
            }
        }
        return true;
    }

    private boolean isAnyChanged() {
        for (int i = 0; i < ours.size(); i++) {
            if (isChanged(i)) {
                return true;
            }
        }
        return false;
    }

    private boolean isChangedText(int i) {
        return i >= 0 && i < ours.size() && ours.get(i).html.isText() && isChanged(i);
    }

    private boolean isChanged(int i) {
        Html before = ours.get(i).html;
        return i >= wanted.size() || !ours.get(i).fits(wanted.get(i))
                || before.isText() && !before.text().equals(wanted.get(i).text());
    }

    private boolean isInside(List<N> nodes, N inner) {
        for (N node : nodes) {
            if (tree.contains(node, inner)) {
                return true;
            }
        }
        return false;
    }

    private boolean anyHasText(List<N> nodes) {
        for (N node : nodes) {
            if (tree.hasText(node)) {
                return true;
            }
        }
        return false;
    }

    private void putBack(int from, int to, List<N> replacements) {
        boolean anElementIsMissing = false;
        for (int i = from; i < to; i++) {
            anElementIsMissing |= !ours.get(i).html.isText();
        }
        for (N node : replacements) {
            if (anElementIsMissing || tree.hasText(node)) {
                tree.remove(parent.node, node);
            }
        }
        for (int i = from; i < to; i++) {
            N node = ours.get(i).node;
            if (to < ours.size()) {
                tree.insertBefore(parent.node, node, ours.get(to).node);
            } else {
                tree.append(parent.node, node);
            }
            inPlace[i] = true;
        }
        repaired = true;
    }

    /**
     * Writes texts that other code has changed where they are empty or a neighbour was put back; clears copies of texts
     * that will change.
     */
    private void writeAgain() {
        boolean neighbourPutBack = repaired;
        for (int i = 0; i < ours.size(); i++) {
            MountedNode<N> text = ours.get(i);
            if (!inPlace[i] || !text.html.isText()) {
                continue;
            }
            List<N> before = i == 0 || inPlace[i - 1] ? foreign.get(i) : List.of();
            List<N> after = i + 1 == ours.size() || inPlace[i + 1] ? foreign.get(i + 1) : List.of();
            boolean altered = !tree.characters(text.node).equals(text.html.text());
            if (altered && isChanged(i)) {
                removeTexts(before);
                removeTexts(after);
            } else if (altered
                    && (neighbourPutBack || isErased(tree, text) && !anyHasText(before) && !anyHasText(after))) {
                removeTexts(before);
                removeTexts(after);
                tree.setText(text.node, text.html.text());
                repaired = true;
            }
        }
    }

    private void removeTexts(List<N> nodes) {
        for (N node : nodes) {
            if (tree.hasText(node)) {
                tree.remove(parent.node, node);
            }
        }
    }
}
