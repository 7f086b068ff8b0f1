package dev.tabitat.core.fitness;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.json.JsonNumber;
import dev.tabitat.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * From which confidence on a model's answers are good enough, with the evidence: of answers at or above
 * {@code threshold} at most {@code goal} are wrong, except with the probability {@link #DOUBT} that the cases misled.
 *
 * <p>
 * One half of the cases fits the {@link ConfidenceMap} and lays out thresholds (its percentiles); the other half judges
 * them from the strictest down, each by an exact binomial test, and the last one before the first failure is kept:
 * fixed-sequence testing, so that the promise holds for the one that is kept (Angelopoulos and others, "Learn then
 * Test", 2021). With too few cases to promise anything there is no threshold, and the model abstains.
 *
 * <p>
 * The promise is about texts drawn like those cases, and about no others. Texts shorter than 99 of 100 cases were are
 * not judged.
 *
 * @param model digest of its manifest
 * @param dataset digest of the examples
 * @param part of them, such as {@code select}
 * @param threshold of calibrated confidence; empty when the model must abstain
 * @param goal share of wrong answers that is allowed
 * @param leastBytes UTF-8 bytes of the shortest text that is judged
 * @param fitted cases that the map was fitted on
 * @param n cases that judged
 * @param accepted of those, at or above the threshold
 * @param wrong of those accepted
 * @param right of all n
 * @param errorUpper exact upper limit of the share of wrong answers among accepted ones
 * @param rawEce expected calibration error as the model gives its probabilities
 * @param ece the same behind the map, over the n
 */
public record AnswerThreshold(Digest model, String task, Digest dataset, String part, ConfidenceMap map,
        OptionalDouble threshold, double goal,
        int leastBytes, int fitted, int n, int accepted, int wrong, int right, double errorUpper, double rawEce,
        Bootstrap.Estimated ece) {

    /** How often a promise may fail. */
    public static final double DOUBT = 0.05;
    /** The share of wrong answers that is allowed where no other is given. */
    public static final double GOAL = 0.05;

    private static final int THRESHOLDS = 100;
    private static final int SHORT_SHARE = 100;
    private static final long SEED = 6;
    private static final int MOST = 100_000_000;

    public AnswerThreshold {
        if (!(goal > 0 && goal < 1) || leastBytes < 0 || fitted < 0 || n < 0 || accepted < 0 || accepted > n
                || wrong < 0 || wrong > accepted || right < 0 || right > n
                || !(errorUpper >= 0 && errorUpper <= 1) || !(rawEce >= 0 && rawEce <= 1)
                || !(threshold.orElse(0) >= 0 && threshold.orElse(0) <= 1)) {
            throw new DamagedData("A threshold's evidence does not add up.", Finding.at("threshold of " + task)
                    .expected("wrong <= accepted <= n, shares in 0 to 1")
                    .found(wrong + ", " + accepted + ", " + n + ", goal " + JsonNumber.text(goal) + ", at most "
                            + JsonNumber.text(errorUpper) + ", threshold "
                            + JsonNumber.text(threshold.orElse(Double.NaN))));
        }
    }

    /**
     * What cases show.
     *
     * @param leastBytes see {@link #shortest}
     * @param goal above 0, below 1
     */
    public static AnswerThreshold calibrate(Digest model, String task, Digest dataset, String part, int leastBytes,
            Predictions predictions, double goal) {
        if (!(goal >= 0.001 && goal <= 0.5)) {
            throw new InvalidInput("This goal cannot be reached or means nothing.",
                    Finding.at("goal").expected("0.001 to 0.5").found(goal));
        }
        Predictions fit = predictions.half(0);
        Predictions judge = predictions.half(1);
        if (fit.n() == 0 || judge.n() == 0) {
            return new AnswerThreshold(model, task, dataset, part, new ConfidenceMap.Scaled(1), OptionalDouble.empty(),
                    goal, leastBytes, fit.n(), judge.n(), 0, 0, 0, 1, 0,
                    new Bootstrap.Estimated(0, 0, 1));
        }
        ConfidenceMap map = ConfidenceMap.fit(fit);
        double[] candidates = confidences(map, fit);
        Arrays.sort(candidates);
        double[] sure = confidences(map, judge);
        OptionalDouble kept = OptionalDouble.empty();
        int least = Binomial.casesFor(goal, DOUBT);
        int accepted = 0;
        int wrong = 0;
        double before = Double.POSITIVE_INFINITY;
        for (int i = 0; i < THRESHOLDS; i++) {
            double threshold = candidates[(int) ((long) (candidates.length - 1) * (THRESHOLDS - 1 - i)
                    / (THRESHOLDS - 1))];
            int many = 0;
            int bad = 0;
            for (int k = 0; k < sure.length; k++) {
                if (sure[k] >= threshold) {
                    many++;
                    bad += judge.isRight(k) ? 0 : 1;
                }
            }
            // Too few to promise anything, whatever they are: how many there are says nothing of how right they are.
            if (many < least || threshold == before) {
                continue;
            }
            before = threshold;
            if (Binomial.atMost(bad, many, goal) > DOUBT) {
                break;
            }
            kept = OptionalDouble.of(threshold);
            accepted = many;
            wrong = bad;
        }
        int right = 0;
        for (int k = 0; k < judge.n(); k++) {
            right += judge.isRight(k) ? 1 : 0;
        }
        double[] hits = new double[judge.n()];
        for (int k = 0; k < hits.length; k++) {
            hits[k] = judge.isRight(k) ? 1 : 0;
        }
        return new AnswerThreshold(model, task, dataset, part, map, kept, goal, leastBytes, fit.n(), judge.n(),
                accepted, wrong, right,
                kept.isEmpty() ? 1 : Binomial.upper(wrong, accepted, DOUBT), Reliability.of(judge).ece(),
                Reliability.estimated(sure, hits, SEED));
    }

    /** The length that 99 of 100 texts reach, in UTF-8 bytes. */
    public static int shortest(List<Integer> byteLengths) {
        List<Integer> sorted = new ArrayList<>(byteLengths);
        sorted.sort(Integer::compare);
        return sorted.isEmpty() ? 0 : sorted.get(sorted.size() / SHORT_SHARE);
    }

    private static double[] confidences(ConfidenceMap map, Predictions predictions) {
        double[] all = new double[predictions.n()];
        for (int i = 0; i < all.length; i++) {
            all[i] = map.confidence(predictions.probabilities().get(i));
        }
        return all;
    }

    /** What becomes of an answer. */
    public enum Verdict {
        ACCEPTED,
        BELOW_THRESHOLD,
        TOO_SHORT,
        NO_THRESHOLD
    }

    /**
     * @param confidence calibrated
     * @param bytes of the text
     */
    public Verdict judge(double confidence, int bytes) {
        if (threshold.isEmpty()) {
            return Verdict.NO_THRESHOLD;
        }
        if (bytes < leastBytes) {
            return Verdict.TOO_SHORT;
        }
        return confidence >= threshold.getAsDouble() ? Verdict.ACCEPTED : Verdict.BELOW_THRESHOLD;
    }

    /** How many of the cases that judged were accepted. */
    public Accuracy coverage() {
        return new Accuracy(n, accepted);
    }

    /** How many of them were right, accepted or not. */
    public Accuracy accuracy() {
        return new Accuracy(n, right);
    }

    /** How many cases it takes to judge for this goal, right answers only. */
    public int needed() {
        return Binomial.casesFor(goal, DOUBT);
    }

    public JsonObject toJson() {
        JsonObject json = JsonObject.of("model", model.toString(), "task", task, "dataset", dataset.toString(), "part",
                part, "map", map.toJson());
        json = threshold.isPresent() ? json.with("threshold", threshold.getAsDouble()) : json;
        return json.with("goal", goal).with("doubt", DOUBT).with("least_bytes", leastBytes).with("n_fit", fitted)
                .with("n", n).with("accepted", accepted).with("wrong", wrong)
                .with("right", right).with("error_upper", errorUpper).with("ece_raw", rawEce)
                .with("ece", JsonObject.of("value", ece.value(), "low", ece.low(), "high", ece.high()));
    }

    /** @throws DamagedData when a member is missing, of a wrong kind or at odds with another */
    public static AnswerThreshold fromJson(JsonObject json) {
        JsonObject ece = json.object("ece");
        return new AnswerThreshold(Digest.parse(json.string("model")), json.string("task"),
                Digest.parse(json.string("dataset")), json.string("part"),
                ConfidenceMap.fromJson(json.object("map")),
                json.has("threshold") ? OptionalDouble.of(json.number("threshold")) : OptionalDouble.empty(),
                json.number("goal"),
                count(json, "least_bytes"), count(json, "n_fit"), count(json, "n"), count(json, "accepted"),
                count(json, "wrong"), count(json, "right"), json.number("error_upper"),
                json.number("ece_raw"),
                new Bootstrap.Estimated(ece.number("value"), ece.number("low"), ece.number("high")));
    }

    private static int count(JsonObject json, String name) {
        long count = json.integer(name);
        if (count < 0 || count > MOST) {
            throw new DamagedData("A count is out of range.", Finding.at(name).expected("0 to " + MOST).found(count));
        }
        return (int) count;
    }
}
