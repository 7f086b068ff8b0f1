package dev.tabitat.core.format.gguf;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.text.Utf8;
import java.util.ArrayList;
import java.util.List;

/** A value of the metadata. Lists keep the file's bytes, so that they take no more memory than the file. */
public sealed interface GgufValue {

    /** The types of values, by their numbers in the file. */
    enum Type {
        U8(1),
        I8(1),
        U16(2),
        I16(2),
        U32(4),
        I32(4),
        F32(4),
        BOOL(1),
        TEXT(0),
        ARRAY(0),
        U64(8),
        I64(8),
        F64(8);

        private final int width;

        Type(int width) {
            this.width = width;
        }

        /** Bytes of one value; 0 where they vary. */
        int width() {
            return width;
        }

        boolean isWhole() {
            return this != F32 && this != F64 && this != BOOL && this != TEXT && this != ARRAY;
        }
    }

    /** What a person calls the value, for failures. */
    String kind();

    /**
     * A whole number.
     *
     * @param value unsigned 64-bit numbers of 2^63 and more are negative here
     */
    record Whole(Type type, long value) implements GgufValue {

        @Override
        public String kind() {
            return "a whole number";
        }
    }

    /** A number with a fraction; of {@code F32} widened without loss. May be NaN or infinite. */
    record Real(Type type, double value) implements GgufValue {

        @Override
        public String kind() {
            return "a number";
        }
    }

    /** True or false. */
    record Flag(boolean value) implements GgufValue {

        @Override
        public String kind() {
            return "true or false";
        }
    }

    /** A text. */
    record Text(String value) implements GgufValue {

        @Override
        public String kind() {
            return "a text";
        }
    }

    /**
     * Numbers or truth values.
     *
     * @param raw little-endian, as in the file; not changed after this
     */
    record Numbers(Type type, int length, byte[] raw) implements GgufValue {

        @Override
        public String kind() {
            return "a list of " + type;
        }

        /** A whole number or a truth value (0 or 1). */
        public long whole(int index) {
            long value = 0;
            int at = index * type.width();
            for (int i = type.width() - 1; i >= 0; i--) {
                value = value << 8 | raw[at + i] & 0xFF;
            }
            return switch (type) {
                case I8 -> (byte) value;
                case I16 -> (short) value;
                case I32 -> (int) value;
                default -> value;
            };
        }

        /** Any number as a double. */
        public double number(int index) {
            long bits = whole(index);
            return switch (type) {
                case F32 -> Float.intBitsToFloat((int) bits);
                case F64 -> Double.longBitsToDouble(bits);
                default -> bits;
            };
        }
    }

    /**
     * Texts, decoded when they are asked for.
     *
     * @param key whose value it is, for failures
     * @param raw the texts' bytes, one after another; not changed after this
     * @param ends where each of them ends
     */
    record Texts(String key, byte[] raw, int[] ends) implements GgufValue {

        @Override
        public String kind() {
            return "a list of texts";
        }

        public int length() {
            return ends.length;
        }

        /** One text. @throws DamagedData when its bytes are not UTF-8 */
        public String text(int index) {
            int from = index == 0 ? 0 : ends[index - 1];
            try {
                return Utf8.decode(raw, from, ends[index] - from);
            } catch (DamagedData damaged) {
                throw new DamagedData(damaged.getMessage(), Finding.at(key + ", item " + index)
                        .expected(damaged.finding().expected()).found(damaged.finding().found()));
            }
        }

        /** The bytes of one text. */
        public byte[] bytes(int index) {
            return java.util.Arrays.copyOfRange(raw, index == 0 ? 0 : ends[index - 1], ends[index]);
        }

        /** All texts. @throws DamagedData as {@link #text} */
        public List<String> all() {
            List<String> all = new ArrayList<>(ends.length);
            for (int i = 0; i < ends.length; i++) {
                all.add(text(i));
            }
            return all;
        }
    }

    /** Lists inside a list. */
    record Lists(List<GgufValue> items) implements GgufValue {

        public Lists {
            items = List.copyOf(items);
        }

        @Override
        public String kind() {
            return "a list of lists";
        }
    }
}
