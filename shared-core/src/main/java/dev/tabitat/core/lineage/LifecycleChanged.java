package dev.tabitat.core.lineage;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.json.JsonObject;

/**
 * A model's place changed: {@code {manifest_digest, name, task, state, rollback_target?, reason}}.
 *
 * @param rollbackTarget manifest digest of the model that takes its place when it fails; empty for none
 * @param reason one sentence
 */
public record LifecycleChanged(Digest manifestDigest, String name, String task, Lifecycle state, String rollbackTarget,
        String reason) implements LineageBody {

    public static final String KIND = "lifecycle_changed";

    public LifecycleChanged {
        Checks.named(name, "name");
        if (!rollbackTarget.isEmpty()) {
            Digest.parse(rollbackTarget);
        }
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public JsonObject toJson() {
        JsonObject json = JsonObject.of("manifest_digest", manifestDigest.toString(), "name", name, "task", task,
                "state", state.id(), "reason", reason);
        return rollbackTarget.isEmpty() ? json : json.with("rollback_target", rollbackTarget);
    }

    static LifecycleChanged fromJson(JsonObject body) {
        return new LifecycleChanged(Digest.parse(body.string("manifest_digest")), body.string("name"),
                body.string("task"), Lifecycle.parse(body.string("state"), "state"),
                body.stringOr("rollback_target", ""), body.string("reason"));
    }
}
