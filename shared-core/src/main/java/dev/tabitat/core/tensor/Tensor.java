package dev.tabitat.core.tensor;

import dev.tabitat.core.binary.LittleEndian;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;

/**
 * A view of little-endian elements in row-major order. The bytes are shared, not copied, and not to be changed.
 *
 * @param dtype element type
 * @param shape extents
 * @param bytes where the elements lie
 * @param offset of the first element, in bytes
 */
public record Tensor(DType dtype, Shape shape, byte[] bytes, int offset) {

    public Tensor {
        long end = offset + (long) shape.elements() * dtype.bytes();
        if (offset < 0 || end > bytes.length) {
            throw new DamagedData(
                    "A tensor is larger than its bytes.",
                    Finding.NONE.expected(end + " bytes").found(bytes.length + " bytes"));
        }
    }

    public static Tensor ofFloats(Shape shape, float... values) {
        requireCount(shape, values.length);
        byte[] bytes = new byte[4 * values.length];
        for (int i = 0; i < values.length; i++) {
            putInt(bytes, 4 * i, Float.floatToRawIntBits(values[i]));
        }
        return new Tensor(DType.F32, shape, bytes, 0);
    }

    public static Tensor ofInts(Shape shape, int... values) {
        requireCount(shape, values.length);
        byte[] bytes = new byte[4 * values.length];
        for (int i = 0; i < values.length; i++) {
            putInt(bytes, 4 * i, values[i]);
        }
        return new Tensor(DType.I32, shape, bytes, 0);
    }

    /** A tensor of one-byte elements. */
    public static Tensor ofBytes(DType dtype, Shape shape, byte... values) {
        requireCount(shape, values.length);
        return new Tensor(dtype, shape, values, 0);
    }

    public int elements() {
        return shape.elements();
    }

    public int byteLength() {
        return elements() * dtype.bytes();
    }

    /**
     * The elements as floats; integers are converted. @throws DamagedData for a type that has no exact conversion here
     */
    public float[] toFloats() {
        float[] values = new float[elements()];
        if (dtype == DType.F32) {
            // Most weights by far: without a choice of type for each element.
            for (int i = 0; i < values.length; i++) {
                values[i] = Float.intBitsToFloat(getInt(i));
            }
            return values;
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (dtype) {
                case F32 -> Float.intBitsToFloat(getInt(i));
                case F16 -> halfToFloat(getShort(i));
                case BF16 -> Float.intBitsToFloat(getShort(i) << 16);
                case F64 -> (float) Double.longBitsToDouble(getLong(i));
                case I8 -> bytes[offset + i];
                case U8, BOOL -> bytes[offset + i] & 0xFF;
                case I16 -> (short) getShort(i);
                case I32 -> getInt(i);
                case I64 -> getLong(i);
            };
        }
        return values;
    }

    /** The elements as ints. @throws DamagedData for floats and 64-bit integers */
    public int[] toInts() {
        int[] values = new int[elements()];
        if (dtype == DType.U8) {
            for (int i = 0; i < values.length; i++) {
                values[i] = bytes[offset + i] & 0xFF;
            }
            return values;
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (dtype) {
                case I8 -> bytes[offset + i];
                case U8, BOOL -> bytes[offset + i] & 0xFF;
                case I16 -> (short) getShort(i);
                case I32 -> getInt(i);
                default -> throw new DamagedData(
                        "A tensor of integers was expected.", Finding.NONE.expected("I8, U8, I16 or I32").found(dtype));
            };
        }
        return values;
    }

    /** The elements' own bytes, copied. */
    public byte[] toBytes() {
        return java.util.Arrays.copyOfRange(bytes, offset, offset + byteLength());
    }

    /** The index of the first element that is NaN or infinite, or -1; integers are always finite. */
    public int firstNotFinite() {
        if (dtype != DType.F32 && dtype != DType.F16 && dtype != DType.BF16 && dtype != DType.F64) {
            return -1;
        }
        int count = elements();
        if (dtype == DType.F32) {
            for (int i = 0; i < count; i++) {
                if ((getInt(i) & 0x7F800000) == 0x7F800000) {
                    return i;
                }
            }
            return -1;
        }
        for (int i = 0; i < count; i++) {
            boolean finite = switch (dtype) {
                case F32 -> (getInt(i) & 0x7F800000) != 0x7F800000;
                case F16 -> (getShort(i) & 0x7C00) != 0x7C00;
                case BF16 -> (getShort(i) & 0x7F80) != 0x7F80;
                default -> (getLong(i) & 0x7FF0000000000000L) != 0x7FF0000000000000L;
            };
            if (!finite) {
                return i;
            }
        }
        return -1;
    }

    private int getShort(int index) {
        return LittleEndian.u16(bytes, offset + 2 * index);
    }

    private int getInt(int index) {
        return LittleEndian.i32(bytes, offset + 4 * index);
    }

    private long getLong(int index) {
        return LittleEndian.i64(bytes, offset + 8 * index);
    }

    /** IEEE 754 binary16 to binary32, exact. @param half its 16 bits */
    public static float halfToFloat(int half) {
        int exponent = half >> 10 & 0x1F;
        int fraction = half & 0x3FF;
        float magnitude = exponent == 0
                ? fraction * 0x1p-24f
                : Float.intBitsToFloat((exponent == 31 ? 255 : exponent + 112) << 23 | fraction << 13);
        return (half & 0x8000) == 0 ? magnitude : -magnitude;
    }

    private static void putInt(byte[] bytes, int at, int value) {
        bytes[at] = (byte) value;
        bytes[at + 1] = (byte) (value >>> 8);
        bytes[at + 2] = (byte) (value >>> 16);
        bytes[at + 3] = (byte) (value >>> 24);
    }

    private static void requireCount(Shape shape, int count) {
        if (shape.elements() != count) {
            throw new IllegalArgumentException(shape + " has " + shape.elements() + " elements, not " + count);
        }
    }
}
