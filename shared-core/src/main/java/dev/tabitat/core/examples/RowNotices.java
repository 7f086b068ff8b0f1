package dev.tabitat.core.examples;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What happened to rows, each kind counted and with its first row, as sentences. */
final class RowNotices {

    private final Map<String, Integer> counts = new LinkedHashMap<>();
    private final Map<String, Integer> first = new LinkedHashMap<>();

    /** @param what goes behind "3 rows", such as "without a label left out" */
    void add(String what, int row) {
        counts.merge(what, 1, Integer::sum);
        first.putIfAbsent(what, row);
    }

    List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        counts.forEach((what, count) -> sentences.add((count == 1 ? "1 row " : count + " rows ") + what + " ("
                + (count == 1 ? "row " : "the first is row ") + first.get(what) + ")."));
        return sentences;
    }
}
