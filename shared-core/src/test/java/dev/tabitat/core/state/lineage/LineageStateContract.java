package dev.tabitat.core.state.lineage;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.lineage.Genesis;
import dev.tabitat.core.lineage.LineageChain;
import dev.tabitat.core.lineage.LineageRecord;
import dev.tabitat.core.lineage.Runs;
import dev.tabitat.core.state.Decision;
import dev.tabitat.core.state.RecordChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What appending to the lineage writes, and that its end follows from the head and the record that it names. */
public final class LineageStateContract {

    private static final String NOW = "2026-11-30T12:00:00Z";
    private static final Genesis GENESIS = new Genesis("tabitat/test", "store");

    private LineageStateContract() {}

    public static List<Contract> all() {
        return List.of(Contract.of("state: appending to the lineage", LineageStateContract::appends),
                Contract.of("state: the end of the lineage is the record that its head names",
                        LineageStateContract::ends));
    }

    /** Appends so many records. */
    public static LineageCommand.Append append(int count) {
        List<Runs> bodies = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            bodies.add(new Runs(List.of()));
        }
        return new LineageCommand.Append(List.copyOf(bodies), GENESIS, NOW);
    }

    private static Map<String, String> run(Map<String, String> records, LineageCommand.Append command) {
        Map<String, String> after = new TreeMap<>(records);
        Decision.Accepted<List<LineageRecord>> accepted = (Decision.Accepted<List<LineageRecord>>) command
                .decide(state(records));
        for (RecordChange change : accepted.changes()) {
            after.put(change.table() + "/" + change.key(), change.text().orElseThrow());
        }
        return after;
    }

    private static LineageState state(Map<String, String> records) {
        Optional<String> head = Optional.ofNullable(records.get("meta/head"));
        return LineageRecords.state(head, Optional.ofNullable(
                records.get("lineage/" + LineageRecords.key(Math.max(0, LineageRecords.length(head) - 1)))));
    }

    private static void appends(Check check) {
        Map<String, String> records = new TreeMap<>();
        check.equal("empty", 0L, state(records).length());
        records = run(records, append(2));
        check.equal("with the first of the chain", 3L, state(records).length());
        records = run(records, append(1));
        check.equal("one more", 4L, state(records).length());
        check.equal("nothing to add changes nothing", List.of(),
                ((Decision.Accepted<List<LineageRecord>>) append(0).decide(state(records))).changes());
        List<LineageRecord> chain = new ArrayList<>();
        for (Map.Entry<String, String> record : records.entrySet()) {
            if (record.getKey().startsWith("lineage/")) {
                chain.add(LineageRecords.read(record.getValue()));
            }
        }
        check.equal("the chain verifies", "", LineageChain.verify(chain).reason());
        check.equal("all of it", 4, chain.size());
    }

    private static void ends(Check check) {
        Map<String, String> records = run(run(Map.of(), append(1)), append(1));
        Map<String, String> missing = new TreeMap<>(records);
        missing.remove("lineage/000000000002");
        check.fails("the last one is missing", DamagedData.class, () -> state(missing));
        Map<String, String> other = new TreeMap<>(records);
        other.put("lineage/000000000002", records.get("lineage/000000000001"));
        check.fails("it is another one", DamagedData.class, () -> state(other));
    }
}
