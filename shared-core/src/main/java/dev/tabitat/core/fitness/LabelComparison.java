package dev.tabitat.core.fitness;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Two models on the same cases, label by label: for each label the exact McNemar test on whether a case was rightly
 * called it or not it, with Holm's correction for the number of labels (S. Holm, "A simple sequentially rejective
 * multiple test procedure", Scandinavian Journal of Statistics 6, 1979). Of equal models at most half of
 * {@link PairedComparison#ALPHA} have any label that is called better.
 *
 * @param label which
 * @param cases groups of near-duplicates that have the label
 * @param onlyFirst groups that the first model called rightly more often
 * @param onlySecond groups that the second model called rightly more often
 * @param p two-sided, corrected
 */
public record LabelComparison(String label, int cases, int onlyFirst, int onlySecond, double p) {

    /**
     * Nothing is claimed of a label with fewer cases. Six is the smallest number of discordant cases with which an
     * exact two-sided test can reach .05 (2 / 2^6 = .031); cases of other labels that are wrongly called this one count
     * as well.
     */
    public static final int MIN_CASES = 6;

    /**
     * Every label that has {@link #MIN_CASES}, by ascending p.
     *
     * @param groups of near-duplicates, a number for each case; a group counts once
     */
    public static List<LabelComparison> of(Predictions first, Predictions second, int... groups) {
        List<String> firstFound = found(first);
        List<String> secondFound = found(second);
        List<LabelComparison> raw = new ArrayList<>();
        for (String label : first.labels()) {
            Set<Integer> cases = new HashSet<>();
            int[] net = new int[first.n()];
            for (int i = 0; i < first.n(); i++) {
                boolean is = first.right().get(i).equals(label);
                net[i] = (secondFound.get(i).equals(label) == is ? 1 : 0)
                        - (firstFound.get(i).equals(label) == is ? 1 : 0);
                if (is) {
                    cases.add(groups[i]);
                }
            }
            if (cases.size() >= MIN_CASES) {
                int[] sides = PairedComparison.sides(net, groups);
                raw.add(new LabelComparison(label, cases.size(), sides[0], sides[1],
                        PairedComparison.mcnemar(sides[0], sides[1])));
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

    /** The label that each case was given. */
    private static List<String> found(Predictions answers) {
        List<String> found = new ArrayList<>();
        for (int i = 0; i < answers.n(); i++) {
            found.add(answers.found(i));
        }
        return found;
    }

    /** Whether the second model is better at this label. */
    public boolean isBetter() {
        return onlySecond > onlyFirst && p <= PairedComparison.ALPHA;
    }
}
