package dev.tabitat.web.engine.ledger;

import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.ledger.LedgerEntry;
import dev.tabitat.core.ledger.PrivacyLedger;
import dev.tabitat.web.engine.environment.Bus;
import dev.tabitat.web.engine.environment.StorageEnvironment;
import dev.tabitat.web.fetch.Traffic;
import dev.tabitat.web.protocol.Topic;
import dev.tabitat.web.store.LedgerStore;

/** Counts every byte in and out; writes to the store a moment later, many counts at once. */
public final class Ledger implements Traffic {

    private static final int DELAY_MILLIS = 300;

    private final LedgerStore store;
    private final BatchedWrites<LedgerEntry> entries;

    public Ledger(LedgerStore store, StorageEnvironment environment, Bus bus) {
        this.store = store;
        this.entries = new BatchedWrites<>(environment, DELAY_MILLIS, store::add,
                () -> bus.changed(Topic.LEDGER, sums()));
    }

    @Override
    public void request(String origin, String purpose, long sentBytes, long receivedBytes) {
        add(new LedgerEntry(origin, purpose, 1, sentBytes, receivedBytes));
    }

    public void add(LedgerEntry entry) {
        entries.add(entry);
    }

    /** Writes what has not been written; what cannot be written is kept for the next time. */
    public void flush() {
        entries.flush();
    }

    /** {@code {sent_bytes, received_bytes}} as written. */
    public JsonObject sums() {
        PrivacyLedger now = store.read();
        return JsonObject.of("sent_bytes", now.sentBytes(), "received_bytes", now.receivedBytes());
    }

    public PrivacyLedger total() {
        flush();
        PrivacyLedger ledger = store.read();
        for (LedgerEntry entry : entries.pending()) {
            ledger = ledger.plus(entry);
        }
        return ledger;
    }
}
