package dev.tabitat.kernels.wasm;

import dev.tabitat.core.binary.ByteWriter;

/** A growing byte string with the binary format's encodings (section 5.2). */
public final class ByteSink {

    private final ByteWriter out = new ByteWriter(256);

    /** The number of bytes written. */
    public int size() {
        return out.size();
    }

    /** A copy of what was written. */
    public byte[] toBytes() {
        return out.toBytes();
    }

    /** Takes the last byte back. */
    void removeLast() {
        out.removeLast();
    }

    /** Appends the low eight bits of each value. */
    public ByteSink put(int... values) {
        for (int value : values) {
            out.one(value);
        }
        return this;
    }

    /** Appends all that {@code other} holds. */
    public ByteSink put(ByteSink other) {
        out.bytes(other.out);
        return this;
    }

    /** Appends an unsigned LEB128 number; {@code value} is read as unsigned. */
    public ByteSink unsigned(int value) {
        out.number(value);
        return this;
    }

    /** Appends a signed LEB128 number. */
    public ByteSink signed(long value) {
        out.signedNumber(value);
        return this;
    }

    /** Appends four bytes, the lowest first. */
    public ByteSink int32(int value) {
        return put(value, value >> 8, value >> 16, value >> 24);
    }

    /** Appends a name: its length in bytes, then its UTF-8. */
    public ByteSink name(String text) {
        out.text(text);
        return this;
    }

    /** Appends the size of {@code content} and then the content. */
    public ByteSink sized(ByteSink content) {
        out.number(content.size());
        return put(content);
    }
}
