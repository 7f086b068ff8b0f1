package dev.tabitat.core.ledger;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.time.Utc;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * Every byte in and out of the tab since a moment, summed by (origin, purpose); immutable. Sums saturate at 2^53 − 1
 * instead of wrapping, so that a total never looks smaller than a part.
 *
 * <p>
 * As JSON: {@code {sent_bytes, received_bytes, requests, entries: [{origin, purpose, requests, sent_bytes,
 * received_bytes}], since_utc}}, entries ordered by origin, then purpose.
 */
public final class PrivacyLedger {

    private static final Comparator<LedgerEntry> ORDER = Comparator.comparing(LedgerEntry::origin)
            .thenComparing(LedgerEntry::purpose);

    private final String sinceUtc;
    private final List<LedgerEntry> entries;

    private PrivacyLedger(String sinceUtc, List<LedgerEntry> entries) {
        this.sinceUtc = sinceUtc;
        this.entries = Collections.unmodifiableList(entries);
    }

    /** An empty ledger that counts from this moment on. */
    public static PrivacyLedger since(String utc) {
        return new PrivacyLedger(Utc.require(utc, "since_utc"), new ArrayList<>());
    }

    /** This ledger and one more request. */
    public PrivacyLedger plus(String origin, String purpose, long sentBytes, long receivedBytes) {
        return plus(new LedgerEntry(origin, purpose, 1, sentBytes, receivedBytes));
    }

    /** This ledger and what an entry sums up, for example that of another worker. */
    public PrivacyLedger plus(LedgerEntry entry) {
        List<LedgerEntry> sums = new ArrayList<>(entries);
        int at = Collections.binarySearch(sums, entry, ORDER);
        if (at >= 0) {
            sums.set(at, sums.get(at).plus(entry));
        } else {
            sums.add(-at - 1, entry);
        }
        return new PrivacyLedger(sinceUtc, sums);
    }

    /** The sums, by origin and then purpose. */
    public List<LedgerEntry> entries() {
        return entries;
    }

    /** Bytes that left the tab. */
    public long sentBytes() {
        long sum = 0;
        for (LedgerEntry entry : entries) {
            sum = SaturatingSums.add(sum, entry.sentBytes());
        }
        return sum;
    }

    /** Bytes that came in. */
    public long receivedBytes() {
        long sum = 0;
        for (LedgerEntry entry : entries) {
            sum = SaturatingSums.add(sum, entry.receivedBytes());
        }
        return sum;
    }

    public long requests() {
        long sum = 0;
        for (LedgerEntry entry : entries) {
            sum = SaturatingSums.add(sum, entry.requests());
        }
        return sum;
    }

    public JsonObject toJson() {
        JsonArray items = JsonArray.ofEach(entries, LedgerEntry::toJson);
        return JsonObject.of("sent_bytes", sentBytes(), "received_bytes", receivedBytes(), "requests", requests(),
                "entries", items, "since_utc", sinceUtc);
    }

    /**
     * The ledger that {@link #toJson()} wrote.
     *
     * @throws DamagedData when a member is missing or wrong, a pair occurs twice, or a total is not the sum of its
     * entries
     */
    public static PrivacyLedger fromJson(JsonObject json) {
        PrivacyLedger ledger = since(json.string("since_utc"));
        for (JsonObject item : json.array("entries").objects()) {
            int before = ledger.entries.size();
            ledger = ledger.plus(entry(item));
            if (ledger.entries.size() == before) {
                throw new DamagedData("The privacy ledger counts one origin and purpose twice.",
                        Finding.at("entries").expected("each pair once").found(item.string("origin")));
            }
        }
        requireTotal(json, "sent_bytes", ledger.sentBytes());
        requireTotal(json, "received_bytes", ledger.receivedBytes());
        requireTotal(json, "requests", ledger.requests());
        return ledger;
    }

    private static LedgerEntry entry(JsonObject item) {
        try {
            return new LedgerEntry(item.string("origin"), item.string("purpose"), item.integer("requests"),
                    item.integer("sent_bytes"), item.integer("received_bytes"));
        } catch (InvalidInput e) {
            throw new DamagedData(e.getMessage(), e.finding());
        }
    }

    private static void requireTotal(JsonObject json, String name, long sum) {
        if (json.integer(name) != sum) {
            throw new DamagedData("The privacy ledger's total is not the sum of its entries.",
                    Finding.at(name).expected(sum).found(json.integer(name)));
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PrivacyLedger that && sinceUtc.equals(that.sinceUtc) && entries.equals(that.entries);
    }

    @Override
    public int hashCode() {
        return 31 * sinceUtc.hashCode() + entries.hashCode();
    }

    @Override
    public String toString() {
        return "PrivacyLedger" + entries;
    }
}
