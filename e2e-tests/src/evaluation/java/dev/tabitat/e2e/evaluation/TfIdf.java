package dev.tabitat.e2e.evaluation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The plain floor: cosine of vectors of (1 + ln tf) ln(n / df), over words of letters and digits in lower case. */
final class TfIdf {

    private final Map<String, List<int[]>> postings = new HashMap<>();
    private final double[] lengths;

    TfIdf(List<String> texts) {
        lengths = new double[texts.size()];
        for (int at = 0; at < texts.size(); at++) {
            int document = at;
            counts(texts.get(at)).forEach((word, count) -> postings.computeIfAbsent(word, any -> new ArrayList<>())
                    .add(new int[]{document, count}));
        }
        postings.values()
                .forEach(list -> list.forEach(one -> lengths[one[0]] += Math.pow(weight(one[1], list.size()), 2)));
    }

    /** The documents that share a word with the query, the nearest first, at most {@code k}. */
    List<Integer> search(String query, int k) {
        Map<Integer, Double> scores = new HashMap<>();
        counts(query).forEach((word, count) -> {
            List<int[]> list = postings.getOrDefault(word, List.of());
            list.forEach(one -> scores.merge(one[0], weight(count, list.size()) * weight(one[1], list.size())
                    / Math.sqrt(Math.max(lengths[one[0]], 1e-12)), Double::sum));
        });
        return scores.entrySet().stream()
                .sorted(Map.Entry.<Integer, Double>comparingByValue().reversed()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.naturalOrder())))
                .limit(k).map(Map.Entry::getKey).toList();
    }

    private double weight(int count, int documents) {
        return (1 + Math.log(count)) * Math.log((double) lengths.length / documents);
    }

    private static Map<String, Integer> counts(String text) {
        Map<String, Integer> counts = new HashMap<>();
        for (String word : text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")) {
            if (!word.isEmpty()) {
                counts.merge(word, 1, Integer::sum);
            }
        }
        return counts;
    }
}
