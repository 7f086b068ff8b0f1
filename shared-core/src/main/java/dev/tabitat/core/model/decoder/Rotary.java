package dev.tabitat.core.model.decoder;

import dev.tabitat.core.math.DeterministicMath;

/**
 * Rotary position embedding (Su et al., 2021): pair {@code i} of a head is turned by {@code position * frequencies[i]}
 * radians. Scaling of any kind is in the frequencies.
 *
 * <pre>
 * (a, b) = (a cos t - b sin t, a sin t + b cos t)
 * </pre>
 *
 * @param frequencies radians a position, one for each pair; elements of a head behind the pairs are not turned
 */
public record Rotary(double[] frequencies) {

    /** {@code base^(-2 i / (2 pairs))} for each pair. */
    public static Rotary of(double base, int pairs) {
        double[] frequencies = new double[pairs];
        double log = DeterministicMath.log(base);
        for (int i = 0; i < pairs; i++) {
            frequencies[i] = DeterministicMath.exp(-log * i / pairs);
        }
        return new Rotary(frequencies);
    }

    /** How many pairs of a head are turned. */
    public int pairs() {
        return frequencies.length;
    }

    /** All frequencies divided by a factor: positions count as fewer ("linear" scaling). */
    public Rotary dividedBy(double factor) {
        double[] divided = new double[frequencies.length];
        for (int i = 0; i < divided.length; i++) {
            divided[i] = frequencies[i] / factor;
        }
        return new Rotary(divided);
    }

    /** Each frequency divided by its own factor: {@code rope_freqs.weight} of GGUF. @param factors one a pair */
    public Rotary dividedBy(float[] factors) {
        double[] divided = new double[frequencies.length];
        for (int i = 0; i < divided.length; i++) {
            divided[i] = frequencies[i] / factors[i];
        }
        return new Rotary(divided);
    }

    /**
     * The scaling of Llama 3.1 and later ({@code rope_type} {@code llama3} of Transformers): long waves are divided by
     * the factor, short ones are kept, and those between are blended.
     *
     * @param lowFactor waves longer than {@code original / lowFactor} are divided
     * @param highFactor waves shorter than {@code original / highFactor} are kept
     * @param original positions that the model was first trained with
     */
    public Rotary llama3(double factor, double lowFactor, double highFactor, double original) {
        double[] scaled = new double[frequencies.length];
        for (int i = 0; i < scaled.length; i++) {
            double frequency = frequencies[i];
            double turns = original * frequency / (2 * Math.PI);
            if (turns > highFactor) {
                scaled[i] = frequency;
            } else if (turns < lowFactor) {
                scaled[i] = frequency / factor;
            } else {
                double smooth = (turns - lowFactor) / (highFactor - lowFactor);
                scaled[i] = (1 - smooth) * frequency / factor + smooth * frequency;
            }
        }
        return new Rotary(scaled);
    }

    /**
     * The turns of a position.
     *
     * @param position 0 to 2^24
     * @param cosines one for each pair, from {@code at}
     * @param sines as {@code cosines}
     */
    public void turns(int position, float[] cosines, float[] sines, int at) {
        for (int i = 0; i < frequencies.length; i++) {
            double angle = position * frequencies[i];
            cosines[at + i] = (float) DeterministicMath.cosine(angle);
            sines[at + i] = (float) DeterministicMath.sine(angle);
        }
    }
}
