package dev.tabitat.core.model.encoder;

import dev.tabitat.core.math.DeterministicMath;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;

/**
 * Cosines and sines of rotary position embeddings (Su and others 2021), F32 [positions, size / 2]: of the angle
 * {@code position · theta^(-2i / size)}. Frequencies and angles are rounded to float as in Transformers, since models
 * were trained with those.
 *
 * @param cosines of each position
 * @param sines of each position
 */
record RotaryTables(Tensor cosines, Tensor sines) {

    private static final double HALF_PI_HIGH = 0x1.921fb544p0;
    private static final double HALF_PI_LOW = 0x1.0b4611a626331p-34;

    static RotaryTables of(int positions, int size, double theta) {
        int half = size / 2;
        float[] cosines = new float[positions * half];
        float[] sines = new float[positions * half];
        for (int i = 0; i < half; i++) {
            float power = (float) DeterministicMath.exp((float) (2 * i) / size * DeterministicMath.log(theta));
            float frequency = 1 / power;
            for (int position = 0; position < positions; position++) {
                float angle = position * frequency;
                // sin(x + π/2) = cos(x), by the quarter that follows.
                long quarter = (long) (angle / (HALF_PI_HIGH + HALF_PI_LOW) + 0.5);
                double rest = angle - quarter * HALF_PI_HIGH - quarter * HALF_PI_LOW;
                cosines[position * half + i] = (float) quarterWave(rest, quarter + 1);
                sines[position * half + i] = (float) quarterWave(rest, quarter);
            }
        }
        Shape shape = Shape.of(positions, half);
        return new RotaryTables(Tensor.ofFloats(shape, cosines), Tensor.ofFloats(shape, sines));
    }

    /** sin(x + quarter · π/2) for |x| up to π/4, by Taylor's series. */
    private static double quarterWave(double x, long quarter) {
        double square = x * x;
        boolean isOdd = quarter % 2 == 1;
        double term = isOdd ? 1 : x;
        double sum = term;
        for (int k = isOdd ? 1 : 2; k < 20; k += 2) {
            term *= -square / (k * (k + 1));
            sum += term;
        }
        return quarter / 2 % 2 == 1 ? -sum : sum;
    }
}
