package dev.tabitat.core.binary;

/** Numbers whose lowest byte comes first, within an array; the caller has checked that they lie in it. */
public final class LittleEndian {

    private LittleEndian() {}

    /** Two bytes, 0 to 65,535. */
    public static int u16(byte[] bytes, int at) {
        return bytes[at] & 0xFF | (bytes[at + 1] & 0xFF) << 8;
    }

    /** Four bytes, with a sign. */
    public static int i32(byte[] bytes, int at) {
        return bytes[at] & 0xFF | (bytes[at + 1] & 0xFF) << 8 | (bytes[at + 2] & 0xFF) << 16 | bytes[at + 3] << 24;
    }

    /** Four bytes, without a sign. */
    public static long u32(byte[] bytes, int at) {
        return i32(bytes, at) & 0xFFFFFFFFL;
    }

    /** Eight bytes, with a sign. */
    public static long i64(byte[] bytes, int at) {
        return u32(bytes, at) | (long) i32(bytes, at + 4) << 32;
    }
}
