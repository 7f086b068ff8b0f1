package dev.tabitat.web.store;

import dev.tabitat.core.decisions.DecisionRecord;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.routing.RouterPolicy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The log of decisions: append-only, each record after the one before, in one transaction with the head. */
public final class DecisionStore {

    private static final String HEAD = "decisions";
    private static final int KEY_DIGITS = 12;

    private final RecordStore records;
    private final ClockAndRandom environment;
    private final Set<Digest> policies = new HashSet<>();
    private boolean knowsPolicies;

    DecisionStore(RecordStore records, ClockAndRandom environment) {
        this.records = records;
        this.environment = environment;
    }

    /**
     * Adds a decision; its policy goes before it where the log does not have it yet.
     *
     * @return the decision's index
     */
    public long append(RouterPolicy policy, JsonObject decision) {
        Digest digest = policy.digest();
        long index = knows(digest) ? append(decision) : append(DecisionRecord.policy(policy), decision);
        policies.add(digest);
        return index;
    }

    /** Adds records. @return the index of the last */
    public long append(JsonObject... bodies) {
        long[] last = new long[1];
        Transactions.apply(records, () -> {
            Optional<String> head = records.text(Table.META, HEAD);
            Batch batch = new Batch().expect(Table.META, HEAD, head);
            Optional<Digest> previous = head
                    .map(text -> Digest.parse(JsonReader.readObject(text, JsonLimits.DEFAULT).string("digest")));
            long index = head.isEmpty() ? 0
                    : JsonReader.readObject(head.get(), JsonLimits.DEFAULT).integer("index") + 1;
            for (JsonObject body : bodies) {
                DecisionRecord record = new DecisionRecord(index, previous, environment.nowUtc(), body);
                batch.put(Table.DECISIONS, key(index), record.toJson().toString());
                previous = Optional.of(record.digest());
                index++;
            }
            last[0] = index - 1;
            return batch.put(Table.META, HEAD,
                    JsonObject.of("index", index - 1, "digest", previous.orElseThrow().toString()).toString());
        });
        return last[0];
    }

    private boolean knows(Digest policy) {
        if (!knowsPolicies) {
            for (DecisionRecord record : all()) {
                if (record.kind().equals(DecisionRecord.POLICY)) {
                    policies.add(RouterPolicy.fromJson(record.body().object("policy")).digest());
                }
            }
            knowsPolicies = true;
        }
        return policies.contains(policy);
    }

    /** One record. */
    public Optional<DecisionRecord> find(long index) {
        return records.text(Table.DECISIONS, key(index)).map(DecisionStore::read);
    }

    /**
     * Every record, from the first on.
     *
     * @throws DamagedData when one is altered or missing, the last included
     */
    public List<DecisionRecord> all() {
        List<DecisionRecord> all = new ArrayList<>();
        for (String text : records.texts(Table.DECISIONS).values()) {
            all.add(read(text));
        }
        Optional<String> head = records.text(Table.META, HEAD);
        long expected = head.map(text -> JsonReader.readObject(text, JsonLimits.DEFAULT).integer("index") + 1)
                .orElse(0L);
        // Another tab may have added some between the two questions; fewer than promised is damage.
        if (all.size() < expected) {
            throw new DamagedData("A record of the decision log is missing.",
                    Finding.at("decisions").expected(expected + " records").found(all.size()));
        }
        return all;
    }

    private static DecisionRecord read(String text) {
        return DecisionRecord.fromJson(JsonReader.readObject(text, JsonLimits.DEFAULT));
    }

    private static String key(long index) {
        String digits = Long.toString(index);
        return "0".repeat(KEY_DIGITS - digits.length()) + digits;
    }
}
