package dev.tabitat.web.engine;

import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.ledger.LedgerEntry;
import dev.tabitat.core.ledger.PrivacyLedger;
import dev.tabitat.web.fetch.Stop;
import dev.tabitat.web.fetch.Traffic;
import dev.tabitat.web.protocol.Topic;
import dev.tabitat.web.store.LedgerStore;
import java.util.ArrayList;
import java.util.List;

/** Counts every byte in and out; writes to the store a moment later, many counts at once. */
final class Ledger implements Traffic {

    private static final int DELAY_MILLIS = 300;

    private final LedgerStore store;
    private final World world;
    private final Bus bus;
    private List<LedgerEntry> pending = new ArrayList<>();
    private boolean scheduled;

    Ledger(LedgerStore store, World world, Bus bus) {
        this.store = store;
        this.world = world;
        this.bus = bus;
    }

    @Override
    public void request(String origin, String purpose, long sentBytes, long receivedBytes) {
        add(new LedgerEntry(origin, purpose, 1, sentBytes, receivedBytes));
    }

    void add(LedgerEntry entry) {
        pending.add(entry);
        if (!scheduled) {
            scheduled = true;
            world.start(() -> {
                world.pause(DELAY_MILLIS, new Stop());
                scheduled = false;
                flush();
            });
        }
    }

    /** Writes what has not been written; what cannot be written is kept for the next time. */
    void flush() {
        List<LedgerEntry> entries = pending;
        if (entries.isEmpty()) {
            return;
        }
        pending = new ArrayList<>();
        try {
            store.add(entries);
        } catch (RuntimeException e) {
            entries.addAll(pending);
            pending = entries;
            return;
        }
        bus.changed(Topic.LEDGER, sums());
    }

    /** {@code {sent_bytes, received_bytes}} as written. */
    JsonObject sums() {
        PrivacyLedger now = store.read();
        return JsonObject.of("sent_bytes", now.sentBytes(), "received_bytes", now.receivedBytes());
    }

    PrivacyLedger total() {
        flush();
        PrivacyLedger ledger = store.read();
        for (LedgerEntry entry : pending) {
            ledger = ledger.plus(entry);
        }
        return ledger;
    }
}
