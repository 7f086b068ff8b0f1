package dev.tabitat.kernels.wasm;

import java.util.Arrays;

/** A growing byte string with the binary format's number encodings (section 5.2). */
public final class ByteSink {

    private byte[] bytes = new byte[256];
    private int size;

    /** The number of bytes written. */
    public int size() {
        return size;
    }

    /** A copy of what was written. */
    public byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    /** Takes the last byte back. */
    void removeLast() {
        size--;
    }

    /** Appends the low eight bits of each value. */
    public ByteSink put(int... values) {
        for (int value : values) {
            byteOf(value);
        }
        return this;
    }

    /** Appends all that {@code other} holds. */
    public ByteSink put(ByteSink other) {
        return put(other.bytes, other.size);
    }

    /** Appends a byte string. */
    public ByteSink put(byte[] other) {
        return put(other, other.length);
    }

    private ByteSink put(byte[] other, int length) {
        reserve(length);
        System.arraycopy(other, 0, bytes, size, length);
        size += length;
        return this;
    }

    /** Appends an unsigned LEB128 number; {@code value} is read as unsigned. */
    public ByteSink unsigned(int value) {
        int rest = value;
        while ((rest & ~0x7F) != 0) {
            byteOf(rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        byteOf(rest);
        return this;
    }

    /** Appends a signed LEB128 number. */
    public ByteSink signed(long value) {
        long rest = value;
        while (rest < -64 || rest > 63) {
            byteOf((int) (rest & 0x7F) | 0x80);
            rest >>= 7;
        }
        byteOf((int) rest & 0x7F);
        return this;
    }

    /** Appends four bytes, the lowest first. */
    public ByteSink int32(int value) {
        return put(value, value >> 8, value >> 16, value >> 24);
    }

    /** Appends a name: its length, then its characters, which are ASCII here. */
    public ByteSink name(String text) {
        unsigned(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > 0x7F) {
                throw new IllegalArgumentException("A name is ASCII here: " + text);
            }
            byteOf(c);
        }
        return this;
    }

    /** Appends the size of {@code content} and then the content. */
    public ByteSink sized(ByteSink content) {
        unsigned(content.size);
        return put(content);
    }

    private void byteOf(int value) {
        reserve(1);
        bytes[size++] = (byte) value;
    }

    private void reserve(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, 2 * bytes.length));
        }
    }
}
