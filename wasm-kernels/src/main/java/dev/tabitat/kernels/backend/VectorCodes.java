package dev.tabitat.kernels.backend;

import dev.tabitat.kernels.kernel.Int8Dot;
import dev.tabitat.kernels.kernel.ScanI8;

/**
 * A vector as small integers times a step, and how far that is from the vector: {@code v = step · codes + rest}.
 *
 * <p>
 * For a row v and a query q, both so written, {@code v · q} is at most
 * {@code rowStep · queryStep · (rowCodes · queryCodes) + |rowRest| · |queryStep · queryCodes| + |v| · |queryRest|}
 * (Cauchy and Schwarz): no row that {@link ScanI8} scores lower than some row's product can have a greater product.
 * What f32 rounds away is added to the query's rest.
 */
final class VectorCodes {

    /** Codes of rows lie between this and its negative. */
    static final int ROW_LARGEST = 127;

    /** Codes of queries do: with {@link ScanI8#ZERO} added they have seven bits. */
    static final int QUERY_LARGEST = 63;

    /** Numbers that are used as bounds are made so much larger before they are rounded. */
    private static final double UP = 1 + 1e-6;

    private final float[] vector;
    private final int from;
    private final int width;
    private final float step;
    private final float inverse;

    /** @param largest of the codes */
    VectorCodes(float[] vector, int from, int width, int largest) {
        this.vector = vector;
        this.from = from;
        this.width = width;
        float most = 0;
        for (int i = 0; i < width; i++) {
            most = Math.max(most, Math.abs(vector[from + i]));
        }
        step = most / largest;
        inverse = step < Float.MIN_NORMAL ? 0 : 1 / step;
    }

    /** No value is larger than the one that the step comes from: no code is larger than the largest. */
    private static int code(float value, float inverse) {
        float scaled = value * inverse;
        return (int) (scaled < 0 ? scaled - 0.5f : scaled + 0.5f);
    }

    /** The codes of a row, and its notes. */
    void write(byte[] codes, int at, float[] steps, float[] errors, float[] lengths, int[] sums, int row) {
        // Fields read once: this loop is what adding rows takes.
        float[] values = vector;
        float scale = inverse;
        double unit = step;
        double rest = 0;
        double length = 0;
        int sum = 0;
        for (int i = 0; i < width; i++) {
            float value = values[from + i];
            int code = code(value, scale);
            double left = value - unit * code;
            codes[at + i] = (byte) code;
            rest += left * left;
            length += (double) value * value;
            sum += code;
        }
        steps[row] = step;
        errors[row] = bound(rest);
        lengths[row] = bound(length);
        sums[row] = sum;
    }

    /** This as the query that {@link ScanI8} reads: its head and its codes, for rows of so many numbers. */
    Bytes asQuery(int stride, Int8Dot dot) {
        double codesLength = 0;
        double rest = 0;
        double length = 0;
        byte[] codes = new byte[ScanI8.HEAD_BYTES + stride * dot.activationBytes()];
        for (int i = 0; i < stride; i++) {
            float number = i < width ? vector[from + i] : 0;
            int code = code(number, inverse);
            codes[ScanI8.HEAD_BYTES + i * dot.activationBytes()] = (byte) (code + ScanI8.ZERO);
            double value = number;
            double coded = (double) step * code;
            codesLength += coded * coded;
            rest += (value - coded) * (value - coded);
            length += value * value;
        }
        float b = (float) ((Math.sqrt(rest) + Math.sqrt(length) * roundingOf(stride)) * UP);
        byte[] head = Bytes
                .ofWords(Float.floatToIntBits(step), Float.floatToIntBits(bound(codesLength)), Float.floatToIntBits(b))
                .data();
        System.arraycopy(head, 0, codes, 0, head.length);
        return Bytes.of(codes);
    }

    /**
     * More than f32 can lose of the two lengths' product: in the sum of the products ({@code stride / 16 + 5} roundings
     * of half of 2^-23 on the longest way) and in the score (less than 64 of them, its terms being at most three times
     * that product).
     */
    private static double roundingOf(int stride) {
        return (stride + 64) * (1.0 / (1 << 23));
    }

    private static float bound(double squares) {
        return (float) (Math.sqrt(squares) * UP);
    }
}
