package dev.tabitat.web.engine.routing;

import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonNull;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.state.routing.RoutingAggregate;
import dev.tabitat.core.state.routing.RoutingState;
import dev.tabitat.web.protocol.Announcement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** What changed in routing, as the bodies of events say it; see {@link dev.tabitat.web.protocol.Topic}. */
final class RoutingNews {

    private static final String DECISIONS = "decisions";

    private RoutingNews() {}

    /** {@code {index, aggregate: "decisions", revision}}: a record was added to the log. */
    static JsonObject decision(long index) {
        return Announcement.body(JsonObject.of("index", index), DECISIONS, index + 1, true);
    }

    /**
     * {@code {targets: {id: entry | null}, members: {name: entry | null}, policy?, consents?, aggregate, revision}}:
     * endpoints and members that changed, and whether policy or thresholds did; all consents where one did.
     */
    static JsonObject body(RoutingState before, RoutingState after, Targets targets, long revision, boolean isOwn) {
        Set<String> endpoints = differing(before.endpoints(), after.endpoints());
        JsonObject shownTargets = JsonObject.EMPTY;
        for (String id : endpoints) {
            shownTargets = shownTargets.with(id,
                    after.endpoints().containsKey(id) ? targets.shown(after.endpoints().get(id)) : JsonNull.NULL);
        }
        Set<String> names = differing(before.members(), after.members());
        for (Map.Entry<String, JsonObject> member : after.members().entrySet()) {
            // A member shows its endpoint.
            if (endpoints.contains(member.getValue().string("target"))) {
                names.add(member.getKey());
            }
        }
        JsonObject shownMembers = JsonObject.EMPTY;
        for (String name : names) {
            shownMembers = shownMembers.with(name,
                    after.members().containsKey(name) ? Members.shown(after.members().get(name), after)
                            : JsonNull.NULL);
        }
        JsonObject body = JsonObject.of("targets", shownTargets, "members", shownMembers);
        if (!before.policy().equals(after.policy()) || !before.thresholds().equals(after.thresholds())) {
            body = body.with("policy", true);
        }
        if (!before.consents().equals(after.consents())) {
            body = body.with("consents", consents(after));
        }
        return Announcement.body(body, RoutingAggregate.NAME, revision, isOwn);
    }

    /** What was agreed to for always or never, each with its {@code id}. */
    static JsonArray consents(RoutingState state) {
        List<Json> all = new ArrayList<>();
        for (Map.Entry<String, JsonObject> one : state.consents().entrySet()) {
            all.add(one.getValue().with("id", one.getKey()));
        }
        return new JsonArray(all);
    }

    private static <T> Set<String> differing(Map<String, T> before, Map<String, T> after) {
        Set<String> keys = new TreeSet<>(before.keySet());
        keys.addAll(after.keySet());
        keys.removeIf(key -> Objects.equals(before.get(key), after.get(key)));
        return keys;
    }
}
