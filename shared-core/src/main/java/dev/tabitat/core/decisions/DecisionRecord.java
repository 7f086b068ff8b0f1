package dev.tabitat.core.decisions;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.json.CanonicalJson;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.routing.ModelAnswer;
import dev.tabitat.core.routing.Routed;
import dev.tabitat.core.routing.RouterPolicy;
import dev.tabitat.core.routing.RoutingInput;
import dev.tabitat.core.time.Utc;
import java.util.List;
import java.util.Optional;

/**
 * One record of the log. The body is one of <pre>
 * {kind: "policy", policy}                                                       before the first decision under it
 * {kind: "decision", given, answers, decision, routed_digest, path, bytes, ms, commitment}
 * {kind: "escalation", decision, plan_digest, choice, destination, sent_bytes, received_bytes, ms, outcome}
 * </pre>
 *
 * @param index from 0 on
 * @param previous digest of the record before; empty for the first
 * @param atUtc when it was written
 */
public record DecisionRecord(long index, Optional<Digest> previous, String atUtc, JsonObject body) {

    /** The kinds of bodies. */
    public static final String POLICY = "policy";
    public static final String DECISION = "decision";
    public static final String ESCALATION = "escalation";

    public DecisionRecord {
        Utc.require(atUtc, "at_utc");
        if (index < 0 || index == 0 != previous.isEmpty()) {
            throw new DamagedData("A record of the decision log stands in no chain.",
                    Finding.at("record " + index).expected("the digest of the record before").found(previous));
        }
    }

    public static JsonObject policy(RouterPolicy policy) {
        return JsonObject.of("kind", POLICY, "policy", policy.toJson());
    }

    /**
     * @param commitment salted digest of the text, which itself is kept nowhere
     * @param millis until it was decided
     */
    public static JsonObject decision(RoutingInput given, List<ModelAnswer> answers, Routed routed, String atUtc,
            Digest commitment, double millis) {
        JsonArray all = JsonArray.ofEach(answers, ModelAnswer::toJson);
        return JsonObject.of("kind", DECISION, "given", given.toJson(), "answers", all, "decision",
                routed.decision(atUtc).toJson(), "path", routed.path().id(),
                "routed_digest", digest(routed).toString(), "bytes", given.here().inputBytes(), "ms", millis,
                "commitment", commitment.toString());
    }

    /**
     * @param decision index of the decision that it follows
     * @param choice {@code once}, {@code always} or {@code never}
     * @param outcome {@code answered}, {@code refused} or the code of the error
     */
    public static JsonObject escalation(long decision, Digest plan, String choice, String destination, long sent,
            long received, double millis, String outcome) {
        return JsonObject.of("kind", ESCALATION, "decision", decision, "plan_digest", plan.toString(), "choice", choice,
                "destination", destination, "sent_bytes", sent,
                "received_bytes", received, "ms", millis, "outcome", outcome);
    }

    static Digest digest(Routed routed) {
        return Digest.of(CanonicalJson.bytes(routed.toJson()));
    }

    public String kind() {
        return body.string("kind");
    }

    /** Of the canonical JSON without the digest. */
    public Digest digest() {
        return Digest.of(CanonicalJson.bytes(plain()));
    }

    private JsonObject plain() {
        JsonObject json = JsonObject.of("index", index, "at_utc", atUtc, "body", body);
        return previous.isPresent() ? json.with("previous", previous.get().toString()) : json;
    }

    public JsonObject toJson() {
        return plain().with("digest", digest().toString());
    }

    /** @throws DamagedData when it is not what its digest says */
    public static DecisionRecord fromJson(JsonObject json) {
        DecisionRecord record = new DecisionRecord(json.integer("index"),
                json.findString("previous").map(Digest::parse), json.string("at_utc"), json.object("body"));
        if (!record.digest().toString().equals(json.string("digest"))) {
            throw new DamagedData("A record of the decision log was altered.",
                    Finding.at("record " + record.index()).expected(json.string("digest")).found(record.digest()));
        }
        return record;
    }
}
