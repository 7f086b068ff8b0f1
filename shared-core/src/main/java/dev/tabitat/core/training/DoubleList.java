package dev.tabitat.core.training;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import java.util.Arrays;

/** Numbers one after the other, as bytes exactly: eight each, little-endian. */
final class DoubleList {

    private double[] values = new double[64];
    private int size;

    void add(double value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
        }
        values[size++] = value;
    }

    void addAll(double... more) {
        for (double value : more) {
            add(value);
        }
    }

    byte[] bytes() {
        byte[] bytes = new byte[8 * size];
        for (int i = 0; i < size; i++) {
            long bits = Double.doubleToLongBits(values[i]);
            for (int b = 0; b < 8; b++) {
                bytes[8 * i + b] = (byte) (bits >>> 8 * b);
            }
        }
        return bytes;
    }

    /** Reads them in their order. */
    static final class Reader {

        private final byte[] bytes;
        private int at;

        Reader(byte[] bytes) {
            this.bytes = bytes;
        }

        double next() {
            if (at + 8 > bytes.length) {
                throw new DamagedData("A training state is too short.",
                        Finding.at("training state, byte " + at).expected("eight more").found(bytes.length - at));
            }
            long bits = 0;
            for (int b = 7; b >= 0; b--) {
                bits = bits << 8 | bytes[at + b] & 0xFF;
            }
            at += 8;
            return Double.longBitsToDouble(bits);
        }

        void fill(double[] into) {
            for (int i = 0; i < into.length; i++) {
                into[i] = next();
            }
        }

        /** @throws DamagedData when something is left */
        void end() {
            if (at != bytes.length) {
                throw new DamagedData("A training state is too long.",
                        Finding.at("training state").expected(at + " bytes").found(bytes.length));
            }
        }
    }
}
