package dev.tabitat.core.breeding;

import dev.tabitat.core.fitness.Bootstrap;
import dev.tabitat.core.fitness.Evaluator;
import dev.tabitat.core.fitness.Paired;
import dev.tabitat.core.fitness.Predictions;
import dev.tabitat.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is to be done with the best of a run, on the examples that nobody has seen: the test part, opened once.
 *
 * @param label of which it is better; empty but for a specialist
 * @param reason one sentence for people
 * @param paired the best against who answered before
 */
public record Decision(Outcome outcome, String label, String reason, Paired paired) {

    private static final double DIFFERENT = 0.1;
    private static final long SEED = 20_261_124L;

    /** What is recommended. */
    public enum Outcome {
        /** Better as a whole: it takes the place. */
        CHAMPION("champion"),
        /** Better at one label. */
        SPECIALIST("specialist"),
        /** Not better, not worse, and it answers differently: worth watching beside the champion. */
        CHALLENGER("challenger"),
        /** The gain is inside the noise, or there is none. */
        NO_OP("no_op");

        private final String id;

        Outcome(String id) {
            this.id = id;
        }

        public String id() {
            return id;
        }
    }

    /**
     * @param before who answered so far, on the test part
     * @param best the candidate that was best on select, on the same examples
     */
    public static Decision of(Predictions before, Predictions best) {
        Paired paired = Evaluator.compare(before, best);
        String gain = signed(paired.gain().value()) + " macro-F1 [" + signed(paired.gain().low()) + ", " + signed(paired.gain().high()) + "] on " + paired.n() + " held-back examples";
        if (paired.isBetter()) {
            return new Decision(Outcome.CHAMPION, "", "It beats what you had: " + gain + "; the whole interval lies above zero.", paired);
        }
        Optional<String> label = betterLabel(before, best);
        if (label.isPresent()) {
            return new Decision(Outcome.SPECIALIST, label.get(), "As a whole it is not better (" + gain + "), but at \u201c" + label.get() + "\u201d it is.", paired);
        }
        double distance = Evaluator.distance(before, best);
        if (paired.gain().value() > 0 && distance >= DIFFERENT && paired.gain().low() > -0.05) {
            return new Decision(Outcome.CHALLENGER, "", "The gain is inside the noise (" + gain + "), so nothing changes; it answers differently enough to be watched beside what you have.", paired);
        }
        return new Decision(Outcome.NO_OP, "", paired.gain().value() > 0 ? "The gain is inside the noise: " + gain + ". Keep what you have."
                : "It is no better than what you have: " + gain + ".", paired);
    }

    /** A label whose share of right answers is better by an interval that allows for how many labels there are (Bonferroni). */
    private static Optional<String> betterLabel(Predictions before, Predictions best) {
        List<String> labels = new ArrayList<>();
        for (String label : before.right()) {
            if (!labels.contains(label)) {
                labels.add(label);
            }
        }
        String found = "";
        double largest = 0;
        for (String label : labels) {
            List<Integer> cases = new ArrayList<>();
            for (int i = 0; i < before.n(); i++) {
                if (before.right().get(i).equals(label) || before.found(i).equals(label) || best.found(i).equals(label)) {
                    cases.add(i);
                }
            }
            Bootstrap.Estimated gain = Bootstrap.of(cases.size(), SEED, Math.max(2, labels.size()), places -> f1(best, label, cases, places) - f1(before, label, cases, places));
            if (gain.low() > 0 && gain.value() > largest) {
                largest = gain.value();
                found = label;
            }
        }
        return found.isEmpty() ? Optional.empty() : Optional.of(found);
    }

    private static double f1(Predictions predictions, String label, List<Integer> cases, int... places) {
        int hits = 0;
        int both = 0;
        for (int place : places) {
            int i = cases.get(place);
            boolean is = predictions.right().get(i).equals(label);
            boolean says = predictions.found(i).equals(label);
            hits += is && says ? 1 : 0;
            both += (is ? 1 : 0) + (says ? 1 : 0);
        }
        return both == 0 ? 0 : 2.0 * hits / both;
    }

    private static String signed(double value) {
        long hundredths = Math.round(Math.abs(value) * 1000);
        String digits = Long.toString(hundredths % 1000);
        return (value < 0 && hundredths > 0 ? "\u2212" : "+") + hundredths / 1000 + "." + "0".repeat(3 - digits.length()) + digits;
    }

    /** {@code {outcome, label?, reason, paired}}. */
    public JsonObject toJson() {
        JsonObject json = JsonObject.of("outcome", outcome.id(), "reason", reason, "paired", paired.toJson());
        return label.isEmpty() ? json : json.with("label", label);
    }
}
