package dev.tabitat.core.decisions;

import dev.tabitat.core.fitness.Accuracy;
import dev.tabitat.core.fitness.Bootstrap;
import dev.tabitat.core.fitness.Interval;
import dev.tabitat.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Ways of routing held against each other on the same texts: always the small model, always the large one, and the
 * cascade, which abstains where no model is sure.
 */
public final class RouteComparison {

    private static final long SEED = 66;
    private static final int MIN_TEXTS_FOR_A_GAIN = 2;

    /**
     * What became of one text on one way.
     *
     * @param answered whether a model answered
     * @param right whether the answer was right; of a text of no known niche, whether no model answered
     * @param millis all models that were asked on the way together
     * @param bytesOut that left the tab
     * @param passedOn whether a second model was asked
     * @param firstRight whether the first model alone would have been right
     */
    public record Result(String group, boolean isKnown, boolean answered, boolean right, double millis, long bytesOut,
            boolean passedOn, boolean firstRight) {}

    private final Map<String, List<Result>> ways = new LinkedHashMap<>();

    public void add(String way, Result result) {
        ways.computeIfAbsent(way, key -> new ArrayList<>()).add(result);
    }

    /**
     * {@code {rows: [row], groups: [row with group], fallback_quality_gain?: {value, low, high, n}}}, a row being
     * {@code {way, n,
     * accuracy: of the answers to known texts, abstained: share, correct: answers that are right and abstentions where no label is right,
     * median_ms, bytes_out}}, each share with its 95 % interval and n.
     */
    public JsonObject toJson() {
        List<JsonObject> rows = new ArrayList<>();
        List<JsonObject> groups = new ArrayList<>();
        ways.forEach((way, results) -> {
            rows.add(row(way, results));
            Map<String, List<Result>> byGroup = new LinkedHashMap<>();
            results.forEach(one -> byGroup.computeIfAbsent(one.group(), key -> new ArrayList<>()).add(one));
            byGroup.forEach((group, some) -> groups.add(row(way, some).with("group", group)));
        });
        JsonObject json = JsonObject.of("rows", rows, "groups", groups);
        List<Result> passed = new ArrayList<>();
        ways.values().forEach(results -> results.stream()
                .filter(one -> one.isKnown() && one.passedOn() && one.answered()).forEach(passed::add));
        if (passed.size() < MIN_TEXTS_FOR_A_GAIN) {
            return json;
        }
        Bootstrap.Estimated gain = Bootstrap.of(passed.size(), SEED, places -> {
            double sum = 0;
            for (int place : places) {
                sum += (passed.get(place).right() ? 1 : 0) - (passed.get(place).firstRight() ? 1 : 0);
            }
            return sum / places.length;
        });
        return json.with("fallback_quality_gain", JsonObject.of("value", gain.value(), "low", gain.low(), "high",
                gain.high(), "n", passed.size(), "how", "measured"));
    }

    private static JsonObject row(String way, List<Result> results) {
        long known = 0;
        long right = 0;
        long abstained = 0;
        long correct = 0;
        long bytes = 0;
        List<Double> millis = new ArrayList<>();
        for (Result one : results) {
            known += one.isKnown() && one.answered() ? 1 : 0;
            right += one.isKnown() && one.answered() && one.right() ? 1 : 0;
            abstained += one.answered() ? 0 : 1;
            correct += one.right() ? 1 : 0;
            bytes += one.bytesOut();
            millis.add(one.millis());
        }
        Interval interval = Interval.wilson95(abstained, results.size());
        return JsonObject.of("way", way, "n", results.size(), "accuracy", new Accuracy(known, right).toJson(),
                "abstained",
                JsonObject.of("value", results.isEmpty() ? 0 : (double) abstained / results.size(), "low",
                        interval.low(), "high", interval.high(), "n", results.size()),
                "correct", new Accuracy(results.size(), correct).toJson(), "median_ms", RouteMetrics.median(millis),
                "bytes_out", bytes);
    }
}
