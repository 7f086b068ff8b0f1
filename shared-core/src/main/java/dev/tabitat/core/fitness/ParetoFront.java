package dev.tabitat.core.fitness;

import java.util.ArrayList;
import java.util.List;

/** The non-dominated candidates: no other is better in one respect and no worse in the others. */
public final class ParetoFront {

    private ParetoFront() {}

    /**
     * Whether the first is at least as good in all and better in one: utility, latency, memory.
     *
     * @throws java.util.NoSuchElementException when one of them is not known
     */
    public static boolean dominates(FitnessVector a, FitnessVector b) {
        double[] first = merits(a);
        double[] second = merits(b);
        boolean isBetter = false;
        for (int i = 0; i < first.length; i++) {
            if (first[i] < second[i]) {
                return false;
            }
            isBetter |= first[i] > second[i];
        }
        return isBetter;
    }

    private static double[] merits(FitnessVector vector) {
        return new double[]{vector.value(FitnessDimension.UTILITY).orElseThrow(),
                -vector.value(FitnessDimension.LATENCY_MS).orElseThrow(),
                -vector.value(FitnessDimension.MEMORY_MB).orElseThrow()};
    }

    /** The ids of the front, in the order given. */
    public static List<String> of(List<FitnessVector> all) {
        List<String> front = new ArrayList<>();
        for (FitnessVector one : all) {
            if (all.stream().noneMatch(other -> dominates(other, one))) {
                front.add(one.genomeId());
            }
        }
        return front;
    }
}
