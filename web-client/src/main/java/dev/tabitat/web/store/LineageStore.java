package dev.tabitat.web.store;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.lineage.Genesis;
import dev.tabitat.core.lineage.LineageBody;
import dev.tabitat.core.lineage.LineageRecord;
import dev.tabitat.core.state.Decision;
import dev.tabitat.core.state.RecordChange;
import dev.tabitat.core.state.lineage.LineageCommand;
import dev.tabitat.core.state.lineage.LineageRecords;
import dev.tabitat.core.state.lineage.LineageState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The append-only lineage in the store: records and the new head always go in one transaction, which expects the head
 * that was decided on. Its records are its deltas, and their number is its revision.
 */
public final class LineageStore {

    private static final int STORE_ID_BYTES = 32;
    private static final int STORE_ID_DIGITS = 32;

    private final RecordStore records;
    private final ClockAndRandom environment;
    private final String createdBy;
    /** What was last seen to be the end, with the head that says so; a head names its record by the hash. */
    private Optional<String> knownHead = Optional.empty();
    private LineageState known = LineageState.EMPTY;
    private long longest;

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
            appendTo(batch, List.of(body));
            return batch;
        });
    }

    /** Adds records within a larger change. */
    void appendTo(Batch batch, List<LineageBody> bodies) {
        Optional<String> head = records.text(Table.META, LineageRecords.HEAD);
        batch.expect(Table.META, LineageRecords.HEAD, head);
        LineageState state = state(head);
        Genesis genesis = new Genesis(createdBy,
                Digest.ofHash(environment.random(STORE_ID_BYTES)).hex().substring(0, STORE_ID_DIGITS));
        Decision<List<LineageRecord>> decision = new LineageCommand.Append(bodies, genesis, environment.nowUtc())
                .decide(state);
        for (RecordChange change : ((Decision.Accepted<List<LineageRecord>>) decision).changes()) {
            batch.put(Table.of(change.table()), change.key(), change.text().orElseThrow());
        }
    }

    private LineageState state(Optional<String> head) {
        if (!head.equals(knownHead)) {
            Optional<String> last = head.isPresent()
                    ? records.text(Table.LINEAGE, LineageRecords.key(LineageRecords.length(head) - 1))
                    : Optional.empty();
            LineageState read = LineageRecords.state(head, last);
            // Reading suspends: both are set together.
            known = read;
            knownHead = head;
            return read;
        }
        return known;
    }

    /** Every record from the first on, as stored; following the chain is the reader's part. */
    public List<LineageRecord> all() {
        List<LineageRecord> all = new ArrayList<>();
        for (String text : records.texts(Table.LINEAGE).values()) {
            all.add(LineageRecords.read(text));
        }
        return all;
    }

    /** How many records there are, by the head. */
    public long length() {
        long length = LineageRecords.length(records.text(Table.META, LineageRecords.HEAD));
        longest = Math.max(longest, length);
        return length;
    }

    /** Whether a length was asked for here that is this one or a greater one. */
    public boolean knows(long length) {
        return length <= longest;
    }
}
