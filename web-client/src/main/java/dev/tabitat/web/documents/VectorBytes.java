package dev.tabitat.web.documents;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;

/** Vectors as bytes, little-endian. */
final class VectorBytes {

    private VectorBytes() {}

    static byte[] bytes(float[] values) {
        byte[] bytes = new byte[4 * values.length];
        for (int i = 0; i < values.length; i++) {
            int word = Float.floatToRawIntBits(values[i]);
            bytes[4 * i] = (byte) word;
            bytes[4 * i + 1] = (byte) (word >> 8);
            bytes[4 * i + 2] = (byte) (word >> 16);
            bytes[4 * i + 3] = (byte) (word >> 24);
        }
        return bytes;
    }

    /** The dot product with the numbers of {@code others} from {@code from} on. */
    static float dot(float[] one, float[] others, int from) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += (double) one[i] * others[from + i];
        }
        return (float) sum;
    }

    /** @throws DamagedData when they are no whole vectors of finite numbers */
    static float[] read(byte[] bytes, int width, String where) {
        if (bytes.length == 0 || bytes.length % (4 * width) != 0) {
            throw new DamagedData("Stored vectors are damaged.",
                    Finding.at(where).expected("vectors of " + width + " numbers").found(bytes.length + " bytes"));
        }
        float[] values = new float[bytes.length / 4];
        for (int i = 0; i < values.length; i++) {
            int at = 4 * i;
            values[i] = Float.intBitsToFloat(bytes[at] & 0xFF | (bytes[at + 1] & 0xFF) << 8
                    | (bytes[at + 2] & 0xFF) << 16 | bytes[at + 3] << 24);
            if (!(Math.abs(values[i]) <= Float.MAX_VALUE)) {
                throw new DamagedData("Stored vectors are damaged.",
                        Finding.at(where + ", number " + i).expected("a finite number").found(values[i]));
            }
        }
        return values;
    }
}
