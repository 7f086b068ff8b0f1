package dev.tabitat.web.view.dom;

import java.util.List;

/**
 * A document that can be changed.
 *
 * @param <N> its nodes
 */
public interface Tree<N> {

    /** @param svg whether the element belongs to the SVG namespace */
    N element(String tag, boolean svg);

    N text(String text);

    void setText(N node, String text);

    void setAttribute(N node, String name, String value);

    void removeAttribute(N node, String name);

    void append(N parent, N child);

    void replace(N parent, N old, N next);

    void remove(N parent, N child);

    /** The nodes inside, in order. */
    List<N> children(N node);

    /** An element's tag in lower case; empty for anything else. */
    String tag(N node);

    /** An element's attribute; empty when it has none of this name. */
    String attribute(N element, String name);

    /** A text's characters. */
    String characters(N text);

    /** Calls {@code handler} on every such event from now on. */
    void listen(N node, String event, Html.Handler handler);
}
