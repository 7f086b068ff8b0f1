package dev.tabitat.core.format.onnx;

import dev.tabitat.core.binary.LittleEndian;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.text.Utf8;
import java.util.function.LongConsumer;

/**
 * The fields of one protocol buffer message, in the order in which they lie in the bytes.
 *
 * <pre>
 * message = field*
 * field   = tag value             tag = varint of (number << 3 | wire type)
 * value   = varint                wire type 0: 1 to 10 bytes, 7 bits each, lowest first
 *         | 8 bytes               wire type 1
 *         | length bytes          wire type 2: a text, a message, or packed numbers
 *         | 4 bytes               wire type 5
 * </pre>
 *
 * Groups (wire types 3 and 4) are refused: ONNX has none. Source: the protocol buffers encoding guide.
 */
final class ProtoReader {

    private static final int VARINT = 0;
    private static final int EIGHT = 1;
    private static final int LENGTH = 2;
    private static final int FOUR = 5;
    private static final String[] WIRE = {"a varint", "8 bytes", "a length", "the start of a group",
            "the end of a group", "4 bytes", "6", "7"};

    private final byte[] bytes;
    private final int start;
    private final int end;
    private final String message;
    private final Budget budget;
    private int at;
    private int tagAt;
    private int field;
    private int wire;
    /** Which of the numbers below 64 have been read as a field that occurs once. */
    private long once;

    ProtoReader(byte[] bytes, int start, int end, String message, Budget budget) {
        this.bytes = bytes;
        this.start = start;
        this.end = end;
        this.at = start;
        this.tagAt = start;
        this.message = message;
        this.budget = budget;
    }

    /** The same message from its first field. */
    ProtoReader again() {
        return new ProtoReader(bytes, start, end, message, budget);
    }

    byte[] bytes() {
        return bytes;
    }

    Budget budget() {
        return budget;
    }

    /** Where the message begins, for a failure. */
    String place() {
        return message + " at byte " + start;
    }

    int start() {
        return start;
    }

    /** Goes to the next field, whose value must then be read or skipped. @return false at the end of the message */
    boolean next() {
        if (at == end) {
            return false;
        }
        tagAt = at;
        field = 0;
        long tag = varint("a field's tag");
        if (tag >>> 3 == 0 || tag >>> 32 != 0) {
            throw damaged("A field has no valid number.", "a field's tag", "a number from 1 to 2^29 - 1",
                    "tag 0x" + Long.toHexString(tag));
        }
        field = (int) (tag >>> 3);
        wire = (int) tag & 7;
        return true;
    }

    int field() {
        return field;
    }

    /** A field that the reader does not use, whatever its type. */
    void skip() {
        switch (wire) {
            case VARINT -> varint("field " + field);
            case EIGHT -> advance(8, "field " + field);
            case LENGTH -> skipLength("field " + field);
            case FOUR -> advance(4, "field " + field);
            default -> throw damaged(
                    "A field has a wire type that ONNX does not use.", "field " + field,
                    "a varint, 4 bytes, 8 bytes or a length", WIRE[wire]);
        }
    }

    /** A field of texts, messages or packed numbers that the reader knows and does not use. */
    void skipLength(String name) {
        requireWire(LENGTH, name);
        int length = length(name);
        at += length;
    }

    long int64(String name) {
        requireOnce(name);
        requireWire(VARINT, name);
        return varint(name);
    }

    /** A number of 32 bits. @throws DamagedData when it takes more */
    int int32(String name) {
        long value = int64(name);
        if (value != (int) value) {
            throw damaged("A number is out of range.", name, "a number of 32 bits", Long.toString(value));
        }
        return (int) value;
    }

    float float32(String name) {
        requireOnce(name);
        requireWire(FOUR, name);
        return Float.intBitsToFloat(four(name));
    }

    /** Numbers of a repeated field, packed or not. */
    void int64s(String name, LongConsumer values) {
        if (wire == VARINT) {
            values.accept(varint(name));
            return;
        }
        requireWire(LENGTH, name);
        ProtoReader packed = packed(name);
        while (packed.at < packed.end) {
            values.accept(packed.varint(name));
        }
    }

    /** The bits of 32-bit floats of a repeated field, packed or not. */
    void fixed32s(String name, LongConsumer values) {
        if (wire == FOUR) {
            values.accept(four(name));
            return;
        }
        requireWire(LENGTH, name);
        ProtoReader packed = packed(name);
        packed.requireMultiple(4, name);
        while (packed.at < packed.end) {
            values.accept(packed.four(name));
        }
    }

    /** The bits of 64-bit floats of a repeated field, packed or not. */
    void fixed64s(String name, LongConsumer values) {
        if (wire == EIGHT) {
            values.accept(eight(name));
            return;
        }
        requireWire(LENGTH, name);
        ProtoReader packed = packed(name);
        packed.requireMultiple(8, name);
        while (packed.at < packed.end) {
            values.accept(packed.eight(name));
        }
    }

    /** A text that occurs once. */
    String text(String name) {
        requireOnce(name);
        return texts(name);
    }

    /** One text of a repeated field. */
    String texts(String name) {
        requireWire(LENGTH, name);
        int length = length(name);
        budget.text(length, this);
        int from = at;
        at += length;
        try {
            return Utf8.decode(bytes, from, length);
        } catch (DamagedData damaged) {
            throw damaged(damaged.getMessage(), name, damaged.finding().expected(), damaged.finding().found());
        }
    }

    /** A message or bytes that occur once. */
    ProtoReader message(String name, String type) {
        requireOnce(name);
        return messages(name, type);
    }

    /** One message of a repeated field. */
    ProtoReader messages(String name, String type) {
        requireWire(LENGTH, name);
        int length = length(name);
        at += length;
        return new ProtoReader(bytes, at - length, at, type, budget);
    }

    int byteLength() {
        return end - start;
    }

    boolean isLength() {
        return wire == LENGTH;
    }

    /** Numbers that the packed bytes of this message hold: one ends at each byte without its highest bit. */
    int countVarints() {
        int count = 0;
        for (int i = start; i < end; i++) {
            count += bytes[i] >= 0 ? 1 : 0;
        }
        return count;
    }

    void requireMultiple(int unit, String name) {
        if ((end - start) % unit != 0) {
            throw damaged("Packed numbers end within a number.", name, "a multiple of " + unit + " bytes",
                    end - start + " bytes");
        }
    }

    DamagedData damaged(String text, String name, String expected, String found) {
        return new DamagedData(text, Finding.at(where(name)).expected(expected).found(found));
    }

    String where(String name) {
        return "byte " + tagAt + ", " + message + "." + name;
    }

    private ProtoReader packed(String name) {
        int length = length(name);
        at += length;
        return new ProtoReader(bytes, at - length, at, message, budget);
    }

    /** A second value would be read otherwise by another reader. */
    private void requireOnce(String name) {
        if ((once >>> field & 1) != 0) {
            throw damaged("A field occurs twice.", name, "one value", "another one");
        }
        once |= 1L << field;
    }

    private void requireWire(int expected, String name) {
        if (wire != expected) {
            throw damaged("A field has the wrong wire type.", name, WIRE[expected], WIRE[wire]);
        }
    }

    private long varint(String name) {
        long value = 0;
        for (int i = 0; i < 10; i++) {
            if (at == end) {
                throw damaged("A number is truncated.", name, "its last byte", "the end of " + message);
            }
            int next = bytes[at++];
            if (i == 9 && next >>> 1 != 0) {
                break;
            }
            value |= (next & 0x7FL) << 7 * i;
            if (next >= 0) {
                return value;
            }
        }
        throw damaged("A number is too long.", name, "at most 64 bits in 10 bytes", "more");
    }

    private int length(String name) {
        long length = varint(name);
        if (length < 0 || length > end - at) {
            throw damaged(
                    "A length goes past the end.", name, "at most " + (end - at) + " bytes",
                    (length < 0 ? "2^63 or more" : Long.toString(length)) + " bytes");
        }
        return (int) length;
    }

    private void advance(int count, String name) {
        if (end - at < count) {
            throw damaged("A number is truncated.", name, count + " bytes", end - at + " bytes");
        }
        at += count;
    }

    private int four(String name) {
        advance(4, name);
        return LittleEndian.i32(bytes, at - 4);
    }

    private long eight(String name) {
        long low = four(name) & 0xFFFFFFFFL;
        return low | (long) four(name) << 32;
    }
}
