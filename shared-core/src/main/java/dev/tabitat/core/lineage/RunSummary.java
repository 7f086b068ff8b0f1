package dev.tabitat.core.lineage;

import dev.tabitat.core.digest.Digest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The runs of one model on one backend, summed up.
 *
 * @param model manifest digest of the package
 * @param backend id of the backend
 * @param n how many runs
 * @param medianNs median duration in nanoseconds; of an even number the mean of the middle two, rounded down
 * @param firstAt when the first began
 * @param lastAt when the last began
 */
public record RunSummary(Digest model, String backend, long n, long medianNs, String firstAt, String lastAt) {

    /** One summary a model and backend, in the order of their first runs. */
    public static List<RunSummary> of(List<LineageRecord> records) {
        Map<String, List<RunEvidence>> groups = new LinkedHashMap<>();
        for (LineageRecord record : records) {
            if (record.kind().equals(Runs.KIND) && record.typedBody() instanceof Runs runs) {
                for (RunEvidence run : runs.runs()) {
                    groups.computeIfAbsent(run.model() + " " + run.backend(), key -> new ArrayList<>()).add(run);
                }
            }
        }
        List<RunSummary> summaries = new ArrayList<>();
        for (List<RunEvidence> group : groups.values()) {
            RunEvidence first = group.get(0);
            summaries.add(new RunSummary(first.model(), first.backend(), group.size(), median(group), first.at(),
                    group.get(group.size() - 1).at()));
        }
        return summaries;
    }

    private static long median(List<RunEvidence> runs) {
        List<Long> durations = new ArrayList<>();
        for (RunEvidence run : runs) {
            durations.add(run.durationNs());
        }
        Collections.sort(durations);
        long below = durations.get((durations.size() - 1) / 2);
        long above = durations.get(durations.size() / 2);
        return below + (above - below) / 2;
    }

    /** The median in milliseconds with two digits after the point, for example {@code 0.41 ms}. */
    public String medianWords() {
        if (medianNs < 5_000) {
            return "under 0.01 ms";
        }
        long hundredths = medianNs / 10_000 + (medianNs % 10_000 >= 5_000 ? 1 : 0);
        long digits = hundredths % 100;
        return hundredths / 100 + (digits < 10 ? ".0" : ".") + digits + " ms";
    }
}
