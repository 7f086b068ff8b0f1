package dev.tabitat.core.fitness;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Two models on the same cases, label by label: for each label the exact McNemar test on whether a case was rightly called it or not it,
 * with Holm's correction for the number of labels (S. Holm, "A simple sequentially rejective multiple test procedure", Scandinavian
 * Journal of Statistics 6, 1979). Of equal models at most half of {@link Paired#ALPHA} have any label that is called better.
 *
 * @param label which
 * @param cases that have the label
 * @param onlyFirst cases that only the first model called rightly
 * @param onlySecond cases that only the second model called rightly
 * @param p two-sided, corrected
 */
public record LabelComparison(String label, int cases, int onlyFirst, int onlySecond, double p) {

    /** Of a label with fewer cases nothing is claimed: six are needed before an exact test can reach .05 at all. */
    public static final int MIN_CASES = 6;

    /** Every label that has {@link #MIN_CASES}, by ascending p. */
    public static List<LabelComparison> of(Predictions first, Predictions second) {
        List<LabelComparison> raw = new ArrayList<>();
        for (String label : first.labels()) {
            int cases = 0;
            int onlyFirst = 0;
            int onlySecond = 0;
            for (int i = 0; i < first.n(); i++) {
                boolean is = first.right().get(i).equals(label);
                boolean firstRight = first.found(i).equals(label) == is;
                boolean secondRight = second.found(i).equals(label) == is;
                cases += is ? 1 : 0;
                onlyFirst += firstRight && !secondRight ? 1 : 0;
                onlySecond += secondRight && !firstRight ? 1 : 0;
            }
            if (cases >= MIN_CASES) {
                raw.add(new LabelComparison(label, cases, onlyFirst, onlySecond, Paired.mcnemar(onlyFirst, onlySecond)));
            }
        }
        raw.sort(Comparator.comparingDouble(LabelComparison::p).thenComparing(LabelComparison::label));
        List<LabelComparison> corrected = new ArrayList<>();
        double before = 0;
        for (int i = 0; i < raw.size(); i++) {
            LabelComparison one = raw.get(i);
            before = Math.max(before, Math.min(1, one.p * (raw.size() - i)));
            corrected.add(new LabelComparison(one.label, one.cases, one.onlyFirst, one.onlySecond, before));
        }
        return corrected;
    }

    /** Whether the second model is better at this label. */
    public boolean isBetter() {
        return onlySecond > onlyFirst && p <= Paired.ALPHA;
    }
}
