package dev.tabitat.core.routing;

import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import java.util.List;

/** The input of a routing decision, beside the answers of the models called; the same input gives the same decision. */
public record RoutingInput(TaskContract contract, RouterPolicy policy, List<Candidate> candidates,
        DeviceConditions here) {

    public RoutingInput {
        candidates = List.copyOf(candidates);
    }

    public JsonObject toJson() {
        JsonArray all = JsonArray.ofEach(candidates, Candidate::toJson);
        return JsonObject.of("contract", contract.toJson(), "policy_digest", policy.digest().toString(), "candidates",
                all, "circumstances", here.toJson());
    }

    /** @param policy the one that the digest names */
    public static RoutingInput fromJson(JsonObject json, RouterPolicy policy) {
        List<Candidate> candidates = json.array("candidates").objects(Candidate::fromJson);
        return new RoutingInput(TaskContract.fromJson(json.object("contract")), policy, candidates,
                DeviceConditions.fromJson(json.object("circumstances")));
    }
}
