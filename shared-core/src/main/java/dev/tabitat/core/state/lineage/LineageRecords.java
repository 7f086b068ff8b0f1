package dev.tabitat.core.state.lineage;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.lineage.LineageRecord;
import java.util.Optional;

/**
 * The lineage as it is stored: table {@code lineage} by twelve digits of the place in the chain, and {@code {seq,
 * hash}} of the last record as {@code head} in {@code meta}.
 */
public final class LineageRecords {

    public static final String TABLE = "lineage";
    public static final String META = "meta";
    public static final String HEAD = "head";
    private static final int KEY_DIGITS = 12;

    private LineageRecords() {}

    /** The key of the record at this place, from 0. */
    public static String key(long seq) {
        String digits = Long.toString(seq);
        return "0".repeat(KEY_DIGITS - digits.length()) + digits;
    }

    public static String head(LineageRecord last) {
        return JsonObject.of("seq", last.seq(), "hash", last.hash().toString()).toString();
    }

    /** How many records a head promises; 0 without one. */
    public static long length(Optional<String> head) {
        return head.isPresent() ? parsed(head.get()).integer("seq") + 1 : 0;
    }

    private static JsonObject parsed(String text) {
        return JsonReader.readObject(text, JsonLimits.DEFAULT);
    }

    public static LineageRecord read(String text) {
        return LineageRecord.fromJson(parsed(text));
    }

    /**
     * The state that a head and the record that it names say.
     *
     * @param last the text of the record at the head's place
     * @throws DamagedData when that record is missing or is another one
     */
    public static LineageState state(Optional<String> head, Optional<String> last) {
        if (head.isEmpty()) {
            return LineageState.EMPTY;
        }
        JsonObject promised = parsed(head.get());
        Digest hash = Digest.parse(promised.string("hash"));
        Optional<LineageRecord> record = last.isPresent() ? Optional.of(read(last.get())) : Optional.empty();
        if (record.isEmpty() || !record.get().hash().equals(hash)) {
            throw new DamagedData("The last lineage record is missing or another one.",
                    Finding.at("lineage record " + promised.integer("seq")).expected(hash)
                            .found(record.isPresent() ? record.get().hash() : "nothing")
                            .remedy("Export what is needed, then clear the site's data."));
        }
        return new LineageState(record);
    }
}
