package dev.tabitat.core.format.onnx;

import dev.tabitat.core.text.Utf8;
import java.io.ByteArrayOutputStream;

/** Writes the fields of one protocol buffer message, sound or not. */
final class Proto {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** Bytes as they are. */
    Proto raw(int... bytes) {
        for (int b : bytes) {
            out.write(b);
        }
        return this;
    }

    Proto tag(int field, int wire) {
        return varint((long) field << 3 | wire);
    }

    /** A varint without a tag. */
    Proto varint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
        return this;
    }

    Proto number(int field, long value) {
        return tag(field, 0).varint(value);
    }

    Proto four(int field, float value) {
        return tag(field, 5).rawFour(Float.floatToRawIntBits(value));
    }

    Proto eight(int field, double value) {
        return tag(field, 1).rawEight(Double.doubleToRawLongBits(value));
    }

    Proto rawFour(int bits) {
        return raw(bits & 0xFF, bits >>> 8 & 0xFF, bits >>> 16 & 0xFF, bits >>> 24);
    }

    Proto rawEight(long bits) {
        return rawFour((int) bits).rawFour((int) (bits >>> 32));
    }

    Proto bytes(int field, byte... bytes) {
        tag(field, 2).varint(bytes.length);
        out.write(bytes, 0, bytes.length);
        return this;
    }

    Proto text(int field, String text) {
        return bytes(field, Utf8.encode(text));
    }

    Proto message(int field, Proto message) {
        return bytes(field, message.toBytes());
    }

    Proto packed(int field, long... values) {
        Proto packed = new Proto();
        for (long value : values) {
            packed.varint(value);
        }
        return message(field, packed);
    }

    byte[] toBytes() {
        return out.toByteArray();
    }
}
