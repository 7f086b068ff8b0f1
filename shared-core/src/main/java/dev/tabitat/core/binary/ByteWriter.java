package dev.tabitat.core.binary;

import dev.tabitat.core.text.Utf8;
import java.util.Arrays;

/** A byte string that grows at its end. */
public final class ByteWriter {

    private byte[] bytes;
    private int size;

    /** @param capacity bytes that fit before the first copy */
    public ByteWriter(int capacity) {
        bytes = new byte[capacity];
    }

    /** The number of bytes written. */
    public int size() {
        return size;
    }

    /** A copy of what was written. */
    public byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    /** Appends the low eight bits. */
    public void one(int value) {
        reserve(1);
        bytes[size++] = (byte) value;
    }

    public void bytes(byte[] more) {
        bytes(more, more.length);
    }

    /** Appends all that {@code other} holds. */
    public void bytes(ByteWriter other) {
        bytes(other.bytes, other.size);
    }

    private void bytes(byte[] more, int length) {
        reserve(length);
        System.arraycopy(more, 0, bytes, size, length);
        size += length;
    }

    /** Takes the last byte back; there must be one. */
    public void removeLast() {
        size--;
    }

    /** Appends a number in unsigned LEB128, one to five bytes; {@code value} is taken as unsigned. */
    public void number(int value) {
        int rest = value;
        while ((rest & ~0x7F) != 0) {
            one(rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        one(rest);
    }

    /** Appends a number in signed LEB128, one to ten bytes. */
    public void signedNumber(long value) {
        long rest = value;
        while (rest < -64 || rest > 63) {
            one((int) (rest & 0x7F) | 0x80);
            rest >>= 7;
        }
        one((int) rest & 0x7F);
    }

    /** Appends a difference of either sign: zigzag (0, -1, 1, -2, ...), then LEB128. */
    public void difference(int value) {
        number(value << 1 ^ value >> 31);
    }

    /**
     * Appends the length in bytes of a text, then its UTF-8.
     *
     * @throws dev.tabitat.core.error.InvalidInput when it holds an unpaired surrogate
     */
    public void text(String text) {
        byte[] utf8 = Utf8.encode(text);
        number(utf8.length);
        bytes(utf8);
    }

    private void reserve(int more) {
        if (more > bytes.length - size) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, 2 * bytes.length));
        }
    }
}
