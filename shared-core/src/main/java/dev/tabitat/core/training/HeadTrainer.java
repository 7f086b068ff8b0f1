package dev.tabitat.core.training;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.math.DeterministicMath;
import dev.tabitat.core.random.SplitMix64;
import dev.tabitat.core.specialist.LinearHead;
import java.util.List;

/**
 * Softmax regression on embeddings that stay as they are: cross-entropy with weighted classes, AdamW in small batches,
 * the weights of the pass that was best on <em>select</em>. Everything in double, in a fixed order.
 */
public final class HeadTrainer {

    private static final int MAX_EPOCHS = 200;
    private static final int PATIENCE = 20;
    private static final int BATCH = 32;

    private HeadTrainer() {}

    /**
     * How it is trained.
     *
     * @param seed of the order of the examples
     * @param rate of AdamW, above 0
     * @param decay of weights, at least 0
     * @param balanced whether every class weighs the same, however rare
     */
    public record Settings(long seed, double rate, double decay, boolean balanced) {

        public static Settings of(long seed) {
            return new Settings(seed, 0.02, 0.01, true);
        }
    }

    /**
     * Embeddings and what they should be called.
     *
     * @param values rows of {@code width}
     */
    public record Part(float[] values, int width, List<String> answers) {}

    /**
     * @param labels at least two
     * @return a head of temperature 1
     * @throws DamagedData when the loss stops being a number
     */
    public static LinearHead train(List<String> labels, Part train, Part select, Settings settings,
            ProgressListener watch) {
        int width = train.width();
        TrainingSet batches = TrainingSet.of(labels, train.answers());
        TrainingSet judged = TrainingSet.of(labels, select.answers());
        double[] classWeights = batches.weights(settings.balanced());
        double[] weights = new double[labels.size() * (width + 1)];
        double[] best = weights.clone();
        double bestLoss = loss(weights, labels.size(), select, judged, judged.weights(settings.balanced()));
        AdamW optimizer = new AdamW(weights.length, settings.rate(), settings.decay());
        SplitMix64 random = new SplitMix64(settings.seed());
        int since = 0;
        for (int pass = 0; pass < MAX_EPOCHS && since < PATIENCE; pass++) {
            int[] order = random.permutation(batches.classes().length);
            double scale = 1 - 0.95 * pass / MAX_EPOCHS;
            for (int from = 0; from < order.length; from += BATCH) {
                int to = Math.min(order.length, from + BATCH);
                double[] gradient = new double[weights.length];
                for (int i = from; i < to; i++) {
                    add(gradient, weights, labels.size(), train, order[i], batches.classes()[order[i]],
                            classWeights[batches.classes()[order[i]]] / (to - from));
                }
                optimizer.step(weights, gradient, scale);
            }
            double loss = loss(weights, labels.size(), select, judged, judged.weights(settings.balanced()));
            requireNumber(loss, pass);
            since++;
            if (loss < bestLoss - 1e-5) {
                bestLoss = loss;
                best = weights.clone();
                since = 0;
            }
            watch.step("head", pass + 1, MAX_EPOCHS);
        }
        watch.step("head", MAX_EPOCHS, MAX_EPOCHS);
        return head(labels, width, best);
    }

    static void requireNumber(double loss, int pass) {
        if (!DeterministicMath.isFinite(loss)) {
            throw new DamagedData("Training diverged: the loss is no longer finite.",
                    Finding.at("pass " + (pass + 1)).expected("a finite loss").found(loss)
                            .remedy("Try a smaller rate, or another kind."));
        }
    }

    /** Rows of {@code width} weights and a bias. */
    private static LinearHead head(List<String> labels, int width, double... weights) {
        float[] matrix = new float[labels.size() * width];
        float[] bias = new float[labels.size()];
        for (int label = 0; label < bias.length; label++) {
            for (int i = 0; i < width; i++) {
                matrix[label * width + i] = (float) weights[label * (width + 1) + i];
            }
            bias[label] = (float) weights[label * (width + 1) + width];
        }
        return new LinearHead(labels, width, matrix, bias, 1);
    }

    private static double[] probabilities(double[] weights, int labels, Part part, int row) {
        int width = part.width();
        double[] logits = new double[labels];
        for (int label = 0; label < labels; label++) {
            int at = label * (width + 1);
            double sum = weights[at + width];
            for (int i = 0; i < width; i++) {
                sum += weights[at + i] * part.values()[row * width + i];
            }
            logits[label] = sum;
        }
        DeterministicMath.softmax(logits);
        return logits;
    }

    private static void add(double[] gradient, double[] weights, int labels, Part part, int row, int right,
            double factor) {
        int width = part.width();
        double[] p = probabilities(weights, labels, part, row);
        for (int label = 0; label < labels; label++) {
            double error = (p[label] - (label == right ? 1 : 0)) * factor;
            int at = label * (width + 1);
            for (int i = 0; i < width; i++) {
                gradient[at + i] += error * part.values()[row * width + i];
            }
            gradient[at + width] += error;
        }
    }

    private static double loss(double[] weights, int labels, Part part, TrainingSet batches, double... classWeights) {
        double sum = 0;
        double all = 0;
        for (int row = 0; row < batches.classes().length; row++) {
            int right = batches.classes()[row];
            sum -= classWeights[right]
                    * DeterministicMath.log(Math.max(1e-300, probabilities(weights, labels, part, row)[right]));
            all += classWeights[right];
        }
        return all == 0 ? 0 : sum / all;
    }
}
