package dev.tabitat.core.fitness;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import java.util.ArrayList;
import java.util.List;

/**
 * The answers of a model to questions whose right answers are known.
 *
 * @param labels in the order of the probabilities
 * @param right the label of each case, one of {@code labels}
 * @param probabilities of each case, one a label, summing to 1
 */
public record Predictions(List<String> labels, List<String> right, List<double[]> probabilities) {

    public Predictions {
        labels = List.copyOf(labels);
        right = List.copyOf(right);
        probabilities = List.copyOf(probabilities);
        if (right.size() != probabilities.size() || !labels.containsAll(right)) {
            throw new InvalidInput("Answers and right answers do not belong together.",
                    Finding.at("predictions").expected(right.size() + " answers among " + labels.size() + " labels")
                            .found(probabilities.size() + " answers"));
        }
        for (double[] one : probabilities) {
            if (one.length != labels.size()) {
                throw new InvalidInput("An answer has another number of labels.",
                        Finding.at("predictions").expected(labels.size()).found(one.length));
            }
        }
    }

    public int n() {
        return right.size();
    }

    /** The label that case {@code i} was given: the most probable, the first of equal ones. */
    public String found(int i) {
        return labels.get(best(i));
    }

    int best(int i) {
        double[] p = probabilities.get(i);
        int best = 0;
        for (int label = 1; label < p.length; label++) {
            best = p[label] > p[best] ? label : best;
        }
        return best;
    }

    /** How probable that label was. */
    public double confidence(int i) {
        return probabilities.get(i)[best(i)];
    }

    public boolean isRight(int i) {
        return found(i).equals(right.get(i));
    }

    public Confusion confusion() {
        List<String> found = new ArrayList<>();
        for (int i = 0; i < n(); i++) {
            found.add(found(i));
        }
        return Confusion.of(right, found);
    }

    /** Every second case, from the first on for {@code which} = 0, from the second on for 1. */
    Predictions half(int which) {
        List<String> some = new ArrayList<>();
        List<double[]> theirs = new ArrayList<>();
        for (int i = which; i < n(); i += 2) {
            some.add(right.get(i));
            theirs.add(probabilities.get(i));
        }
        return new Predictions(labels, some, theirs);
    }

    /** Those at these places, which may repeat. */
    double macroF1(int... places) {
        int[] hits = new int[labels.size()];
        int[] truths = new int[labels.size()];
        int[] guesses = new int[labels.size()];
        for (int i : places) {
            int truth = labels.indexOf(right.get(i));
            int guess = best(i);
            truths[truth]++;
            guesses[guess]++;
            hits[truth] += truth == guess ? 1 : 0;
        }
        double sum = 0;
        int count = 0;
        for (int label = 0; label < hits.length; label++) {
            if (truths[label] + guesses[label] > 0) {
                sum += 2.0 * hits[label] / (truths[label] + guesses[label]);
                count++;
            }
        }
        return count == 0 ? 0 : sum / count;
    }

    /**
     * The mean of the labels' F1 = 2 · hits / (cases of it + answers of it), over labels that occur among cases or
     * answers; every label counts the same, however rare.
     */
    public double macroF1() {
        return macroF1(Bootstrap.all(n()));
    }
}
