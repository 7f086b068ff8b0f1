package dev.tabitat.core.fitness;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which labels were taken for which: counts of (expected, found) pairs. */
public final class Confusion {

    private static final Comparator<Pair> MOST_FREQUENT_FIRST = Comparator.comparingLong(Pair::count).reversed()
            .thenComparing(Pair::expected).thenComparing(Pair::found);

    private final Map<String, Map<String, Long>> counts;
    private final Accuracy accuracy;

    private Confusion(Map<String, Map<String, Long>> counts, Accuracy accuracy) {
        this.counts = counts;
        this.accuracy = accuracy;
    }

    /** How often {@code expected} was taken for {@code found}. */
    public record Pair(String expected, String found, long count) {
    }

    /**
     * The counts of two lists of the same length.
     *
     * @param expected the right labels
     * @param found the answers, in the same order
     */
    public static Confusion of(List<String> expected, List<String> found) {
        if (expected.size() != found.size()) {
            throw new InvalidInput("Every answer needs its right label.", Finding.at("confusion")
                    .expected(expected.size() + " answers").found(found.size()));
        }
        Map<String, Map<String, Long>> counts = new TreeMap<>();
        long correct = 0;
        for (int i = 0; i < expected.size(); i++) {
            counts.computeIfAbsent(expected.get(i), label -> new TreeMap<>()).merge(found.get(i), 1L, Long::sum);
            correct += expected.get(i).equals(found.get(i)) ? 1 : 0;
        }
        return new Confusion(counts, new Accuracy(expected.size(), correct));
    }

    public Accuracy accuracy() {
        return accuracy;
    }

    public long count(String expected, String found) {
        Map<String, Long> row = counts.get(expected);
        Long count = row == null ? null : row.get(found);
        return count == null ? 0 : count;
    }

    /** Accuracy on the cases of one label (its recall). */
    public Accuracy accuracyOf(String expected) {
        Map<String, Long> row = counts.getOrDefault(expected, Collections.emptyMap());
        long n = 0;
        for (long count : row.values()) {
            n += count;
        }
        return new Accuracy(n, count(expected, expected));
    }

    /** The pairs that differ, the most frequent first, ties by name. */
    public List<Pair> mistakes() {
        List<Pair> pairs = new ArrayList<>();
        for (Map.Entry<String, Map<String, Long>> row : counts.entrySet()) {
            for (Map.Entry<String, Long> cell : row.getValue().entrySet()) {
                if (!row.getKey().equals(cell.getKey())) {
                    pairs.add(new Pair(row.getKey(), cell.getKey(), cell.getValue()));
                }
            }
        }
        pairs.sort(MOST_FREQUENT_FIRST);
        return pairs;
    }
}
