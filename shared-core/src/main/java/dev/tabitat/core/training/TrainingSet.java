package dev.tabitat.core.training;

import java.util.List;

/**
 * What is learnt from, in numbers.
 *
 * @param labels of the classes, in their order
 * @param classes the class of each example
 */
record TrainingSet(List<String> labels, int... classes) {

    static TrainingSet of(List<String> labels, List<String> answers) {
        int[] classes = new int[answers.size()];
        for (int i = 0; i < classes.length; i++) {
            classes[i] = labels.indexOf(answers.get(i));
        }
        return new TrainingSet(labels, classes);
    }

    /**
     * n / (classes · n of the class), so that each class weighs the same; 1 for each where {@code balanced} is false.
     */
    double[] weights(boolean balanced) {
        double[] weights = new double[labels.size()];
        int[] counts = new int[labels.size()];
        for (int one : classes) {
            counts[one]++;
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] = balanced && counts[i] > 0 ? (double) classes.length / (labels.size() * counts[i]) : 1;
        }
        return weights;
    }
}
