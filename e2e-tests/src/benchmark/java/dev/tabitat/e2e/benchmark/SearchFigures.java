package dev.tabitat.e2e.benchmark;

import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was found at one number of vectors: each contestant's index, its queries turn by turn, and how many of the right
 * rows they found.
 */
final class SearchFigures {

    /**
     * One index.
     *
     * @param rows that are in it; fewer than asked for when it was stopped
     * @param grownBytes what its page's process took more after it was built; empty where the system does not say
     */
    record Index(String engine, SearchPage.Built built, int rows, Optional<Long> grownBytes) {

        boolean isWhole() {
            return built.rows() >= rows;
        }
    }

    private final int rows;
    private final Map<String, Index> indexes = new LinkedHashMap<>();
    private final Map<String, List<double[]>> turns = new LinkedHashMap<>();
    private final Map<String, Double> recall = new LinkedHashMap<>();

    SearchFigures(int rows) {
        this.rows = rows;
    }

    int rows() {
        return rows;
    }

    void index(Index index) {
        indexes.put(index.engine(), index);
    }

    void turn(String contestant, double[] ms) {
        turns.computeIfAbsent(contestant, name -> new ArrayList<>()).add(ms);
    }

    /** The share of the right rows that were found, whatever their order. */
    void recall(String contestant, List<double[]> right, List<double[]> found) {
        double hits = 0;
        double wanted = 0;
        for (int i = 0; i < found.size(); i++) {
            for (double row : right.get(i)) {
                wanted++;
                hits += Arrays.stream(found.get(i)).anyMatch(one -> one == row) ? 1 : 0;
            }
        }
        recall.put(contestant, hits / wanted);
    }

    Iterable<String> contestants() {
        return turns.keySet();
    }

    Index index(String engine) {
        return indexes.get(engine);
    }

    Iterable<Index> indexes() {
        return indexes.values();
    }

    Optional<Double> recall(String contestant) {
        return Optional.ofNullable(recall.get(contestant));
    }

    double quantile(String contestant, double share) {
        double[] all = all(contestant);
        Arrays.sort(all);
        return Spread.quantile(all, share);
    }

    /** The same of each turn: the lowest and the highest. */
    String quantileText(String contestant, double share) {
        double[] each = turns.get(contestant).stream().mapToDouble(turn -> {
            double[] sorted = turn.clone();
            Arrays.sort(sorted);
            return Spread.quantile(sorted, share);
        }).sorted().toArray();
        return Spread.number(quantile(contestant, share)) + " (" + Spread.number(each[0]) + "–"
                + Spread.number(each[each.length - 1]) + ")";
    }

    Optional<Ratio> ratio(String slower, String faster) {
        return turns.containsKey(slower) && turns.containsKey(faster)
                ? Optional.of(Ratio.of(turns.get(slower), turns.get(faster)))
                : Optional.empty();
    }

    /** Seconds to build the index and answer a thousand queries at their mean. */
    double totalSeconds(String contestant, String engine) {
        return indexes.get(engine).built().ms() / 1000 + Arrays.stream(all(contestant)).average().orElse(0);
    }

    private double[] all(String contestant) {
        return turns.get(contestant).stream().flatMapToDouble(Arrays::stream).toArray();
    }

    JsonObject json() {
        List<Json> built = new ArrayList<>();
        indexes.values().forEach(
                index -> built.add(JsonObject.builder().put("engine", index.engine()).put("ms", index.built().ms())
                        .put("rows", index.built().rows()).putIf("grown_bytes", index.grownBytes()).build()));
        JsonObject.Builder queries = JsonObject.builder();
        turns.forEach((name, list) -> {
            List<Json> arrays = new ArrayList<>();
            list.forEach(turn -> arrays.add(Json.of(Arrays.stream(turn).boxed().toList())));
            queries.put(name, JsonObject.builder().put("turns_ms", new JsonArray(arrays))
                    .putIf("recall_at_10", recall(name)).build());
        });
        return JsonObject.of("rows", rows, "indexes", new JsonArray(built), "queries", queries.build());
    }
}
