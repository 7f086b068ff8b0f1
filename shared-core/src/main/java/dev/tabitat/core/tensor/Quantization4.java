package dev.tabitat.core.tensor;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;

/**
 * A weight matrix in int4 with two levels of scale: {@code w[o, i] ≈ scales[o] · multipliers[o, i / 32] · q[o, i]}.
 * Each product of a multiplier and a q is an int8, so that {@link #expand} loses nothing.
 *
 * @param in columns of the matrix
 * @param values U8 {@code [out, ⌈in / 2⌉]}: q + 8 in four bits, 1 to 15, the even column in the low ones; a half too
 * many is 8
 * @param multipliers U8 {@code [out, ⌈in / 32⌉]}, each 1 to {@link #MOST}
 * @param scales F32 {@code [out]}, above 0
 */
public record Quantization4(int in, Tensor values, Tensor multipliers, Tensor scales) {

    /** Columns that share a multiplier. */
    public static final int BLOCK = 32;

    /** The largest multiplier. */
    public static final int MOST = 18;

    private static final int LARGEST = 7;
    private static final int ZERO = 8;
    private static final float RANGE = LARGEST * MOST;

    /** Added and taken away again, it leaves a double of small magnitude rounded to nearest, ties to even. */
    private static final double ROUNDER = 0x1.8p52;

    public Quantization4 {
        int out = values.shape().rank() == 2 ? values.shape().dim(0) : -1;
        boolean fits = in >= 0 && out >= 0 && values.dtype() == DType.U8 && multipliers.dtype() == DType.U8
                && scales.dtype() == DType.F32
                && values.shape().equals(Shape.of(out, halves(in)))
                && multipliers.shape().equals(Shape.of(out, blocks(in)))
                && scales.shape().equals(Shape.of(out));
        if (!fits) {
            throw new DamagedData(
                    "A quantized matrix, its multipliers and its scales do not belong together.",
                    Finding.at("quantization")
                            .expected("U8 [out, " + halves(in) + "] with U8 [out, " + blocks(in) + "] and F32 [out]")
                            .found(values.dtype() + " " + values.shape() + " with " + multipliers.dtype() + " "
                                    + multipliers.shape()
                                    + " and " + scales.dtype() + " " + scales.shape()));
        }
    }

    /** Columns of {@link #values} for a matrix of {@code in}. */
    public static int halves(int in) {
        return in / 2 + in % 2;
    }

    /** Columns of {@link #multipliers} for a matrix of {@code in}. */
    public static int blocks(int in) {
        return in / BLOCK + (in % BLOCK == 0 ? 0 : 1);
    }

    /**
     * Each row's scale is its largest magnitude / 126. Each block takes the multiplier whose integers, rounded to
     * nearest with ties to even, leave the smallest squared error, the smaller of two that leave the same. The same
     * bytes on every machine.
     *
     * @param matrix any float type, {@code [out, in]}
     * @throws DamagedData when it is no matrix or holds NaN or infinity
     */
    public static Quantization4 of(Tensor matrix) {
        Quantization.requireFiniteMatrix(matrix);
        int out = matrix.shape().dim(0);
        int in = matrix.shape().dim(1);
        int halves = halves(in);
        float[] weights = matrix.toFloats();
        byte[] values = new byte[out * halves];
        java.util.Arrays.fill(values, (byte) (ZERO | ZERO << 4));
        byte[] multipliers = new byte[out * blocks(in)];
        float[] scales = new float[out];
        double[] block = new double[BLOCK];
        for (int o = 0; o < out; o++) {
            scales[o] = Quantization.scale(weights, o * in, in, RANGE);
            for (int b = 0; b < blocks(in); b++) {
                int first = b * BLOCK;
                int count = Math.min(BLOCK, in - first);
                for (int i = 0; i < count; i++) {
                    block[i] = (double) weights[o * in + first + i] / scales[o];
                }
                int multiplier = best(block, count);
                multipliers[o * blocks(in) + b] = (byte) multiplier;
                for (int i = 0; i < count; i++) {
                    int at = o * halves + (first + i) / 2;
                    int q = (int) nearest(block[i], multiplier) + ZERO;
                    values[at] = (byte) (i % 2 == 0 ? values[at] & 0xF0 | q : values[at] & 0x0F | q << 4);
                }
            }
        }
        return new Quantization4(in, Tensor.ofBytes(DType.U8, Shape.of(out, halves), values),
                Tensor.ofBytes(DType.U8, Shape.of(out, blocks(in)), multipliers),
                Tensor.ofFloats(Shape.of(out), scales));
    }

    /** The same matrix in int8, exactly. @throws DamagedData when a multiplier or a value is out of range */
    public Quantization expand() {
        int out = values.shape().dim(0);
        int halves = halves(in);
        int blocks = blocks(in);
        byte[] expanded = new byte[out * in];
        for (int o = 0; o < out; o++) {
            for (int i = 0; i < in; i++) {
                int multiplier = multipliers.bytes()[multipliers.offset() + o * blocks + i / BLOCK] & 0xFF;
                int half = values.bytes()[values.offset() + o * halves + i / 2] >> 4 * (i % 2) & 0xF;
                if (multiplier < 1 || multiplier > MOST || half < ZERO - LARGEST) {
                    throw new DamagedData("A quantized matrix holds a number out of range.",
                            Finding.at("quantization, row " + o + ", column " + i)
                                    .expected("a multiplier of 1 to " + MOST + " and a value of " + (ZERO - LARGEST)
                                            + " to " + (ZERO + LARGEST))
                                    .found("the multiplier " + multiplier + " and the value " + half));
                }
                expanded[o * in + i] = (byte) (multiplier * (half - ZERO));
            }
            if (in % 2 == 1 && (values.bytes()[values.offset() + (o + 1) * halves - 1] >> 4 & 0xF) != ZERO) {
                throw new DamagedData("A quantized matrix holds a number after its last column.",
                        Finding.at("quantization, row " + o).expected(ZERO).found("another value"));
            }
        }
        return new Quantization(Tensor.ofBytes(DType.I8, Shape.of(out, in), expanded), scales);
    }

    private static int best(double[] block, int count) {
        int best = 1;
        double least = Double.POSITIVE_INFINITY;
        for (int multiplier = 1; multiplier <= MOST; multiplier++) {
            double error = 0;
            for (int i = 0; i < count; i++) {
                double rest = block[i] - multiplier * nearest(block[i], multiplier);
                error += rest * rest;
            }
            if (error < least) {
                least = error;
                best = multiplier;
            }
        }
        return best;
    }

    private static double nearest(double value, int multiplier) {
        double rounded = value / multiplier + ROUNDER - ROUNDER;
        return rounded > LARGEST ? LARGEST : rounded < -LARGEST ? -LARGEST : rounded;
    }
}
