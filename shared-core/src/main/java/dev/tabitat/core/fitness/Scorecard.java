package dev.tabitat.core.fitness;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.json.CanonicalJson;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.math.DeterministicMath;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What an evaluation showed of one candidate, with n, intervals, device and evaluator.
 *
 * @param genomeId whose it is
 * @param scope on what, in words
 * @param dataset digest of the examples
 * @param backend that answered
 * @param device digest of the device profile
 * @param costs measured while it answered
 * @param novelty distance to the nearest other, where there are others
 * @param feedback of the person who uses it, where there is any
 */
public record Scorecard(String genomeId, String scope, Digest dataset, String backend, String device,
        Evaluator.Judged judged, Costs costs,
        OptionalDouble novelty, Optional<Accuracy> feedback) {

    private static final double WATTS = 10;
    private static final double LOG_2 = 0.6931471805599453;

    /**
     * @param millis of each answer, warm, one text at a time
     * @param loadMillis until it could answer the first
     * @param memoryBytes held by its sessions, its base included
     * @param sentBytes that left the tab meanwhile
     * @param ownBytes of its package that its base does not have
     * @param baseBytes of its base; 0 when it has none
     */
    public record Costs(double[] millis, double loadMillis, long memoryBytes, long sentBytes, long ownBytes,
            long baseBytes) {

        double percentile(double share) {
            double[] sorted = millis.clone();
            Arrays.sort(sorted);
            return sorted.length == 0 ? 0
                    : sorted[(int) Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
        }
    }

    /** The same in the vocabulary's field names. */
    public FitnessVector fitness() {
        double p50 = costs.percentile(0.5);
        double megabytes = costs.memoryBytes() / 1e6;
        double calibration = Math.max(0, 1 - judged.ece().value());
        FitnessVector vector = FitnessVector.of(genomeId, scope)
                .with(FitnessDimension.UTILITY, judged.macroF1().value())
                .with(FitnessDimension.CALIBRATION, calibration)
                .with(FitnessDimension.LATENCY_MS, p50)
                .with(FitnessDimension.MEMORY_MB, megabytes)
                .with(FitnessDimension.ENERGY_UNITS, WATTS * p50 / 1000)
                .with(FitnessDimension.REUSE_SCORE,
                        (double) costs.baseBytes() / Math.max(1, costs.baseBytes() + costs.ownBytes()))
                .with(FitnessDimension.COMPOSITE_SCORE, judged.macroF1().value() + 0.2 * calibration
                        - 0.02 * log2(1 + p50) - 0.02 * log2(1 + megabytes));
        vector = novelty.isPresent() ? vector.with(FitnessDimension.NOVELTY_SCORE, novelty.getAsDouble()) : vector;
        return feedback.filter(one -> one.n() > 0).isPresent()
                ? vector.with(FitnessDimension.HUMAN_CAPABILITY_GAIN, feedback.get().value().getAsDouble())
                : vector;
    }

    private static double log2(double x) {
        return DeterministicMath.log(x) / LOG_2;
    }

    public JsonObject toJson() {
        JsonObject json = JsonObject.of("genome_id", genomeId, "evaluation_scope", scope, "dataset_digest",
                dataset.toString(), "evaluator_digest", Evaluator.digest().toString(),
                "device_profile_digest", device, "backend", backend);
        JsonObject results = judged.toJson();
        for (String name : results.names()) {
            json = json.with(name, results.get(name));
        }
        double p50 = costs.percentile(0.5);
        json = json
                .with("latency",
                        JsonObject.of("p50_ms", p50, "p95_ms", costs.percentile(0.95), "load_ms", costs.loadMillis(),
                                "n", costs.millis().length, "how", "measured"))
                .with("memory", JsonObject.of("bytes", costs.memoryBytes(), "how", "measured"))
                .with("privacy", JsonObject.of("sent_bytes", costs.sentBytes(), "how", "measured"))
                .with("energy", JsonObject.of("joules", WATTS * p50 / 1000, "how", "estimated", "rule",
                        "10 W times the median time"));
        if (feedback.isPresent()) {
            json = json.with("human_benefit", feedback.get().toJson().with("how", "measured"));
        }
        return json.with("fitness", fitness().toJson());
    }

    /** Of its canonical JSON: the evidence packet that a fitness vector names. */
    public Digest digest() {
        return Digest.of(CanonicalJson.bytes(toJson()));
    }
}
