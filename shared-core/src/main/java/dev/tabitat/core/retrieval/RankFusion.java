package dev.tabitat.core.retrieval;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rankings of the same rows made one: reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009). */
public final class RankFusion {

    private RankFusion() {}

    /**
     * Fused rows, the best first.
     *
     * @param scores sum over the rankings of 1 / (constant + rank)
     */
    public record Fused(int[] rows, double[] scores) {

        public int size() {
            return rows.length;
        }
    }

    /** Of two that score alike the earlier row comes first. @param constant 60 in the paper */
    public static Fused reciprocal(List<Hits> rankings, int constant, int k) {
        Map<Integer, Double> sums = new LinkedHashMap<>();
        for (Hits ranking : rankings) {
            for (int i = 0; i < ranking.size(); i++) {
                sums.merge(ranking.rows()[i], 1.0 / (constant + i + 1), Double::sum);
            }
        }
        List<Map.Entry<Integer, Double>> order = new ArrayList<>(sums.entrySet());
        order.sort((a, b) -> {
            int byScore = Double.compare(b.getValue(), a.getValue());
            return byScore != 0 ? byScore : Integer.compare(a.getKey(), b.getKey());
        });
        int size = Math.min(k, order.size());
        int[] rows = new int[size];
        double[] scores = new double[size];
        for (int i = 0; i < size; i++) {
            rows[i] = order.get(i).getKey();
            scores[i] = order.get(i).getValue();
        }
        return new Fused(rows, scores);
    }
}
