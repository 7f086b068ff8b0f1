package dev.tabitat.core.breeding;

import dev.tabitat.core.fitness.Evaluator;
import dev.tabitat.core.fitness.LabelComparison;
import dev.tabitat.core.fitness.PairedComparison;
import dev.tabitat.core.fitness.Predictions;
import dev.tabitat.core.json.JsonObject;
import java.util.Optional;

/**
 * What is recommended about the best candidate of a run, by its answers on the test part, which is opened once.
 *
 * <p>
 * Champion: the exact McNemar test over all cases rejects equality in its favour. Specialist: the same test for one
 * label does, with Holm's correction. Both are two-sided at .05 and only gains count, so each calls at most .025 of
 * equal models better, and at most .05 of equal models are promoted in all, by one decision: deciding again on the same
 * test part adds up. Near-duplicates count as one case. With fewer than {@link #MIN_CASES} cases nothing is promoted.
 * The tests count answers, so a gain in rare labels alone is seldom shown.
 *
 * @param label of which it is better; empty but for a specialist
 * @param reason one or two sentences for people
 * @param paired the best against the model that answered before
 * @param differs whether it gives other probabilities often enough to be worth watching beside the one before; no claim
 * of a gain
 */
public record Decision(Outcome outcome, String label, String reason, PairedComparison paired, boolean differs) {

    /** Fewer say little about other texts, even where six that all fall to one side would reach .05. */
    public static final int MIN_CASES = 10;

    /** The mean total variation distance from which two models count as answering differently. */
    private static final double DIFFERENT = 0.1;

    /** What is recommended. */
    public enum Outcome {
        /** Better as a whole: it takes the place. */
        CHAMPION("champion"),
        /** Better at one label. */
        SPECIALIST("specialist"),
        /** No gain is shown. */
        NO_OP("no_op");

        private final String id;

        Outcome(String id) {
            this.id = id;
        }

        public String id() {
            return id;
        }
    }

    /** Of answers to cases of which none is a near-duplicate of another. */
    static Decision of(Predictions before, Predictions best) {
        int[] groups = new int[before.n()];
        for (int i = 0; i < groups.length; i++) {
            groups[i] = i;
        }
        return of(before, best, groups);
    }

    /**
     * @param before the answers of the model that answered so far, on the test part
     * @param best those of the candidate that was best on select, on the same examples
     * @param groups of near-duplicates among them, a number for each
     */
    public static Decision of(Predictions before, Predictions best, int... groups) {
        PairedComparison paired = Evaluator.compare(before, best, groups);
        long independent = java.util.Arrays.stream(groups).distinct().count();
        String gain = signed(paired.gain().value()) + " macro-F1 [" + signed(paired.gain().low()) + ", "
                + signed(paired.gain().high()) + "] on " + paired.n()
                + " held-back examples; only it was right on " + paired.onlySecond() + ", only the other on "
                + paired.onlyFirst() + ", exact p = " + probability(paired.p());
        boolean differs = Evaluator.distance(before, best) >= DIFFERENT;
        if (independent < MIN_CASES) {
            return new Decision(Outcome.NO_OP, "", "There are too few different held-back examples to show a gain: "
                    + independent + " of at least " + MIN_CASES + ". Add examples.", paired, differs);
        }
        if (paired.isBetter()) {
            return new Decision(Outcome.CHAMPION, "", "It beats what you had: " + gain + ".", paired, differs);
        }
        Optional<LabelComparison> label = betterLabel(before, best, groups);
        if (label.isPresent()) {
            LabelComparison one = label.get();
            return new Decision(Outcome.SPECIALIST, one.label(),
                    "As a whole no gain is shown (" + gain + "), but at \u201c" + one.label()
                            + "\u201d it is better: only it was right on "
                            + one.onlySecond() + ", only the other on " + one.onlyFirst() + ", p = "
                            + probability(one.p()) + " after Holm's correction.",
                    paired, differs);
        }
        String noGain = paired.gain().value() > 0 ? "The gain could be chance: " + gain + ". Keep what you have."
                : "It is no better than what you have: " + gain + ".";
        return new Decision(Outcome.NO_OP, "",
                differs ? noGain + " It answers differently, so you can watch it beside what you have." : noGain,
                paired, differs);
    }

    private static Optional<LabelComparison> betterLabel(Predictions before, Predictions best, int... groups) {
        return LabelComparison.of(before, best, groups).stream().filter(LabelComparison::isBetter).findFirst();
    }

    private static String signed(double value) {
        long thousandths = Math.round(Math.abs(value) * 1000);
        String digits = Long.toString(thousandths % 1000);
        return (value < 0 && thousandths > 0 ? "\u2212" : "+") + thousandths / 1000 + "."
                + "0".repeat(3 - digits.length()) + digits;
    }

    private static String probability(double p) {
        return p < 0.001 ? "below 0.001" : signed(p).substring(1);
    }

    /** {@code {outcome, label?, reason, paired, differs}}. */
    public JsonObject toJson() {
        JsonObject json = JsonObject.of("outcome", outcome.id(), "reason", reason, "paired", paired.toJson(), "differs",
                differs);
        return label.isEmpty() ? json : json.with("label", label);
    }
}
