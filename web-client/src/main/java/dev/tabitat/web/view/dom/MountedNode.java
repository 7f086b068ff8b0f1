package dev.tabitat.web.view.dom;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A node that the patcher made or took over, with the markup it was last made like.
 *
 * @param <N> the document's nodes
 */
final class MountedNode<N> {

    final N node;
    final Set<String> listening = new LinkedHashSet<>();
    /** Nodes of other code that were seen among the children while none of the children was gone. */
    final List<N> tolerated = new ArrayList<>();
    Html html;
    List<MountedNode<N>> children = List.of();

    MountedNode(N node, Html html) {
        this.node = node;
        this.html = html;
    }

    /** Whether the node can be made like this markup instead of being replaced. */
    boolean fits(Html other) {
        return html.tag().equals(other.tag()) && html.key().equals(other.key());
    }
}
