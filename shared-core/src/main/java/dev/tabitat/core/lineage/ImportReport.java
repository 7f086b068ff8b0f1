package dev.tabitat.core.lineage;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import java.util.List;

/**
 * What verifying an export showed.
 *
 * @param kind what the file is: {@code lineage}
 * @param records how many records it holds
 * @param chainOk whether they form one unbroken chain
 * @param head hash of the last unbroken record
 * @param checked what was verified here, one sentence each
 * @param measured what the file says was measured where it was written
 * @param claimed what the file and the packages' authors say
 * @param notices what is worth knowing and no fault
 * @param problems what does not hold; nothing else in the file should then be believed
 */
public record ImportReport(String kind, long records, boolean chainOk, Digest head, List<String> checked,
        List<String> measured, List<String> claimed, List<String> notices,
        List<String> problems) {

    public ImportReport {
        checked = List.copyOf(checked);
        measured = List.copyOf(measured);
        claimed = List.copyOf(claimed);
        notices = List.copyOf(notices);
        problems = List.copyOf(problems);
    }

    /** Whether everything that can be verified was right. */
    public boolean ok() {
        return chainOk && problems.isEmpty();
    }

    public JsonObject toJson() {
        return JsonObject.of("kind", kind, "ok", ok(), "records", records, "chain_ok", chainOk,
                "head", head.toString(), "checked", JsonArray.ofStrings(checked),
                "measured", JsonArray.ofStrings(measured), "claimed", JsonArray.ofStrings(claimed),
                "notices", JsonArray.ofStrings(notices), "problems", JsonArray.ofStrings(problems));
    }
}
