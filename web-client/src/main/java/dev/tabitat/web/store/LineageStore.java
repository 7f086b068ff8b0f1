package dev.tabitat.web.store;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.lineage.Genesis;
import dev.tabitat.core.lineage.LineageBody;
import dev.tabitat.core.lineage.LineageChain;
import dev.tabitat.core.lineage.LineageRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The append-only lineage: a record and the new head always go in one transaction. */
public final class LineageStore {

    private static final String HEAD = "head";
    private static final int KEY_DIGITS = 12;

    private final RecordStore records;
    private final ClockAndRandom environment;
    private final String createdBy;

    /** @param createdBy product and version, for the first record */
    public LineageStore(RecordStore records, ClockAndRandom environment, String createdBy) {
        this.records = records;
        this.environment = environment;
        this.createdBy = createdBy;
    }

    /** Adds a record. */
    public void append(LineageBody body) {
        Transactions.apply(records, () -> {
            Batch batch = new Batch();
            appendTo(batch, body);
            return batch;
        });
    }

    /** Adds records within a larger change. */
    void appendTo(Batch batch, LineageBody... bodies) {
        String now = environment.nowUtc();
        Optional<String> head = records.text(Table.META, HEAD);
        batch.expect(Table.META, HEAD, head);
        LineageRecord last = head.isPresent() ? last(head.get()) : begin(batch, now);
        for (LineageBody body : bodies) {
            last = LineageChain.append(last, body, now);
            put(batch, last);
        }
        batch.put(Table.META, HEAD, JsonObject.of("seq", last.seq(), "hash", last.hash().toString()).toString());
    }

    private LineageRecord begin(Batch batch, String now) {
        String storeId = Digest.of(environment.random(32)).hex().substring(0, 32);
        LineageRecord first = LineageChain.begin(new Genesis(createdBy, storeId), now);
        put(batch, first);
        return first;
    }

    private LineageRecord last(String head) {
        JsonObject json = JsonReader.readObject(head, JsonLimits.DEFAULT);
        long seq = json.integer("seq");
        Optional<String> text = records.text(Table.LINEAGE, key(seq));
        if (text.isEmpty()) {
            throw new DamagedData("The last lineage record is missing.",
                    Finding.at("lineage record " + seq).expected(json.string("hash")).found("nothing"));
        }
        return read(text.get());
    }

    /** Every record from the first on, as stored; following the chain is the reader's part. */
    public List<LineageRecord> all() {
        List<LineageRecord> all = new ArrayList<>();
        for (String text : records.texts(Table.LINEAGE).values()) {
            all.add(read(text));
        }
        return all;
    }

    /** How many records there are, by the head. */
    public long length() {
        return records.text(Table.META, HEAD)
                .map(head -> JsonReader.readObject(head, JsonLimits.DEFAULT).integer("seq") + 1).orElse(0L);
    }

    private static LineageRecord read(String text) {
        return LineageRecord.fromJson(JsonReader.readObject(text, JsonLimits.DEFAULT));
    }

    private static void put(Batch batch, LineageRecord record) {
        batch.put(Table.LINEAGE, key(record.seq()), record.toJson().toString());
    }

    private static String key(long seq) {
        String digits = Long.toString(seq);
        return "0".repeat(KEY_DIGITS - digits.length()) + digits;
    }
}
