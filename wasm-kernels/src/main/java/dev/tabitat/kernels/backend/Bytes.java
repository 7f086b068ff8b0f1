package dev.tabitat.kernels.backend;

import dev.tabitat.core.binary.LittleEndian;

/** A part of a byte array, little-endian numbers inside; nobody changes it while it is in use here. */
public record Bytes(byte[] data, int offset, int length) {

    public static Bytes of(byte[] data) {
        return new Bytes(data, 0, data.length);
    }

    /** How many 32-bit words there are. */
    public int words() {
        return length / 4;
    }

    /** The i-th 32-bit word. */
    public int word(int i) {
        return LittleEndian.i32(data, offset + 4 * i);
    }

    /** Words as little-endian bytes. */
    public static Bytes ofWords(int... words) {
        byte[] data = new byte[4 * words.length];
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) (words[i / 4] >> 8 * (i % 4));
        }
        return of(data);
    }
}
