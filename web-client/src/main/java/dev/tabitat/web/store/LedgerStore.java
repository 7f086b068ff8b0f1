package dev.tabitat.web.store;

import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.ledger.LedgerEntry;
import dev.tabitat.core.ledger.PrivacyLedger;
import java.util.List;
import java.util.Optional;

/** The privacy ledger of this store, summed over all tabs and visits. */
public final class LedgerStore {

    private static final String TOTAL = "total";

    private final RecordStore records;
    private final ClockAndRandom environment;

    public LedgerStore(RecordStore records, ClockAndRandom environment) {
        this.records = records;
        this.environment = environment;
    }

    public PrivacyLedger read() {
        return read(records.text(Table.LEDGER, TOTAL));
    }

    private PrivacyLedger read(Optional<String> text) {
        return text.map(found -> PrivacyLedger.fromJson(JsonReader.readObject(found, JsonLimits.DEFAULT)))
                .orElseGet(() -> PrivacyLedger.since(environment.nowUtc()));
    }

    /** Adds what went in and out. */
    public void add(List<LedgerEntry> entries) {
        Transactions.apply(records, () -> {
            Optional<String> text = records.text(Table.LEDGER, TOTAL);
            PrivacyLedger ledger = read(text);
            for (LedgerEntry entry : entries) {
                ledger = ledger.plus(entry);
            }
            Batch batch = new Batch().expect(Table.LEDGER, TOTAL, text);
            return entries.isEmpty() ? batch : batch.put(Table.LEDGER, TOTAL, ledger.toJson().toString());
        });
    }
}
