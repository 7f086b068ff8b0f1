package dev.tabitat.core.fitness;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.json.CanonicalJson;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * The frozen evaluator: what every candidate is judged by, fixed before any is bred and out of their reach. It sees
 * answers only, and its own description is hashed into every scorecard, so that two scorecards of the same digest can
 * be compared.
 */
public final class Evaluator {

    private static final long SEED = 20_261_123L;

    private static final JsonObject DESCRIPTION = JsonObject.of(
            "name", "tabitat-evaluator", "version", 2,
            "utility", "macro-F1 over labels that occur among cases or answers; percentile bootstrap",
            "accuracy", "share of right answers; Wilson interval",
            "calibration",
            "1 - expected calibration error, ten bins of equal width; bootstrap, lower limit by the noise of the bins",
            "abstention", "accuracy of the surest tenth, two tenths, ...",
            "novelty", "least mean total variation distance to the answers of others on select",
            "latency", "one text at a time, warm: median and 95th percentile",
            "memory", "bytes that the session and its base hold",
            "energy", "10 W times the median time; an assumption, not a measurement",
            "composite", "utility + 0.2 calibration - 0.02 log2(1 + latency_ms) - 0.02 log2(1 + memory_mb)",
            "comparison",
            "exact McNemar test, two-sided .05, near-duplicates as one case; per label with Holm's correction",
            "bootstrap", JsonObject.of("rounds", Bootstrap.ROUNDS, "seed", SEED, "level", 0.95));

    private Evaluator() {}

    /** Of the evaluator's description. */
    public static Digest digest() {
        return Digest.of(CanonicalJson.bytes(DESCRIPTION));
    }

    /** What follows from answers alone; the same on every machine. */
    public record Judged(Predictions predictions, Accuracy accuracy, Bootstrap.Estimated macroF1,
            Bootstrap.Estimated ece, Reliability reliability,
            Abstention abstention) {

        /**
         * {@code {n, accuracy, macro_f1: {value, low, high}, confusion: {labels, counts}, calibration: {ece: {value,
         * low, high}, bins}, abstention: [{coverage, threshold, accuracy}], slices: [{label, recall}]}}.
         */
        public JsonObject toJson() {
            Confusion confusion = predictions.confusion();
            List<JsonArray> rows = new ArrayList<>();
            List<JsonObject> slices = new ArrayList<>();
            for (String right : predictions.labels()) {
                List<Object> row = new ArrayList<>();
                for (String found : predictions.labels()) {
                    row.add(confusion.count(right, found));
                }
                rows.add(JsonArray.of(row.toArray()));
                slices.add(JsonObject.of("label", right, "recall", confusion.accuracyOf(right).toJson()));
            }
            JsonArray bins = JsonArray.ofEach(reliability.bins(), Reliability.Bin::toJson);
            JsonArray points = JsonArray.ofEach(abstention.points(), Abstention.Point::toJson);
            return JsonObject.of("n", predictions.n(), "accuracy", accuracy.toJson(), "macro_f1", json(macroF1),
                    "confusion",
                    JsonObject.of("labels", JsonArray.ofStrings(predictions.labels()), "counts",
                            JsonArray.of(rows.toArray())),
                    "calibration", JsonObject.of("ece", json(ece), "bins", bins), "abstention", points, "slices",
                    slices);
        }
    }

    static JsonObject json(Bootstrap.Estimated estimated) {
        return JsonObject.of("value", estimated.value(), "low", estimated.low(), "high", estimated.high());
    }

    /** @param predictions at least one */
    public static Judged judge(Predictions predictions) {
        Accuracy accuracy = predictions.confusion().accuracy();
        return new Judged(predictions, accuracy,
                widened(Bootstrap.of(predictions.n(), SEED, predictions::macroF1), accuracy),
                widened(Reliability.estimated(predictions, SEED), accuracy), Reliability.of(predictions),
                Abstention.of(predictions));
    }

    /**
     * Where all cases went the same way, resampling shows no spread: the width of the accuracy's interval stands in for
     * it.
     */
    private static Bootstrap.Estimated widened(Bootstrap.Estimated estimated, Accuracy accuracy) {
        if (estimated.low() < estimated.high()) {
            return estimated;
        }
        double width = accuracy.interval().high() - accuracy.interval().low();
        return new Bootstrap.Estimated(estimated.value(), Math.max(0, estimated.low() - width),
                Math.min(1, estimated.high() + width));
    }

    /** Of two models that answered the same cases, none of which is a near-duplicate of another. */
    public static PairedComparison compare(Predictions first, Predictions second) {
        return PairedComparison.of(first, second, PairedComparison.alone(first.n()), SEED);
    }

    /** Of two models that answered the same cases. @param groups of near-duplicates, a number for each case */
    public static PairedComparison compare(Predictions first, Predictions second, int... groups) {
        return PairedComparison.of(first, second, groups, SEED);
    }

    /** How differently two answer the same cases: the mean total variation distance, 0 to 1. */
    public static double distance(Predictions a, Predictions b) {
        double sum = 0;
        for (int i = 0; i < a.n(); i++) {
            double all = 0;
            for (int label = 0; label < a.labels().size(); label++) {
                int other = b.labels().indexOf(a.labels().get(label));
                all += Math.abs(a.probabilities().get(i)[label] - (other < 0 ? 0 : b.probabilities().get(i)[other]));
            }
            sum += Math.min(1, all / 2);
        }
        return a.n() == 0 ? 0 : sum / a.n();
    }
}
