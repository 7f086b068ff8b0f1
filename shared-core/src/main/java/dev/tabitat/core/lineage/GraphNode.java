package dev.tabitat.core.lineage;

import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import java.util.List;

/**
 * A node as the graph shows it: {@code {kind, name, digest?, facts: [{label, value, how}]}} and the members of its
 * {@link LineageNode}.
 *
 * @param kind what it is
 * @param name what people call it
 * @param node its place in the lineage
 * @param facts what is said about it, each with how it is known
 */
public record GraphNode(Kind kind, String name, LineageNode node, List<Statement> facts) {

    /** What a node is. */
    public enum Kind {
        /** A published artifact from which a package was made. */
        SOURCE("source"),
        /** A person's labelled examples. */
        EXAMPLES("examples"),
        /** A package that is or was installed. */
        MODEL("model"),
        /** All runs of one model on one backend. */
        RUNS("runs");

        private final String id;

        Kind(String id) {
            this.id = id;
        }

        public String id() {
            return id;
        }
    }

    public GraphNode {
        facts = List.copyOf(facts);
    }

    public JsonObject toJson() {
        JsonArray items = JsonArray.ofEach(facts, Statement::toJson);
        JsonObject json = node.toJson().with("kind", kind.id()).with("name", name);
        json = node.artifactDigest().isEmpty() ? json : json.with("digest", node.artifactDigest());
        return json.with("facts", items);
    }
}
