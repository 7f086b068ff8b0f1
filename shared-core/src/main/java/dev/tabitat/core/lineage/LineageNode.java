package dev.tabitat.core.lineage;

import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.time.Utc;
import java.util.ArrayList;
import java.util.List;

/**
 * One artifact in the lineage. Its JSON members are the components' names in snake case; what is not known is the empty
 * string or list here, and absent there (except {@code parent_ids}, which is always there).
 *
 * @param id its name in the graph
 * @param artifactDigest digest of its bytes
 * @param parentIds ids of what it was made from
 * @param baseModel manifest digest of its base
 * @param adapters ids of the adapters that it carries
 * @param mergeRecipe how its parents were merged
 * @param quantization none, int8 or int4
 * @param routingPolicy digest of the policy that routes to it
 * @param mutationBudget what its recipe may change
 * @param evaluationPacketUri where its evaluation is
 * @param resourceProfileUri what device it ran on, as {@code urn:tabitat:device-<hex>}
 * @param lifecycleState where it stands
 * @param rollbackTarget what takes its place when it fails
 * @param createdAtUtc when it came to be known here
 */
public record LineageNode(String id, String artifactDigest, List<String> parentIds, String baseModel,
        List<String> adapters, String mergeRecipe, String quantization, String routingPolicy,
        String mutationBudget, String evaluationPacketUri, String resourceProfileUri,
        Lifecycle lifecycleState, String rollbackTarget, String createdAtUtc) {

    public LineageNode {
        Checks.named(id, "id");
        Utc.require(createdAtUtc, "created_at_utc");
        parentIds = List.copyOf(parentIds);
        adapters = List.copyOf(adapters);
    }

    /** A node of which nothing else is known. */
    public static LineageNode of(String id, String artifactDigest, Lifecycle state, String createdAtUtc) {
        return new LineageNode(id, artifactDigest, List.of(), "", List.of(), "", "", "", "", "", "", state, "",
                createdAtUtc);
    }

    /** The same node with one more parent. */
    public LineageNode withParent(String parentId) {
        List<String> parents = new ArrayList<>(parentIds);
        parents.add(parentId);
        return new LineageNode(id, artifactDigest, parents, baseModel, adapters, mergeRecipe, quantization,
                routingPolicy, mutationBudget, evaluationPacketUri, resourceProfileUri, lifecycleState,
                rollbackTarget, createdAtUtc);
    }

    public LineageNode withState(Lifecycle state) {
        return new LineageNode(id, artifactDigest, parentIds, baseModel, adapters, mergeRecipe, quantization,
                routingPolicy, mutationBudget, evaluationPacketUri,
                resourceProfileUri, state, rollbackTarget, createdAtUtc);
    }

    public LineageNode withEvaluation(String uri) {
        return new LineageNode(id, artifactDigest, parentIds, baseModel, adapters, mergeRecipe, quantization,
                routingPolicy, mutationBudget, uri, resourceProfileUri,
                lifecycleState, rollbackTarget, createdAtUtc);
    }

    public LineageNode withRollbackTarget(String id) {
        return new LineageNode(this.id, artifactDigest, parentIds, baseModel, adapters, mergeRecipe, quantization,
                routingPolicy,
                mutationBudget, evaluationPacketUri, resourceProfileUri, lifecycleState, id, createdAtUtc);
    }

    public LineageNode withQuantization(String name) {
        return new LineageNode(id, artifactDigest, parentIds, baseModel, adapters, mergeRecipe, name, routingPolicy,
                mutationBudget, evaluationPacketUri, resourceProfileUri, lifecycleState, rollbackTarget,
                createdAtUtc);
    }

    public LineageNode withResourceProfile(String uri) {
        return new LineageNode(id, artifactDigest, parentIds, baseModel, adapters, mergeRecipe, quantization,
                routingPolicy, mutationBudget, evaluationPacketUri, uri, lifecycleState, rollbackTarget,
                createdAtUtc);
    }

    public JsonObject toJson() {
        JsonObject.Builder json = JsonObject.builder();
        json.put("id", id);
        putKnown(json, "artifact_digest", artifactDigest);
        json.put("parent_ids", JsonArray.ofStrings(parentIds));
        putKnown(json, "base_model", baseModel);
        if (!adapters.isEmpty()) {
            json.put("adapters", JsonArray.ofStrings(adapters));
        }
        putKnown(json, "merge_recipe", mergeRecipe);
        putKnown(json, "quantization", quantization);
        putKnown(json, "routing_policy", routingPolicy);
        putKnown(json, "mutation_budget", mutationBudget);
        putKnown(json, "evaluation_packet_uri", evaluationPacketUri);
        putKnown(json, "resource_profile_uri", resourceProfileUri);
        json.put("lifecycle_state", lifecycleState.id());
        putKnown(json, "rollback_target", rollbackTarget);
        json.put("created_at_utc", createdAtUtc);
        return json.build();
    }

    private static void putKnown(JsonObject.Builder json, String name, String value) {
        if (!value.isEmpty()) {
            json.put(name, value);
        }
    }
}
