package dev.tabitat.core.decisions;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.json.CanonicalJson;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.routing.ModelAnswer;
import dev.tabitat.core.routing.Router;
import dev.tabitat.core.routing.RouterPolicy;
import dev.tabitat.core.routing.RoutingInput;
import dev.tabitat.core.routing.RoutingStep;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The exported log: {@code {log_version: 1, records: [...]}}, as canonical JSON. */
public final class DecisionLog {

    /** The version of the file. */
    public static final int VERSION = 1;

    private static final JsonLimits LIMITS = new JsonLimits(256 << 20, 64);

    private DecisionLog() {}

    public static byte[] write(List<DecisionRecord> records) {
        JsonArray all = JsonArray.ofEach(records, DecisionRecord::toJson);
        return CanonicalJson.bytes(JsonObject.of("log_version", VERSION, "records", all));
    }

    /**
     * The records of a file, its chain checked.
     *
     * @throws DamagedData when a record was altered, left out or moved
     * @throws Unsupported when it is of a newer version
     */
    public static List<DecisionRecord> read(byte[] file) {
        JsonObject json = JsonReader.readObject(file, LIMITS);
        long version = json.integer("log_version");
        if (version > VERSION) {
            throw new Unsupported("This decision log is of a newer version.",
                    Finding.at("log_version").expected(VERSION).found(version));
        }
        List<DecisionRecord> records = json.array("records").objects(DecisionRecord::fromJson);
        requireChain(records);
        return records;
    }

    /** @throws DamagedData naming the first record that does not follow the one before */
    public static void requireChain(List<DecisionRecord> records) {
        for (int i = 0; i < records.size(); i++) {
            DecisionRecord one = records.get(i);
            boolean follows = one.index() == i
                    && (i == 0 || one.previous().orElseThrow().equals(records.get(i - 1).digest()));
            if (!follows) {
                throw new DamagedData("The decision log has a gap.", Finding.at("record " + i)
                        .expected("the record behind " + (i - 1)).found("record " + one.index()));
            }
        }
    }

    /**
     * What replaying showed.
     *
     * @param decisions how many there are
     * @param identical how many came out the same
     * @param differences what was different, each with the record's index
     */
    public record Replayed(int decisions, int identical, List<String> differences) {

        public boolean isIdentical() {
            return decisions == identical;
        }

        public JsonObject toJson() {
            return JsonObject.of("decisions", decisions, "identical", identical, "differences",
                    dev.tabitat.core.json.JsonArray.ofStrings(differences));
        }
    }

    /** Decides everything again, from policy, candidates, circumstances and the answers that were got. */
    public static Replayed replay(List<DecisionRecord> records) {
        Map<Digest, RouterPolicy> policies = new LinkedHashMap<>();
        List<String> differences = new ArrayList<>();
        int decisions = 0;
        int identical = 0;
        for (DecisionRecord record : records) {
            if (record.kind().equals(DecisionRecord.POLICY)) {
                RouterPolicy policy = RouterPolicy.fromJson(record.body().object("policy"));
                policies.put(policy.digest(), policy);
            } else if (record.kind().equals(DecisionRecord.DECISION)) {
                decisions++;
                try {
                    String different = difference(record.body(), policies);
                    identical += different.isEmpty() ? 1 : 0;
                    if (!different.isEmpty()) {
                        differences.add("record " + record.index() + ": " + different);
                    }
                } catch (TabitatException e) {
                    differences.add("record " + record.index() + ": " + e.getMessage() + " " + e.finding().where());
                }
            }
        }
        return new Replayed(decisions, identical, differences);
    }

    private static String difference(JsonObject body, Map<Digest, RouterPolicy> policies) {
        Digest named = Digest.parse(body.object("given").string("policy_digest"));
        RouterPolicy policy = policies.get(named);
        if (policy == null) {
            return "its policy " + named.shortForm() + " is not in the log before it";
        }
        List<ModelAnswer> answers = body.array("answers").objects(ModelAnswer::fromJson);
        RoutingStep step = Router.next(RoutingInput.fromJson(body.object("given"), policy), answers);
        if (!(step instanceof RoutingStep.Decided decided)) {
            return "another model would have been asked next";
        }
        Digest found = DecisionRecord.digest(decided.routed());
        JsonObject again = decided.routed().decision(body.object("decision").string("route_created_at_utc")).toJson();
        return found.toString().equals(body.string("routed_digest")) && again.equals(body.object("decision")) ? ""
                : "expected " + body.object("decision").string("outcome") + ", " + body.string("routed_digest")
                        + "; found " + decided.routed().outcome().id() + ", " + found;
    }
}
