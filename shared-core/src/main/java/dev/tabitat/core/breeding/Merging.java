package dev.tabitat.core.breeding;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.math.DeterministicMath;
import dev.tabitat.core.random.SplitMix64;
import java.util.Arrays;
import java.util.List;

/**
 * Ways to make one vector of weights out of several, in double; all of one length. Each is its paper's definition over
 * the whole vector.
 */
final class Merging {

    /** A mean whose weights cancel to less than this share of the largest would magnify rounding errors. */
    private static final double MIN_SUM = 1e-6;

    private Merging() {}

    /** @throws InvalidInput when a weight is not finite */
    private static void requireFinite(List<Double> weights) {
        for (double weight : weights) {
            if (!DeterministicMath.isFinite(weight)) {
                throw unusable("finite numbers", weights);
            }
        }
    }

    /**
     * Σ wᵢ, to divide by.
     *
     * @throws InvalidInput when a weight is not finite, or the sum is zero or tiny relative to the largest
     */
    static double sum(List<Double> weights) {
        requireFinite(weights);
        double sum = 0;
        double largest = 0;
        for (double weight : weights) {
            sum += weight;
            largest = Math.max(largest, Math.abs(weight));
        }
        if (!DeterministicMath.isFinite(sum) || !(Math.abs(sum) > MIN_SUM * largest)) {
            throw unusable("a finite sum of more than a millionth of the largest weight", weights);
        }
        return sum;
    }

    /** Means of some of several vectors: so that no choice of them has weights that cancel, none is negative. */
    private static void requireNoneNegative(List<Double> weights) {
        sum(weights);
        for (double weight : weights) {
            if (weight < 0) {
                throw unusable("no negative weight for TIES", weights);
            }
        }
    }

    private static InvalidInput unusable(String expected, List<Double> weights) {
        return new InvalidInput("These weights cannot be merged by.",
                Finding.at("merge, weights").expected(expected).found(weights)
                        .remedy("Choose other weights, such as 1 for each parent."));
    }

    /** @throws InvalidInput when it is not above 0 up to 1 */
    private static void requireDensity(double density) {
        if (!(density > 0 && density <= 1)) {
            throw new InvalidInput("A density is out of range.",
                    Finding.at("merge, density").expected("above 0 up to 1").found(density));
        }
    }

    /**
     * What this method of merging needs of weights and density; each method checks it too.
     *
     * @throws InvalidInput naming the weights or the density
     */
    static void require(Recipe.Method method, List<Double> weights, double density) {
        requireDensity(density);
        switch (method) {
            case LINEAR -> sum(weights);
            case TIES -> requireNoneNegative(weights);
            case SLERP -> requirePlace(weights.get(1));
            case TASK_ARITHMETIC, DARE -> requireFinite(weights);
        }
    }

    private static void requirePlace(double t) {
        if (!(t >= 0 && t <= 1)) {
            throw new InvalidInput("A place on an arc is out of range.",
                    Finding.at("merge, second weight").expected("0 to 1").found(t));
        }
    }

    /** The nearest float. @throws InvalidInput when it is beyond what a float holds */
    static float rounded(double value, String where) {
        float rounded = (float) value;
        if (!DeterministicMath.isFinite(rounded)) {
            throw new InvalidInput("A merged weight is beyond what a float holds.",
                    Finding.at(where).expected("a finite float").found(value)
                            .remedy("Choose smaller weights."));
        }
        return rounded;
    }

    /** Σ wᵢ · vᵢ / Σ wᵢ. @throws InvalidInput as {@link #sum} */
    static double[] linear(List<double[]> vectors, List<Double> weights) {
        double[] merged = new double[vectors.get(0).length];
        double all = sum(weights);
        for (int i = 0; i < merged.length; i++) {
            double sum = 0;
            for (int v = 0; v < vectors.size(); v++) {
                sum += weights.get(v) * vectors.get(v)[i];
            }
            merged[i] = sum / all;
        }
        return merged;
    }

    /**
     * sin((1 - t)θ) / sin θ · a + sin(tθ) / sin θ · b, θ the angle between them; linear where they are almost parallel.
     */
    static double[] slerp(double[] a, double[] b, double t) {
        requirePlace(t);
        double dot = 0;
        double lengthA = 0;
        double lengthB = 0;
        for (int i = 0; i < a.length; i++) {
            dot += a[i] * b[i];
            lengthA += a[i] * a[i];
            lengthB += b[i] * b[i];
        }
        double cosine = lengthA == 0 || lengthB == 0 ? 1
                : Math.max(-1, Math.min(1, dot / Math.sqrt(lengthA * lengthB)));
        double angle = DeterministicMath.acos(cosine);
        double sine = Math.sqrt(Math.max(0, 1 - cosine * cosine));
        double factorA = sine < 1e-6 ? 1 - t : DeterministicMath.sin((1 - t) * angle) / sine;
        double factorB = sine < 1e-6 ? t : DeterministicMath.sin(t * angle) / sine;
        double[] merged = new double[a.length];
        for (int i = 0; i < merged.length; i++) {
            merged[i] = factorA * a[i] + factorB * b[i];
        }
        return merged;
    }

    /** ancestor + Σ wᵢ · (vᵢ - ancestor). */
    static double[] taskArithmetic(double[] ancestor, List<double[]> vectors, List<Double> weights) {
        requireFinite(weights);
        double[] merged = ancestor.clone();
        for (int i = 0; i < merged.length; i++) {
            for (int v = 0; v < vectors.size(); v++) {
                merged[i] += weights.get(v) * (vectors.get(v)[i] - ancestor[i]);
            }
        }
        return merged;
    }

    /**
     * Of each difference the {@code density} largest entries are kept; each entry's sign is that of their weighted sum;
     * those of that sign are averaged by weight, and the mean is added to the ancestor.
     *
     * @throws InvalidInput when a weight is negative or not finite, all are zero, or the density is out of range
     */
    static double[] ties(double[] ancestor, List<double[]> vectors, List<Double> weights, double density) {
        requireNoneNegative(weights);
        double[][] kept = new double[vectors.size()][];
        for (int v = 0; v < kept.length; v++) {
            kept[v] = trimmed(difference(vectors.get(v), ancestor), density);
        }
        double[] merged = ancestor.clone();
        for (int i = 0; i < merged.length; i++) {
            double mass = 0;
            for (int v = 0; v < kept.length; v++) {
                mass += weights.get(v) * kept[v][i];
            }
            double sum = 0;
            double all = 0;
            for (int v = 0; v < kept.length; v++) {
                double part = weights.get(v) * kept[v][i];
                if (part != 0 && part > 0 == mass > 0 && mass != 0) {
                    sum += part;
                    all += weights.get(v);
                }
            }
            merged[i] += all == 0 ? 0 : sum / all;
        }
        return merged;
    }

    private static double[] difference(double[] a, double[] b) {
        double[] difference = new double[a.length];
        for (int i = 0; i < difference.length; i++) {
            difference[i] = a[i] - b[i];
        }
        return difference;
    }

    /** Zero but for the largest magnitudes; of equal ones at the border the first are kept. */
    static double[] trimmed(double[] values, double density) {
        requireDensity(density);
        int count = (int) Math.max(1, Math.round(density * values.length));
        double[] sizes = new double[values.length];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = Math.abs(values[i]);
        }
        double[] sorted = sizes.clone();
        Arrays.sort(sorted);
        double least = sorted[sorted.length - count];
        int equal = count;
        for (double size : sizes) {
            equal -= size > least ? 1 : 0;
        }
        double[] kept = new double[values.length];
        for (int i = 0; i < kept.length; i++) {
            if (sizes[i] > least || sizes[i] == least && equal-- > 0) {
                kept[i] = values[i];
            }
        }
        return kept;
    }

    /**
     * Each entry of a difference is kept with probability {@code density} and divided by it; then as
     * {@link #taskArithmetic}.
     */
    static double[] dare(double[] ancestor, List<double[]> vectors, List<Double> weights, double density, long seed) {
        requireFinite(weights);
        requireDensity(density);
        SplitMix64 random = new SplitMix64(seed);
        double[] merged = ancestor.clone();
        for (int v = 0; v < vectors.size(); v++) {
            double[] difference = difference(vectors.get(v), ancestor);
            for (int i = 0; i < merged.length; i++) {
                merged[i] += random.nextDouble() < density ? weights.get(v) * difference[i] / density : 0;
            }
        }
        return merged;
    }

    /** Some entries moved by at most three deviations of {@code strength} times the root mean square. */
    static double[] mutated(double[] values, double share, double strength, SplitMix64 random) {
        double squares = 0;
        for (double value : values) {
            squares += value * value;
        }
        double deviation = strength * Math.sqrt(squares / Math.max(1, values.length));
        double[] mutated = values.clone();
        for (int i = 0; i < mutated.length; i++) {
            if (random.nextDouble() < share) {
                mutated[i] += deviation * Math.max(-3, Math.min(3, random.nextGaussian()));
            }
        }
        return mutated;
    }
}
