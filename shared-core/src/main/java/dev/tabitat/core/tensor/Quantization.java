package dev.tabitat.core.tensor;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;

/**
 * A weight matrix in int8 with one scale an output channel: {@code w[o, i] ≈ values[o, i] · scales[o]}, zero point 0.
 *
 * @param values I8 {@code [out, in]}, each -127 to 127
 * @param scales F32 {@code [out]}, above 0
 */
public record Quantization(Tensor values, Tensor scales) {

    private static final float LARGEST = 127;

    public Quantization {
        boolean fits = values.dtype() == DType.I8 && scales.dtype() == DType.F32 && values.shape().rank() == 2
                && scales.shape().equals(Shape.of(values.shape().rank() == 0 ? 0 : values.shape().dim(0)));
        if (!fits) {
            throw new DamagedData(
                    "A quantized matrix and its scales do not belong together.",
                    Finding.at("quantization").expected("I8 [out, in] with F32 [out]")
                            .found(values.dtype() + " " + values.shape() + " with " + scales.dtype() + " "
                                    + scales.shape()));
        }
    }

    /**
     * Rounds a matrix to nearest, ties to even; each row's largest magnitude becomes 127. The same bytes on every
     * machine.
     *
     * @param matrix any float type, {@code [out, in]}
     * @throws DamagedData when it is no matrix or holds NaN or infinity
     */
    public static Quantization int8(Tensor matrix) {
        requireFiniteMatrix(matrix);
        int out = matrix.shape().dim(0);
        int in = matrix.shape().dim(1);
        float[] weights = matrix.toFloats();
        byte[] values = new byte[weights.length];
        float[] scales = new float[out];
        for (int o = 0; o < out; o++) {
            scales[o] = scale(weights, o * in, in, LARGEST);
            for (int i = o * in; i < (o + 1) * in; i++) {
                values[i] = round(weights[i] / scales[o]);
            }
        }
        return new Quantization(Tensor.ofBytes(DType.I8, matrix.shape(), values),
                Tensor.ofFloats(Shape.of(out), scales));
    }

    /** @throws DamagedData when it is no matrix or holds NaN or infinity */
    static void requireFiniteMatrix(Tensor matrix) {
        if (matrix.shape().rank() != 2 || matrix.firstNotFinite() >= 0) {
            throw new DamagedData(
                    "This cannot be quantized.",
                    Finding.at("quantization").expected("a finite matrix")
                            .found(matrix.dtype() + " " + matrix.shape()));
        }
    }

    /** The matrix that the integers stand for, F32 {@code [out, in]}. */
    public Tensor toFloats() {
        int in = values.shape().dim(1);
        float[] steps = scales.toFloats();
        float[] weights = values.toFloats();
        for (int i = 0; i < weights.length; i++) {
            weights[i] *= steps[i / in];
        }
        return Tensor.ofFloats(values.shape(), weights);
    }

    /** A row of zeros, or of numbers too small to divide, has scale 1. */
    static float scale(float[] weights, int from, int count, float range) {
        float largest = 0;
        for (int i = from; i < from + count; i++) {
            largest = Math.max(largest, Math.abs(weights[i]));
        }
        float scale = largest / range;
        return scale >= Float.MIN_NORMAL ? scale : 1;
    }

    private static byte round(float value) {
        int floor = (int) value - (value < (int) value ? 1 : 0);
        float rest = value - floor;
        int rounded = rest > 0.5f || rest == 0.5f && (floor & 1) == 1 ? floor + 1 : floor;
        return (byte) Math.max(-127, Math.min(127, rounded));
    }
}
