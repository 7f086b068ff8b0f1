package dev.tabitat.core.lineage;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.TabitatException;
import java.util.ArrayList;
import java.util.List;

/** Appends to the chain and follows it; holds nothing. */
public final class LineageChain {

    private LineageChain() {
    }

    /** The first record of a new chain. */
    public static LineageRecord begin(Genesis genesis, String createdAtUtc) {
        return LineageRecord.of(0, LineageRecord.NO_PREVIOUS, genesis.kind(), createdAtUtc, genesis.toJson());
    }

    /** The record that comes after {@code last}. */
    public static LineageRecord append(LineageRecord last, LineageBody body, String createdAtUtc) {
        return LineageRecord.of(last.seq() + 1, last.hash(), body.kind(), createdAtUtc, body.toJson());
    }

    /**
     * Follows the chain from its genesis and stops at the first record that is out of place, altered or malformed. What
     * was cut off at the end cannot be seen from the chain alone: an export therefore names its head.
     */
    public static ChainReport verify(List<LineageRecord> records) {
        List<String> unknown = new ArrayList<>();
        Digest head = LineageRecord.NO_PREVIOUS;
        for (int i = 0; i < records.size(); i++) {
            LineageRecord record = records.get(i);
            String reason = whyBroken(record, i, head);
            if (!reason.isEmpty()) {
                return new ChainReport(records.size(), i, head, reason, unknown);
            }
            if (record.typedBody() instanceof UnknownBody && !unknown.contains(record.kind())) {
                unknown.add(record.kind());
            }
            head = record.hash();
        }
        String reason = records.isEmpty() ? "There is no first record." : "";
        return new ChainReport(records.size(), records.size(), head, reason, unknown);
    }

    private static String whyBroken(LineageRecord record, int place, Digest head) {
        String name = "Record " + place;
        if (record.seq() != place) {
            return name + " says that it is number " + record.seq() + "; one is missing or out of place.";
        }
        if (!record.previous().equals(head)) {
            return name + " does not follow the one before it: it names " + record.previous().shortForm()
                    + ", which is not " + head.shortForm() + ".";
        }
        if (place == 0 != record.kind().equals(Genesis.KIND)) {
            return place == 0 ? name + " is no genesis record." : name + " begins another chain.";
        }
        try {
            Digest found = record.expectedHash();
            if (!record.hash().equals(found)) {
                return name + " was altered: its hash is " + found.shortForm() + ", not "
                        + record.hash().shortForm() + ".";
            }
            record.typedBody();
            return "";
        } catch (TabitatException e) {
            return name + " is malformed: " + e.getMessage() + " (" + e.finding().where() + ")";
        }
    }
}
