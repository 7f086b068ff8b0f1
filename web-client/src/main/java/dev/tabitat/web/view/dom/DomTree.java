package dev.tabitat.web.view.dom;

import java.util.List;

/**
 * A document that can be changed.
 *
 * @param <N> its nodes
 */
public interface DomTree<N> {

    /** @param svg whether the element belongs to the SVG namespace */
    N element(String tag, boolean svg);

    N text(String text);

    void setText(N node, String text);

    void setAttribute(N node, String name, String value);

    void removeAttribute(N node, String name);

    /** Puts a node at the end of an element; a node that stands elsewhere is taken from there. */
    void append(N parent, N child);

    /** Puts a node before a child of the element; a node that stands elsewhere is taken from there. */
    void insertBefore(N parent, N child, N next);

    void replace(N parent, N old, N next);

    /** Takes a node out; nothing happens when it is no child of this parent. */
    void remove(N parent, N child);

    /** Takes a node out of wherever it stands. */
    void detach(N node);

    /** Whether a node stands in no other. */
    boolean isDetached(N node);

    /** The nodes inside, in order. */
    List<N> children(N node);

    /** How many nodes are inside. */
    int count(N node);

    /** @param index from 0, below {@link #count} */
    N child(N node, int index);

    /** Whether both are one node of the document. */
    boolean same(N one, N other);

    /** Whether {@code inner} is the node itself or lies anywhere inside it. */
    boolean contains(N node, N inner);

    /** Marks a node as made or taken over by the patcher; copies of it do not have the mark. */
    void own(N node);

    boolean isOwn(N node);

    /** Whether a text or an element holds any character that is no white space. */
    boolean hasText(N node);

    /** Whether the node is a text, as opposed to an element or a comment. */
    boolean isText(N node);

    /** An element's tag in lower case; empty for anything else. */
    String tag(N node);

    /** An element's attribute; empty when it has none of this name. */
    String attribute(N element, String name);

    /** A text's characters. */
    String characters(N text);

    /** Calls {@code handler} on every such event from now on. */
    void listen(N node, String event, Html.Handler handler);
}
