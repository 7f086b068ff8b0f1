package dev.tabitat.core.ledger;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.json.JsonObject;
import java.util.List;

/** What the privacy ledger promises. */
public final class LedgerContract implements Contract {

    private static final String SINCE = "2026-11-23T09:30:00Z";
    private static final String HOME = "http://localhost:8080";

    @Override
    public String name() {
        return "ledger: every byte by origin and purpose";
    }

    @Override
    public void run(Check check) {
        PrivacyLedger empty = PrivacyLedger.since(SINCE);
        PrivacyLedger ledger = empty.plus(HOME, "package", 0, 109_000).plus(HOME, "app", 0, 350_000)
                .plus("http://another", "package", 12, 1).plus(HOME, "package", 0, 1_000);
        check.equal("nothing was sent at first", 0L, empty.sentBytes());
        check.equal("sent", 12L, ledger.sentBytes());
        check.equal("received", 460_001L, ledger.receivedBytes());
        check.equal("requests", 4L, ledger.requests());
        check.equal("one sum a pair", 3, ledger.entries().size());
        check.equal("in order", "http://another", ledger.entries().get(0).origin());
        check.equal("the pair's sum", new LedgerEntry(HOME, "package", 2, 0, 110_000), ledger.entries().get(2));
        check.equal("comes back", ledger, PrivacyLedger.fromJson(ledger.toJson()));
        sumsSaturate(check, empty);
        wrongOnesAreRefused(check, ledger.toJson());
    }

    private void sumsSaturate(Check check, PrivacyLedger empty) {
        long most = 9_007_199_254_740_991L;
        PrivacyLedger full = empty.plus("a", "p", most, most).plus("a", "p", most, 1).plus("b", "p", most, 0);
        check.equal("sent", most, full.sentBytes());
        check.equal("received", most, full.receivedBytes());
        check.equal("comes back", full, PrivacyLedger.fromJson(full.toJson()));
        check.fails("less than nothing", InvalidInput.class, () -> empty.plus("a", "p", -1, 0));
        check.fails("more than JSON holds", InvalidInput.class, () -> empty.plus("a", "p", most + 1, 0));
        check.fails("no origin", InvalidInput.class, () -> empty.plus("", "p", 0, 0));
    }

    private void wrongOnesAreRefused(Check check, JsonObject json) {
        check.fails("a wrong total", DamagedData.class,
                () -> PrivacyLedger.fromJson(json.with("sent_bytes", 0)));
        check.fails("a pair twice", DamagedData.class, () -> PrivacyLedger.fromJson(json.with("entries",
                List.of(json.array("entries").get(0), json.array("entries").get(0)))));
        check.fails("a negative sum", DamagedData.class, () -> PrivacyLedger.fromJson(json.with("entries",
                List.of(json.array("entries").objects().get(0).with("requests", -1)))));
        check.fails("no time", DamagedData.class, () -> PrivacyLedger.fromJson(json.with("since_utc", "yesterday")));
    }
}
